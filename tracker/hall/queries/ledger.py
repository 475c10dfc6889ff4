"""The rows of the 便民服务办件台账: columns only, one after the other, however many there are."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from tracker.catalogue.models import ServiceItem
from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.period import Period
from tracker.hall.models import Task
from tracker.hall.queries.stops import stops_of
from tracker.hall.rules import FINISHED, Channel, Outcome, Status
from tracker.hall.rules.held import held_workdays, late_papers
from tracker.people.queries import all_names as people_names
from tracker.store.access import may_see, visible
from tracker.store.db import db
from tracker.store.stream import how_many, stream
from tracker.township.queries import all_names as unit_names
from tracker.township.queries import work_calendar


class LedgerRow(NamedTuple):
    """One task; `applicant` is the whole name, which the column masks unless `may_unmask`."""

    ref: str
    received_on: date
    applicant: str
    may_unmask: bool
    village_code: str
    village: str
    item: str
    channel: Channel
    accepted_on: date | None
    promised_workdays: int
    held: int | None
    """特别程序天数 in workdays, None before acceptance."""
    extended: int | None
    """延期 in workdays, None: none was granted."""
    papers: str
    due_on: date | None
    """None also while the days stand still: there is no due day then."""
    done_on: date | None
    status: Status
    outcome: Outcome | None
    is_late: bool | None
    """是否超期, None while no promise runs."""
    handler: str
    is_rated: str | None
    """Whether, never how: one task's rating would point at its rater (domain.md 6.5)."""


def ledger_rows(actor: Actor, period: Period) -> Iterator[LedgerRow]:
    """The tasks taken in within the period, oldest first."""
    villages, people, items = unit_names(actor.town_code), people_names(), item_names(actor)
    today, calendar, stops = clock.today(), work_calendar(), stops_of(actor, period)
    for one in stream(_ledger(actor, period)):
        due_on, held = None if one.is_stopped and one.done_on is None else one.due_on, stops.of(one.id)
        until = one.done_on or today
        yield LedgerRow(
            one.ref, one.received_on, one.applicant, one.may_unmask, one.village_code,
            villages.get(one.village_code, ""), items.get(one.item_id, ""), one.channel, one.accepted_on,
            one.promised_workdays, None if one.accepted_on is None else held_workdays(held, until, calendar),
            stops.extended.get(one.id), late_papers(held, one.gap_rule, until, calendar),
            due_on, one.done_on, one.status, one.outcome,
            None if due_on is None else one.is_overdue or (one.done_on is None and due_on < today),
            people.get(one.assignee_id, ""), _rated(one.status, one.rated_on),
        )


def item_names(actor: Actor) -> dict[int, str]:
    """Every item of the town, whatever its state."""
    below = ServiceItem.unit_code.startswith(actor.town_code)
    rows = db.session.execute(sa.select(ServiceItem.id, ServiceItem.name).where(below))
    return {row.id: row.name for row in rows}


def _rated(status: Status, rated_on: date | None) -> str | None:
    if status not in FINISHED:
        return None
    return _("已评价") if rated_on else _("未评价")


def ledger_count(actor: Actor, period: Period) -> int:
    """How many rows `ledger_rows` gives."""
    return how_many(_ledger(actor, period))


def _ledger(actor: Actor, period: Period) -> sa.Select[*tuple[Any, ...]]:
    return (
        visible(actor, "task.report", Task)
        .where(*period.narrows(Task.received_on, Task.village_code, Task.unit_code))
        .with_only_columns(
            Task.id, Task.ref, Task.received_on, Task.applicant,
            may_see(actor, "task.contact", Task).label("may_unmask"), Task.village_code,
            Task.item_id, Task.channel, Task.accepted_on, Task.promised_workdays, Task.gap_rule,
            Task.due_on, Task.is_stopped, Task.done_on, Task.status, Task.outcome, Task.is_overdue,
            Task.assignee_id, Task.rated_on,
        )
        .order_by(Task.received_on, Task.id)
    )
