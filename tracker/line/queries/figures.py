"""How long people waited and were served, by window (排队情况): medians, in the order of the windows."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from statistics import median

import sqlalchemy as sa

from tracker.domain.roles import Actor
from tracker.excel.period import Period
from tracker.line.models import Coming, Stretch
from tracker.line.queries.windows import windows
from tracker.line.rules import Stage, Status
from tracker.store.access import may_see
from tracker.store.db import db
from tracker.store.stream import stream


@dataclass(frozen=True)
class WindowFigures:
    """One window in a period; minutes, None when nobody was served there.

    `waited_minutes`: median from the number to the start, being called included; `served_minutes`: median
    of serving. Whoever left unserved (未办) is counted in `left` and in neither median.
    """

    window: str
    served: int
    left: int
    waited_minutes: float | None
    served_minutes: float | None


def figures(actor: Actor, period: Period) -> list[WindowFigures]:
    """Every window of the actor's halls, in their own order, never ranked; last the numbers nobody called
    (window ""), when there are any."""
    spent = _spent(actor, period)
    names = {one.id: one.name for one in windows(actor, action="coming.report", is_used=False)}
    found: dict[int | None, list[tuple[Status, dict[Stage, float]]]] = defaultdict(list)
    for row in db.session.execute(
        sa.select(Coming.id, Coming.status, Coming.window_id).where(
            may_see(actor, "coming.report", Coming), *period.narrows(Coming.day, Coming.unit_code),
            Coming.status.in_((Status.SERVED, Status.LEFT)),
        )
    ):
        found[row.window_id].append((row.status, spent.get(row.id, {})))
    rows = [_window(name, found.get(window_id, [])) for window_id, name in names.items()]
    return rows + ([_window("", found[None])] if None in found else [])


def _window(name: str, comings: list[tuple[Status, dict[Stage, float]]]) -> WindowFigures:
    served = [spent for status, spent in comings if status is Status.SERVED]
    waits = [spent.get(Stage.WAITING, 0.0) + spent.get(Stage.CALLED, 0.0) for spent in served]
    serves = [spent.get(Stage.SERVING, 0.0) for spent in served]
    return WindowFigures(
        window=name, served=len(served), left=len(comings) - len(served),
        waited_minutes=round(median(waits), 1) if waits else None,
        served_minutes=round(median(serves), 1) if serves else None,
    )


def _spent(actor: Actor, period: Period) -> dict[int, dict[Stage, float]]:
    """coming → stage → minutes, of the stretches that count."""
    query = (
        sa.select(Stretch.coming_id, Stretch.stage, Stretch.started_at, Stretch.ended_at)
        .join(Coming, Coming.id == Stretch.coming_id)
        .where(
            may_see(actor, "coming.report", Coming), *period.narrows(Coming.day, Coming.unit_code),
            Coming.status == Status.SERVED, Stretch.is_void.is_(False), Stretch.ended_at.is_not(None),
        )
    )
    spent: dict[int, dict[Stage, float]] = defaultdict(lambda: defaultdict(float))
    for row in stream(query):
        spent[row.coming_id][row.stage] += _minutes(row.started_at, row.ended_at)
    return spent


def _minutes(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 60
