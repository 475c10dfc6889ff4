"""WorkHours: limits counted in working hours (工作小时), by the windows in which the office is open."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tracker.domain.workdays import ONE_DAY, WorkCalendar

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class WorkHours:
    """The town's opening hours on working days; instants carry the township's zone.

    Counted by interval, never as seconds added to the start (practice.md 1.5): a pause stops the count while
    it lasts, and only its working part counts.
    """

    calendar: WorkCalendar
    windows: tuple[tuple[time, time], ...] = ((time(8, 30), time(12)), (time(14), time(17, 30)))

    def due_at(self, start: datetime, hours: timedelta, pauses: Iterable[Span] = ()) -> datetime:
        """When `hours` of working time after `start` are used up; what ends with a window ends there."""
        left, stops = hours, tuple(pauses)
        for opens, closes in self._open_from(start):
            for since, until in _without(opens, closes, stops):
                if until - since >= left:
                    return since + left
                left -= until - since
        raise AssertionError("the windows never end")

    def elapsed(self, start: datetime, end: datetime, pauses: Iterable[Span] = ()) -> timedelta:
        """The working time between two instants, pauses left out; zero when `end` is not later."""
        spent, stops = timedelta(), tuple(pauses)
        for opens, closes in self._open_from(start):
            if opens >= end:
                break
            spent += sum((b - a for a, b in _without(opens, min(closes, end), stops)), timedelta())
        return spent

    def _open_from(self, start: datetime) -> Iterator[Span]:
        """The stretches in which the office is open, from `start` on, without end."""
        day: date = start.date()
        while True:
            if self.calendar.is_workday(day):
                for opens, closes in self.windows:
                    first = datetime.combine(day, opens, start.tzinfo)
                    last = datetime.combine(day, closes, start.tzinfo)
                    if last > start:
                        yield max(first, start), last
            day += ONE_DAY


def _without(since: datetime, until: datetime, pauses: tuple[Span, ...]) -> Iterator[Span]:
    """What is left of a stretch when the pauses (which may overlap) are cut out of it."""
    for stop, resume in sorted(pauses):
        if resume <= since or stop >= until:
            continue
        if stop > since:
            yield since, stop
        since = max(since, resume)
    if since < until:
        yield since, until
