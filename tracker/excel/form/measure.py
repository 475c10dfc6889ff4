"""How much room a form gives (量尺): columns and rows in points, and the lines a text takes in them."""

import re
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from tracker.excel.book.splice import display_width

POINTS_PER_PIXEL = 0.75
PADDING = 4  # points that a cell keeps free beside its text
DEFAULT_HEIGHT, DEFAULT_CHARACTERS = 15.0, 8.43
LAST_COLUMN = 16_384
WORD = re.compile(r"[!-~]+|.", re.DOTALL)  # Latin words and figures break as one, everything else anywhere
NOT_FIRST = "，。、；：？！）》”’】%"  # no line begins with these, they take the sign before along


class Ruler:
    """The rows and columns of a sheet in points, as they stand when asked."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._character = _character_width(sheet)
        self._widths: dict[int, float] = {}
        for dimension in sheet.column_dimensions.values():
            characters = 0.0 if dimension.hidden else dimension.width
            first, last = dimension.min or 0, dimension.max or 0
            columns = range(first, min(last, LAST_COLUMN) + 1)
            self._widths.update(dict.fromkeys(columns, characters * self._character))

    def width(self, first: int, last: int) -> float:
        standard = self._sheet.sheet_format.defaultColWidth or DEFAULT_CHARACTERS
        columns = range(first, last + 1)
        return sum(self._widths.get(column, standard * self._character) for column in columns)

    def height(self, row: int) -> float:
        dimension = self._sheet.row_dimensions.get(row)
        if dimension is None:
            return self._sheet.sheet_format.defaultRowHeight or DEFAULT_HEIGHT
        if dimension.hidden:
            return 0.0
        return dimension.ht or self._sheet.sheet_format.defaultRowHeight or DEFAULT_HEIGHT

    def top(self, row: int) -> float:
        """Points above the row."""
        return sum(self.height(above) for above in range(1, row))


def _character_width(sheet: Worksheet) -> float:
    """The points of one character of column width: the figure 0 in the book's default font, whole pixels."""
    book: Any = sheet.parent
    font = book._named_styles["Normal"].font
    pixels = round((font.sz or 11) / POINTS_PER_PIXEL)
    wide = not (font.name or "").isascii()  # 宋体 draws figures half as wide as its signs, and rounds up
    return max(5, -(-pixels // 2) if wide else pixels // 2) * POINTS_PER_PIXEL


def lines_of(text: str, size: float, width: float) -> int:
    """Lines of the text at `size` points in a cell `width` points wide, broken as Excel breaks them."""
    room = max(int((width - PADDING) / (size / 2)), 2)
    return sum(_lines(part, room) for part in text.split("\n"))


def _lines(text: str, room: int) -> int:
    lines, used = 1, 0
    for word in WORD.findall(text):
        wide = display_width(word)
        if used + wide <= room or not used:
            used += wide
        else:
            lines, used = lines + 1, wide + (2 if word in NOT_FIRST else 0)
        lines, used = lines + (max(used, 1) - 1) // room, (max(used, 1) - 1) % room + 1
    return lines
