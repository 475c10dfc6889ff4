"""Every select() about contact points and visits (联系点、走访)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from tracker.domain import clock
from tracker.domain.masking import mask_name
from tracker.domain.roles import Actor
from tracker.households.models import Household
from tracker.households.queries import label_of
from tracker.people.queries import names_of as people_names
from tracker.problems.models import Problem
from tracker.problems.queries import COUNT_UP_TO, PER_PAGE, Found, newest_first, sum_of
from tracker.problems.rules import DONE, OPEN, title_of, without_numbers
from tracker.store.access import fetch, fetch_where, visible
from tracker.store.db import db
from tracker.township.models import Unit
from tracker.township.queries import names_of as unit_names
from tracker.township.queries import village_choices
from tracker.township.rules import UnitKind
from tracker.visits import rules
from tracker.visits.models import ContactLink, Visit, VisitVersion
from tracker.visits.rules import Kind, Target


def places(actor: Actor) -> list[tuple[str, str]]:
    """(code, name) of the villages below the actor's unit; of the whole town for people of its offices."""
    return village_choices(actor.unit_code) or village_choices(actor.town_code)


def _within(column: Any, code: Any) -> sa.ColumnElement[bool]:
    """The code itself and all below it, as a range an index can walk (codes are digits)."""
    inside: sa.ColumnElement[bool] = column.between(code, code + "z")
    return inside


# contact points


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
    return contact_rows(_open_links(actor).where(_within(ContactLink.unit_code, village)))


def _open_links(actor: Actor) -> sa.Select[ContactLink]:
    return visible(actor, "contact.list", ContactLink).where(ContactLink.until.is_(None))


def contact_rows(links: sa.Select[ContactLink]) -> list[ContactRow]:
    """The links with what happened at them; of companies and projects no figures are kept."""
    at_household = Visit.household_id == ContactLink.household_id
    at_village = _within(Visit.unit_code, ContactLink.unit_code)
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


def to_visit(actor: Actor) -> list[ContactRow]:
    """本季度尚未联系的联系户, a reminder: first where something is unsolved, then the longest unseen."""
    return waiting_households(my_contacts(actor), clock.today())


def waiting_households(rows: Sequence[ContactRow], today: date) -> list[ContactRow]:
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
    last_on = sa.select(sa.func.max(Visit.visited_on)).where(_within(Visit.unit_code, Unit.unit_code))
    rows = db.session.execute(
        visible(actor, "contact.gaps", Unit)
        .where(Unit.kind == UnitKind.VILLAGE, Unit.is_key_village)
        .with_only_columns(Unit.unit_code, Unit.name, linked, last_on.scalar_subquery())
        .order_by(Unit.sort_key, Unit.unit_code)
    )
    start = rules.quarter_start(clock.today())
    gaps = (VillageGap(*row) for row in rows)
    return [gap for gap in gaps if not gap.has_cadre or gap.last_on is None or gap.last_on < start]


def link_in_the_way(link: ContactLink) -> ContactLink | None:
    """An open link to the same target: of a household anybody's, else the same cadre's."""
    query = sa.select(ContactLink).where(ContactLink.until.is_(None), ContactLink.target == link.target)
    if link.target is Target.HOUSEHOLD:
        return db.session.scalar(query.where(ContactLink.household_id == link.household_id))
    return db.session.scalar(query.where(
        ContactLink.unit_code == link.unit_code, ContactLink.assignee_id == link.assignee_id,
        ContactLink.target_name == link.target_name,
    ))


# visits


@dataclass(frozen=True)
class VisitFilter:
    """Unknown words filter nothing."""

    village: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class VisitRow:
    """One line of the list of visits."""

    ref: str
    visited_on: date
    place: str
    person: str
    kind: Kind
    visitor: str
    title: str
    raised: int
    solved: int


@dataclass(frozen=True)
class VisitTotals:
    """Counts beside outcomes, never alone (domain.md 4.6); `visits` is capped at COUNT_UP_TO + 1."""

    visits: int
    raised: int
    solved: int


