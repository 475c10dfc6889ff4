"""The line of totals (合计), counted while the rows pass by: the same figures for page and file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from math import isfinite
from typing import Any

from tracker.domain.text import _
from tracker.excel.book.suppress import NOTHING, TOTAL, Mask, Place
from tracker.excel.declaration import (
    DASH,
    INT,
    NUMBERS,
    SCORE,
    Format,
    Ratio,
    Report,
    cell_text,
    column_keys,
    flat_columns,
)

# SUBTOTAL counts only the rows that a filter leaves in sight
SUM, AVERAGE, COUNT_NUMBERS, COUNT_ANY = 9, 1, 2, 3


class Totals:
    """Sums and counts of the columns that ask for one; fed block by block with the values of the columns.

    The values are the true ones: `mask` says which totals are hidden, `place` which table they belong to.
    """

    def __init__(self, report: Report, mask: Mask = NOTHING, place: Place = TOTAL) -> None:
        self.columns = flat_columns(report)
        self.keys = ("", *(key for key, _title in column_keys(report)))
        self.mask, self.place = mask, place
        ratios = [column.total for column in self.columns if isinstance(column.total, Ratio)]
        feeding = {name for ratio in ratios for name in (ratio.over, ratio.under)}
        self.wanted = [
            at for at, column in enumerate(self.columns) if column.total or self.keys[at] in feeding
        ]
        self.sums: dict[int, Any] = dict.fromkeys(self.wanted, 0)
        self.counts: dict[int, int] = dict.fromkeys(self.wanted, 0)

    def add(self, block: Sequence[Sequence[Any]] | Mapping[int, Sequence[Any]]) -> None:
        """`block[at]` holds the values of column `at` for some rows; only the `wanted` ones are read."""
        for at in self.wanted:
            values = block[at]
            if self.columns[at].format not in NUMBERS:
                self.counts[at] += sum(value is not None and value != "" for value in values)
                continue
            if set(map(type, values)) not in ({int}, {Decimal}):
                values = [_exact(value) for value in values if _is_number(value)]
            self.sums[at] += sum(values)
            self.counts[at] += len(values)

    def value(self, at: int) -> Any:
        """The total of column `at`; None where the column has none or nothing to divide by; Hidden where it
        would give small counts away.
        """
        value = self._true_value(self.columns[at].total, at)
        return self.mask.at(self.keys[at], self.place, value)

    def _true_value(self, total: Any, at: int) -> Any:
        if total == "count":
            return self.counts[at]
        if total == "sum":
            return self.sums[at]
        if total == "average":
            return _share(self.sums[at], self.counts[at])
        if isinstance(total, Ratio):
            over, under = self._named(total.over), self._named(total.under)
            return _share(self.sums[over], self.sums[under])
        return None

    def formula(self, at: int, spans: Sequence[str]) -> str | None:
        """The same total for Excel to count anew under a filter; `spans[at]` are the cells of column `at`.

        None also where cells are hidden: what is left of them makes another sum.
        """
        column = self.columns[at]
        if not self.mask.columns.isdisjoint((self.keys[at], *column.sources)):
            return None
        if column.total == "sum":
            return f"SUBTOTAL({SUM},{spans[at]})"
        if column.total == "count":
            return f"SUBTOTAL({COUNT_NUMBERS if column.format in NUMBERS else COUNT_ANY},{spans[at]})"
        if column.total == "average":
            return f'IFERROR(SUBTOTAL({AVERAGE},{spans[at]}),"{DASH}")'
        if isinstance(column.total, Ratio):
            over, under = spans[self._named(column.total.over)], spans[self._named(column.total.under)]
            return f'IFERROR(SUBTOTAL({SUM},{over})/SUBTOTAL({SUM},{under}),"{DASH}")'
        return None

    def format(self, at: int) -> Format:
        """A count is a whole number whatever it counts; a mean of whole numbers is not."""
        column = self.columns[at]
        if column.total == "count":
            return INT
        return SCORE if column.total == "average" and column.format is INT else column.format

    def texts(self) -> tuple[str, ...]:
        """The line as the page shows it: its label first, blank where a column has no total."""
        cells = [self.text(at) for at in range(len(self.columns))]
        return self.label, *cells[1:]

    @property
    def label(self) -> str:
        """合计, and which of the figures are means instead."""
        means = [column.title for column in self.columns if column.total == "average"]
        if not means:
            return _("合计")
        if all(column.total in (None, "average") for column in self.columns):
            return _("平均")
        return _("合计（{columns}为平均）").format(columns="、".join(means))

    def __bool__(self) -> bool:
        return any(column.total for column in self.columns)

    def text(self, at: int) -> str:
        """One total as the page shows it; blank where the column has none."""
        if self.columns[at].total is None:
            return ""
        return cell_text(self.value(at), replace(self.columns[at], format=self.format(at), dash=True))

    def _named(self, name: str) -> int:
        return self.keys.index(name)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and isfinite(value)


def _exact(value: Any) -> Any:
    """Binary floats would add up to 0.30000000000000004."""
    return Decimal(str(value)) if isinstance(value, float) else value


def _share(over: Any, under: Any) -> Decimal | None:
    return Decimal(over) / Decimal(under) if under else None
