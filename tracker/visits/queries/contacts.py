"""Every select() about contact points (联系点)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.households.models import Household
from tracker.households.queries import label_of
from tracker.people.queries import names_of as people_names
from tracker.problems.models import Problem
from tracker.problems.rules import OPEN
from tracker.store.access import fetch, visible
from tracker.store.db import db
from tracker.township.models import Unit
from tracker.township.queries import names_of as unit_names
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
    """The links with what happened at them; of companies and projects no figures are kept."""
    at_household = Visit.household_id == ContactLink.household_id
    at_village = within(Visit.unit_code, ContactLink.unit_code)
    of_household = Problem.household_id == ContactLink.household_id
    of_village = Problem.village_code == ContactLink.unit_code
    found = [
        *_with_figures(links.where(ContactLink.target == Target.HOUSEHOLD), at_household, of_household),
        *_with_figures(links.where(ContactLink.target == Target.VILLAGE), at_village, of_village),
    ]
    others = links.where(ContactLink.target.in_([Target.COMPANY, Target.PROJECT]))
    found += [(link, None, None, 0, 0) for link in db.session.scalars(others)]
    return _named(found)


def contact_row(link: ContactLink) -> ContactRow:
    return contact_rows(sa.select(ContactLink).where(ContactLink.id == link.id))[0]


def _with_figures(
    links: sa.Select[ContactLink], visited: sa.ColumnElement[bool], raised: sa.ColumnElement[bool]
) -> list[Any]:
    """Two visit forms on one day are one day (practice.md 1.4)."""
    start = rules.quarter_start(clock.today())
    last_on = sa.select(sa.func.max(Visit.visited_on)).where(visited)
    days = sa.select(sa.func.count(Visit.visited_on.distinct())).where(visited, Visit.visited_on >= start)
    unsolved = sa.select(sa.func.count(Problem.id)).where(raised, Problem.status.in_(OPEN))
    rows = links.outerjoin(Household, Household.id == ContactLink.household_id).with_only_columns(
        ContactLink, Household, last_on.scalar_subquery(), days.scalar_subquery(), unsolved.scalar_subquery()
    )
    return list(db.session.execute(rows))


def _named(found: Sequence[Any]) -> list[ContactRow]:
    links: list[ContactLink] = [row[0] for row in found]
    units = unit_names({link.village_code for link in links})
    people = people_names({link.assignee_id for link in links} | {link.backup_id for link in links})
    rows = [
        ContactRow(
            link=link, household=household, last_on=last_on, visit_days=days, open_problems=unsolved,
            name=_contact_name(link, household, units.get(link.village_code, "")),
            cadre=people.get(link.assignee_id, ""), backup=people.get(link.backup_id, ""),
        )
        for link, household, last_on, days, unsolved in found
    ]
    return sorted(rows, key=_in_order)


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
