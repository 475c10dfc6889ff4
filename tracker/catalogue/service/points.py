"""Deeds on a 代办点: where in a village somebody takes papers to the hall for others, when, and who."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.catalogue import queries
from tracker.catalogue.models import AgencyPoint
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor, Role
from tracker.domain.text import _
from tracker.people.queries import staff_of
from tracker.store.action import action
from tracker.township.queries import villages


@dataclass(frozen=True)
class PointFacts:
    """What is written of a 代办点; agent_id: the 代办员, None while there is none."""

    village_code: str
    name: str
    place: str
    hours: str
    phone: str
    agent_id: int | None = None
    is_open: bool = True


def add_point(actor: Actor, facts: PointFacts) -> AgencyPoint:
    """A new 代办点 of a village, public from now on when it is open."""
    point = AgencyPoint(unit_code=facts.village_code, author_id=actor.user_id)
    with action(actor, "point.add") as act:
        _check(actor, facts)
        _fill(point, facts)
        act.on("point.add", point)
    return point


def edit_point(actor: Actor, point: AgencyPoint, facts: PointFacts) -> None:
    """Change it, or close it for the time being."""
    with action(actor, "point.edit", point):
        _check(actor, facts, but=point.id)
        _fill(point, facts)


def _check(actor: Actor, facts: PointFacts, but: int | None = None) -> None:
    if facts.village_code not in {unit.unit_code for unit in villages(actor.town_code)}:
        raise RuleBroken(_("请选本镇的一个村"), field="village_code")
    if queries.is_point_taken(facts.village_code, facts.name, but):
        raise RuleBroken(_("这个村已经有叫“{name}”的代办点"), field="name", name=facts.name)
    if facts.agent_id is not None and facts.agent_id not in agents_of(facts.village_code):
        raise RuleBroken(_("他不是这个村的代办员，请另选一位"), field="agent_id")
    if facts.is_open and facts.agent_id is None:
        raise RuleBroken(_("没有代办员，先选一位，或者先不开着"), field="agent_id")


def agents_of(village_code: str) -> Mapping[int, str]:
    """{user id: name} of the village's 代办员 who are at work."""
    return {user.id: user.name for user in staff_of(village_code, [Role.AGENT])}


def _fill(point: AgencyPoint, facts: PointFacts) -> None:
    point.unit_code, point.name, point.place = facts.village_code, facts.name, facts.place
    point.hours, point.phone = facts.hours, facts.phone
    point.assignee_id, point.is_open = facts.agent_id, facts.is_open
