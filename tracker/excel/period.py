"""The span a report speaks about (统计区间), its Chinese caption, and the name of the file."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True)
class Period:
    """From `start` to `end`, both included, None = open; or a whole `year` (年度), which wins."""

    start: date | None = None
    end: date | None = None
    year: int | None = None

    @property
    def first(self) -> date | None:
        return date(self.year, 1, 1) if self.year else self.start

    @property
    def last(self) -> date | None:
        return date(self.year, 12, 31) if self.year else self.end

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


def file_name(town: str, title: str, period: Period, today: date) -> str:
    """石门镇_走访记录台账_2026年11月_20261123.xlsx"""
    parts = [FORBIDDEN_IN_NAMES.sub("", part).strip(" .") for part in (town, title, period.caption)]
    return f"{'_'.join(part[:LONGEST_PART] for part in parts if part)}_{today:%Y%m%d}.xlsx"


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
