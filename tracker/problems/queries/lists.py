"""Lists of problems (问题): one page, the four views, what waits for whom."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from tracker.domain import clock
from tracker.domain.deadline import Light
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.people.queries import names_of as people_names
from tracker.problems import rules
from tracker.problems.models import Deferral, Problem, ProblemNote
from tracker.problems.rules import Confirmer, Source, Status, Urgency
from tracker.store.access import may_see, visible
from tracker.store.base import Owned
from tracker.store.db import db
from tracker.township.queries import names_of as unit_names
from tracker.township.queries import work_calendar

M = TypeVar("M", bound=Owned)
PER_PAGE, COUNT_UP_TO, SHORT_LIST = 20, 1000, 20
OVERDUE, THIS_WEEK, LONG, REHUNG = "overdue", "week", "long", "rehung"
PRINTED = 300


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
    """`due`: OVERDUE, THIS_WEEK, LONG, REHUNG or empty; unknown words filter nothing.

    Without a status what was turned (转出) stays away: it has no words of its own any more.
    """

    status: str = ""
    village: str = ""
    unit: str = ""
    due: str = ""
    urgency: str = ""


@dataclass(frozen=True)
class ProblemRow:
    """One line of a list, with its clock in words; `title` is the beginning of the resident's own words."""

    ref: str
    title: str
    status: Status
    urgency: Urgency
    source: Source
    registered_on: date
    village: str
    unit: str
    handler: str
    leader: str
    measure: str
    promised_on: date | None
    standing: str
    light: Light | None
    rehung_count: int
    result: str
    checker: str
    confirmed: Confirmer | None
    confirmed_on: date | None
    struck_off_on: date | None
    met_on: date | None
    open_days: int
    """Calendar days since it was registered, 0 once it is closed."""

    @property
    def is_fast(self) -> bool:
        return self.urgency is Urgency.FAST

    @property
    def is_long(self) -> bool:
        return self.open_days > rules.LONG_DAYS


@dataclass(frozen=True)
class ProblemTotals:
    """Capped at COUNT_UP_TO + 1; `long`: open for more than LONG_DAYS."""

    count: int
    done: int
    overdue: int
    long: int


def _is_overdue(today: date) -> sa.ColumnElement[bool]:
    return Problem.status.in_(rules.IN_HANDS) & (Problem.promised_on < today)


def is_long_unsolved(today: date) -> sa.ColumnElement[bool]:
    """长期未解决: open, and registered more than LONG_DAYS calendar days ago."""
    return Problem.status.in_(rules.OPEN) & (Problem.registered_on < rules.long_since(today))


def _due(due: str, today: date) -> sa.ColumnElement[bool] | None:
    if due == OVERDUE:
        return _is_overdue(today)
    if due == THIS_WEEK:
        return Problem.status.in_(rules.IN_HANDS) & Problem.promised_on.between(today, rules.week_end(today))
    if due == LONG:
        return is_long_unsolved(today)
    return Problem.rehung_count > 0 if due == REHUNG else None


def _filtered(actor: Actor, wanted: ProblemFilter) -> sa.Select[Problem]:
    due = _due(wanted.due, clock.today())
    is_status, is_urgency = wanted.status in set(Status), wanted.urgency in set(Urgency)
    conditions = (
        Problem.status == wanted.status if is_status else Problem.status != Status.TURNED,
        Problem.village_code == wanted.village if wanted.village else None,
        Problem.unit_code == wanted.unit if wanted.unit else None,
        Problem.urgency == wanted.urgency if is_urgency else None, due,
    )
    return visible(actor, "problem.list", Problem).where(*(one for one in conditions if one is not None))


def problems(actor: Actor, wanted: ProblemFilter, after: str = "") -> Found[Problem]:
    return newest_first(_filtered(actor, wanted), Problem, Problem.created_at, after)


def problems_to_print(actor: Actor, wanted: ProblemFilter) -> Sequence[Problem]:
    """The same rows on paper, at most PRINTED, oldest first."""
    query = _filtered(actor, wanted).order_by(Problem.registered_on, Problem.id)
    return db.session.scalars(query.limit(PRINTED)).all()


def totals(actor: Actor, wanted: ProblemFilter) -> ProblemTotals:
    few = _filtered(actor, wanted).with_only_columns(
        Problem.status, Problem.promised_on, Problem.registered_on
    )
    part, today = few.limit(COUNT_UP_TO + 1).subquery(), clock.today()
    late = part.c.status.in_(rules.IN_HANDS) & (part.c.promised_on < today)
    long = part.c.status.in_(rules.OPEN) & (part.c.registered_on < rules.long_since(today))
    columns = (sa.func.count(), sum_of(part.c.status.in_(rules.DONE)), sum_of(late), sum_of(long))
    return ProblemTotals(*db.session.execute(sa.select(*columns).select_from(part)).one())


