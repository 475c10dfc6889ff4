"""What the tables of figures of the hall count (办件统计), added up by the database."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from tracker.catalogue.models import ServiceItem
from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.excel.period import Period
from tracker.hall.models import RatingCase, Task, TaskRating
from tracker.hall.queries.stops import Stops, stops_of
from tracker.hall.rules import FINISHED, GOOD, OPEN, Status, rated_before
from tracker.hall.rules.figures import COUNTED, Counts
from tracker.line.models import Coming
from tracker.line.queries import is_on, windows
from tracker.store.access import visible
from tracker.store.db import db
from tracker.store.stream import stream

LEFT_OUT = (Status.DECLINED, Status.WITHDRAWN, Status.TERMINATED)


@dataclass
class Tally:
    """The counts of one period by village, department, window (None: without a number), and of all."""

    everything: Counts = field(default_factory=Counts)
    villages: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    departments: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    windows: dict[int | None, Counts] = field(default_factory=lambda: defaultdict(Counts))
    left_out: dict[Status, int] = field(default_factory=dict)


def tally(actor: Actor, period: Period) -> Tally:
    """The tasks taken in within the period, as they stood at the cut-off."""
    found, departments = Tally(), _departments(actor)
    cut_off, places = period.cut_off(clock.today()), (Task.village_code, Task.unit_code)
    mine = visible(actor, "task.report", Task).where(*period.narrows(Task.received_on, *places))
    keys = (Task.village_code, Task.item_id, Coming.window_id)
    counted = (
        mine.where(Task.status.not_in(LEFT_OUT))
        .outerjoin(Coming, Coming.id == Task.coming_id)
        .outerjoin(TaskRating, sa.and_(TaskRating.task_id == Task.id, _is_rated(cut_off)))
        .outerjoin(
            RatingCase,
            sa.and_(
                RatingCase.rating_id == TaskRating.id, RatingCase.called_on <= cut_off,
                RatingCase.not_barred(actor),
            ),
        )
        .with_only_columns(*keys, *(_how_many(name, cut_off) for name in COUNTED))
        .group_by(*keys)
    )
    for row in db.session.execute(counted):
        counts = Counts(*(n or 0 for n in row[len(keys):]))
        for one in (
            found.everything, found.villages[row.village_code or ""],
            found.departments[departments.get(row.item_id, "")], found.windows[row.window_id],
        ):
            one.add(counts)
    found.left_out.update(_left_out(mine))
    return found


def _departments(actor: Actor) -> dict[int, str]:
    """item → the office that stands behind it."""
    below = ServiceItem.unit_code.startswith(actor.town_code)
    rows = db.session.execute(sa.select(ServiceItem.id, ServiceItem.department_code).where(below))
    return {row.id: row.department_code for row in rows}


def _left_out(mine: sa.Select[Any]) -> dict[Status, int]:
    """What ended without being dealt with, by how."""
    rows = db.session.execute(
        mine.where(Task.status.in_(LEFT_OUT))
        .with_only_columns(Task.status, sa.func.count())
        .group_by(Task.status)
    )
    return {row[0]: row[1] for row in rows}


def _is_rated(cut_off: date) -> sa.ColumnElement[bool]:
    """Ratings up to the end of last month, 误评 left out: a sum that grew daily would tell who said what."""
    last = rated_before(clock.today())
    return sa.and_(
        TaskRating.rated_on < last, TaskRating.rated_on <= cut_off, TaskRating.is_excluded.is_(False)
    )


def _how_many(name: str, cut_off: date) -> sa.ColumnElement[Any]:
    done = sa.and_(Task.status.in_(FINISHED), Task.done_on <= cut_off)
    stands = sa.and_(Task.status.in_(OPEN), Task.is_stopped)
    past = sa.and_(Task.accepted_on <= cut_off, sa.not_(stands))
    conditions: dict[str, sa.ColumnElement[bool]] = {
        "received": sa.true(),
        "accepted": Task.accepted_on <= cut_off,
        "due": sa.or_(done, sa.and_(past, Task.due_on <= cut_off)),
        "done": done,
        "in_time": sa.and_(done, Task.is_overdue.is_(False)),
        "late": sa.and_(past, Task.due_on < cut_off, sa.not_(done)),
        "rated": TaskRating.id.is_not(None),
        "good": TaskRating.level.in_(GOOD),
        "called": RatingCase.is_settled.is_not(None),
        "solved": RatingCase.is_settled.is_(True),
    }
    return sa.func.sum(sa.case((conditions[name], 1), else_=0)).label(name)


def window_names(actor: Actor) -> dict[int, str]:
    """The windows in the order of their numbers; none where the town does not line people up."""
    if not is_on():
        return {}
    return {one.id: one.name for one in windows(actor, action="coming.report", is_used=False)}


@dataclass(frozen=True)
class Course:
    """The days of one finished task."""

    item_id: int
    task_id: int
    received_on: date
    told_on: date | None
    accepted_on: date
    done_on: date
    delivered_on: date | None


def courses(actor: Actor, period: Period) -> Iterator[Course]:
    """The tasks finished within the period, by item."""
    query = (
        visible(actor, "task.report", Task)
        .where(
            Task.status.in_(FINISHED), Task.accepted_on.is_not(None),
            *period.narrows(Task.done_on, Task.village_code, Task.unit_code),
        )
        .with_only_columns(
            Task.item_id, Task.id, Task.received_on, Task.told_on, Task.accepted_on, Task.done_on,
            Task.delivered_on,
        )
        .order_by(Task.item_id)
    )
    for row in stream(query):
        yield Course(*row)


def stops(actor: Actor, unit: str) -> Stops:
    """Whatever stood still, whenever it was taken in."""
    return stops_of(actor, Period(unit=unit))


@dataclass(frozen=True)
class ItemName:
    code: str
    name: str
    promised_workdays: int


def item_facts(actor: Actor) -> dict[int, ItemName]:
    """Every item of the actor's town by its code."""
    rows = db.session.execute(
        sa.select(ServiceItem.id, ServiceItem.code, ServiceItem.name, ServiceItem.promised_workdays)
        .where(ServiceItem.unit_code.startswith(actor.town_code))
        .order_by(ServiceItem.unit_code, ServiceItem.code)
    )
    return {row.id: ItemName(row.code, row.name, row.promised_workdays) for row in rows}
