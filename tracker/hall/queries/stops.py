"""What stood still and what was added, of all tasks of a ledger at once (停表、延期)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from tracker.domain.roles import Actor
from tracker.excel.period import Period
from tracker.hall.models import Task, TaskExtension, TaskPause, TaskStep
from tracker.hall.rules import PauseKind, Stop
from tracker.store.access import may_see
from tracker.store.db import db


@dataclass(frozen=True)
class Stops:
    """Task → its stops by their beginning, task → workdays it was extended by; most tasks are in neither."""

    held: Mapping[int, Sequence[Stop]] = field(default_factory=dict)
    extended: Mapping[int, int] = field(default_factory=dict)

    def of(self, task_id: int) -> Sequence[Stop]:
        return self.held.get(task_id, ())


def stops_of(actor: Actor, period: Period) -> Stops:
    """Of the tasks taken in within the period that this actor may report, in one statement."""
    held: dict[int, list[Stop]] = defaultdict(list)
    extended: dict[int, int] = defaultdict(int)
    # PostgreSQL takes a bare NULL of two branches for a text, and then no number fits the third
    no_day, no_number = sa.cast(sa.null(), sa.Date), sa.cast(sa.null(), sa.Integer)
    held_up = _of_tasks(
        actor, period, TaskPause, TaskPause.since, TaskPause.until, no_number,
        TaskPause.kind == PauseKind.SUPPLEMENT,
    ).where(TaskPause.since.is_not(None))
    away = _of_tasks(actor, period, TaskStep, TaskStep.sent_on, TaskStep.back_on, no_number, sa.false())
    added = _of_tasks(actor, period, TaskExtension, no_day, no_day, TaskExtension.workdays, sa.false())
    everything = sa.union_all(
        held_up, away.where(TaskStep.stops_clock), added.where(TaskExtension.is_granted.is_(True))
    )
    for task_id, since, until, workdays, is_supplement in db.session.execute(everything):
        if workdays is not None:
            extended[task_id] += workdays
        else:
            held[task_id].append(Stop(since, until, bool(is_supplement)))
    return Stops(
        {task: sorted(stops, key=lambda one: one.since) for task, stops in held.items()}, dict(extended)
    )


def _of_tasks(
    actor: Actor, period: Period, model: type[Any], since: Any, until: Any, workdays: Any, supplement: Any
) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            model.task_id, since.label("since"), until.label("until"), workdays.label("workdays"),
            supplement.label("is_supplement"),
        )
        .join(Task, Task.id == model.task_id)
        .where(
            may_see(actor, "task.report", Task),
            *period.narrows(Task.received_on, Task.village_code, Task.unit_code),
        )
    )
