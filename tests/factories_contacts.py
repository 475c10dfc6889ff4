"""Arrangements, hand-overs and cards (联系点), made through the real services."""

from typing import Any

from factories import OFFICE_2, make_actor
from factories_visits import give, make_household, make_link, make_problem

from tracker.domain import clock
from tracker.domain.roles import Actor, Role
from tracker.store.action import action
from tracker.visits import queries, service
from tracker.visits.models import ContactHandover
from tracker.visits.service import ContactRow, Handover


def put_rows(*rows: ContactRow, actor: Actor | None = None) -> list[str]:
    """A sheet of contact points, taken in inside one act."""
    with action(actor or make_actor(Role.ORG), "contact.import") as act:
        return [service.put_contact(act, row) for row in rows]


def make_laden(role: Role = Role.HANDLER, unit: str = OFFICE_2, **facts: Any) -> Actor:
    """A colleague with a household, a village and a problem in hand."""
    giver = make_actor(role, unit=unit, **facts)
    make_link(giver, make_household(name=f"欧阳若{giver.user_id}")), make_link(giver)
    give(make_problem(make_actor(Role.CADRE)), giver, unit)
    return giver


def hand_over(by: Actor, giver: Actor, receiver: Actor, *keys: str) -> ContactHandover:
    """Today; without keys everything that this actor may give."""
    picked = keys or [one.key for one in queries.held_by(by, giver.user_id or 0)]
    return service.hand_over(by, Handover(
        giver.user_id or 0, receiver.user_id or 0, clock.today(), "调到便民服务中心", picked,
    ))


def make_handover() -> ContactHandover:
    """A clerk has handed over what one handler had to another one."""
    return hand_over(make_actor(Role.CLERK), make_laden(), make_actor(Role.HANDLER))
