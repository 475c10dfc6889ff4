"""Small counts (小额计数不列): cells of 1–4 show as <5, and nothing beside them lets them be worked out.

A cell is named by the key of its column and where it stands: the number of its row counted from 0, or the
total of the table or of one sheet of a split. A line is a sum as a reader sees it: parts and their whole.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import chain, product
from typing import Any, NamedTuple

from tracker.excel.declaration import Column, Ratio, Report, column_keys, flat_columns

SMALLEST_SHOWN = 5  # security.md 2.5: K, never below 3
TOTAL = ("total",)
NUMERIC = (int, float, Decimal)


class Hidden(str):
    """The text that stands in a cell instead of its value."""

    __slots__ = ()


FEW = Hidden(f"<{SMALLEST_SHOWN}")
WITHHELD = Hidden("*")  # large enough, but it would give a small one away

Place = int | tuple[Any, ...]
Cell = tuple[str, Place]


class Line(NamedTuple):
    parts: Sequence[Cell]
    whole: Cell


@dataclass(frozen=True)
class Mask:
    """What is hidden in a report: cell → the text instead; nothing for a report without small counts."""

    cells: dict[Cell, Hidden] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.cells)

    @cached_property
    def columns(self) -> frozenset[str]:
        """The keys of the columns in which something is hidden."""
        return frozenset(key for key, _place in self.cells)

    def at(self, key: str, place: Place, value: Any) -> Any:
        """The value or, where it is hidden, the text instead; what is not there needs no hiding."""
        return value if value is None else self.cells.get((key, place), value)

    def over(self, keys: Sequence[str], block: Sequence[Sequence[Any]], first: int) -> list[Sequence[Any]]:
        """The block of values, `keys` naming its columns, with what is to be hidden in it hidden."""
        return [
            [self.at(key, at, value) for at, value in enumerate(values, start=first)]
            if key in self.columns else values
            for key, values in zip(keys, block, strict=True)
        ]


NOTHING = Mask()


def has_small(report: Report) -> bool:
    return any(column.small for column in flat_columns(report.base or report))


def group_of(split_title: str, code: str) -> Place:
    """Where the totals stand on the sheet of one village or office."""
    return (split_title, code)


def mask_of(report: Report, rows: Sequence[Any]) -> Mask:
    """What to hide in these rows, which are all rows of the report.

    Judged over all columns of the declaration, chosen or not, and over the totals of every split, printed or
    not: two files with different columns must not give away together what each of them hides.
    """
    report = report.base or report
    return _Judge(report, rows).mask() if has_small(report) else NOTHING


class _Judge:
    """The counts of a report, the lines they stand in, and what is hidden so far."""

    def __init__(self, report: Report, rows: Sequence[Any]) -> None:
        keys = ("ordinal", *(key for key, _title in column_keys(report)))
        self.report, self.rows = report, rows
        self.columns = dict(zip(keys, flat_columns(report), strict=True))
        counts = [key for key, column in self.columns.items() if column.small]
        summands = [part for column in self.columns.values() for parts in column.made_of for part in parts]
        self.counts = list(dict.fromkeys((*counts, *(key for key in summands if key in self.columns))))
        self.sums = [at for at, row in enumerate(rows) if report.is_sum and report.is_sum(row)]
        self.groups = _groups(report, rows, set(self.sums))
        self.values: dict[Cell, Any] = {}
        self.hidden: dict[Cell, Hidden] = {}
        for key in self.counts:
            self._read(key)

    def mask(self) -> Mask:
        for cell, value in self.values.items():
            if self.columns[cell[0]].small and 0 < value < SMALLEST_SHOWN:
                self.hidden[cell] = FEW
        # short lines first: what they hide covers for the long ones
        lines = sorted(self._lines(), key=lambda line: len(line.parts))
        while [line for line in lines if self._protect(line)]:
            pass
        for key, column in self.columns.items():
            self._follow(key, column)
        return Mask(self.hidden)

    def _read(self, key: str) -> None:
        """The values of a column, and its totals where a reader can see or work them out."""
        getter = self.columns[key].getter
        values = {at: value for at, row in enumerate(self.rows) if _is_count(value := getter(row))}
        self.values.update(((key, at), value) for at, value in values.items())
        for place, members in self._totals(key):
            self.values[key, place] = sum(values.get(at, 0) for at in members)

    def _totals(self, key: str) -> Iterator[tuple[Place, Iterable[int]]]:
        """The places of the totals of a column, each with the rows it adds up."""
        rates = [one.total for one in self.columns.values() if isinstance(one.total, Ratio)]
        shown = self.columns[key].total in ("sum", "average")
        if shown or any(key in (rate.over, rate.under) for rate in rates):
            yield TOTAL, range(len(self.rows))
            yield from self.groups.items()

    def _lines(self) -> Iterator[Line]:
        families: dict[Any, list[int]] = {}
        for at, row in enumerate(self.rows):
            if at not in self.sums:
                families.setdefault(self.report.family(row) if self.report.family else None, []).append(at)
        for key in self.counts:
            wholes: list[tuple[Place, Iterable[int]]] = [
                (at, members) for at in self.sums for family, members in families.items()
                if not self.report.family or family is not None
            ]
            for place, members in chain(wholes, self._totals(key)):
                yield Line([(key, at) for at in members if (key, at) in self.values], (key, place))
        for key, column in self.columns.items():
            places = {cell[1] for cell in self.values if cell[0] == key} if column.adds_up else ()
            for place, names in product(places, column.made_of):
                yield Line([(part, place) for part in names if (part, place) in self.values], (key, place))

    def _protect(self, line: Line) -> bool:
        """Hide one more cell of the line if the hidden ones can be worked out; whether that was needed."""
        if self._is_safe(line):
            return False
        shown = [cell for cell in line.parts if cell not in self.hidden and self.values[cell] > 0]
        if shown:
            self.hidden[min(shown, key=lambda cell: self.values[cell])] = WITHHELD
            return True
        if self.hidden.get(line.whole) is WITHHELD:
            return False
        self.hidden[line.whole] = WITHHELD
        return True

    def _is_safe(self, line: Line) -> bool:
        few = [cell for cell in line.parts if self._is_few(cell)]
        others = sum(self.hidden.get(cell) is WITHHELD for cell in line.parts)
        if self._is_few(line.whole):  # four villages in a sum below five: one each
            return 0 < len(few) < SMALLEST_SHOWN - 1
        if line.whole in self.hidden:
            return bool(few or others)
        if len(few) + others < 2:
            return not few and not others
        # what the hidden ones make together is known: each 1 to 4, the others 5 at the least
        rest = sum(self.values[cell] for cell in line.parts if cell in self.hidden)
        largest = min(rest - SMALLEST_SHOWN * others, len(few) * (SMALLEST_SHOWN - 1))
        if others:
            return not few or largest > len(few)
        return bool(len(few) < rest < len(few) * (SMALLEST_SHOWN - 1))

    def _is_few(self, cell: Cell) -> bool:
        return self.hidden.get(cell) is FEW

    def _follow(self, key: str, column: Column) -> None:
        """A rate goes where the counts go that it is made of."""
        for source in column.sources:
            for place in [place for named, place in self.hidden if named == source]:
                self.hidden.setdefault((key, place), WITHHELD)


def _groups(report: Report, rows: Sequence[Any], sums: set[int]) -> dict[Place, list[int]]:
    """The rows of each sheet of each split."""
    groups: dict[Place, list[int]] = {}
    for split in report.all_splits:
        for at, row in enumerate(rows):
            if at not in sums:
                groups.setdefault(group_of(split.title, split.of(row)[0]), []).append(at)
    return groups


def _is_count(value: Any) -> bool:
    return isinstance(value, NUMERIC) and not isinstance(value, bool)

