"""Steps on the clocks (期限) of a matter: started, held, extended, stopped, counted again."""

from collections.abc import Collection
from datetime import date, timedelta

from tracker.domain.deadline import DeadlineClock, HourClock, Pause, Unit
from tracker.domain.roles import SYSTEM, Actor
from tracker.domain.workdays import WorkCalendar
from tracker.opinions import rules
from tracker.opinions.models import Opinion, OpinionClock
from tracker.opinions.queries.waiting import with_running_limits
from tracker.opinions.rules import ClockKind
from tracker.opinions.service.notes import kept_instant
from tracker.store.action import Act, action
from tracker.township.queries import work_calendar


def calendar_of(act: Act) -> WorkCalendar:
    """The town's working days, asked once in one act."""
    return act.once("calendar", work_calendar)


def start(
    act: Act, opinion: Opinion, kind: ClockKind, length: int | None = None, *, started_on: date | None = None
) -> OpinionClock:
    """A clock begins now; `length` in its unit when it is not the usual one (重办: half the time).

    `started_on`: the day it counts from when that is not today (what was sent down: the day it was received).
    """
    usual, unit = rules.LIMITS[kind]
    clock = OpinionClock(kind=kind, unit=unit, length=usual if length is None else length, extended=0,
                         started_on=started_on or act.today)
    if unit is Unit.HOUR:
        clock.started_at = act.now
        clock.due_at = act.now + timedelta(hours=clock.length)
    opinion.clocks.append(clock)
    settle(opinion, calendar_of(act))
    return clock


def stop(act: Act, opinion: Opinion, kinds: Collection[ClockKind]) -> None:
    """The deed of these clocks is done; what has stopped never runs again."""
    for clock in running(opinion, kinds):
        clock.stopped_on = act.today
        if clock.started_at is not None:  # a resident's own deed is kept by the half-day only
            clock.stopped_at = max(clock.started_at, kept_instant(act))
    settle(opinion, calendar_of(act))


def running(opinion: Opinion, kinds: Collection[ClockKind] = tuple(ClockKind)) -> list[OpinionClock]:
    """The clocks of these kinds whose deed is still to be done."""
    return [one for one in opinion.clocks if one.kind in kinds and one.stopped_on is None]


def settle(opinion: Opinion, calendar: WorkCalendar) -> None:
    """Count the running clocks again, and with them the matter's own limit: the earliest to answer by."""
    for clock in running(opinion):
        if clock.unit is not Unit.HOUR:
            counted = days_of(opinion, clock)
            clock.last_on, clock.due_on = counted.last_day(calendar), counted.due_on(calendar)
    limits = [(one.due_on, one.last_on) for one in running(opinion, rules.ANSWER) if one.due_on]
    if limits:
        opinion.due_on, opinion.last_on = min(limits, key=lambda limit: limit[0])
    elif running(opinion, rules.ANSWER):
        opinion.due_on = opinion.last_on = None  # everything that runs stands still


def days_of(opinion: Opinion, clock: OpinionClock) -> DeadlineClock:
    """The clock as the domain counts it, with the time it waited for the resident's papers."""
    held = clock.kind in rules.HELD_BY_PAPERS
    pauses = [
        Pause(one.asked_on, one.resumed_on) for one in opinion.questions
        if held and one.until is not None and one.asked_on >= clock.started_on
        and (clock.stopped_on is None or (one.resumed_on and one.resumed_on <= clock.stopped_on))
    ]
    return rules.deadline_clock(clock.started_on, clock.length, clock.unit, clock.extended, pauses)


def hours_of(clock: OpinionClock) -> HourClock:
    if clock.started_at is None:
        raise ValueError("a clock of days has no hours")
    return HourClock(clock.started_at, clock.length)


BATCH = 200


def recount_clocks(actor: Actor = SYSTEM) -> int:
    """The year's holidays came in or were changed: every running clock is counted again.

    Answers how many matters got another limit; each of these has a line in its history.
    """
    changed, last = 0, 0
    while found := with_running_limits(last, BATCH):
        last = found[-1].id
        with action(actor, "opinion.recount") as act:
            calendar = calendar_of(act)
            for opinion in found:
                if _is_outdated(opinion, calendar):
                    act.on("opinion.recount", opinion)
                    settle(opinion, calendar)
                    changed += 1
    return changed


def _is_outdated(opinion: Opinion, calendar: WorkCalendar) -> bool:
    days = [one for one in running(opinion) if one.unit is not Unit.HOUR]
    return any(one.due_on != days_of(opinion, one).due_on(calendar) for one in days)
