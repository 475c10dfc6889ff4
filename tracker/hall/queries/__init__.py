"""Every select() about tasks (办件) and ratings (好差评)."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import sqlalchemy as sa

from tracker.catalogue.models import ServiceItem
from tracker.domain import clock
from tracker.domain.deadline import SOON_WORKDAYS, DeadlineClock
from tracker.domain.masking import mask_name
from tracker.domain.roles import Actor
from tracker.domain.workdays import WorkCalendar
from tracker.hall.models import Task
from tracker.hall.queries.bad_ratings import case_history as case_history
from tracker.hall.queries.bad_ratings import case_of as case_of
from tracker.hall.queries.bad_ratings import cases as cases
from tracker.hall.queries.bad_ratings import cases_for as cases_for
from tracker.hall.queries.bad_ratings import names_in_case as names_in_case
from tracker.hall.queries.bad_ratings import published_cases as published_cases
from tracker.hall.queries.bad_ratings import ref_of_case as ref_of_case
from tracker.hall.queries.rated import agent_of_task as agent_of_task
from tracker.hall.queries.rated import evidence as evidence
from tracker.hall.queries.rated import is_any_code_open as is_any_code_open
from tracker.hall.queries.rated import is_code_taken as is_code_taken
from tracker.hall.queries.rated import public_ratings as public_ratings
from tracker.hall.queries.rated import rated_tasks as rated_tasks
from tracker.hall.queries.rated import rating_words as rating_words
from tracker.hall.queries.rated import ratings as ratings
from tracker.hall.queries.rated import task_of_code as task_of_code
from tracker.hall.queries.rated import to_invite as to_invite
from tracker.hall.rules import (
    DEEDS,
    FINISHED,
    OPEN,
    RUNNING,
    WORKDAYS_TO_CORRECT,
    Status,
)
from tracker.line.queries import hall_code as hall_code
from tracker.people.queries import names_of as people_names
from tracker.store.access import visible
from tracker.store.audit import history_of
from tracker.store.db import db
from tracker.store.secrets import blind_index, normal_phone
from tracker.township.queries import unit_of, work_calendar

MOST_COUNTED, QUEUE = 1000, 30


def name_index(name: str) -> str:
    return blind_index("task.applicant", "".join(name.split()))


def phone_index(number: str) -> str:
    return blind_index("task.phone", normal_phone(number))


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def ref_of(task_id: int) -> str | None:
    return db.session.scalar(sa.select(Task.ref).where(Task.id == task_id))


def task_of_token(token: str) -> Task | None:
    """The task whose voucher carries this token."""
    return db.session.scalar(sa.select(Task).where(Task.rate_hash == token_hash(token)))


@dataclass(frozen=True)
class Wanted:
    """The filters of the list of tasks, as they stand in its address."""

    text: str = ""
    status: Status | None = None
    item_id: int | None = None
    village_code: str = ""
    due: str = ""
    """late, soon or overdue (办结时已超期)"""
    after: str = ""


@dataclass(frozen=True)
class Found:
    """One page of tasks, how many there are (capped), and where the next page begins."""

    rows: Sequence[Task]
    count: int = 0
    done_count: int = 0
    late_count: int = 0
    is_capped: bool = False
    next_after: str | None = None
    handlers: dict[int | None, str] = field(default_factory=dict)


def _filtered(actor: Actor, wanted: Wanted, today: date, calendar: WorkCalendar) -> sa.Select[Task]:
    query = visible(actor, "task.list", Task)
    if wanted.text:
        query = query.where(_matches(wanted.text))
    if wanted.status is not None:
        query = query.where(Task.status == wanted.status)
    if wanted.item_id is not None:
        query = query.where(Task.item_id == wanted.item_id)
    if wanted.village_code:
        query = query.where(Task.village_code == wanted.village_code)
    if wanted.due:
        query = query.where(_due_is(wanted.due, today, calendar))
    return query


def _matches(text: str) -> sa.ColumnElement[bool]:
    """The reference or a part of it, the whole name, the whole telephone."""
    return sa.or_(
        Task.ref.contains(text, autoescape=True),
        Task.applicant_index == name_index(text),
        Task.phone_index == phone_index(text),
    )


def _runs() -> sa.ColumnElement[bool]:
    """Accepted, not ended, and the promised days count (no 特别程序 now)."""
    return sa.and_(Task.status.in_(RUNNING), Task.is_stopped.is_(False))


def _late(today: date) -> sa.ColumnElement[bool]:
    return sa.and_(_runs(), Task.due_on < today)


def _soon(today: date, calendar: WorkCalendar) -> sa.ColumnElement[bool]:
    last = calendar.add(today, SOON_WORKDAYS)
    return sa.and_(_runs(), Task.due_on.between(today, last))


def _due_is(due: str, today: date, calendar: WorkCalendar) -> sa.ColumnElement[bool]:
    if due == "late":
        return _late(today)
    return _soon(today, calendar) if due == "soon" else Task.is_overdue.is_(True)


def tasks(actor: Actor, wanted: Wanted, per_page: int, calendar: WorkCalendar) -> Found:
    """Newest first, in keyset order."""
    today = clock.today()
    query = _filtered(actor, wanted, today, calendar)
    count, done, late = _counted(query, today)
    if wanted.after:
        query = query.where(_comes_after(wanted.after))
    rows = db.session.scalars(
        query.order_by(Task.created_at.desc(), Task.id.desc()).limit(per_page + 1)
    ).all()
    shown = rows[:per_page]
    return Found(
        rows=shown, count=min(count, MOST_COUNTED), done_count=done, late_count=late,
        is_capped=count > MOST_COUNTED,
        next_after=f"{shown[-1].created_at.isoformat()}~{shown[-1].id}" if len(rows) > per_page else None,
        handlers=people_names(task.assignee_id for task in shown),
    )


def _counted(query: sa.Select[Task], today: date) -> tuple[int, int, int]:
    """(found, finished, late or overdue) among the first thousand."""
    late = sa.or_(_late(today), Task.is_overdue)
    some = (
        query.with_only_columns(
            sa.case((Task.status.in_(FINISHED), 1), else_=0).label("done"),
            sa.case((late, 1), else_=0).label("late"),
        )
        .limit(MOST_COUNTED + 1)
        .subquery()
    )
    row = db.session.execute(
        sa.select(sa.func.count(), sa.func.sum(some.c.done), sa.func.sum(some.c.late)).select_from(some)
    ).one()
    return row[0], row[1] or 0, row[2] or 0


def _comes_after(cursor: str) -> sa.ColumnElement[bool]:
    """Older than the last row of the page before; everything for a cursor that is none."""
    mark = clock.mark_of(cursor)
    if mark is None:
        return sa.true()
    at, last_id = mark
    return sa.or_(Task.created_at < at, sa.and_(Task.created_at == at, Task.id < last_id))


def open_tasks(actor: Actor) -> Sequence[Task]:
    """Every task that is not ended, for the system."""
    return db.session.scalars(
        visible(actor, "task.recount", Task).where(Task.status.in_(OPEN)).order_by(Task.id)
    ).all()


def uncorrected(actor: Actor, today: date) -> Sequence[Task]:
    """Told what is missing, reminded before today, and the day of the notice is over: 视为撤回."""
    return db.session.scalars(
        visible(actor, "task.deem_withdrawn", Task)
        .where(Task.status == Status.TOLD, Task.correct_by < today, Task.reminded_on < today)
        .order_by(Task.id)
    ).all()


def untold(actor: Actor, today: date) -> Sequence[Task]:
    """Received, nobody told anything, and the days to tell are over: 视为受理."""
    return db.session.scalars(
        visible(actor, "task.deem_accepted", Task)
        .where(Task.status == Status.RECEIVED, Task.tell_by < today)
        .order_by(Task.id)
    ).all()


@dataclass(frozen=True)
class DayRow:
    """One line of somebody's day (今天)."""

    ref: str
    title: str
    who: str
    words: str
    light: str


