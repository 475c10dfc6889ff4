"""Deeds on contact points (联系点): arrange, end."""

from dataclasses import dataclass
from datetime import date

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.households import service as households
from tracker.households.models import Household
from tracker.store.action import action
from tracker.store.db import db
from tracker.visits import queries, rules
from tracker.visits.models import ContactLink
from tracker.visits.rules import Level, Target


@dataclass(frozen=True)
class Arrangement:
    """联系点安排: which cadre contacts what, since when, on which basis; `backup_id` is the AB岗."""

    cadre_id: int
    unit_code: str
    target: Target = Target.VILLAGE
    level: Level = Level.STAFF
    household: Household | None = None
    target_name: str = ""
    since: date | None = None
    basis: str = ""
    backup_id: int | None = None


def add_contact(actor: Actor, wanted: Arrangement) -> ContactLink:
    """安排联系点: a household has one linked cadre at a time, a village may have several."""
    _check_arrangement(wanted)
    household = wanted.household
    link = ContactLink(
        unit_code=household.unit_code if household else wanted.unit_code, author_id=actor.user_id,
        assignee_id=wanted.cadre_id, backup_id=wanted.backup_id, target=wanted.target, level=wanted.level,
        household_id=household.id if household else None, target_name=wanted.target_name,
        basis=wanted.basis, since=wanted.since or clock.today(),
    )
    with action(actor, "contact.add", link) as act:
        with db.session.no_autoflush:
            if queries.link_in_the_way(link):
                raise RuleBroken(_("已经有人联系了，要换人请先结束原来的安排"), field="assignee_id")
        if household:
            households.link(act, household, wanted.cadre_id)
    return link


def _check_arrangement(wanted: Arrangement) -> None:
    rules.check_backup(wanted.cadre_id, wanted.backup_id)
    rules.check_target(wanted.target, wanted.household is not None, wanted.target_name)


def end_contact(actor: Actor, link: ContactLink, *, until: date) -> None:
    """结束安排: the visits stay where they are; a household waits for its next cadre."""
    with action(actor, "contact.end", link) as act:
        if link.until is not None:
            raise RuleBroken(_("这个安排已经结束了"))
        rules.check_span(link.since, until, act.today)
        link.until = until
        household = db.session.get(Household, link.household_id) if link.household_id else None
        if household:
            households.link(act, household, None)
