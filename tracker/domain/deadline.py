"""DeadlineClock, HourClock: limits (办理时限) in days, workdays, hours; explain() tells the sum."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tracker.domain.clock import local
from tracker.domain.text import _
from tracker.domain.workdays import ONE_DAY, UNCONFIRMED, WorkCalendar, days_after, is_weekend, spoken

SOON_WORKDAYS = 2
SOON_SHARE = 4  # an hour clock turns to 将到期 in the last quarter of its time


class Unit(StrEnum):
    """What a limit counts; taking 日 for 工作日 is the commonest mistake with deadlines."""

    DAY = "day"
    WORKDAY = "workday"
    HOUR = "hour"


LENGTHS = {Unit.DAY: _("{n} 日"), Unit.WORKDAY: _("{n} 个工作日"), Unit.HOUR: _("{n} 小时")}


class Light(StrEnum):
    """How a deadline stands."""

    NORMAL = "normal"
    SOON = "soon"
    OVERDUE = "overdue"
    STOPPED = "stopped"




@dataclass(frozen=True)
class Pause:
    """The clock stands still from `since` on and counts again from `until` on (None: it still stands)."""

    since: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise ValueError("a pause cannot end before it begins")

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class DeadlineClock:
    """So many days or workdays after `started_on`, not counting the time it stands still.

    The start day itself is not counted (民法典 201). `extensions` are lengths in the unit of the limit.
    A pause that begins after the limit has run out changes nothing: what is overdue stays overdue.
    """

    started_on: date
    limit: int
    unit: Unit = Unit.WORKDAY
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.unit is Unit.HOUR:
            raise ValueError("hours are counted by HourClock")
        if self.limit < 0 or any(length < 0 for length in self.extensions):
            raise ValueError("a limit cannot be negative")

    @property
    def first_day(self) -> date:
        """The first day that can count."""
        return self.started_on + ONE_DAY

    def last_day(self, calendar: WorkCalendar) -> date | None:
        """The day the limit runs out, not yet rolled over: reminders go by this one. None while stopped."""
        day, left = self.started_on, self.limit + sum(self.extensions)
        while left:
            day += ONE_DAY
            pause = self._pause_on(day)
            if pause is None:
                left -= self._counts(day, calendar)
            elif pause.until is None:
                return None
        return day

    def due_on(self, calendar: WorkCalendar) -> date | None:
        """The last day in time, or None while the clock is stopped.

        Calendar days that end on a rest day roll over to the next workday (民法典 203).
        """
        last = self.last_day(calendar)
        return calendar.next_workday(last) if last and self.unit is Unit.DAY else last

    def is_provisional(self, calendar: WorkCalendar) -> bool:
        """Whether the due day hangs on a year whose holiday notice is not in: show UNCONFIRMED beside it."""
        last, due = self.last_day(calendar), self.due_on(calendar)
        if last is None or due is None:
            return False
        first = last if self.unit is Unit.DAY else min(self.first_day, due)
        return not all(calendar.is_confirmed(date(year, 1, 1)) for year in range(first.year, due.year + 1))

    def light(self, today: date, calendar: WorkCalendar, soon: int = SOON_WORKDAYS) -> Light:
        """SOON from `soon` workdays before the day that is not rolled over, OVERDUE after the one that is."""
        last, due = self.last_day(calendar), self.due_on(calendar)
        if last is None or due is None:
            return Light.STOPPED
        if today > due:
            return Light.OVERDUE
        return Light.SOON if calendar.between(today, last) <= soon else Light.NORMAL

    def workdays_left(self, today: date, calendar: WorkCalendar) -> int | None:
        """Workdays from today to the due day, negative when late, None while stopped."""
        due = self.due_on(calendar)
        if due is None:
            return None
        return calendar.between(today, due) - calendar.between(due, today)

    def standing(self, today: date, calendar: WorkCalendar, deed: str = _("办结")) -> str:
        """The light in words; `deed` is what is due: 答复, 办结, 告知 …."""
        due, left = self.due_on(calendar), self.workdays_left(today, calendar)
        if due is None or left is None:
            return _("已暂停计时")
        if today < due:
            return _("还剩 {left} 个工作日").format(left=left)
        if today == due:
            return _("今天到期")
        missed = _("应在 {due}{deed}").format(due=spoken(due, today.year), deed=deed)
        if left == 0:  # due on a Friday, today is Saturday: late, but by no workday yet
            return _("{missed}，已过期限").format(missed=missed)
        return _("{missed}，已晚 {late} 个工作日").format(missed=missed, late=-left)

    def explain(self, calendar: WorkCalendar) -> str:
        """How the due day was found, as a person would count it on the calendar."""
        year, first = self.first_day.year, spoken(self.first_day, self.started_on.year)
        parts = [_("从 {first}起算 {length}").format(first=first, length=self._length(self.limit))]
        parts += [_("延长 {length}").format(length=self._length(length)) for length in self.extensions]
        last, due = self.last_day(calendar), self.due_on(calendar)
        if last is None or due is None:
            since = spoken(min(pause.since for pause in self.pauses if pause.until is None), year)
            return "，".join([*parts, _("{since}起暂停计时，恢复后再定到期日").format(since=since)])
        parts += self._on_the_way(last, calendar)
        end = _("{due}到期") if last == due else _("{last}是休息日，顺延到 {due}")
        parts.append(end.format(last=spoken(last, year), due=spoken(due, year)))
        told = "，".join(parts)
        return f"{told}（{UNCONFIRMED}）" if self.is_provisional(calendar) else told

    def _on_the_way(self, last: date, calendar: WorkCalendar) -> Iterator[str]:
        """The days between start and last day that did not count, and the make-up days that did."""
        stood_still = [day for day in days_after(self.started_on, last) if self._pause_on(day)]
        counting = [day for day in days_after(self.started_on, last) if not self._pause_on(day)]
        if self.unit is Unit.WORKDAY:
            skipped = list(calendar.in_words(day for day in counting if not calendar.is_workday(day)))
            if skipped:
                yield _("跳过 {days}").format(days="、".join(skipped))
            made_up = [day for day in counting if is_weekend(day) and calendar.is_workday(day)]
            if made_up:
                days = "、".join(spoken(day, self.first_day.year) for day in made_up)
                yield _("{days}调休上班也算").format(days=days)
        held = sum(self._counts(day, calendar) for day in stood_still)
        if held:
            yield _("暂停的 {length}不算").format(length=self._length(held))

    def _pause_on(self, day: date) -> Pause | None:
        return next((pause for pause in self.pauses if pause.covers(day)), None)

    def _counts(self, day: date, calendar: WorkCalendar) -> bool:
        return self.unit is Unit.DAY or calendar.is_workday(day)

    def _length(self, n: int) -> str:
        return LENGTHS[self.unit].format(n=n)


@dataclass(frozen=True)
class HourClock:
    """So many plain hours from an instant in UTC, nights and holidays included (退单, 紧急)."""

    started_at: datetime
    hours: int

    def due_at(self) -> datetime:
        return self.started_at + timedelta(hours=self.hours)

    def light(self, now: datetime) -> Light:
        left = self.due_at() - now
        if left < timedelta(0):
            return Light.OVERDUE
        return Light.SOON if left * SOON_SHARE <= timedelta(hours=self.hours) else Light.NORMAL

    def explain(self) -> str:
        """The sum on the township's wall clock."""
        start, due = local(self.started_at), local(self.due_at())
        return _("从 {start}起算 {length}，{due}到期").format(
            start=f"{spoken(start, start.year)} {start:%H:%M} ",
            length=LENGTHS[Unit.HOUR].format(n=self.hours),
            due=f"{spoken(due, start.year)} {due:%H:%M} ",
        )
