"""Only the wrong rows of a sheet that came in (有错的行), to be mended in place and handed in again."""

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from datetime import date, datetime, time
from itertools import product
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tracker.domain import clock
from tracker.domain.text import _
from tracker.excel.book.sheets import A4, BOLD, LIGHT, dress, new_book, put
from tracker.excel.book.splice import clean, display_width, lines_needed, row_height
from tracker.excel.declaration import SheetHead
from tracker.excel.incoming.importing import Import
from tracker.excel.incoming.matching import OURS, PROBLEM, ROW_NUMBER, plain
from tracker.excel.incoming.outcome import CellError
from tracker.excel.incoming.read import Table

WRONG = PatternFill("solid", fgColor="FCE4D6")  # light: the text stays easy to read
NO_FILL = PatternFill()
NARROWEST, WIDEST, PROBLEM_WIDTH, MARGIN = 8, 40, 50, 2
MEASURED_ROWS = 100
SEPARATOR = "；"
TEXT_CODE, NUMBER_CODE = "@", "General"
CODES = {
    datetime: "yyyy-mm-dd hh:mm:ss", date: "yyyy-mm-dd", time: "hh:mm:ss",
    float: NUMBER_CODE, int: NUMBER_CODE, bool: NUMBER_CODE,
}


def bad_rows(importer: Import, table: Table, wrong: Sequence[CellError]) -> bytes:
    """The .xlsx of the rows that `wrong` is about, under the file's own headings, the marked cells light red.

    First comes 原行号, last 问题; when it is handed in again those two are not read.
    """
    head = SheetHead(unit="", period="", made_by="", made_at=clock.local(clock.now()))
    book = new_book(_("有错的行"), head)
    book.properties.title = _("{title}有错的行").format(title=importer.title)
    _Drawing(book, table, wrong).draw()
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


class _Drawing:
    def __init__(self, book: Workbook, table: Table, wrong: Sequence[CellError]) -> None:
        self.book, self.table = book, table
        self.sheet: Worksheet = book.worksheets[0]
        self.kept = [at for at, header in enumerate(table.headers) if header not in OURS]
        self.styles = self._styles()
        self.errors: Mapping[int, list[CellError]] = defaultdict(list)
        for error in wrong:
            self.errors[error.row].append(error)

    def draw(self) -> None:
        headings = [ROW_NUMBER, *(self.table.headers[at] for at in self.kept), PROBLEM]
        for at, heading in enumerate(headings, start=1):
            cell = self.sheet.cell(1, at)
            put(cell, heading)
            dress(cell, BOLD, "center")
            cell.fill = LIGHT
        for row, (number, values) in enumerate(self._rows(), start=2):
            self._draw_row(row, number, values)
        self.sheet.row_dimensions[1].height = row_height(1)
        self._set_widths(len(headings))
        self.sheet.freeze_panes = "B2"
        self.sheet.page_setup.paperSize, self.sheet.page_setup.orientation = A4, "landscape"
        self.sheet.page_setup.fitToHeight = 0
        self.sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

    def _rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        return ((number, values) for number, values in self.table if number in self.errors)

    def _draw_row(self, row: int, number: int, values: Sequence[Any]) -> None:
        errors = self.errors[number]
        marked = {plain(error.column) for error in errors}
        self._put(row, 1, number, is_wrong=False)
        for column, at in enumerate(self.kept, start=2):
            self._put(row, column, values[at], is_wrong=plain(self.table.headers[at]) in marked)
        problems = SEPARATOR.join(f"{error.column}：{error.message}" for error in errors)
        self._put(row, len(self.kept) + 2, problems, is_wrong=False)
        self.sheet.row_dimensions[row].height = row_height(lines_needed(problems, PROBLEM_WIDTH - 1))

    def _put(self, row: int, column: int, value: Any, is_wrong: bool) -> None:
        """The value as it was: text stays text, whatever it begins with."""
        cell: Any = self.sheet.cell(row, column)
        kind = type(value) if type(value) in CODES else str
        if kind is float and value.is_integer():
            value = int(value)
        if kind is str:
            cell.value = clean(str(value))
            cell.data_type = "s"
        else:
            cell.value = value
        cell._style = self.styles[kind, is_wrong]

    def _styles(self) -> Mapping[tuple[type, bool], Any]:
        """The look of each kind of cell, from one cell dressed with it: openpyxl needs long for each."""
        scratch = self.book.create_sheet()
        styles = {}
        for kind, is_wrong in product((str, *CODES), (False, True)):
            cell: Any = scratch.cell(1, 1)
            dress(cell, code=CODES.get(kind, TEXT_CODE))
            cell.quotePrefix = kind is str
            cell.fill = WRONG if is_wrong else NO_FILL
            styles[kind, is_wrong] = copy(cell._style)
        self.book.remove(scratch)
        return styles

    def _set_widths(self, count: int) -> None:
        for at in range(1, count + 1):
            rows = range(1, min(self.sheet.max_row, MEASURED_ROWS) + 1)
            longest = max(display_width(str(self.sheet.cell(row, at).value or "")) for row in rows)
            width = min(max(longest + MARGIN, NARROWEST), WIDEST)
            dimension = self.sheet.column_dimensions[get_column_letter(at)]
            dimension.width = PROBLEM_WIDTH if at == count else width