def rows_of(problems: Iterable[Problem]) -> list[ProblemRow]:
    """Problems as lines of a list: names in bulk, the clock read once."""
    found = list(problems)
    if not found:
        return []
    units = unit_names({one.village_code for one in found} | {one.unit_code for one in found})
    people = people_names({
        user_id for one in found for user_id in (one.assignee_id, one.leader_id, one.checked_by)
    })
    calendar, today = work_calendar(), clock.today()
    rows = []
    for one in found:
        standing, light = rules.standing(rules.clock_of(one), today, calendar)
        rows.append(ProblemRow(
            ref=one.ref, title=title_of(one), status=one.status, urgency=one.urgency, source=one.source,
            registered_on=one.registered_on, village=units.get(one.village_code, ""),
            unit=units.get(one.unit_code, ""), handler=people.get(one.assignee_id, ""),
            leader=people.get(one.leader_id, ""), measure=rules.without_numbers(one.measure or ""),
            promised_on=one.promised_on, standing=standing, light=light, rehung_count=one.rehung_count,
            result=rules.without_numbers(one.result or ""), checker=people.get(one.checked_by, ""),
            confirmed=one.confirmed_by, confirmed_on=one.confirmed_on, struck_off_on=one.struck_off_on,
            met_on=one.met_on,
            open_days=rules.open_days(one.registered_on, today) if one.status in rules.OPEN else 0,
        ))
    return rows


def title_of(problem: Problem) -> str:
    """The beginning of the words; of what was turned, that they went along."""
    if problem.status is Status.TURNED:
        return _(rules.TURNED_TITLE)
    return rules.title_of(rules.without_numbers(problem.content))


def latest_words(problems: Iterable[Problem]) -> dict[str, str]:
    """{ref: the last word on how it goes}, for the list of tasks; to whom it was given is no word on it."""
    refs = {one.id: one.ref for one in problems}
    newest = (
        sa.select(sa.func.max(ProblemNote.id))
        .where(ProblemNote.problem_id.in_(refs), ProblemNote.move != "assign")
        .group_by(ProblemNote.problem_id)
    )
    rows = db.session.execute(
        sa.select(ProblemNote.problem_id, ProblemNote.text).where(ProblemNote.id.in_(newest))
    )
    return {refs[problem_id]: rules.without_numbers(text) for problem_id, text in rows}


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
    """What waits for this person to decide, 快 first, then the oldest; never the own ones."""
    today = clock.today()
    asked = sa.exists().where(Deferral.problem_id == Problem.id, Deferral.is_agreed.is_(None))
    not_met = sa.or_(Problem.met_on.is_(None), Problem.met_on < rules.long_since(today))
    waits = sa.or_(
        sa.and_(asked, may_see(actor, "problem.defer", Problem)),
        sa.and_(Problem.status == Status.REGISTERED, may_see(actor, "problem.assign", Problem)),
        sa.and_(Problem.status == Status.APPLIED, may_see(actor, "problem.check", Problem)),
        sa.and_(Problem.status == Status.CHECKED, may_see(actor, "problem.strike_off", Problem)),
        sa.and_(is_long_unsolved(today), not_met, may_see(actor, "problem.to_meeting", Problem)),
    )
    not_mine = Problem.assignee_id.is_(None) | (Problem.assignee_id != actor.user_id)
    is_fast = sa.case((Problem.urgency == Urgency.FAST, 0), else_=1)
    found = db.session.scalars(
        visible(actor, "problem.list", Problem).where(Problem.status.in_(rules.OPEN), waits, not_mine)
        .order_by(is_fast, Problem.created_at, Problem.id).limit(SHORT_LIST)
    ).all()
    waiting = _asked_off([one.id for one in found if one.status in rules.IN_HANDS])
    return [_with_reason(row, is_asked=row.ref in waiting) for row in rows_of(found)]


def _asked_off(problem_ids: Collection[int]) -> set[str]:
    """The refs of those whose request to put them off waits."""
    if not problem_ids:
        return set()
    return set(db.session.scalars(
        sa.select(Problem.ref).join(Deferral, Deferral.problem_id == Problem.id)
        .where(Problem.id.in_(problem_ids), Deferral.is_agreed.is_(None))
    ))


def _with_reason(row: ProblemRow, *, is_asked: bool) -> ProblemRow:
    """Of what is in somebody's hands the own clock does not say why it waits for a leader."""
    if is_asked:
        return replace(row, standing=_("申请暂缓，等着定"), light=None)
    if row.is_long and row.status in rules.IN_HANDS | {Status.DEFERRED}:
        told = _("登记 {n} 天还没解决，请上班子会").format(n=row.open_days)
        return replace(row, standing=told, light=None)
    return row
