"""The workbook around the rows (工作簿): openpyxl makes the sheets, splice.py the rows that go into them."""

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

from tracker.domain.text import _
from tracker.excel.book.body import Body, widths_of
from tracker.excel.book.chart import add_chart
from tracker.excel.book.explain import add_explanation
from tracker.excel.book.sheets import new_book, put, tab_name
from tracker.excel.book.splice import escape
from tracker.excel.book.table import SUMMARY_ROW, Table
from tracker.excel.book.totals import Totals
from tracker.excel.declaration import Report, SheetHead

SHEET_PART = "xl/worksheets/sheet{number}.xml"
FIRST_PART = SHEET_PART.format(number=1)
SUMMARY_CELL = re.compile(rf'<c r="(A{SUMMARY_ROW})"([^>]*) t="inlineStr">.*?</c>')
SHARED_TEXTS = "xl/sharedStrings.xml"  # openpyxl makes none: all its texts stand in their cells
SHARED = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1" uniqueCount="1">'
    "<si><t>{text}</t></si></sst>"
)
KIND = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
CONTENT = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
NAMED_WHERE = {  # part → its end, and what names the shared texts there
    "[Content_Types].xml": (
        b"</Types>", b'<Override PartName="/xl/sharedStrings.xml" ContentType="%b"/>' % CONTENT
    ),
    "xl/_rels/workbook.xml.rels": (
        b"</Relationships>", b'<Relationship Id="texts" Type="%b" Target="sharedStrings.xml"/>' % KIND
    ),
}

Parts = dict[str, bytes]


class Shell:
    """The workbook of one report: its table, then the tables of its units, the chart, the sheet 说明."""

    def __init__(self, report: Report, head: SheetHead, body: Body) -> None:
        self.report, self.head = report, head
        self.widths = widths_of(report, body.first)
        self.book = new_book(report.title, head)
        self.table = Table(self.book.worksheets[0], report, head, self.widths)
        self.tables = [self.table]
        add_chart(self.book, report, head, body)
        self.count_cell = add_explanation(self.book, report, head, body.mask)

    def add_table(self, name: str) -> Table:
        """The sheet of one village or office, behind the ones before it."""
        sheet = self.book.create_sheet(tab_name(name, self.book.sheetnames), len(self.tables))
        self.tables.append(Table(sheet, self.report, self.head, self.widths, name))
        return self.tables[-1]

    def before(self) -> tuple[bytes, Parts]:
        """The XML of the first sheet up to its first row, and the other parts, before any row is written.

        The line of sums stands above the rows and is known below them: its cell refers to a shared text.
        """
        parts = self._parts()
        xml = self.table.before(parts.pop(FIRST_PART).decode())
        return SUMMARY_CELL.sub(r'<c r="\1"\2 t="s"><v>0</v></c>', xml).encode(), parts

    def finish(self, count: int, totals: Totals, sum_row: Sequence[Any] | None) -> None:
        """All rows are written: draw what follows from their number."""
        self.table.finish(count, totals, sum_row)
        put(self.count_cell, _("共 {count} 行").format(count=count))

    def after(self) -> tuple[list[tuple[str, bytes, bytes]], Parts]:
        """For each table, in order, its part with the XML before and after the rows; then all other parts."""
        parts = self._parts()
        sheets = []
        for number, table in enumerate(self.tables, start=1):
            name = SHEET_PART.format(number=number)
            xml = parts.pop(name).decode()
            sheets.append((name, table.before(xml).encode(), table.after(xml).encode()))
        parts[SHARED_TEXTS] = SHARED.format(text=escape(self.table.summary)).encode()
        return sheets, parts

    def _parts(self) -> Parts:
        memory = io.BytesIO()
        self.book.save(memory)
        with zipfile.ZipFile(memory) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        for name, (end, more) in NAMED_WHERE.items():
            parts[name] = parts[name].replace(end, more + end)
        return parts
