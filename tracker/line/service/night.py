"""每日: who never came to an end on an earlier day went unserved (未办), and names are forgotten."""

from datetime import datetime, time, timedelta

from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.line import queries
from tracker.line.service.calling import gone
from tracker.store.action import action


def close_day(actor: Actor) -> int:
    """日终 (nightly): numbers of earlier days end as 未办, never as served, at the end of their own day;
    names are of no use after it. Answers how many were closed. Twice changes nothing."""
    with action(actor, "coming.leave") as act:
        found = queries.unfinished(actor, act.today)
        for coming in found:
            act.on("coming.leave", coming)
            gone(act, coming, datetime.combine(coming.day + timedelta(days=1), time(), clock.SHANGHAI))
        act.flush()
        for coming in queries.unforgotten(actor, act.today):
            act.on("coming.forget", coming)
            coming.name = None
    return len(found)
