"""What a report is, as data (报表声明): columns, headings, the text of each cell, for page and file alike."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Literal

from tracker.domain.text import _
from tracker.excel.formats import (
    DASH,
    DATE,
    DATETIME,
    INT,
    MONTH,
    NUMBERS,
    PERCENT,
    SCORE,
    TEXT,
    Format,
    value_text,
    wall_time,
)
from tracker.excel.period import Period, file_name

__all__ = [
    "DASH",
    "DATE",
    "DATETIME",
    "INT",
    "MONTH",
    "NUMBERS",
    "PERCENT",
    "SCORE",
    "TEXT",
    "Chart",
    "Column",
    "Format",
    "Group",
    "HeaderCell",
    "Period",
    "Ratio",
    "Report",
    "SheetHead",
    "Split",
    "cell_text",
    "cell_values",
    "column_keys",
    "file_name",
    "flat_columns",
    "header_rows",
    "wall_time",
]

RANKING = ("排名", "名次", "位次")


@dataclass(frozen=True)
class Ratio:
    """The total of a rate: sum of one column over the sum of another, both named by their key.

    The mean of the rows' rates would be wrong: a village with one matter would weigh as much as any other.
    """

    over: str
    under: str


@dataclass(frozen=True)
class Column:
    """One column. `value` names an attribute of the row or is a function of it; `width` counts half-width
    characters (None: from the text); None as a value stays blank, or shows — when `dash` is set.

    `key` names the column for others (None given: the attribute, else the title with its group).
    Small counts (security.md 2.5): cells of 1–4 of a `small` column show as <5; `adds_up` names the columns
    whose sum this one is, or several sets of columns each of which makes it up; `hides_with` names the
    counts that a rate is made of, and it goes where they go.
    `unmasked` is the value in a file without masks.

    `parse` and `required` are for import: `parse` gets the cell and answers the value or raises RuleBroken.
    Also for import: `also` are other headings of this column, `choices` the words its cells are chosen from,
    `example` what a good cell looks like.
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
    also: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    example: str = ""
    key: str = ""
    small: bool = False
    adds_up: tuple[str, ...] | tuple[tuple[str, ...], ...] = ()
    hides_with: str | tuple[str, ...] | None = None
    unmasked: str | Callable[[Any], Any] | None = None

    @property
    def side(self) -> Literal["left", "center", "right"]:
        return self.align or self.format.align

    @property
    def getter(self) -> Callable[[Any], Any]:
        return attrgetter(self.value) if isinstance(self.value, str) else self.value

    @property
    def made_of(self) -> tuple[tuple[str, ...], ...]:
        """Each set of columns whose sum this one is."""
        one = tuple(part for part in self.adds_up if isinstance(part, str))
        return (one,) if one else tuple(part for part in self.adds_up if isinstance(part, tuple))

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of the counts that this column must not give away."""
        named = (self.hides_with,) if isinstance(self.hides_with, str) else self.hides_with or ()
        return (*named, self.total.over, self.total.under) if isinstance(self.total, Ratio) else named


@dataclass(frozen=True)
class Group:
    """A heading over several columns (两级表头)."""

    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Split:
    """A way to give each village or office a sheet of its own (分表): `of(row)` is its code and its name."""

    title: str
    of: Callable[[Any], tuple[str, str]]


@dataclass(frozen=True)
class Chart:
    """A chart on a sheet of its own (图表): columns by their key, in the order of the table, never ranked.

    `rows` says which rows are drawn (None: all that are no sums); `unit` is written at the axis of values.
    """

    title: str
    kind: Literal["bar", "line"]
    labels: str
    values: tuple[str, ...]
    rows: Callable[[Any], bool] | None = None
    unit: str = ""


ORDINAL = Column(_("序号"), lambda row: None, width=7, format=INT, align="center", key="ordinal")


@dataclass(frozen=True)
class Report:
    """One declaration, three renderings: preview, print page, workbook.

    `rows(actor, period)` answers only what this actor may see; `action` is the policy row that guards all,
    `unmask` the one for a file without masks. `pinned` says how many columns stay in sight when scrolling,
    序号 included. `definitions` are pairs of a figure and how it is counted (口径). `is_sum` names the rows
    that are sums of others; rows of one `family` are those that add up (None: all). `base` is the report of
    which this one shows only some columns: small counts hide as they would there. `count` says beforehand how
    many `rows` there will be (None: that costs as much as reading them). `in_months`: a span is widened to
    whole months, as the difference of two spans would tell of a single day (security.md 2.5).
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
    one_page_rows: int = 0  # up to so many rows the table is printed on one page, notes and signatures too
    pinned: int = 2
    is_sum: Callable[[Any], bool] | None = None
    family: Callable[[Any], Hashable] | None = None
    split: Split | None = None
    splits: tuple[Split, ...] = ()
    chart: Chart | None = None
    unmask: str = ""
    base: "Report | None" = None
    count: Callable[[Any, Period], int] | None = None
    in_months: bool = False

    def __post_init__(self) -> None:
        columns = flat_columns(self)
        keys = {key for key, _title in column_keys(self)}
        for column in columns:
            if isinstance(column.total, Ratio) and not {column.total.over, column.total.under} <= keys:
                raise ValueError(f"{self.name}: the ratio of {column.title} names a column that is not there")
            if any(word in column.title for word in RANKING):  # domain.md 11.2
                raise ValueError(f"{self.name}: no report ranks people or villages, {column.title} does")
        if self.is_sum and any(column.total for column in columns):
            raise ValueError(f"{self.name}: a line of totals would count the rows that are sums twice")

    @property
    def all_splits(self) -> tuple[Split, ...]:
        """Every way to split this report, the first one being that of write(split=True)."""
        return (self.split, *self.splits) if self.split else self.splits


@dataclass(frozen=True)
class SheetHead:
    """What only the moment of making knows: whose sheet, of which span, made by whom and when.

    `cut_off` is the instant the data stand for (None: `made_at`); `filters` are the filters used, as the page
    shows them; `notes` join the report's own under the table. `number`, `purpose` and `secrecy` (编号, 用途,
    密级) stand on every page (security.md 2.6); `login_unit` is the maker's own office.
    `columns_left_out` are the titles of columns that were not chosen.
    """

    unit: str
    period: str
    made_by: str
    made_at: datetime
    cut_off: datetime | date | None = None
    filters: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    number: str = ""
    purpose: str = ""
    secrecy: str = _("内部资料")
    login_unit: str = ""
    columns_left_out: tuple[str, ...] = ()


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


def column_keys(report: Report) -> tuple[tuple[str, str], ...]:
    """(key, title with its group) of every column but 序号; keys are unique and stay when columns move."""
    found: dict[str, str] = {}
    for part in report.columns:
        for column in part.columns if isinstance(part, Group) else (part,):
            title = f"{part.title}·{column.title}" if isinstance(part, Group) else column.title
            key = column.key or (column.value if isinstance(column.value, str) else title)
            if key in found:
                key = title if title not in found else f"{title}·{len(found) + 1}"
            found[key] = title
    return tuple(found.items())


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
    """The values of one row, its 序号 first; small counts are not hidden here, that takes all rows."""
    return (number, *(column.getter(row) for column in flat_columns(report)[1:]))


def cell_text(value: Any, column: Column) -> str:
    """What a person reads in the cell, on the page exactly as in the workbook."""
    if value is None:
        return DASH if column.dash else ""
    return value_text(value, column.format)
