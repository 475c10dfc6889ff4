"""What every sheet of ours shares (工作表): 宋体 everywhere, text that stays text, A4 with page numbers."""

import re
from collections.abc import Collection
from datetime import UTC
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tracker.domain.text import _
from tracker.excel.book.splice import clean, display_width
from tracker.excel.declaration import SheetHead
from tracker.excel.formats import moment

FONT = "宋体"
BODY = Font(name=FONT, size=11, charset=134)
SMALL = Font(name=FONT, size=9, charset=134)
BOLD = Font(name=FONT, size=11, charset=134, bold=True)
TITLE = Font(name=FONT, size=18, charset=134, bold=True)
THIN = Side(style="thin")
GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
LIGHT = PatternFill("solid", fgColor="EDEDED")  # light enough for a black-and-white printer
A4 = 9
CENTIMETRE = 0.3937  # margins are kept in inches
FORBIDDEN_IN_TABS = re.compile(r"[\[\]:*?/\\]")
LONGEST_TAB = 31
MARK_FONT, MARK_SIZE = f"{FONT},Regular", 9  # header and footer
LONGEST_MARK = 44  # half-width characters: three sections stand side by side, 255 signs is Excel's limit


def new_book(title: str, head: SheetHead) -> Workbook:
    """A workbook of one sheet; its default style is ours too: that font decides the unit of all widths."""
    book = Workbook()
    inside: Any = book  # openpyxl offers no way to change the default style from outside
    inside._fonts = IndexedList([BODY])
    inside._named_styles["Normal"].font = BODY
    book.worksheets[0].title = tab_name(title)
    _describe(book, title, head)
    return book


def _describe(book: Workbook, title: str, head: SheetHead) -> None:
    """The document's properties: whoever finds the file can trace it (security.md 2.6)."""
    facts = book.properties
    facts.title, facts.subject, facts.category = clean(title), clean(head.purpose), clean(head.secrecy)
    facts.creator = facts.lastModifiedBy = clean(head.made_by)
    facts.keywords = facts.identifier = clean(head.number)
    facts.created = head.made_at.astimezone(UTC).replace(tzinfo=None)
    facts.description = clean("；".join(f"{term}：{text}" for term, text in origin_of(head)))


def origin_of(head: SheetHead) -> list[tuple[str, str]]:
    """(term, text) of number, secrecy, purpose, unit, person, hour; what is empty is left out."""
    facts = (
        (_("编号"), head.number),
        (_("密级"), head.secrecy),
        (_("用途"), head.purpose),
        (_("填报单位"), head.unit),
        (_("制表人"), head.made_by),
        (_("制表人单位"), head.login_unit),
        (_("制表时间"), moment(head.made_at)),
    )
    return [(term, text) for term, text in facts if text]


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


def tab_name(title: str, taken: Collection[str] = ()) -> str:
    """The title as Excel takes it for a tab, with a number when it is taken; capitals make no difference."""
    name = FORBIDDEN_IN_TABS.sub("", clean(title)).strip(" '")[:LONGEST_TAB] or _("报表")
    used, number, free = {one.casefold() for one in taken}, 1, name
    while free.casefold() in used:
        number += 1
        mark = f"({number})"
        free = name[: LONGEST_TAB - len(mark)] + mark
    return free


def page_setup(sheet: Worksheet, orientation: Literal["landscape", "portrait"], head: SheetHead) -> None:
    """A4, one page wide and as many high as it takes; on each page where the paper comes from."""
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = orientation
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = CENTIMETRE
    margins.top = margins.bottom = 1.5 * CENTIMETRE
    margins.header = margins.footer = 0.6 * CENTIMETRE
    header: Any = sheet.oddHeader
    footer: Any = sheet.oddFooter
    maker = f"{head.made_by}（{head.login_unit or head.unit}）"
    _mark(header.left, head.secrecy)
    _mark(header.center, _("用途：{purpose}").format(purpose=shortened(head.purpose)) if head.purpose else "")
    _mark(header.right, _("编号：{number}").format(number=head.number) if head.number else "")
    _mark(footer.left, _("制表：{maker}").format(maker=shortened(maker)))
    footer.center.text, footer.center.font, footer.center.size = _("第 &P 页 共 &N 页"), MARK_FONT, MARK_SIZE
    _mark(footer.right, moment(head.made_at))


def shortened(text: str, limit: int = LONGEST_MARK) -> str:
    """In one line of at most so many half-width characters, … where it was cut; & counts twice."""
    text = " ".join(clean(text).split())[: limit + 1]
    if _room(text) <= limit:
        return text
    while _room(text) > limit - 2:
        text = text[:-1]
    return f"{text}…"


def _room(text: str) -> int:
    return display_width(text) + text.count("&")


def _mark(part: Any, text: str) -> None:
    """Into one of the three sections; & begins a code there. None of them can pass Excel's 255 together."""
    if text:
        part.text = shortened(text, LONGEST_MARK + 6).replace("&", "&&")
        part.font, part.size = MARK_FONT, MARK_SIZE
