"""Leave, the one goal of the town, closed months (请假、走访目标、结账)."""

from collections.abc import Iterable
from datetime import date, timedelta

from tracker.demo.stage import Stage
from tracker.demo.timetable import ONE_DAY, Story
from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.households.rules import Care
from tracker.people.queries import user_by_id
from tracker.people.rules import LeaveKind
from tracker.people.service import add_leave, end_leave
from tracker.visits import service
from tracker.visits.rules import Cycle, Target
from tracker.visits.service import Entry, Place, Wanted

AWAY = ((70, 9, LeaveKind.ANNUAL, 2), (6, 11, LeaveKind.TRAINING, 0), (3, 4, LeaveKind.SICK, 0))
"""(days ago, days long, kind, back so many days early)"""
GOAL_AGO, CLOSED_MONTHS, CLOSING_DAY = 50, 2, 5
LATE = "上个月去的，笔记本上记着，现在补上：老人的低保证换好了。"


def stories(stage: Stage) -> Iterable[Story]:
    yield _goal(stage)
    for number, away in enumerate(AWAY):
        yield _leave(stage, number, *away)
    first = stage.table.today.replace(day=1)
    for number in range(CLOSED_MONTHS):
        month = (first - ONE_DAY).replace(day=1)
        yield _close(stage, month, first, is_late=number == 0)
        first = month


def _goal(stage: Stage) -> Story:
    """The county's document asks for one day a quarter with each household in difficulty, nothing else."""
    yield stage.table.at_work(stage.table.last_workday(stage.table.today - ONE_DAY * GOAL_AGO))
    basis = f"石党办〔{stage.table.today.year}〕18号"
    service.add_goal(
        stage.cast["org"], Wanted(Target.HOUSEHOLD, Cycle.QUARTER, 1, basis, care=Care.HARDSHIP)
    )


def _leave(stage: Stage, number: int, ago: int, long: int, kind: LeaveKind, early: int) -> Story:
    first = stage.table.last_workday(stage.table.today - ONE_DAY * ago)
    yield stage.table.at_work(first)
    some = stage.cast.of(Role.CADRE)
    user = user_by_id(some[(number + 3) % len(some)].user_id or 0)
    if user is None:
        return
    last = first + timedelta(days=long - 1)
    leave = add_leave(stage.cast["org"], user, since=first, until=last, kind=kind)
    if early:
        yield stage.table.in_days(long - early)
        end_leave(stage.cast["org"], leave, back_on=min(clock.today(), last))


def _close(stage: Stage, month: date, following: date, *, is_late: bool) -> Story:
    """结账 in the first days of the next month; somebody remembers a visit afterwards."""
    yield stage.table.at_work(stage.table.calendar.next_workday(following + ONE_DAY * (CLOSING_DAY - 1)))
    service.close_month(stage.cast["clerk"], month)
    if is_late:
        yield stage.table.later(1)
        cadre = stage.cast["cadre"]
        service.add(cadre, Entry(following - ONE_DAY * 3, Place(cadre.unit_code), words=LATE))