def visit(actor: Actor, action: str, ref: str) -> Visit:
    return fetch_where(actor, action, Visit, Visit.ref == ref)


def visit_behind(actor: Actor, visit_id: int | None) -> Visit | None:
    """The visit a problem came from, if this person may read it."""
    if visit_id is None:
        return None
    return db.session.scalar(visible(actor, "visit.view", Visit).where(Visit.id == visit_id))


def ref_of(visit_id: int) -> str:
    return db.session.scalar(sa.select(Visit.ref).where(Visit.id == visit_id)) or ""


def _filtered(actor: Actor, wanted: VisitFilter) -> sa.Select[Visit]:
    query = visible(actor, "visit.list", Visit)
    if wanted.village:
        query = query.where(_within(Visit.unit_code, wanted.village))
    if wanted.kind in set(Kind):
        query = query.where(Visit.kind == wanted.kind)
    if wanted.since:
        query = query.where(Visit.visited_on >= wanted.since)
    return query.where(Visit.visited_on <= wanted.until) if wanted.until else query


def visits(actor: Actor, wanted: VisitFilter, after: str = "") -> Found[Visit]:
    return newest_first(_filtered(actor, wanted), Visit, Visit.visited_on, after)


def visits_to(actor: Actor, household_id: int) -> Sequence[Visit]:
    """The latest visits to one household that this person may read."""
    query = visible(actor, "visit.list", Visit).where(Visit.household_id == household_id)
    return newest_first(query, Visit, Visit.visited_on, "").rows


def rows_of(found: Sequence[Visit]) -> list[VisitRow]:
    """Visits as lines of a list: names and counts in bulk."""
    if not found:
        return []
    units = unit_names({one.unit_code for one in found} | {one.village_code for one in found})
    people = people_names({one.assignee_id for one in found})
    heads = _heads({one.household_id for one in found})
    counts = _raised_and_solved([one.id for one in found])
    return [
        VisitRow(
            ref=one.ref, visited_on=one.visited_on, place=rules.place_of(one.unit_code, units), kind=one.kind,
            person=mask_name(heads.get(one.household_id, "")), visitor=people.get(one.assignee_id, ""),
            title=title_of(without_numbers(one.words or "")), raised=counts.get(one.id, (0, 0))[0],
            solved=counts.get(one.id, (0, 0))[1],
        )
        for one in found
    ]


def _heads(household_ids: set[int | None]) -> dict[int | None, str]:
    rows = db.session.execute(
        sa.select(Household.id, Household.head_name).where(Household.id.in_(household_ids - {None}))
    )
    return {row[0]: row[1] for row in rows}


def _raised_and_solved(visit_ids: list[int]) -> dict[int | None, tuple[int, int]]:
    rows = db.session.execute(
        sa.select(Problem.visit_id, sa.func.count(), sum_of(Problem.status.in_(DONE)))
        .where(Problem.visit_id.in_(visit_ids)).group_by(Problem.visit_id)
    )
    return {visit_id: (raised, solved) for visit_id, raised, solved in rows}


def totals(actor: Actor, wanted: VisitFilter) -> VisitTotals:
    few = _filtered(actor, wanted).with_only_columns(Visit.id).limit(COUNT_UP_TO + 1).subquery()
    counts = (sa.func.count(few.c.id.distinct()), sa.func.count(Problem.id), sum_of(Problem.status.in_(DONE)))
    joined = sa.select(*counts).select_from(few).outerjoin(Problem, Problem.visit_id == few.c.id)
    return VisitTotals(*db.session.execute(joined).one())


def versions_of(visit: Visit) -> Sequence[VisitVersion]:
    """What it said before its corrections, newest first."""
    return db.session.scalars(
        sa.select(VisitVersion).where(VisitVersion.visit_id == visit.id)
        .order_by(VisitVersion.id.desc()).limit(PER_PAGE)
    ).all()
