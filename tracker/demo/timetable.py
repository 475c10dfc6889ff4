"""Timetable (时间表): runs many stories in the order of time, the program's clock set to each instant."""

import heapq
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from tracker.domain import clock
from tracker.domain.workdays import WorkCalendar

Story = Iterator[datetime]
"""A course of deeds: yields the instant of the next deed and does it when it is asked on."""

ONE_DAY = timedelta(days=1)
MORNING = (8 * 60 + 35, 11 * 60 + 50)
AFTERNOON = (14 * 60 + 5, 17 * 60 + 25)
EVENING = (18 * 60 + 30, 22 * 60 + 30)
CLOSED_FROM = 18


@contextmanager
def clock_kept() -> Iterator[None]:
    """Whatever happens to the program's clock inside, it goes on as before afterwards."""
    shift = clock._shift
    try:
        yield
    finally:
        clock._shift = shift


class Timetable:
    """The working days from `start` to now, and what is going to happen on them."""

    def __init__(self, rng: random.Random, calendar: WorkCalendar, start: date) -> None:
        self.rng = rng
        self.calendar = calendar
        self.now = clock.now()
        self.today = clock.local(self.now).date()
        self.start = calendar.next_workday(start)
        self._waiting: list[tuple[datetime, int, Story]] = []
        self._count = 0

    def add(self, story: Story) -> None:
        """Put a story on the table; what would lie after now never happens."""
        at = next(story, None)
        if at is not None and at <= self.now:
            self._count += 1
            heapq.heappush(self._waiting, (at, self._count, story))

    def run(self) -> None:
        """Let everything happen, the earliest first."""
        while self._waiting:
            at, _number, story = heapq.heappop(self._waiting)
            clock.start_at(at)
            self.add(story)

    # --- days

    def workdays(self, since: date, until: date) -> list[date]:
        """Every working day from `since` up to and with `until`."""
        days = (since + ONE_DAY * number for number in range((until - since).days + 1))
        return [day for day in days if self.calendar.is_workday(day)]

    def workday_before(self, day: date, count: int) -> date:
        """The day from which `count` working days lead to `day` (itself a working day)."""
        while count:
            day -= ONE_DAY
            count -= self.calendar.is_workday(day)
        return self.last_workday(day)

    def last_workday(self, day: date) -> date:
        """The day itself when it is worked, else the last working day before it."""
        while not self.calendar.is_workday(day):
            day -= ONE_DAY
        return day

    def workday_in(self, since: date, until: date) -> date:
        """Some working day between two days."""
        day = since + ONE_DAY * self.rng.randint(0, max(0, (until - since).days))
        return max(self.calendar.next_workday(day), self.start)

    # --- instants

    def at_work(self, day: date) -> datetime:
        """Some minute of the office hours of this day."""
        return self._on(day, self.rng.choice((MORNING, AFTERNOON)))

    def at_home(self, day: date) -> datetime:
        """Some minute when people who work write to their town."""
        return self._on(day, self.rng.choice((MORNING, AFTERNOON, EVENING)))

    def _on(self, day: date, span: tuple[int, int]) -> datetime:
        moment = datetime.combine(day, time(), clock.SHANGHAI) + timedelta(minutes=self.rng.randint(*span))
        return moment + timedelta(seconds=self.rng.randint(0, 59))

    def later(self, workdays: int) -> datetime:
        """Office hours so many working days after the deed that was just done; 0: some minutes later."""
        soon = clock.now() + timedelta(seconds=self.rng.randint(60, 300))
        is_open = self.calendar.is_workday(clock.today()) and clock.local(soon).hour < CLOSED_FROM
        if not workdays and is_open:
            return soon
        return self.at_work(self.calendar.add(clock.today(), max(1, workdays)))

    def in_days(self, days: int) -> datetime:
        """Office hours on the first working day so many days on."""
        return self.at_work(self.calendar.next_workday(clock.today() + ONE_DAY * days))
