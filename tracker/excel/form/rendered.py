"""A workbook as plain tables (表样预览): what a person would see on paper, without the file's own styles."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from tracker.excel.formats import moment

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 120, 40, 3
PIXELS_A_SIGN, USUAL_WIDTH, WIDEST = 7, 8.43, 400


@dataclass(frozen=True)
class ShownCell:
    """One cell, or the whole of a merge; `side` as the form aligns it, left when it says nothing."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    side: str = "left"
    is_bold: bool = False
    is_framed: bool = False


@dataclass(frozen=True)
class ShownSheet:
    """`widths` in pixels, one for each column; `is_cut`: the sheet goes on beyond what is shown."""

    title: str
    widths: tuple[int, ...]
    rows: tuple[tuple[ShownCell, ...], ...]
    is_cut: bool


def rendered(data: bytes) -> list[ShownSheet]:
    """The first visible sheets of a workbook that was checked before; formulas show as nothing yet."""
    book = load_workbook(io.BytesIO(data), rich_text=True)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return [_shown(sheet) for sheet in visible[:MOST_SHEETS]]


def _shown(sheet: Worksheet) -> ShownSheet:
    rows, columns = min(sheet.max_row, MOST_ROWS), min(sheet.max_column, MOST_COLUMNS)
    spans = {
        (one.min_row, one.min_col): (min(one.max_row, rows), min(one.max_col, columns))
        for one in sheet.merged_cells.ranges
    }
    covered = {
        (row, column)
        for one in sheet.merged_cells.ranges
        for row in range(one.min_row, min(one.max_row, rows) + 1)
        for column in range(one.min_col, min(one.max_col, columns) + 1)
    } - set(spans)
    shown = [
        tuple(
            _cell(sheet, row, column, spans.get((row, column), (row, column)))
            for column in range(1, columns + 1) if (row, column) not in covered
        )
        for row in range(1, rows + 1)
    ]
    return ShownSheet(
        sheet.title, tuple(_widths(sheet, columns)), tuple(shown),
        is_cut=sheet.max_row > rows or sheet.max_column > columns,
    )


def _cell(sheet: Worksheet, row: int, column: int, last: tuple[int, int]) -> ShownCell:
    cell: Any = sheet.cell(row, column)
    border = cell.border
    side = cell.alignment.horizontal
    return ShownCell(
        _text(cell), last[0] - row + 1, last[1] - column + 1,
        side=side if side in ("center", "right") else "left", is_bold=bool(cell.font and cell.font.b),
        is_framed=any(edge is not None and edge.style for edge in (border.left, border.top, border.bottom)),
    )


def _text(cell: Any) -> str:
    value = cell.value
    if value is None or cell.data_type == "f":
        return ""
    if isinstance(value, CellRichText):
        return str(value)
    if cell.is_date:
        return _date(value, cell.number_format)
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


def _date(value: Any, code: str) -> str:
    """In Chinese words where the form asks for them, else as lists write days."""
    if is_date_format(code) and "年" in code and "日" in code:
        return f"{value.year}年{value.month}月{value.day}日"
    return moment(value)


def _widths(sheet: Worksheet, columns: int) -> Iterator[int]:
    """Grouped columns keep their width at the first of them."""
    known: dict[int, float] = {}
    for key, dimension in sheet.column_dimensions.items():
        for column in range(dimension.min or 0, (dimension.max or 0) + 1):
            known[column] = 0 if dimension.hidden else dimension.width
        if not dimension.min:
            known[column_index_from_string(key)] = dimension.width
    for column in range(1, columns + 1):
        yield min(WIDEST, round(known.get(column, USUAL_WIDTH) * PIXELS_A_SIGN) + 5)
