"""One sheet with the table of a report (表): title, headings, line of totals and foot around its rows."""

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from tracker.domain.text import _
from tracker.excel.book.foot import WIDE_SPACE, all_notes, definitions_text, notes_text, signatures_text
from tracker.excel.book.paging import rows_before_break
from tracker.excel.book.sheets import BODY, BOLD, GRID, LIGHT, SMALL, TITLE, dress, page_setup, put
from tracker.excel.book.splice import (
    LINE_HEIGHT,
    ColumnWriter,
    display_width,
    lines_needed,
    plain_number,
    row_height,
)
from tracker.excel.book.summary import longest_summary, summary_line
from tracker.excel.book.suppress import Hidden
from tracker.excel.book.totals import Totals
from tracker.excel.declaration import DASH, Report, SheetHead, flat_columns, header_rows
from tracker.excel.formats import moment

TITLE_ROW, HEAD_ROW, SUMMARY_ROW, FIRST_HEADER = 1, 2, 3, 4
TITLE_HEIGHT, SIGNATURE_HEIGHT = 36, 40


class Table:
    """The drawing of one sheet; its rows are not drawn but begin at `body_row`, written with `writers`.

    `named` is the village or office whose sheet this is, empty for the whole table.
    """

    def __init__(
        self, sheet: Worksheet, report: Report, head: SheetHead, widths: Sequence[int], named: str = ""
    ) -> None:
        self.sheet, self.report, self.head, self.widths = sheet, report, head, widths
        self.columns = flat_columns(report)
        self.letters = [get_column_letter(at + 1) for at in range(len(self.columns))]
        self.body_row = FIRST_HEADER + len(header_rows(report))
        self.heights: list[int] = []
        self._draw_head(named)
        self._draw_headings()
        self._set_up()
        self.writers = [self._writer(at) for at in range(len(self.columns))]

    def finish(self, count: int, totals: Totals, sum_row: Sequence[Any] | None = None) -> None:
        """Draw what is known only when all rows are written; `sum_row`: the values of a row that is a sum."""
        self.summary = summary_line(self.report, count, totals, sum_row)
        put(self.sheet.cell(SUMMARY_ROW, 1), self.summary)
        last = self.body_row + max(count, 1) - 1
        if count:
            self.sheet.auto_filter.ref = f"A{self.body_row - 1}:{self.letters[-1]}{last}"
        else:
            self._span(self.body_row, _("无记录"), side="center")
        if 0 < count <= self.report.one_page_rows:
            self.sheet.page_setup.fitToHeight = 1
        self.count, self.totals = count, totals if count and totals else None
        if self.totals:
            self._draw_totals(last, self.totals)
        self._draw_foot(last + bool(self.totals) + 1, bool(totals.mask))
        if self.sheet.page_setup.fitToHeight == 0 and count == len(self.heights):
            self._keep_foot_with_rows(last)

    def _keep_foot_with_rows(self, last: int) -> None:
        """A break above the last rows when notes and signatures would come onto a page of their own."""
        ends = range(1, self.body_row), range(FIRST_HEADER, self.body_row), range(last + 1, last + 5)
        head, repeated, foot = (
            sum(self.sheet.row_dimensions[row].height or 0 for row in rows) for rows in ends
        )
        kept = rows_before_break(
            self.heights, head=head, repeated=repeated, foot=foot, width=sum(self.widths),
            orientation=self.report.orientation,
        )
        if kept is not None:
            self.sheet.row_breaks.append(Break(id=self.body_row + kept - 1))

    def before(self, xml: str) -> str:
        """Of the sheet's XML as openpyxl makes it, what comes before the first row of the body."""
        # the dimension that openpyxl knows would hide the body from readers that believe it
        return re.sub(r"<dimension [^>]*/>", "", xml[: self._start_of_body(xml)])

    def after(self, xml: str) -> str:
        """What comes below the body; the sheet is finished."""
        start = self._start_of_body(xml)
        rest = xml[xml.index("</row>", start) + len("</row>") :] if self.count else xml[start:]
        return self._with_results(rest, self.body_row + self.count, self.totals) if self.totals else rest

    def _draw_head(self, named: str) -> None:
        unit, period = self.head.unit, self.head.period
        # a year belongs to the name of the sheet: 石门镇2026年度考核结果汇总表
        year = period if period.endswith(_("年度")) else ""
        title = self.report.title.removeprefix(_("年度")) if year else self.report.title
        name = f"{unit}{year}{title}" + (_("（{name}）").format(name=named) if named else "")
        self._span(TITLE_ROW, name, font=TITLE, side="center", border=None)
        lines = lines_needed(name, int(sum(self.widths) * BODY.size / TITLE.size))
        self.sheet.row_dimensions[TITLE_ROW].height = TITLE_HEIGHT * lines
        left = _("填报单位（盖章）：{unit}").format(unit=unit)
        right = [_("统计区间：{period}").format(period=period)]
        if self.head.cut_off:
            right.append(_("数据截止：{moment}").format(moment=moment(self.head.cut_off)))
        right.append(_("制表人：{name}").format(name=self.head.made_by))
        right.append(_("制表时间：{moment}").format(moment=moment(self.head.made_at)))
        self._two_parts(HEAD_ROW, left, (WIDE_SPACE * 2).join(right))
        self._span(SUMMARY_ROW, longest_summary(self.report), border=None)

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
        sheet = self.sheet
        for letter, width in zip(self.letters, self.widths, strict=True):
            sheet.column_dimensions[letter].width = width
        pinned = min(self.report.pinned, len(self.columns) - 1)
        sheet.freeze_panes = f"{self.letters[pinned]}{self.body_row}"
        sheet.sheet_format.defaultRowHeight = row_height(1)
        sheet.sheet_format.customHeight = True
        sheet.print_title_rows = f"{FIRST_HEADER}:{self.body_row - 1}"
        page_setup(sheet, self.report.orientation, self.head)

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
            cell, value = self.sheet.cell(row, at + 1), totals.value(at)
            formula = totals.formula(at, spans)
            if formula:
                cell.value = f"={formula}"
            elif isinstance(value, Hidden):
                put(cell, value)
            elif self.columns[at].total:  # some cells are hidden: Excel could only add up the others
                cell.value = DASH if value is None else value
            dress(cell, BOLD, self.columns[at].side, totals.format(at).code)
        lines = lines_needed(totals.label, sum(self.widths[:first]))
        self.sheet.row_dimensions[row].height = row_height(lines)

    def _with_results(self, xml: str, row: int, totals: Totals) -> str:
        """openpyxl leaves a formula's result empty; a viewer that does not calculate would show nothing."""
        for at, letter in enumerate(self.letters):
            number = plain_number(totals.value(at))
            kind, result = ("", number.decode()) if number else (' t="str"', DASH)
            cell = re.compile(rf'(<c r="{letter}{row}"[^>]*)>(<f>.*?</f>)<v\s*(?:/>|></v>)')
            xml = cell.sub(rf"\g<1>{kind}>\g<2><v>{result}</v>", xml)
        return xml

    def _draw_foot(self, row: int, is_hiding: bool) -> None:
        notes = notes_text(all_notes(self.report, self.head, is_hiding))
        if notes:
            self._span(row, notes, border=None)
            row += 1
        self._span(row, definitions_text(self.report, self.head), font=SMALL, border=None)
        signatures = signatures_text(self.report, sum(self.widths))
        if signatures:
            self._span(row + 1, signatures, border=None)
            self.sheet.row_dimensions[row + 1].height = SIGNATURE_HEIGHT

    def _span(
        self, row: int, text: str, start: int = 0, until: int | None = None, font: Any = BODY, **look: Any
    ) -> None:
        """A text across the sheet, or from column `start` up to `until`, in a row as high as it needs."""
        span = slice(start, until or len(self.columns))
        self._merge(row, text, span, font, **look)
        scale = min(font.size / BODY.size, 1)
        lines = lines_needed(text, int((sum(self.widths[span]) - 1) / scale))
        air = row_height(1) - LINE_HEIGHT
        self.sheet.row_dimensions[row].height = min(row_height(lines), air + lines * LINE_HEIGHT * scale)

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

    def _start_of_body(self, xml: str) -> int:
        return xml.index(f'<row r="{self.body_row}"')
