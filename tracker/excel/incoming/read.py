"""Tables that people hand in (导入): .xlsx, .xls and .csv as numbered rows under the file's own headings."""

import io
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from tracker.domain.text import _
from tracker.excel.incoming.csv_text import records_of
from tracker.excel.incoming.far_cells import LAST_COLUMN
from tracker.excel.incoming.file_kind import DAMAGED, UnreadableFile, kind_of
from tracker.excel.incoming.intake import DEFAULT, Limits, check_size, check_workbook, too_far
from tracker.excel.incoming.matching import plain
from tracker.excel.incoming.old_office import old_sheets
from tracker.excel.incoming.parse import EDGES, quoted, shown

HEADING_ROWS = 20  # the headings stand among the first filled rows, below a title perhaps
SAMPLE_ROWS, LONGEST_SAMPLE = 5, 60
FEWEST_HEADINGS = 2  # of ours: one alone may be a word in a title
EXAMPLE = ("示例：", "示例:")  # how the example row of our templates begins; it is never read
EMPTY = _("文件无法读取：表格是空的。")
COLON = "："

Line = tuple[int, Sequence[Any]]


class Grid(NamedTuple):
    """A sheet as it lies in the file: its name, index of its first column, filled rows with numbers."""

    name: str
    column: int
    lines: Callable[[], Iterable[Line]]


@dataclass(frozen=True)
class Table:
    """A sheet with its headings (表); iterate over it for (row number, cells), as often as needed.

    `name` is the sheet's (empty for CSV); `headers` are as in the file, empty where there is none, with the
    column's letter where one comes twice; `letters` name the columns; `sample` holds the first rows as texts;
    `is_known` says that the headings were found by the known ones and not guessed.
    """

    name: str
    headers: tuple[str, ...]
    letters: tuple[str, ...]
    heading_row: int
    is_known: bool
    sample: tuple[tuple[str, ...], ...]
    lines: Callable[[], Iterable[Line]]

    def __iter__(self) -> Iterator[Line]:
        return self.lines().__iter__()


def open_table(
    source: str | Path | bytes, limits: Limits = DEFAULT, known: Collection[str] = ()
) -> Table:
    """The first visible sheet that has the `known` headings, else the first with anything in it.

    Headings are found below title rows, and match whatever blanks, stars or full-width signs surround them.
    Where none is known they are guessed: the first row with two texts. UnreadableFile when the file is no
    table, is empty, or larger than `limits`.
    """
    first = None
    for grid in _grids(_load(source, limits), limits):
        table = _table(grid, {plain(name) for name in known})
        if table and (table.is_known or not known):
            return table
        first = first or table
    if first is None:
        raise UnreadableFile(EMPTY)
    return first


def _load(source: str | Path | bytes, limits: Limits) -> bytes:
    if isinstance(source, bytes):
        check_size(len(source), limits)
        return source
    try:
        check_size(Path(source).stat().st_size, limits)
        return Path(source).read_bytes()
    except OSError as broken:
        raise UnreadableFile(_("文件无法读取：打不开 {name}。"), name=Path(source).name) from broken


def _grids(data: bytes, limits: Limits) -> Iterator[Grid]:
    match kind_of(data):
        case "workbook":
            yield from _workbook_grids(data, limits)
        case "old":
            for sheet in old_sheets(data, limits):
                yield Grid(sheet.name, sheet.column, partial(_filled, sheet.rows))
        case _:
            lines = partial(_record_lines, records_of(data), limits)
            deque(lines(), maxlen=0)  # whatever is wrong further down is told now
            yield Grid("", 0, lines)


def _workbook_grids(data: bytes, limits: Limits) -> Iterator[Grid]:
    check_workbook(data, limits)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for about in book.sheets_metadata:
            if about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible:
                sheet = book.get_sheet_by_name(about.name)
                yield Grid(about.name, sheet.start[1] if sheet.start else 0, partial(_sheet_lines, sheet))
    except CalamineError as broken:
        raise UnreadableFile(DAMAGED) from broken


def _sheet_lines(sheet: CalamineSheet) -> Iterator[Line]:
    return _filled(enumerate(sheet.iter_rows(), start=1))


def _record_lines(records: Callable[[], Iterator[list[str]]], limits: Limits) -> Iterator[Line]:
    for number, values in _filled(enumerate(records(), start=1)):
        if number > limits.rows or any(values[LAST_COLUMN:]):
            raise too_far(limits)
        yield number, values


def _filled(lines: Iterable[Line]) -> Iterator[Line]:
    """The rows that hold anything; office files carry thousands of blank formatted ones."""
    for number, values in lines:
        if values.count("") < len(values) and not all(map(is_blank, values)):
            yield number, values


def is_blank(value: Any) -> bool:
    return not value.strip(EDGES) if isinstance(value, str) else value is None


def _table(grid: Grid, known: Collection[str]) -> Table | None:
    found = _heading(grid.lines(), known)
    if found is None:
        return None
    (number, values), is_known = found
    letters = tuple(get_column_letter(grid.column + at) for at in range(1, len(values) + 1))
    lines = partial(_below, grid.lines, number, len(values))
    first = (cells for _number, cells in islice(lines(), SAMPLE_ROWS))
    sample = tuple(tuple(quoted(cell, LONGEST_SAMPLE) for cell in cells) for cells in first)
    return Table(grid.name, _headers(values, letters), letters, number, is_known, sample, lines)


def _heading(lines: Iterable[Line], known: Collection[str]) -> tuple[Line, bool] | None:
    """The row of headings, and whether it has the known ones."""
    first = guess = best = None
    most = 0
    for line in islice(lines, HEADING_ROWS):
        first = first or line
        guess = guess or (line if _looks_like_headings(line[1]) else None)
        matches = len(set(map(plain, line[1])) & set(known))
        if matches > most:
            best, most = line, matches
    if best and most >= min(FEWEST_HEADINGS, len(known)):
        return best, True
    return (guess or first, False) if first else None


def _looks_like_headings(values: Sequence[Any]) -> bool:
    """Two texts; 填报单位：… and 填报时间：… above a table are none."""
    texts = [value for value in values if isinstance(value, str) and not is_blank(value)]
    return len([text for text in texts if COLON not in text]) >= FEWEST_HEADINGS


def _headers(values: Sequence[Any], letters: Sequence[str]) -> tuple[str, ...]:
    headers: list[str] = []
    for value, letter in zip(values, letters, strict=True):
        header = " ".join(shown(value).split())
        again = header and header in headers
        headers.append(_("{header}（{letter} 列）").format(header=header, letter=letter) if again else header)
    return tuple(headers)


def _below(lines: Callable[[], Iterable[Line]], heading_row: int, width: int) -> Iterator[Line]:
    """The rows under the headings, none shorter than they are."""
    for number, values in lines():
        if number > heading_row and not _is_example(values):
            missing = width - len(values)
            yield number, [*values, *[""] * missing] if missing > 0 else values


def _is_example(values: Sequence[Any]) -> bool:
    return isinstance(values[0], str) and values[0].startswith(EXAMPLE)