def _day_rows(found: Iterable[Task]) -> list[DayRow]:
    today, calendar = clock.today(), work_calendar()
    return [
        DayRow(
            task.ref, task.item.name, mask_name(task.applicant),
            task.times.standing(today, calendar), task.times.light(today, calendar),
        )
        for task in found
    ]


def desk_queue(actor: Actor) -> list[DayRow]:
    """What is open at this window: one's own and what nobody has yet, the earliest deadline first."""
    mine = sa.or_(Task.assignee_id == actor.user_id, Task.assignee_id.is_(None))
    query = visible(actor, "task.list", Task).where(Task.status.in_(OPEN), mine)
    earliest = sa.func.coalesce(Task.due_on, Task.tell_by)
    return _day_rows(db.session.scalars(query.order_by(earliest, Task.id).limit(QUEUE)).all())


def my_tasks(actor: Actor, limit: int = 5) -> list[DayRow]:
    """Open tasks this person handles, the earliest deadline first."""
    query = visible(actor, "task.list", Task).where(
        Task.status.in_(OPEN), Task.assignee_id == actor.user_id
    )
    earliest = sa.func.coalesce(Task.due_on, Task.tell_by)
    return _day_rows(db.session.scalars(query.order_by(earliest, Task.id).limit(limit)).all())


def due_soon(actor: Actor, limit: int = 5) -> list[DayRow]:
    """What is late or runs out within two workdays, of everything this actor may see."""
    today = clock.today()
    near = sa.or_(_late(today), _soon(today, work_calendar()))
    query = visible(actor, "task.list", Task).where(near)
    return _day_rows(db.session.scalars(query.order_by(Task.due_on, Task.id).limit(limit)).all())


def promise_of(item: ServiceItem) -> tuple[date, str]:
    """The day an application accepted today is promised for, and how it is counted."""
    calendar, promise = work_calendar(), DeadlineClock(clock.today(), item.promised_workdays)
    return promise.due_on(calendar) or promise.started_on, promise.explain(calendar)


def usual_correction() -> date:
    """The day offered for bringing what is missing; the window may choose another."""
    return work_calendar().add(clock.today(), WORKDAYS_TO_CORRECT)


def history(task: Task) -> list[tuple[str, int | None, datetime]]:
    """(deed, who, when) of the task, newest first; a rating is nobody's business here."""
    return [
        (DEEDS[entry.action], entry.user_id, entry.at)
        for entry in reversed(history_of(task))
        if entry.action in DEEDS
    ]


def town_short_name(town_code: str) -> str:
    town = unit_of(town_code)
    return town.short_name if town else ""
