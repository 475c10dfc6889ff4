"""The rows of two smaller books: what was told to be missing (一次告知), and what was late (超期)."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.excel.period import Period
from tracker.hall.models import Task, TaskNotice
from tracker.hall.queries.ledger import item_names
from tracker.hall.queries.stops import stops_of
from tracker.hall.rules import RUNNING, Status
from tracker.hall.rules.held import held_workdays
from tracker.people.queries import all_names as people_names
from tracker.store.access import visible
from tracker.store.stream import how_many, stream
from tracker.township.queries import all_names as unit_names
from tracker.township.queries import work_calendar


class NoticeRow(NamedTuple):
    """One 一次性告知; what it says is between the hall and the applicant and stays out."""

    ref: str
    item: str
    village: str
    applicant: str
    received_on: date
    told_on: date
    number: int
    again_reason: str
    correct_by: date
    reminded_on: date | None
    accepted_on: date | None
    status: Status
    teller: str


def notice_rows(actor: Actor, period: Period) -> Iterator[NoticeRow]:
    """The notices told within the period, oldest first."""
    villages, people, items = unit_names(actor.town_code), people_names(), item_names(actor)
    for one in stream(_notices(actor, period)):
        yield NoticeRow(
            one.ref, items.get(one.item_id, ""), villages.get(one.village_code, ""), one.applicant,
            one.received_on, one.told_on, one.number, one.again_reason, one.correct_by, one.reminded_on,
            one.accepted_on, one.status, people.get(one.told_by, ""),
        )


def notice_count(actor: Actor, period: Period) -> int:
    """How many rows `notice_rows` gives."""
    return how_many(_notices(actor, period))


def _notices(actor: Actor, period: Period) -> sa.Select[*tuple[Any, ...]]:
    return (
        visible(actor, "task.report", Task)
        .join(TaskNotice, TaskNotice.task_id == Task.id)
        .where(*period.narrows(TaskNotice.told_on, Task.village_code, Task.unit_code))
        .with_only_columns(
            Task.ref, Task.item_id, Task.village_code, Task.applicant, Task.received_on, TaskNotice.told_on,
            TaskNotice.number, TaskNotice.again_reason, TaskNotice.correct_by, Task.reminded_on,
            Task.accepted_on, Task.status, TaskNotice.told_by,
        )
        .order_by(TaskNotice.told_on, TaskNotice.id)
    )


class LateRow(NamedTuple):
    """One task that was or is late; `late_workdays` up to its end, or up to today."""

    ref: str
    item: str
    village: str
    applicant: str
    accepted_on: date
    promised_workdays: int
    held: int
    extended: int | None
    due_on: date
    done_on: date | None
    late_workdays: int
    late_reason: str
    status: Status
    handler: str


def late_rows(actor: Actor, period: Period) -> Iterator[LateRow]:
    """Of the tasks taken in within the period, those past their day, by that day."""
    villages, people, items = unit_names(actor.town_code), people_names(), item_names(actor)
    today, calendar, stops = clock.today(), work_calendar(), stops_of(actor, period)
    for one in stream(_late(actor, period, today)):
        until = one.done_on or today
        yield LateRow(
            one.ref, items.get(one.item_id, ""), villages.get(one.village_code, ""), one.applicant,
            one.accepted_on, one.promised_workdays, held_workdays(stops.of(one.id), until, calendar),
            stops.extended.get(one.id), one.due_on, one.done_on, calendar.between(one.due_on, until),
            one.late_reason, one.status, people.get(one.assignee_id, ""),
        )


def late_count(actor: Actor, period: Period) -> int:
    """How many rows `late_rows` gives."""
    return how_many(_late(actor, period, clock.today()))


def _late(actor: Actor, period: Period, today: date) -> sa.Select[*tuple[Any, ...]]:
    runs = sa.and_(Task.status.in_(RUNNING), Task.is_stopped.is_(False), Task.due_on < today)
    return (
        visible(actor, "task.report", Task)
        .where(
            sa.or_(Task.is_overdue, runs), Task.accepted_on.is_not(None),
            *period.narrows(Task.received_on, Task.village_code, Task.unit_code),
        )
        .with_only_columns(
            Task.id, Task.ref, Task.item_id, Task.village_code, Task.applicant, Task.accepted_on,
            Task.promised_workdays, Task.due_on, Task.done_on, Task.late_reason, Task.status,
            Task.assignee_id,
        )
        .order_by(Task.due_on, Task.id)
    )
