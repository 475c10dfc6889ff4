"""Every select() about problems (问题): lists, what waits for whom, the steps of one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from tracker.domain import clock
from tracker.domain.deadline import Light
from tracker.domain.policy import POLICY
from tracker.domain.roles import Actor
from tracker.people.models import Post, User
from tracker.people.queries import names_of as people_names
from tracker.problems import rules
from tracker.problems.models import Problem, ProblemNote
from tracker.problems.rules import Status, Urgency
from tracker.store.access import fetch_where, may_see, visible
from tracker.store.base import Owned
from tracker.store.db import db
from tracker.township.models import Unit
from tracker.township.queries import names_of as unit_names
from tracker.township.queries import work_calendar

M = TypeVar("M", bound=Owned)
PER_PAGE, COUNT_UP_TO, SHORT_LIST = 20, 1000, 20
OVERDUE, THIS_WEEK = "overdue", "week"


@dataclass(frozen=True)
class Found(Generic[M]):
    """One page of a list, newest first; `next_after` is None on the last one."""

    rows: Sequence[M]
    next_after: str | None


def newest_first(query: sa.Select[M], model: type[M], column: Any, after: str) -> Found[M]:
    """One page by keyset: the rows behind the record whose id is `after`, newest first by `column`."""
    if after.isdecimal() and len(after) < 10:
        last = db.session.execute(sa.select(column).where(model.id == int(after))).first()
        if last is not None:
            query = query.where(sa.tuple_(column, model.id) < sa.tuple_(last[0], int(after)))
    rows = db.session.scalars(query.order_by(column.desc(), model.id.desc()).limit(PER_PAGE + 1)).all()
    is_more = len(rows) > PER_PAGE
    return Found(rows[:PER_PAGE], str(rows[PER_PAGE - 1].id) if is_more else None)


def sum_of(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    """How many rows meet the condition, 0 of no rows."""
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


@dataclass(frozen=True)
class ProblemFilter:
    """`due`: OVERDUE, THIS_WEEK or empty; unknown words filter nothing."""

    status: str = ""
    village: str = ""
    unit: str = ""
    due: str = ""


@dataclass(frozen=True)
class ProblemRow:
    """One line of a list, with its clock in words; `title` is the beginning of the resident's own words."""

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

    @property
    def is_fast(self) -> bool:
        return self.urgency is Urgency.FAST


@dataclass(frozen=True)
class ProblemTotals:
    """Capped at COUNT_UP_TO + 1."""

    count: int
    done: int
    overdue: int


def problem(actor: Actor, action: str, ref: str) -> Problem:
    return fetch_where(actor, action, Problem, Problem.ref == ref)


def ref_of(problem_id: int) -> str:
    return db.session.scalar(sa.select(Problem.ref).where(Problem.id == problem_id)) or ""


def _is_overdue(today: date) -> sa.ColumnElement[bool]:
    return Problem.status.in_(rules.IN_HANDS) & (Problem.promised_on < today)


def _filtered(actor: Actor, wanted: ProblemFilter) -> sa.Select[Problem]:
    query, today = visible(actor, "problem.list", Problem), clock.today()
    if wanted.status in set(Status):
        query = query.where(Problem.status == wanted.status)
    if wanted.village:
        query = query.where(Problem.village_code == wanted.village)
    if wanted.unit:
        query = query.where(Problem.unit_code == wanted.unit)
    if wanted.due == OVERDUE:
        query = query.where(_is_overdue(today))
    if wanted.due == THIS_WEEK:
        query = query.where(
            Problem.status.in_(rules.IN_HANDS), Problem.promised_on.between(today, rules.week_end(today))
        )
    return query


def problems(actor: Actor, wanted: ProblemFilter, after: str = "") -> Found[Problem]:
    return newest_first(_filtered(actor, wanted), Problem, Problem.created_at, after)


