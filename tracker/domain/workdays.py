"""WorkCalendar: which days are worked (工作日), with holidays, make-up days (调休), unknown years."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.domain.text import _

ONE_DAY = date.resolution
SATURDAY = 5

# The legal holidays with a fixed date (全国年节及纪念日放假办法, 2024-11-10, art. 2).
# They stand in for a year whose notice is not out yet; the lunar ones cannot be known then.
FIXED_HOLIDAYS = {
    (1, 1): _("元旦"),
    **dict.fromkeys([(5, 1), (5, 2)], _("劳动节")),
    **dict.fromkeys([(10, 1), (10, 2), (10, 3)], _("国庆节")),
}

UNCONFIRMED = _("待国务院办公厅放假通知确认")


def days_after(start: date, last: date | None = None) -> Iterator[date]:
    """The days after `start`, one by one, up to and with `last` (None: without end)."""
    day = start
    while last is None or day < last:
        day += ONE_DAY
        yield day


def spoken(day: date, year: int) -> str:
    """12 月 14 日, with the year in front when it is not the one spoken of."""
    text = _("{month} 月 {day} 日").format(month=day.month, day=day.day)
    return text if day.year == year else _("{year} 年 {rest}").format(year=day.year, rest=text)


def is_weekend(day: date) -> bool:
    """Saturday or Sunday, worked or not."""
    return day.weekday() >= SATURDAY


@dataclass(frozen=True)
class WorkCalendar:
    """The town's working days.

    `known` says of single days whether they are worked: the yearly notice, with the town's own holidays laid
    over it. `confirmed_years` are those whose notice is in. `names` holds what a free day is called (国庆节).
    """

    known: Mapping[date, bool]
    confirmed_years: frozenset[int]
    names: Mapping[date, str] = field(default_factory=dict)

    def is_workday(self, day: date) -> bool:
        """What is known of the day; else Monday to Friday without the holidays of fixed date."""
        usual = not is_weekend(day) and (day.month, day.day) not in FIXED_HOLIDAYS
        return self.known.get(day, usual)

    def is_confirmed(self, day: date) -> bool:
        """Whether the notice for the day's year is in; if not, say UNCONFIRMED beside the result."""
        return day.year in self.confirmed_years

    def name(self, day: date) -> str:
        """What the free day is called; empty when nobody named it."""
        return self.names.get(day) or FIXED_HOLIDAYS.get((day.month, day.day), "")

    def add(self, start: date, count: int) -> date:
        """The `count`-th working day after `start`; the start day is never counted, 0 gives it back."""
        if count < 0:
            raise ValueError("working days are counted forwards only")
        if count == 0:
            return start
        worked = (day for day in days_after(start) if self.is_workday(day))
        return next(day for number, day in enumerate(worked, 1) if number == count)

    def between(self, start: date, last: date) -> int:
        """How many working days lie after `start` up to and with `last`; 0 when `last` is not later.

        So between(due, today) are the days late, between(today, due) the days left, and
        between(day, add(day, n)) is n.
        """
        return sum(self.is_workday(day) for day in days_after(start, last))

    def next_workday(self, day: date) -> date:
        """The day itself when it is worked, else the first working day after it."""
        return day if self.is_workday(day) else self.add(day, 1)

    def in_words(self, rest_days: Iterable[date]) -> Iterator[str]:
        """Rest days as people name them: 3 个周末, 7 天国庆节假期, 1 个休息日."""
        runs = list(_runs(rest_days))
        holidays = [run for run in runs if not all(map(is_weekend, run))]
        weekends = [run for run in runs if len(run) == 2 and run not in holidays]
        if weekends:
            yield _("{n} 个周末").format(n=len(weekends))
        for run in holidays:
            names = "、".join(dict.fromkeys(filter(None, map(self.name, run))))
            yield _("{n} 天{names}假期").format(n=len(run), names=names)
        single = len(runs) - len(weekends) - len(holidays)
        if single:
            yield _("{n} 个休息日").format(n=single)


def _runs(days: Iterable[date]) -> Iterator[list[date]]:
    """The days cut into stretches without a gap."""
    run: list[date] = []
    for day in days:
        if run and day != run[-1] + ONE_DAY:
            yield run
            run = []
        run.append(day)
    if run:
        yield run
