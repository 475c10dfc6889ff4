"""Every select() about contact points, visits and problems (联系点、走访、问题)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tracker.domain import clock
from tracker.domain.deadline import Light
from tracker.domain.masking import mask_name
from tracker.domain.policy import POLICY
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.domain.workdays import WorkCalendar
from tracker.excel.period import Period
from tracker.households.models import Household
from tracker.people.models import Post, User
from tracker.people.queries import names_of as people_names
from tracker.store.access import fetch, fetch_where, visible
from tracker.store.base import Owned
from tracker.store.db import db
from tracker.township.models import Unit
from tracker.township.queries import names_of as unit_names
from tracker.township.queries import village_choices, work_calendar
from tracker.township.rules import UnitKind
from tracker.visits import rules
from tracker.visits.models import ContactLink, Problem, ProblemNote, Visit, VisitVersion
from tracker.visits.rules import Source, Status, Target, Urgency

M = TypeVar("M", bound=Owned)
PER_PAGE, COUNT_UP_TO, TITLE_LENGTH = 20, 1000, 40


# --- places and people to choose from


def places(actor: Actor) -> list[tuple[str, str]]:
    """(code, name) of the villages below the actor's unit; of the whole town for people of its offices."""
    return village_choices(actor.unit_code) or village_choices(actor.town_code)


def household_label(household: Household, unit_name: str) -> str:
    """石门村 第一组 012 户 张**: enough to know the door, masked for who looks over the shoulder."""
    parts = (unit_name, household.group_name, _("{n:03d} 户").format(n=household.number))
    return " ".join(part for part in (*parts, mask_name(household.head_name)) if part)


def handler_posts(town_code: str) -> Sequence[sa.Row[int, str, str, str]]:
    """(user id, name, unit code, unit name) of everybody a problem can be given to, by unit."""
    living = sa.or_(Post.until_on.is_(None), Post.until_on >= clock.today())
    return db.session.execute(
        sa.select(User.id, User.name, Post.unit_code, Unit.name)
        .join(Post, Post.user_id == User.id)
        .join(Unit, Unit.unit_code == Post.unit_code)
        .where(User.is_active, living, Post.unit_code.startswith(town_code))
        .where(Post.role.in_(list(POLICY["problem.progress"])))
        .distinct()
        .order_by(Post.unit_code, User.id)
    ).all()


# --- contact points


@dataclass(frozen=True)
class ContactRow:
    """One contact point with both numbers beside each other: the last visit, and days this quarter."""

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
    return contact_rows(_open_contacts(actor).where(mine))


def town_contacts(actor: Actor, village: str = "") -> list[ContactRow]:
    """Every open contact point this person may know of, in the order of villages."""
    query = _open_contacts(actor)
    return contact_rows(query.where(_within(ContactLink.unit_code, village)) if village else query)


def _open_contacts(actor: Actor) -> sa.Select[ContactLink]:
    return visible(actor, "contact.list", ContactLink).where(ContactLink.until.is_(None))


def contact_rows(query: sa.Select[ContactLink]) -> list[ContactRow]:
    at_home = _at_household(Visit.household_id == ContactLink.household_id)
    figures = [
        (ContactLink.target == Target.HOUSEHOLD, at_home, Problem.household_id == ContactLink.household_id),
        (
            ContactLink.target == Target.VILLAGE, _at_household(_within(Visit.unit_code, ContactLink.unit_code)),
            Problem.village_code == ContactLink.unit_code,
        ),
    ]
    found: list[sa.Row[Any]] = []
    for condition, (last_on, days), theirs in figures:
        unsolved = sa.select(sa.func.count()).where(theirs, Problem.status.in_(rules.OPEN)).scalar_subquery()
        found += db.session.execute(
            query.where(condition)
            .outerjoin(Household, Household.id == ContactLink.household_id)
            .with_only_columns(ContactLink, Household, last_on, days, unsolved)
        ).all()
    others = query.where(ContactLink.target.in_([Target.COMPANY, Target.PROJECT]))
    found += [(link, None, None, 0, 0) for link in db.session.scalars(others)]
    return _named_contacts(found)


def _at_household(theirs: sa.ColumnElement[bool]) -> tuple[Any, Any]:
    """(last visit, distinct days with a visit this quarter): two forms, one day, one visit (practice.md 1.4)."""
    start = rules.quarter_start(clock.today())
    last_on = sa.select(sa.func.max(Visit.visited_on)).where(theirs).scalar_subquery()
    days = sa.select(sa.func.count(Visit.visited_on.distinct())).where(theirs, Visit.visited_on >= start)
    return last_on, days.scalar_subquery()


def _within(column: Any, code: Any) -> sa.ColumnElement[bool]:
    """The code itself and all below it, as a range an index can walk (codes are digits)."""
    found: sa.ColumnElement[bool] = column.between(code, code + "z")
    return found


def _named_contacts(found: Sequence[Any]) -> list[ContactRow]:
    links = [row[0] for row in found]
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
    return sorted(rows, key=lambda row: (row.link.village_code, row.link.target is Target.HOUSEHOLD, row.name))


def _contact_name(link: ContactLink, household: Household | None, village: str) -> str:
    if household is not None:
        return household_label(household, village)
    return f"{village} {link.target_name}" if link.target_name else village


