"""What every sheet of ours shares (工作表): 宋体 everywhere, text that stays text, A4 with page numbers."""

import re
from datetime import UTC, date, datetime
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tracker.domain.text import _
from tracker.excel.report import SheetHead, wall_time
from tracker.excel.splice import clean

FONT = "宋体"
BODY = Font(name=FONT, size=11, charset=134)
BOLD = Font(name=FONT, size=11, charset=134, bold=True)
TITLE = Font(name=FONT, size=18, charset=134, bold=True)
THIN = Side(style="thin")
GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
LIGHT = PatternFill("solid", fgColor="EDEDED")  # light enough for a black-and-white printer
A4 = 9
CENTIMETRE = 0.3937  # margins are kept in inches
FORBIDDEN_IN_TABS = re.compile(r"[\[\]:*?/\\]")
LONGEST_TAB = 31


def new_book(title: str, head: SheetHead) -> Workbook:
    """A workbook of one sheet; its default style is ours too: that font decides the unit of all widths."""
    book = Workbook()
    inside: Any = book  # openpyxl offers no way to change the default style from outside
    inside._fonts = IndexedList([BODY])
    inside._named_styles["Normal"].font = BODY
    book.worksheets[0].title = tab_name(title)
    book.properties.title, book.properties.creator = clean(title), clean(head.made_by)
    book.properties.created = head.made_at.astimezone(UTC).replace(tzinfo=None)
    return book


def put(cell: Cell | MergedCell, text: str) -> None:
    """The text as text, whatever it begins with, also after somebody edits the cell."""
    cell.value = clean(text)
    cell.data_type = "s"
    cell.quotePrefix = True


def dress(
    cell: Cell | MergedCell,
    font: Font | None = None,
    side: Literal["left", "center", "right"] = "left",
    code: str = "@",
    border: Border | None = GRID,
) -> None:
    cell.font = font or BODY
    cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=code == "@")
    cell.number_format = code
    if border:
        cell.border = border


def tab_name(title: str) -> str:
    return FORBIDDEN_IN_TABS.sub("", clean(title)).strip(" '")[:LONGEST_TAB] or _("报表")


def moment(value: date) -> str:
    """2026-11-23 14:30, or the day alone."""
    return f"{wall_time(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value.isoformat()


def page_setup(sheet: Worksheet, orientation: Literal["landscape", "portrait"]) -> None:
    """A4, one page wide and as many high as it takes, 第 x 页 共 y 页."""
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = orientation
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = CENTIMETRE
    margins.bottom, margins.header, margins.footer = 1.5 * CENTIMETRE, 0.5 * CENTIMETRE, 0.5 * CENTIMETRE
    footer: Any = sheet.oddFooter
    footer.center.text = _("第 &P 页 共 &N 页")
