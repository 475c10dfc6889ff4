"""公开 in the demonstration: every week the clerk publishes what people let others read."""

from datetime import datetime, time

from tracker.demo.stage import Stage
from tracker.demo.timetable import ONE_DAY, Story
from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.notices import queries
from tracker.notices import service as notices
from tracker.opinions.models import Opinion

WEEKS, A_WEEK = 8, 4
AFTERNOON = time(15, 40)


def stories(stage: Stage) -> list[Story]:
    """One round a week, up to the week before today."""
    days = stage.table.workdays(stage.table.today - ONE_DAY * 7 * WEEKS, stage.table.today - ONE_DAY)
    return [_round(stage, datetime.combine(day, AFTERNOON, clock.SHANGHAI)) for day in days[::5]]


def _round(stage: Stage, at: datetime) -> Story:
    """The newest answers whose people agreed; one that gives somebody away stays at the desk."""
    yield at
    clerk = stage.cast["clerk"]
    for opinion in list(queries.waiting(clerk))[-A_WEEK:]:
        _publish(clerk, opinion)


def _publish(clerk: Actor, opinion: Opinion) -> None:
    try:
        publication = notices.draft(clerk, opinion, **notices.proposal(opinion))
        if not notices.doubts(publication):
            notices.publish(clerk, publication)
    except RuleBroken:  # a number in it, or a name: the clerk leaves it
        return
