"""The span a report speaks about (统计区间), its Chinese caption, and the name of the file."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from tracker.domain.text import _

# Windows' list, and what no file system likes
FORBIDDEN_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\ud800-\udfff]+')
LONGEST_PART = 60  # three such parts in UTF-8 stay under the 255 bytes of a file name

SPANS = {  # first and last month of a span that has a name
    (1, 12): _("{year}年"),
    (1, 6): _("{year}年上半年"),
    (7, 12): _("{year}年下半年"),
    (1, 3): _("{year}年第一季度"),
    (4, 6): _("{year}年第二季度"),
    (7, 9): _("{year}年第三季度"),
    (10, 12): _("{year}年第四季度"),
}


MONTHS, QUARTERS, YEARS = 12, 4, 3
SPAN = re.compile(r"(20\d\d)(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")
IN_A_QUARTER = 3


@dataclass(frozen=True)
class Period:
    """From `start` to `end`, both included, None = open; or a whole `year` (年度), which wins.

    `unit` is the code of the village or office a report keeps to (范围), empty: all the actor may report on;
    `unit_name` its name, for captions.
    """

    start: date | None = None
    end: date | None = None
    year: int | None = None
    unit: str = ""
    unit_name: str = ""

    @property
    def first(self) -> date | None:
        return date(self.year, 1, 1) if self.year else self.start

    @property
    def last(self) -> date | None:
        return date(self.year, 12, 31) if self.year else self.end

    @property
    def in_months(self) -> "Period":
        """The whole months this span touches."""
        start = self.start.replace(day=1) if self.start else None
        end = self.end and self.end.replace(day=calendar.monthrange(self.end.year, self.end.month)[1])
        return replace(self, start=start, end=end)

    def cut_off(self, today: date) -> date:
        """The day on which figures are judged: the last of the span, or today."""
        return min(self.last or today, today)

    def narrows(self, day: Any, *places: Any) -> list[Any]:
        """Conditions of a query: column `day` lies in the span, one of the columns `places` in the unit."""
        found = []
        if self.first:
            found.append(day >= self.first)
        if self.last:
            found.append(day <= self.last)
        if self.unit:
            found.append(reduce(or_, [place.startswith(self.unit, autoescape=True) for place in places]))
        return found

    @property
    def caption(self) -> str:
        if self.year:
            return _("{year}年度").format(year=self.year)
        if self.start and self.end:
            return _span(self.start, self.end)
        if self.start:
            return _("{day}起").format(day=_day(self.start))
        if self.end:
            return _("截至{day}").format(day=_day(self.end))
        return _("全部")


def period_of(span: str) -> Period:
    """2026, 2026-Q4 or 2026-11. ValueError for anything else."""
    found = SPAN.fullmatch(span)
    if found is None:
        raise ValueError(span)
    year, quarter, month = int(found[1]), found[2], found[3]
    first = int(month) if month else (int(quarter) - 1) * IN_A_QUARTER + 1 if quarter else 1
    last = first if month else first + IN_A_QUARTER - 1 if quarter else 12
    return Period(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


def spans(today: date) -> list[tuple[str, str]]:
    """(value, words) to choose from: years, quarters, months, the newest first."""
    names = [str(today.year - number) for number in range(YEARS)]
    day, months = today, []
    for _number in range(MONTHS):
        months.append(day)
        day = day.replace(day=1) - timedelta(days=1)
    quarters = [f"{one.year}-Q{(one.month - 1) // IN_A_QUARTER + 1}" for one in months]
    names += [*list(dict.fromkeys(quarters))[:QUARTERS], *(f"{one:%Y-%m}" for one in months)]
    return [(name, period_of(name).caption) for name in names]


def file_name(town: str, title: str, period: Period, today: date) -> str:
    """石门镇_走访记录台账_2026年11月_20261123.xlsx"""
    return dated_name((town, title, period.caption), today)


def dated_name(parts: Iterable[str], today: date, ending: str = ".xlsx") -> str:
    """The parts that are not empty, as a file may be called, and the day."""
    clean = [FORBIDDEN_IN_NAMES.sub("", part).strip(" .") for part in parts]
    return f"{'_'.join(part[:LONGEST_PART] for part in clean if part)}_{today:%Y%m%d}{ending}"


def _day(day: date) -> str:
    return _("{year}年{month}月{day}日").format(year=day.year, month=day.month, day=day.day)


def _span(start: date, end: date) -> str:
    if start == end:
        return _day(start)
    whole = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    if whole and (start.year, start.month) == (end.year, end.month):
        return _("{year}年{month}月").format(year=start.year, month=start.month)
    if whole and start.year == end.year and (start.month, end.month) in SPANS:
        return SPANS[start.month, end.month].format(year=start.year)
    short = _("{month}月{day}日").format(month=end.month, day=end.day)
    until = short if start.year == end.year else _day(end)
    return _("{start}至{end}").format(start=_day(start), end=until)