def to_visit(actor: Actor) -> list[ContactRow]:
    """本季度尚未联系的联系户, a reminder: first where something is unsolved, then the longest unseen."""
    start = rules.quarter_start(clock.today())
    waiting = [
        row for row in my_contacts(actor) if row.household and (row.last_on is None or row.last_on < start)
    ]
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
        ContactLink.unit_code == Unit.unit_code, ContactLink.target == Target.VILLAGE, ContactLink.until.is_(None)
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


def open_link_of(household_id: int | None, unit_code: str, target: Target, cadre_id: int) -> ContactLink | None:
    """What stands in the way of one more link: of a household any, of a village the same cadre's."""
    query = sa.select(ContactLink).where(ContactLink.until.is_(None), ContactLink.target == target)
    if household_id is not None:
        return db.session.scalar(query.where(ContactLink.household_id == household_id))
    return db.session.scalar(
        query.where(ContactLink.unit_code == unit_code, ContactLink.assignee_id == cadre_id).limit(1)
    )


# --- one page of a list


@dataclass(frozen=True)
class Found(Generic[M]):
    """One page of a list, newest first; `next_after` is None on the last one."""

    rows: Sequence[M]
    next_after: str | None


def _newest(query: sa.Select[M], model: type[M], column: Any, after: str) -> Found[M]:
    """Keyset: the rows after the record `after`, newest first."""
    if after.isdecimal() and len(after) < 12:
        last = db.session.execute(sa.select(column).where(model.id == int(after))).first()
        if last is not None:
            query = query.where(sa.tuple_(column, model.id) < sa.tuple_(last[0], int(after)))
    rows = db.session.scalars(query.order_by(column.desc(), model.id.desc()).limit(PER_PAGE + 1)).all()
    is_more = len(rows) > PER_PAGE
    return Found(rows[:PER_PAGE], str(rows[PER_PAGE - 1].id) if is_more else None)


# --- visits


@dataclass(frozen=True)
class VisitFilter:
    village: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None


def visit(actor: Actor, action: str, ref: str) -> Visit:
    return fetch_where(actor, action, Visit, Visit.ref == ref)


def visit_by_id(visit_id: int | None) -> Visit | None:
    return db.session.get(Visit, visit_id) if visit_id else None


def ref_of_visit(visit_id: int) -> str:
    return db.session.scalar(sa.select(Visit.ref).where(Visit.id == visit_id)) or ""


def _filtered_visits(actor: Actor, wanted: VisitFilter) -> sa.Select[Visit]:
    query = visible(actor, "visit.list", Visit)
    if wanted.village:
        query = query.where(_within(Visit.unit_code, wanted.village))
    if wanted.kind in set(rules.Kind):
        query = query.where(Visit.kind == wanted.kind)
    return _spanning(query, Visit.visited_on, wanted.since, wanted.until)


def _spanning(query: sa.Select[Any], column: Any, first: date | None, last: date | None) -> sa.Select[Any]:
    if first:
        query = query.where(column >= first)
    return query.where(column <= last) if last else query


def visits(actor: Actor, wanted: VisitFilter, after: str = "") -> Found[Visit]:
    return _newest(_filtered_visits(actor, wanted), Visit, Visit.visited_on, after)


@dataclass(frozen=True)
class VisitTotals:
    """Counts beside outcomes, never alone (domain.md 4.6); `visits` is capped at COUNT_UP_TO + 1."""

    visits: int
    raised: int
    solved: int


def visit_totals(actor: Actor, wanted: VisitFilter) -> VisitTotals:
    few = _filtered_visits(actor, wanted).with_only_columns(Visit.id).limit(COUNT_UP_TO + 1).subquery()
    row = db.session.execute(
        sa.select(
            sa.func.count(few.c.id.distinct()), sa.func.count(Problem.id), _sum_of(Problem.status.in_(rules.DONE))
        ).select_from(few).outerjoin(Problem, Problem.visit_id == few.c.id)
    ).one()
    return VisitTotals(*row)


def _sum_of(condition: sa.ColumnElement[bool]) -> Any:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


def problem_counts(visit_ids: Collection[int]) -> dict[int, int]:
    """{visit id: problems raised} for a page of visits."""
    rows = db.session.execute(
        sa.select(Problem.visit_id, sa.func.count()).where(Problem.visit_id.in_(visit_ids)).group_by(Problem.visit_id)
    )
    return {row[0]: row[1] for row in rows}


def versions_of(visit: Visit) -> Sequence[VisitVersion]:
    """What it said before, newest first."""
    return db.session.scalars(
        sa.select(VisitVersion).where(VisitVersion.visit_id == visit.id).order_by(VisitVersion.id.desc())
    ).all()


def visits_to(actor: Actor, household_id: int) -> Sequence[Visit]:
    """The latest visits to a household that this person may read."""
    return db.session.scalars(
        visible(actor, "visit.list", Visit).where(Visit.household_id == household_id)
        .order_by(Visit.visited_on.desc(), Visit.id.desc()).limit(PER_PAGE)
    ).all()


# --- problems


@dataclass(frozen=True)
class ProblemFilter:
    status: str = ""
    village: str = ""
    unit: str = ""
    due: str = ""


@dataclass(frozen=True)
class ProblemRow:
    """One line of a problem list, with its clock in words."""

    ref: str
    title: str
    status: Status
    urgency: Urgency
    village: str
    unit: str
    handler: str
    promised_on: date | None
    standing: str
    light: Light | None
    rehung_count: int
