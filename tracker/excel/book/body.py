"""The rows of a report on their way into a file (表体): block by block, column by column, as sheet XML."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

from tracker.excel.book.splice import FIGURES, ROW, Cells, ColumnWriter, display_width, row_height
from tracker.excel.book.suppress import NOTHING, Mask, has_small, mask_of
from tracker.excel.declaration import Column, Report, cell_text, column_keys, flat_columns

BLOCK = 512
WIDEST, MARGIN, FILTER_BUTTON = 50, 2, 3
NARROWEST_SHEET = 100  # half-width characters: title, head line and signatures stand side by side

Values = Sequence[Sequence[Any]]  # one sequence per column, 序号 first


class Block(NamedTuple):
    """Some hundred rows, their true values, and the values as they are shown."""

    rows: Sequence[Any]
    values: Values
    shown: Values


class Body:
    """All rows of a report, read once; with small counts they are kept, such a report is a table of counts.

    `sum_row` holds the values of the first row that is a sum of others, once it went by.
    """

    def __init__(self, report: Report, rows: Iterable[Any]) -> None:
        self.keys = ("", *(key for key, _title in column_keys(report)))
        self._getters = [column.getter for column in flat_columns(report)[1:]]
        self._is_sum = report.is_sum
        self.sum_row: Sequence[Any] | None = None
        self.mask: Mask = NOTHING
        if has_small(report):
            rows = list(rows)
            self.mask = mask_of(report, rows)
        self._blocks = self._read(iter(rows))
        self.first = next(self._blocks, None)

    def __iter__(self) -> Iterator[Block]:
        """Every block, once."""
        return chain([self.first] if self.first else [], self._blocks)

    def _read(self, rows: Iterator[Any]) -> Iterator[Block]:
        number = 1
        while some := list(islice(rows, BLOCK)):
            values: Values = [
                range(number, number + len(some)),
                *(list(map(getter, some)) for getter in self._getters),
            ]
            shown = self.mask.over(self.keys, values, number - 1) if self.mask else values
            if self._is_sum and self.sum_row is None:
                self.sum_row = next(self._sums(some, shown), None)
            yield Block(some, values, shown)
            number += len(some)

    def _sums(self, rows: Sequence[Any], shown: Values) -> Iterator[Sequence[Any]]:
        """The rows that are sums of others, as they are shown."""
        for at, row in enumerate(rows):
            if self._is_sum and self._is_sum(row):
                yield [values[at] for values in shown]


def rows_xml(
    writers: Sequence[ColumnWriter], number: int, values: Values, heights: list[int] | None = None
) -> bytes:
    """The XML of a block of rows, the first of which has this number in the sheet.

    `heights` takes the points of each row for the page breaks, of the first BLOCK rows of a table only.
    """
    columns = [writer.cells(found) for writer, found in zip(writers, values, strict=True)]
    template = b'<row r="' + ROW + b'"%b>' + b"".join(cells.template for cells in columns) + b"</row>"
    lines = _lines(columns)
    if heights is not None and len(heights) < BLOCK:
        heights.extend(map(row_height, lines))
    rows = zip(map(_height, lines), *(cells.filling for cells in columns), strict=True)
    return b"".join([(template % row).replace(ROW, b"%d" % at) for at, row in enumerate(rows, start=number)])


def widths_of(report: Report, first: Block | None) -> list[int]:
    """The declared widths; where none is declared, wide enough for heading and first rows, within limits."""
    samples = first.values if first else [()] * len(flat_columns(report))
    widths = list(map(_width, flat_columns(report), samples))
    missing = NARROWEST_SHEET - sum(widths)
    if missing <= 0:
        return widths
    ordinal, *others = widths
    return [ordinal, *(width + missing * width // sum(others) for width in others)]


def _lines(columns: Sequence[Cells]) -> list[int]:
    """How many lines of text each row needs."""
    single = [1] * len(columns[0].filling)
    tall = [cells.lines for cells in columns if cells.lines]
    return list(map(max, zip(single, *tall, strict=True))) if tall else single


def _height(lines: int) -> bytes:
    """The attribute of a row that needs more than one line."""
    return b' ht="%d" customHeight="1"' % row_height(lines) if lines > 1 else b""


def _width(column: Column, sample: Sequence[Any]) -> int:
    if column.format in FIGURES:  # a date that does not fit shows as ####
        return max(column.width or 0, len(column.format.code) + MARGIN)
    if column.width:
        return column.width
    lines = (line for value in sample for line in cell_text(value, column).split("\n"))
    content = max(map(display_width, lines), default=0)
    return min(max(content, display_width(column.title) + FILTER_BUTTON) + MARGIN, WIDEST)
