"""The looks of a report (版式): openpyxl draws title, headings and foot around the rows that splice.py writes."""

import io
import re
import zipfile
from collections.abc import Sequence
from itertools import accumulate

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from tracker.domain.text import _
from tracker.excel.explain import add_explanation
from tracker.excel.report import DASH, Report, SheetHead, flat_columns, header_rows
from tracker.excel.sheets import BODY, BOLD, LIGHT, TITLE, dress, moment, new_book, page_setup, put, tab_name
from tracker.excel.splice import LINE_HEIGHT, ColumnWriter, display_width, lines_needed, plain_number, row_height
from tracker.excel.totals import Totals

TITLE_ROW, HEAD_ROW, FIRST_HEADER = 1, 2, 3
SHEET_PART = "xl/worksheets/sheet1.xml"
PADDING = 3  # points between text and lines, above and below together
SIGNATURE_HEIGHT = 36


class Shell:
    """The workbook of one report around its rows, which begin at `body_row`."""

    def __init__(self, report: Report, head: SheetHead, widths: Sequence[int]) -> None:
        self.report, self.head, self.widths = report, head, widths
        self.columns = flat_columns(report)
        self.letters = [get_column_letter(at + 1) for at in range(len(self.columns))]
        self.book = new_book()
        self.sheet = self.book.worksheets[0]
        self.sheet.title = tab_name(report.title)
        self.body_row = FIRST_HEADER + len(header_rows(report))
        self._draw_title()
        self._draw_header()
        self._set_up()
        self.writers = [self._writer(at) for at in range(len(self.columns))]

    def before(self) -> str:
        """The sheet's XML up to the first row of the body."""
        text = self._parts()[SHEET_PART]
        # the dimension that openpyxl knows would hide the body from readers that believe it
        return re.sub(r"<dimension [^>]*/>", "", text[: self._start_of_body(text)])

    def after(self, count: int, totals: Totals) -> tuple[str, dict[str, bytes]]:
        """The sheet's XML below the body, and all other parts of the file, once the number of rows is known."""
        last = self.body_row + max(count, 1) - 1
        if count:
            self.sheet.auto_filter.ref = f"A{self.body_row - 1}:{self.letters[-1]}{last}"
        else:
            self._span(self.body_row, _("无记录"), side="center")
        formulas = self._draw_totals(last, totals) if count and totals else {}
        self._draw_foot(last + (2 if formulas else 1))
        add_explanation(self.book, self.report, self.head, count)
        parts = self._parts()
        text = parts.pop(SHEET_PART)
        start = self._start_of_body(text)
        rest = text[text.index("</row>", start) + len("</row>") :] if count else text[start:]
        return with_results(rest, formulas), parts

    def _parts(self) -> dict[str, str | bytes]:
        memory = io.BytesIO()
        self.book.save(memory)
        with zipfile.ZipFile(memory) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def _start_of_body(self, text: str) -> int:
        return text.index(f'<row r="{self.body_row}"')

    def _draw_title(self) -> None:
        # a year belongs to the name of the sheet: 石门镇2026年度考核结果汇总表
        year = self.head.period if self.head.period.endswith(_("年度")) else ""
        title = self.report.title.removeprefix(_("年度")) if year else self.report.title
        text = f"{self.head.unit}{year}{title}"
        self._span(TITLE_ROW, text, font=TITLE, side="center", border=None)
        self._height(TITLE_ROW, 36 * lines_needed(text * 2, sum(self.widths)))
        left = _("填报单位（盖章）：{unit}").format(unit=self.head.unit)
        right = "　　".join(
            (
                _("统计区间：{period}").format(period=self.head.period),
                _("数据截止：{moment}").format(moment=moment(self.head.cut_off or self.head.made_at)),
                _("制表人：{name}").format(name=self.head.made_by),
                _("制表时间：{moment}").format(moment=moment(self.head.made_at)),
            )
        )
        self._two_parts(HEAD_ROW, left, right)

    def _two_parts(self, row: int, left: str, right: str) -> None:
        """The left text over as many columns as it needs, the right one over the rest; one cell in a narrow table."""
        split = next((at for at, room in enumerate(accumulate(self.widths), 1) if room > display_width(left)), 0)
        if not 0 < split < len(self.columns) or sum(self.widths) < display_width(left + right):
            self._span(row, f"{left}　　{right}", border=None)
            return
        self._span(row, left, last=split - 1, border=None)
        self._span(row, right, first=split, side="right", border=None)
