"""What stood still or was added while a task ran, as a ledger tells it (特别程序天数、受理后补材料)."""

from collections.abc import Iterable
from datetime import date

from tracker.catalogue.rules import GapRule
from tracker.domain.text import _
from tracker.domain.workdays import ONE_DAY, WorkCalendar, days_after
from tracker.hall.rules.clocks import Stop


def held_workdays(stops: Iterable[Stop], today: date, calendar: WorkCalendar) -> int:
    """特别程序天数: workdays that did not count, each once; what still stands is counted up to today.

    County steps that stop the clock by the guide are among them, papers that came late are not.
    """
    held = {day for stop in stops if not stop.is_supplement for day in _days(stop, today)}
    return sum(calendar.is_workday(day) for day in held)


def _days(stop: Stop, today: date) -> Iterable[date]:
    last = today if stop.until is None else stop.until - ONE_DAY
    return days_after(stop.since - ONE_DAY, last)


def late_papers(stops: Iterable[Stop], gap_rule: GapRule, today: date, calendar: WorkCalendar) -> str:
    """受理后补材料, in words: from when to when, and what that did to the promised days; empty: none."""
    return "；".join(_told(stop, gap_rule, today, calendar) for stop in stops if stop.is_supplement)


def _told(stop: Stop, gap_rule: GapRule, today: date, calendar: WorkCalendar) -> str:
    since = _day(stop.since)
    if stop.until is None:
        return _("{since}起等补材料，停止计时").format(since=since)
    until = _day(stop.until)
    if gap_rule is GapRule.RESTART:
        return _("{since}至{until}补材料，收齐次日重新起算").format(since=since, until=until)
    if gap_rule is GapRule.PAUSE:
        n = calendar.between(stop.since - ONE_DAY, min(stop.until, today))
        return _("{since}至{until}补材料，停{n}个工作日").format(since=since, until=until, n=n)
    return _("{since}至{until}补材料，不停表").format(since=since, until=until)


def _day(day: date) -> str:
    return _("{month}月{day}日").format(month=day.month, day=day.day)
