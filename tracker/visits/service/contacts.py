"""Deeds on contact points (联系点): arrange, end, what a card says, when it was given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.households import service as households
from tracker.households.models import Household
from tracker.households.rules import phone_of
from tracker.store.action import Act, action
from tracker.store.db import db
from tracker.visits import queries, rules
from tracker.visits.models import ContactCard, ContactLink
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
    check_arrangement(wanted)
    link = new_link(actor, wanted)
    with action(actor, "contact.add", link) as act:
        rules.check_start(link.since, act.today)
        with db.session.no_autoflush:
            if queries.link_in_the_way(link):
                raise RuleBroken(_("已经有人联系了，要换人请先结束原来的安排"), field="assignee_id")
        if wanted.household:
            households.link(act, wanted.household, wanted.cadre_id)
    return link


def new_link(actor: Actor, wanted: Arrangement) -> ContactLink:
    """The record of an arrangement, not yet in any act."""
    household = wanted.household
    return ContactLink(
        unit_code=household.unit_code if household else wanted.unit_code, author_id=actor.user_id,
        assignee_id=wanted.cadre_id, backup_id=wanted.backup_id, target=wanted.target, level=wanted.level,
        household_id=household.id if household else None, target_name=wanted.target_name,
        basis=wanted.basis, since=wanted.since or clock.today(),
    )


def check_arrangement(wanted: Arrangement) -> None:
    rules.check_backup(wanted.cadre_id, wanted.backup_id)
    rules.check_target(wanted.target, wanted.household is not None, wanted.target_name)


def end_contact(actor: Actor, link: ContactLink, *, until: date) -> None:
    """结束安排: the visits stay where they are; a household waits for its next cadre."""
    with action(actor, "contact.end", link) as act:
        if link.until is not None:
            raise RuleBroken(_("这个安排已经结束了"))
        rules.check_span(link.since, until, act.today)
        link.until = until
        household = household_of(link)
        if household:
            households.link(act, household, None)


def household_of(link: ContactLink) -> Household | None:
    """What a link to a household is about; None for the other kinds."""
    return db.session.get(Household, link.household_id) if link.household_id else None


def write_card(actor: Actor, card: ContactCard, *, phone: str, promise: str) -> None:
    """写联系卡: the number for work and what I promise; `card` is loaded or new."""
    with action(actor, "contact_card.write", card):
        card.phone = rules.number_of(phone, phone_of(phone))
        card.promise = rules.promise_of(promise)


def issue_cards(actor: Actor, links: Sequence[ContactLink], *, issued_on: date) -> int:
    """记发卡: when these contact points were given their 联系卡; answers how many."""
    if not links:
        raise RuleBroken(_("请勾上发了卡的"), field="links")
    with action(actor, "contact.issue") as act:
        for link in links:
            rules.check_issued(link.since, issued_on, act.today)
            _issue(act, link, issued_on)
    return len(links)


def _issue(act: Act, link: ContactLink, issued_on: date) -> None:
    act.on("contact.issue", link)
    link.card_issued_on = issued_on
