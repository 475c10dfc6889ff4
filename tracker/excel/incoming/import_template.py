"""The workbook that people fill to import (导入模板): one header row, lists, an example, advice."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tracker.domain import clock
from tracker.domain.text import _
from tracker.excel.book.sheets import BOLD, FONT, LIGHT, TITLE, dress, new_book, page_setup, put
from tracker.excel.book.splice import display_width, lines_needed, row_height
from tracker.excel.declaration import Column, SheetHead
from tracker.excel.formats import DATE, INT, MONTH, NUMBERS
from tracker.excel.incoming.importing import Import
from tracker.excel.incoming.intake import MIB
from tracker.excel.incoming.read import EXAMPLE

FILLED_ROWS = 1_000  # rows that offer the lists; any number of rows can be filled
NEEDED = PatternFill("solid", fgColor="FFE699")  # a printer without colours shows it darker than LIGHT
GREY = Font(name=FONT, size=11, charset=134, italic=True, color="7F7F7F")
NARROWEST, WIDEST, MARGIN = 12, 40, 4
ADVICE_WIDTHS = (18, 8, 62, 28)
LISTED_WORDS = 12  # longer lists stand in the drop-down list only
STAR = "*"
ADVICE_TAB, LISTS_TAB = _("填写说明"), _("字典")


def template_of(importer: Import, *, unit: str, choices: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """The .xlsx to download. `choices` are {column value: words} that only the town knows, such as its
    villages; they go before those that the column declares.

    Handed in as it is, it has no rows: its example is never read.
    """
    head = SheetHead(unit=unit, period="", made_by=unit, secrecy="", made_at=clock.local(clock.now()))
    title = _("{title}导入模板").format(title=importer.title)
    book = new_book(importer.title, head)
    sheet = book.worksheets[0]
    known = choices or {}
    words = {column: tuple(known.get(str(column.value), column.choices)) for column in importer.columns}
    book.properties.title = title
    _draw_columns(sheet, importer.columns)
    _draw_advice(book, importer, words)
    _draw_lists(book, sheet, words)
    for shown in (sheet, book[ADVICE_TAB]):
        page_setup(shown, "landscape", head)
        footer: Any = shown.oddFooter
        footer.left.text = unit  # nobody has made this list yet
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def _draw_columns(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for at, column in enumerate(columns, start=1):
        heading, example = sheet.cell(1, at), sheet.cell(2, at)
        put(heading, column.title + STAR if column.required else column.title)
        dress(heading, BOLD, "center")
        heading.fill = NEEDED if column.required else LIGHT
        _put_example(example, column, is_first=at == 1)
        letter = get_column_letter(at)
        dimension = sheet.column_dimensions[letter]
        room = max(display_width(column.title), display_width(column.example)) + MARGIN
        dimension.width = column.width or min(max(room, NARROWEST), WIDEST)
        dimension.number_format = column.format.code  # for the rows to be filled: codes stay text
    sheet.row_dimensions[1].height = row_height(1)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"


def _put_example(cell: Any, column: Column, is_first: bool) -> None:
    """The first cell says what the row is; the reader knows it by that."""
    if is_first:
        put(cell, EXAMPLE[0] + column.example)
    elif column.format is DATE and column.example:
        cell.value = date.fromisoformat(column.example)
    elif column.format in NUMBERS and column.example:
        cell.value = float(column.example)
    else:
        put(cell, column.example)
    dress(cell, GREY, column.side, "@" if is_first else column.format.code)


def _draw_advice(book: Workbook, importer: Import, words: Mapping[Column, Sequence[str]]) -> None:
    sheet = book.create_sheet(ADVICE_TAB)
    rows: list[tuple[str, ...]] = [(_("列名"), _("必填"), _("怎么填"), _("示例"))]
    for column in importer.columns:
        needed = _("必填") if column.required else ""
        rows.append((column.title, needed, _advice(column, words[column]), column.example))
    put(sheet.cell(1, 1), ADVICE_TAB)
    dress(sheet.cell(1, 1), TITLE, "center", border=None)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(ADVICE_WIDTHS))
    sheet.row_dimensions[1].height = row_height(2)
    for at, width in enumerate(ADVICE_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    for number, texts in enumerate(rows, start=2):
        _draw_line(sheet, number, texts, is_heading=number == 2)
    for number, note in enumerate(_notes(importer), start=len(rows) + 3):
        put(sheet.cell(number, 1), note)
        dress(sheet.cell(number, 1), border=None)
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(ADVICE_WIDTHS))
        sheet.row_dimensions[number].height = row_height(lines_needed(note, sum(ADVICE_WIDTHS) - 2))


def _draw_line(sheet: Worksheet, number: int, texts: Sequence[str], is_heading: bool) -> None:
    for at, text in enumerate(texts, start=1):
        cell = sheet.cell(number, at)
        put(cell, text)
        dress(cell, BOLD if is_heading or at == 1 else None, "center" if is_heading or at == 2 else "left")
        if is_heading:
            cell.fill = LIGHT
    lines = [lines_needed(text, width - 1) for text, width in zip(texts, ADVICE_WIDTHS, strict=True)]
    sheet.row_dimensions[number].height = row_height(max(lines))


def _advice(column: Column, words: Sequence[str]) -> str:
    if words:
        listed = "、".join(words[:LISTED_WORDS])
        return _("从下拉列表里选：{words}").format(words=listed + ("…" if len(words) > LISTED_WORDS else ""))
    if column.format is DATE:
        return _("日期，写成 2026-01-06 这样")
    if column.format is MONTH:
        return _("年月，写成 1985.03 这样")
    return _("整数，不写单位") if column.format is INT else _("文字")


def _notes(importer: Import) -> list[str]:
    limits, title = importer.limits, importer.title
    return [
        _("从“{title}”表的第 2 行填起，一行一条。带 {star} 的列必填。").format(title=title, star=STAR),
        _("以“示例”开头的那一行只供参考，留着也不会导入。"),
        _("第一行的列名请不要改。列的先后可以调换，多出来的列不会导入。"),
        _("一次最多 {rows:,} 行，文件最多 {size} MB。").format(rows=limits.rows, size=limits.packed // MIB),
        *importer.notes,
    ]


def _draw_lists(book: Workbook, sheet: Worksheet, words: Mapping[Column, Sequence[str]]) -> None:
    """The words on a hidden sheet, and on the rows to be filled the lists that offer them."""
    hidden = book.create_sheet(LISTS_TAB)
    hidden.sheet_state = "hidden"
    for at, (column, listed) in enumerate(words.items(), start=1):
        if not listed:
            continue
        letter = get_column_letter(at)
        for number, word in enumerate((column.title, *listed), start=1):
            put(hidden.cell(number, at), word)
        source = f"'{hidden.title}'!${letter}$2:${letter}${len(listed) + 1}"
        offer = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=True)
        offer.errorStyle = "warning"  # some columns take several words in one cell
        offer.errorTitle, offer.error = _("列表里没有"), _("列表里没有这个词。仍要这样填吗？")
        offer.add(f"{letter}2:{letter}{FILLED_ROWS + 1}")
        sheet.add_data_validation(offer)
