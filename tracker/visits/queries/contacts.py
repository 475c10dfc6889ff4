"""Every select() about contact points (联系点)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.households.models import Household
from tracker.households.queries import label_of
from tracker.people.models import User
from tracker.problems.models import Problem
from tracker.problems.rules import OPEN
from tracker.store.access import fetch, visible
from tracker.store.db import db
from tracker.township.models import Unit
from tracker.township.queries import village_choices
from tracker.township.rules import UnitKind
from tracker.visits import rules
from tracker.visits.models import ContactLink, Visit
from tracker.visits.rules import Target


def places(actor: Actor) -> list[tuple[str, str]]:
    """(code, name) of the villages below the actor's unit; of the whole town for people of its offices."""
    villages = village_choices(actor.town_code)
    own = [one for one in villages if one[0].startswith(actor.unit_code)]
    return own or villages


def groups_of(villages: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """(code, 石门村 第一组) of the groups of these villages."""
    rows = db.session.execute(
        sa.select(Unit.unit_code, Unit.name)
        .where(Unit.kind == UnitKind.GROUP,
               sa.or_(*(within(Unit.unit_code, code) for code, _name in villages), sa.false()))
        .order_by(Unit.unit_code)
    )
    names = dict(villages)
    return [(code, f"{names.get(code[:rules.VILLAGE_DIGITS], '')} {name}".strip()) for code, name in rows]


def within(column: Any, code: Any) -> sa.ColumnElement[bool]:
    """The code itself and all below it, as a range an index can walk (codes are digits)."""
    inside: sa.ColumnElement[bool] = column.between(code, code + "z")
    return inside


@dataclass(frozen=True)
class ContactRow:
    """One contact point, with both numbers beside each other: the last visit, and days this quarter."""

    link: ContactLink
    name: str
    household: Household | None
    cadre: str
    backup: str
    last_on: date | None
    visit_days: int
    open_problems: int


def contact(actor: Actor, action: str, link_id: int) -> ContactLink:
    return fetch(actor, action, ContactLink, link_id)


def my_contacts(actor: Actor) -> list[ContactRow]:
    """The open contact points of this person, as the linked cadre or as the backup."""
    mine = sa.or_(ContactLink.assignee_id == actor.user_id, ContactLink.backup_id == actor.user_id)
    return contact_rows(_open_links(actor).where(mine))


def town_contacts(actor: Actor, village: str) -> list[ContactRow]:
    """Every open contact point of one village that this person may know of."""
    return contact_rows(_open_links(actor).where(within(ContactLink.unit_code, village)))


def _open_links(actor: Actor) -> sa.Select[ContactLink]:
    return visible(actor, "contact.list", ContactLink).where(ContactLink.until.is_(None))


def contact_rows(links: sa.Select[ContactLink]) -> list[ContactRow]:
    """The links with what happened at them, in one query; of companies and projects no figures are kept."""
    village, cadre, backup = aliased(Unit), aliased(User), aliased(User)
    code = sa.func.substr(ContactLink.unit_code, 1, rules.VILLAGE_DIGITS)
    rows: Iterable[Any] = db.session.execute(
        links.outerjoin(Household, Household.id == ContactLink.household_id)
        .outerjoin(village, village.unit_code == code)
        .outerjoin(cadre, cadre.id == ContactLink.assignee_id)
        .outerjoin(backup, backup.id == ContactLink.backup_id)
        .with_only_columns(
            ContactLink, Household, village.name, cadre.name.label("cadre"), backup.name.label("backup"),
            *_figures(),
        )
        .order_by(ContactLink.id)
    )
    found = [
        ContactRow(
            link=link, household=household, last_on=last_on, visit_days=days or 0,
            open_problems=unsolved or 0, name=_contact_name(link, household, place or ""),
            cadre=who or "", backup=second or "",
        )
        for link, household, place, who, second, last_on, days, unsolved in rows
    ]
    return sorted(found, key=_in_order)


def contact_row(link: ContactLink) -> ContactRow:
    return contact_rows(sa.select(ContactLink).where(ContactLink.id == link.id))[0]


def _figures() -> list[sa.ColumnElement[Any]]:
    """The last visit, the days of this quarter, what is unsolved; two visit forms on one day are one day
    (practice.md 1.4). A household and a village are looked up each by its own index."""
    at = {
        Target.HOUSEHOLD: (
            Visit.household_id == ContactLink.household_id, Problem.household_id == ContactLink.household_id,
        ),
        Target.VILLAGE: (
            within(Visit.unit_code, ContactLink.unit_code), Problem.village_code == ContactLink.unit_code,
        ),
    }
    start, last_on, days, unsolved = rules.quarter_start(clock.today()), [], [], []
    for target, (visited, raised) in at.items():
        here, day = ContactLink.target == target, sa.func.count(Visit.visited_on.distinct())
        last_on.append((here, _one(sa.select(sa.func.max(Visit.visited_on)).where(visited))))
        days.append((here, _one(sa.select(day).where(visited, Visit.visited_on >= start))))
        open_there = sa.select(sa.func.count(Problem.id)).where(raised, Problem.status.in_(OPEN))
        unsolved.append((here, _one(open_there)))
    return [sa.case(*last_on), sa.case(*days), sa.case(*unsolved)]


def _one(query: sa.Select[Any]) -> sa.ScalarSelect[Any]:
    return query.correlate(ContactLink).scalar_subquery()


def _in_order(row: ContactRow) -> tuple[str, bool, str]:
    """By village, the village itself before what lies in it."""
    return row.link.village_code, row.link.target is not Target.VILLAGE, row.name


def _contact_name(link: ContactLink, household: Household | None, village: str) -> str:
    if household is not None:
        return label_of(household, village)
    return f"{village} {link.target_name}" if link.target_name else village


def waiting_households(rows: Sequence[ContactRow], today: date) -> list[ContactRow]:
    """本季度尚未联系的联系户, a reminder: first where something is unsolved, then the longest unseen."""
    start = rules.quarter_start(today)
    waiting = [row for row in rows if row.household and (row.last_on is None or row.last_on < start)]
    return sorted(waiting, key=lambda row: (-row.open_problems, row.last_on or date.min))


@dataclass(frozen=True)
class VillageGap:
    """A key village to act on: nobody is linked to it, or nobody has been there this quarter."""

    code: str
    name: str
    has_cadre: bool
    last_on: date | None


def key_village_gaps(actor: Actor) -> list[VillageGap]:
    """重点村 without a linked cadre or without a visit this quarter: a list to act on, never a score."""
    linked = sa.exists().where(
        ContactLink.unit_code == Unit.unit_code, ContactLink.target == Target.VILLAGE,
        ContactLink.until.is_(None),
    )
    last_on = sa.select(sa.func.max(Visit.visited_on)).where(within(Visit.unit_code, Unit.unit_code))
    rows = db.session.execute(
        visible(actor, "contact.gaps", Unit)
        .where(Unit.kind == UnitKind.VILLAGE, Unit.is_key_village)
        .with_only_columns(Unit.unit_code, Unit.name, linked, last_on.scalar_subquery())
        .order_by(Unit.sort_key, Unit.unit_code)
    )
    start = rules.quarter_start(clock.today())
    gaps = (VillageGap(*row) for row in rows)
    return [gap for gap in gaps if not gap.has_cadre or gap.last_on is None or gap.last_on < start]


def open_links(town_code: str) -> list[ContactLink]:
    """Every open contact point of a town, for a sheet that comes in."""
    return list(db.session.scalars(
        sa.select(ContactLink).where(
            ContactLink.until.is_(None), ContactLink.unit_code.startswith(town_code)
        )
    ))


def link_in_the_way(link: ContactLink) -> ContactLink | None:
    """An open link to the same target: of a household anybody's, else the same cadre's."""
    query = sa.select(ContactLink).where(ContactLink.until.is_(None), ContactLink.target == link.target)
    if link.target is Target.HOUSEHOLD:
        return db.session.scalar(query.where(ContactLink.household_id == link.household_id))
    return db.session.scalar(query.where(
        ContactLink.unit_code == link.unit_code, ContactLink.assignee_id == link.assignee_id,
        ContactLink.target_name == link.target_name,
    ))