def totals(actor: Actor, wanted: ProblemFilter) -> ProblemTotals:
    few = _filtered(actor, wanted).with_only_columns(Problem.status, Problem.promised_on)
    part = few.limit(COUNT_UP_TO + 1).subquery()
    late = part.c.status.in_(rules.IN_HANDS) & (part.c.promised_on < clock.today())
    columns = (sa.func.count(), sum_of(part.c.status.in_(rules.DONE)), sum_of(late))
    return ProblemTotals(*db.session.execute(sa.select(*columns).select_from(part)).one())


def rows_of(problems: Iterable[Problem]) -> list[ProblemRow]:
    """Problems as lines of a list: names in bulk, the clock read once."""
    found = list(problems)
    if not found:
        return []
    units = unit_names({one.village_code for one in found} | {one.unit_code for one in found})
    people = people_names(one.assignee_id for one in found)
    calendar, today = work_calendar(), clock.today()
    rows = []
    for one in found:
        standing, light = rules.standing(rules.clock_of(one), today, calendar)
        rows.append(ProblemRow(
            ref=one.ref, title=rules.title_of(rules.without_numbers(one.content)), status=one.status,
            urgency=one.urgency, village=units.get(one.village_code, ""), unit=units.get(one.unit_code, ""),
            handler=people.get(one.assignee_id, ""), promised_on=one.promised_on, standing=standing,
            light=light, rehung_count=one.rehung_count,
        ))
    return rows


def my_problems(actor: Actor) -> list[ProblemRow]:
    """What this person has to solve: 快 first, then by the promised day."""
    urgency = sa.case({Urgency.FAST: 0, Urgency.USUAL: 1}, value=Problem.urgency, else_=2)
    return rows_of(db.session.scalars(
        visible(actor, "problem.list", Problem)
        .where(Problem.assignee_id == actor.user_id, Problem.status.in_(rules.IN_HANDS))
        .order_by(urgency, Problem.promised_on, Problem.id)
        .limit(SHORT_LIST)
    ))


def problems_to_judge(actor: Actor) -> list[ProblemRow]:
    """What waits for this person to assign, check or strike off, the oldest first; never the own ones."""
    waits = sa.or_(
        sa.and_(Problem.status == Status.REGISTERED, may_see(actor, "problem.assign", Problem)),
        sa.and_(Problem.status == Status.APPLIED, may_see(actor, "problem.check", Problem)),
        sa.and_(Problem.status == Status.CHECKED, may_see(actor, "problem.strike_off", Problem)),
    )
    not_mine = Problem.assignee_id.is_(None) | (Problem.assignee_id != actor.user_id)
    return rows_of(db.session.scalars(
        visible(actor, "problem.list", Problem).where(waits, not_mine)
        .order_by(Problem.created_at, Problem.id).limit(SHORT_LIST)
    ))


def raised_by(actor: Actor, visit_id: int) -> Sequence[Problem]:
    """The problems of one visit that this person may read."""
    return db.session.scalars(
        visible(actor, "problem.list", Problem).where(Problem.visit_id == visit_id).order_by(Problem.id)
    ).all()


def of_household(actor: Actor, household_id: int) -> Sequence[Problem]:
    return db.session.scalars(
        visible(actor, "problem.list", Problem).where(Problem.household_id == household_id)
        .order_by(Problem.id.desc()).limit(PER_PAGE)
    ).all()


def notes_of(problem: Problem) -> Sequence[ProblemNote]:
    """Every step, oldest first."""
    return db.session.scalars(
        sa.select(ProblemNote).where(ProblemNote.problem_id == problem.id).order_by(ProblemNote.id)
    ).all()


def handler_ids(problem: Problem) -> set[int | None]:
    """Everybody through whose hands the problem went: who holds it, who wrote progress or applied."""
    rows = db.session.scalars(
        sa.select(ProblemNote.author_id)
        .where(ProblemNote.problem_id == problem.id, ProblemNote.move.in_(rules.HANDLING))
    )
    return {*rows, *({problem.assignee_id} - {None})}


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
