"""The looks of a report (版式): openpyxl draws title, headings and foot around the rows of splice.py."""

import io
import re
import zipfile
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from openpyxl.utils import get_column_letter

from tracker.domain.text import _
from tracker.excel.explain import add_explanation
from tracker.excel.report import DASH, Report, SheetHead, flat_columns, header_rows
from tracker.excel.sheets import BODY, BOLD, GRID, LIGHT, TITLE, dress, moment, new_book, page_setup, put
from tracker.excel.splice import ColumnWriter, display_width, lines_needed, plain_number, row_height
from tracker.excel.totals import Totals

TITLE_ROW, HEAD_ROW, FIRST_HEADER = 1, 2, 3
TITLE_HEIGHT, SIGNATURE_HEIGHT = 36, 40
TITLE_SCALE = TITLE.size / BODY.size
WIDE_SPACE = "　"
SHEET_PART = "xl/worksheets/sheet1.xml"


class Shell:
    """The workbook of one report around its rows, which begin at `body_row`."""

    def __init__(self, report: Report, head: SheetHead, widths: Sequence[int]) -> None:
        self.report, self.head, self.widths = report, head, widths
        self.columns = flat_columns(report)
        self.letters = [get_column_letter(at + 1) for at in range(len(self.columns))]
        self.book = new_book(report.title, head)
        self.sheet = self.book.worksheets[0]
        self.body_row = FIRST_HEADER + len(header_rows(report))
        self._draw_head()
        self._draw_headings()
        self._set_up()
        self.count_cell = add_explanation(self.book, report, head)
        self.writers = [self._writer(at) for at in range(len(self.columns))]

    def before(self) -> tuple[str, dict[str, bytes]]:
        """The sheet's XML up to the first row of the body, and the other parts as they stand now."""
        parts = self._parts()
        text = parts.pop(SHEET_PART).decode()
        # the dimension that openpyxl knows would hide the body from readers that believe it
        return re.sub(r"<dimension [^>]*/>", "", text[: self._start_of_body(text)]), parts

    def after(self, count: int, totals: Totals) -> tuple[str, dict[str, bytes]]:
        """The sheet's XML below the body, and all other parts, once the number of rows is known."""
        last = self.body_row + max(count, 1) - 1
        if count:
            self.sheet.auto_filter.ref = f"A{self.body_row - 1}:{self.letters[-1]}{last}"
        else:
            self._span(self.body_row, _("无记录"), side="center")
        with_totals = bool(count and totals)
        if with_totals:
            self._draw_totals(last, totals)
        self._draw_foot(last + with_totals + 1)
        put(self.count_cell, _("共 {count} 行").format(count=count))
        parts = self._parts()
        text = parts.pop(SHEET_PART).decode()
        start = self._start_of_body(text)
        rest = text[text.index("</row>", start) + len("</row>") :] if count else text[start:]
        return (self._with_results(rest, last + 1, totals) if with_totals else rest), parts

    def _draw_head(self) -> None:
        unit, period = self.head.unit, self.head.period
        # a year belongs to the name of the sheet: 石门镇2026年度考核结果汇总表
        year = period if period.endswith(_("年度")) else ""
        title = self.report.title.removeprefix(_("年度")) if year else self.report.title
        name = f"{unit}{year}{title}"
        self._span(TITLE_ROW, name, font=TITLE, side="center", border=None)
        lines = lines_needed(name, int(sum(self.widths) / TITLE_SCALE))
        self.sheet.row_dimensions[TITLE_ROW].height = TITLE_HEIGHT * lines
        left = _("填报单位（盖章）：{unit}").format(unit=unit)
        right = [_("统计区间：{period}").format(period=period)]
        if self.head.cut_off:
            right.append(_("数据截止：{moment}").format(moment=moment(self.head.cut_off)))
        right.append(_("制表人：{name}").format(name=self.head.made_by))
        right.append(_("制表时间：{moment}").format(moment=moment(self.head.made_at)))
        self._two_parts(HEAD_ROW, left, (WIDE_SPACE * 2).join(right))

    def _two_parts(self, row: int, left: str, right: str) -> None:
        """The left text over the columns it needs, the right one over the others; one cell if too narrow."""
        room = sum(self.widths) - display_width(right)
        needed = display_width(left)
        split = next((at for at, used in enumerate(accumulate(self.widths), 1) if used > needed), 0)
        if split in (0, len(self.columns)) or sum(self.widths[:split]) > room:
            self._span(row, f"{left}{WIDE_SPACE * 2}{right}", border=None)
        else:
            self._span(row, left, until=split, border=None)
            self._span(row, right, start=split, side="right", border=None)

    def _draw_headings(self) -> None:
        for row, cells in enumerate(header_rows(self.report), start=FIRST_HEADER):
            lines = 1
            for cell in cells:
                span = slice(cell.column, cell.column + cell.colspan)
                self._merge(row, cell.title, span, BOLD, "center", rows=cell.rowspan, fill=True)
                if cell.rowspan == 1:
                    lines = max(lines, lines_needed(cell.title, sum(self.widths[span])))
            self.sheet.row_dimensions[row].height = row_height(lines)

    def _set_up(self) -> None:
        sheet, last = self.sheet, self.body_row - 1
        for letter, width in zip(self.letters, self.widths, strict=True):
            sheet.column_dimensions[letter].width = width
        pinned = min(self.report.pinned, len(self.columns) - 1)
        sheet.freeze_panes = f"{self.letters[pinned]}{self.body_row}"
        sheet.sheet_format.defaultRowHeight = row_height(1)
        sheet.sheet_format.customHeight = True
        sheet.print_title_rows = f"{FIRST_HEADER}:{last}"
        page_setup(sheet, self.report.orientation)

    def _writer(self, at: int) -> ColumnWriter:
        """openpyxl gives the look its number in one cell of the first row; the body uses the number."""
        column = self.columns[at]
        cell = self.sheet.cell(self.body_row, at + 1)
        dress(cell, side=column.side, code=column.format.code)
        cell.quotePrefix = column.format.code == "@"
        return ColumnWriter(column, self.letters[at], cell.style_id, max(self.widths[at] - 1, 1))

    def _draw_totals(self, last: int, totals: Totals) -> None:
        row = last + 1
        spans = [f"{letter}{self.body_row}:{letter}{last}" for letter in self.letters]
        first = next(at for at, column in enumerate(self.columns) if column.total)
        self._merge(row, totals.label, slice(0, first), BOLD, "center")
        for at in range(first, len(self.columns)):
            cell = self.sheet.cell(row, at + 1)
            formula = totals.formula(at, spans)
            cell.value = f"={formula}" if formula else None
            dress(cell, BOLD, self.columns[at].side, totals.format(at).code)
        lines = lines_needed(totals.label, sum(self.widths[:first]))
        self.sheet.row_dimensions[row].height = row_height(lines)

    def _with_results(self, text: str, row: int, totals: Totals) -> str:
        """openpyxl leaves a formula's result empty; a viewer that does not calculate would show nothing."""
        for at, letter in enumerate(self.letters):
            number = plain_number(totals.value(at))
            kind, result = ("", number) if number else (' t="str"', DASH)
            cell = re.compile(rf'(<c r="{letter}{row}"[^>]*)>(<f>.*?</f>)<v\s*(?:/>|></v>)')
            text = cell.sub(rf"\g<1>{kind}>\g<2><v>{result}</v>", text)
        return text

    def _draw_foot(self, row: int) -> None:
        notes = (*self.report.notes, *self.head.notes)
        if notes:
            numbered = notes if len(notes) == 1 else [f"{n}.{note}" for n, note in enumerate(notes, start=1)]
            self._span(row, _("注：{notes}").format(notes=f"\n{WIDE_SPACE * 2}".join(numbered)), border=None)
            row += 1
        if self.report.signatures:
            parts = [f"{name}：" for name in self.report.signatures]
            day = WIDE_SPACE * 2 + _("年　　月　　日")
            free = sum(self.widths) - display_width("".join((*parts, day)))
            gap = WIDE_SPACE * min(max(free // 2 // len(parts), 3), 14)
            self._span(row, "".join(part + gap for part in parts) + day, border=None)
            self.sheet.row_dimensions[row].height = SIGNATURE_HEIGHT

    def _span(self, row: int, text: str, start: int = 0, until: int | None = None, **look: Any) -> None:
        """A text across the sheet, or from column `start` up to `until`, in a row as high as it needs."""
        span = slice(start, until or len(self.columns))
        self._merge(row, text, span, **look)
        lines = lines_needed(text, sum(self.widths[span]) - 1)
        self.sheet.row_dimensions[row].height = row_height(lines)

    def _merge(
        self,
        row: int,
        text: str,
        span: slice,
        font: Any = None,
        side: Any = "left",
        rows: int = 1,
        fill: bool = False,
        border: Any = GRID,
    ) -> None:
        cell = self.sheet.cell(row, span.start + 1)
        put(cell, text)
        dress(cell, font, side, border=border)
        if fill:
            cell.fill = LIGHT
        if span.stop - span.start > 1 or rows > 1:
            self.sheet.merge_cells(None, row, span.start + 1, row + rows - 1, span.stop)

    def _parts(self) -> dict[str, bytes]:
        memory = io.BytesIO()
        self.book.save(memory)
        with zipfile.ZipFile(memory) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def _start_of_body(self, text: str) -> int:
        return text.index(f'<row r="{self.body_row}"')
