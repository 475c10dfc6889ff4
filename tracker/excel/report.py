"""What a report is, as data (报表声明): columns, headings, the text of each cell, for page and file alike."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from operator import attrgetter
from typing import Any, Literal

from tracker.domain.clock import local
from tracker.domain.text import _
from tracker.excel.period import Period, file_name

__all__ = [
    "DATE",
    "DATETIME",
    "INT",
    "MONTH",
    "PERCENT",
    "SCORE",
    "TEXT",
    "Column",
    "Format",
    "Group",
    "HeaderCell",
    "Period",
    "Ratio",
    "Report",
    "SheetHead",
    "cell_text",
    "cell_values",
    "file_name",
    "flat_columns",
    "header_rows",
]

DASH = "—"
PENNY = Decimal("0.01")


@dataclass(frozen=True)
class Format:
    """How a kind of value looks: `code` is the number format in the workbook, `align` its usual side."""

    name: str
    code: str
    align: Literal["left", "center", "right"]


TEXT = Format("text", "@", "left")
DATE = Format("date", "yyyy-mm-dd", "center")
DATETIME = Format("datetime", "yyyy-mm-dd hh:mm", "center")
MONTH = Format("month", "@", "center")  # 出生年月 1985.03: text, as personnel forms have it
INT = Format("int", "0", "right")
SCORE = Format("score", "0.00", "right")
PERCENT = Format("percent", "0.00%", "right")  # the value is the fraction: 0.95 shows as 95.00%
NUMBERS = (INT, SCORE, PERCENT)


@dataclass(frozen=True)
class Ratio:
    """The total of a rate: sum of one column over the sum of another, both named by their `value`.

    The mean of the rows' rates would be wrong: a village with one matter would weigh as much as any other.
    """

    over: str
    under: str


@dataclass(frozen=True)
class Column:
    """One column. `value` names an attribute of the row or is a function of it; `width` counts half-width
    characters (None: from the text); None as a value stays blank, or shows — when `dash` is set.

    `parse` and `required` are for import: `parse` gets the cell and answers the value or raises RuleBroken.
    """

    title: str
    value: str | Callable[[Any], Any]
    width: int | None = None
    format: Format = TEXT
    align: Literal["left", "center", "right"] | None = None
    total: Literal["sum", "average", "count"] | Ratio | None = None
    dash: bool = False
    parse: Callable[[Any], Any] | None = None
    required: bool = False

    @property
    def side(self) -> Literal["left", "center", "right"]:
        return self.align or self.format.align

    @property
    def getter(self) -> Callable[[Any], Any]:
        return attrgetter(self.value) if isinstance(self.value, str) else self.value


@dataclass(frozen=True)
class Group:
    """A heading over several columns (两级表头)."""

    title: str
    columns: tuple[Column, ...]


ORDINAL = Column(_("序号"), lambda row: None, width=6, format=INT, align="center")


@dataclass(frozen=True)
class Report:
    """One declaration, three renderings: preview, print page, workbook.

    `rows(actor, period)` answers only what this actor may see; `action` is the policy row that guards all.
    `pinned` says how many columns stay in sight when scrolling, 序号 included. `definitions` are pairs of a
    figure and how it is counted (口径), printed on the sheet 说明.
    """

    name: str
    title: str
    action: str
    rows: Callable[[Any, Period], Iterable[Any]]
    columns: tuple[Column | Group, ...]
    signatures: tuple[str, ...] = (_("单位负责人（签字）"), _("审核人"), _("填表人"))
    notes: tuple[str, ...] = ()
    definitions: tuple[tuple[str, str], ...] = ()
    notes_of: Callable[[Any, Period], tuple[str, ...]] | None = None  # notes that depend on who and when
    orientation: Literal["landscape", "portrait"] = "landscape"
    pinned: int = 2

    def __post_init__(self) -> None:
        named = {column.value for column in flat_columns(self)}
        for column in flat_columns(self):
            if isinstance(column.total, Ratio) and not {column.total.over, column.total.under} <= named:
                raise ValueError(f"{self.name}: the ratio of {column.title} names a column that is not there")


@dataclass(frozen=True)
class SheetHead:
    """What only the moment of making knows: whose sheet, of which span, made by whom and when.

    `cut_off` is the instant the data stand for (None: `made_at`); `filters` are the filters used, as the page
    shows them; `notes` join the report's own under the table.
    """

    unit: str
    period: str
    made_by: str
    made_at: datetime
    cut_off: datetime | date | None = None
    filters: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class HeaderCell:
    title: str
    rowspan: int
    colspan: int
    column: int  # the first column it covers, counted from 0


def flat_columns(report: Report) -> tuple[Column, ...]:
    """The real columns from left to right, 序号 first."""
    columns = [ORDINAL]
    for part in report.columns:
        columns.extend(part.columns if isinstance(part, Group) else (part,))
    return tuple(columns)


def header_rows(report: Report) -> tuple[tuple[HeaderCell, ...], ...]:
    """One row of heading cells, or two when a group is declared."""
    if not any(isinstance(part, Group) for part in report.columns):
        return (tuple(HeaderCell(column.title, 1, 1, at) for at, column in enumerate(flat_columns(report))),)
    upper = [HeaderCell(ORDINAL.title, 2, 1, 0)]
    lower: list[HeaderCell] = []
    at = 1
    for part in report.columns:
        members = part.columns if isinstance(part, Group) else ()
        upper.append(HeaderCell(part.title, 1 if members else 2, len(members) or 1, at))
        lower.extend(HeaderCell(column.title, 1, 1, at + step) for step, column in enumerate(members))
        at += len(members) or 1
    return tuple(upper), tuple(lower)


def cell_values(report: Report, row: Any, number: int) -> tuple[Any, ...]:
    """The values of one row, its 序号 first."""
    return (number, *(column.getter(row) for column in flat_columns(report)[1:]))


def cell_text(value: Any, column: Column) -> str:
    """What a person reads in the cell, on the page exactly as in the workbook."""
    if value is None:
        return DASH if column.dash else ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, date):
        return _date_text(value, column.format)
    if column.format in (SCORE, PERCENT) and isinstance(value, int | float | Decimal):
        return _number_text(Decimal(str(value)), column.format)
    return str(value)


def wall_time(value: datetime) -> datetime:
    """The township's wall clock without a zone: workbooks know no zones."""
    return local(value).replace(tzinfo=None) if value.tzinfo else value


def _date_text(value: date, form: Format) -> str:
    if isinstance(value, datetime):
        value = wall_time(value)
        if form not in (DATE, MONTH):
            return value.isoformat(sep=" ", timespec="minutes")
        value = value.date()
    return f"{value.year}.{value.month:02d}" if form is MONTH else value.isoformat()


def _number_text(value: Decimal, form: Format) -> str:
    if not value.is_finite():
        return ""
    if form is PERCENT:
        return f"{(value * 100).quantize(PENNY, ROUND_HALF_UP)}%"
    return str(value.quantize(PENNY, ROUND_HALF_UP))
