"""问题: which clock runs, when a problem has been open too long, the lists' weeks."""

from datetime import date, timedelta
from typing import Protocol

from tracker.domain.deadline import DeadlineClock, Light
from tracker.domain.text import _
from tracker.domain.workdays import WorkCalendar
from tracker.problems.rules.flow import IN_HANDS, TO_JUDGE, Status
from tracker.problems.rules.words import Urgency

WORKDAYS_TO_ASSIGN = 3  # domain.md 13.3, configurable default, no law
WORKDAYS_TO_CHECK = 5  # domain.md 13.3, configurable default, no law
LONG_DAYS = 90
"""Calendar days after which an open problem goes to the leaders' meeting (domain.md 13.3, default)."""


class Dated(Protocol):
    """What a clock wants to know of a problem."""

    @property
    def status(self) -> Status: ...
    @property
    def urgency(self) -> Urgency: ...
    @property
    def registered_on(self) -> date: ...
    @property
    def promised_on(self) -> date | None: ...
    @property
    def deferred_until(self) -> date | None: ...
    @property
    def applied_on(self) -> date | None: ...


Running = tuple[DeadlineClock, str] | None
"""The clock that runs, and what it asks for."""


def clock_of(problem: Dated) -> Running:
    """The clock of the problem's present state; None when nothing is due. 快 is assigned the same day."""
    if problem.status is Status.REGISTERED:
        limit = 0 if problem.urgency is Urgency.FAST else WORKDAYS_TO_ASSIGN
        return DeadlineClock(problem.registered_on, limit), _("交办")
    if problem.status is Status.DEFERRED and problem.deferred_until:
        return DeadlineClock(problem.deferred_until, 0), _("接着办")
    if problem.status in IN_HANDS and problem.promised_on:
        return DeadlineClock(problem.promised_on, 0), _("解决")
    if problem.status in TO_JUDGE and problem.applied_on:
        return DeadlineClock(problem.applied_on, WORKDAYS_TO_CHECK), _("核查销号")
    return None


def standing(running: Running, today: date, calendar: WorkCalendar) -> tuple[str, Light | None]:
    """How the clock stands, in words and as a light; nothing to say when none runs."""
    if running is None:
        return "", None
    clock, deed = running
    return clock.standing(today, calendar, deed), clock.light(today, calendar)


def open_days(registered_on: date, today: date) -> int:
    """Calendar days since it was registered; the day itself is none."""
    return (today - registered_on).days


def long_since(today: date) -> date:
    """Open problems registered before this day go to the meeting: it is more than LONG_DAYS ago."""
    return today - timedelta(days=LONG_DAYS)


def week_end(today: date) -> date:
    """The Sunday of this week."""
    return date.fromordinal(today.toordinal() + 6 - today.weekday())
