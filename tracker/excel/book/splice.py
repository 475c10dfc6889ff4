"""Own writer of the body rows (表体): a block of rows becomes sheet XML column by column, no cell objects.

Text goes in as inline strings: those are never formulas, so a report cannot carry an injected `=…`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from html import escape as escape_markup
from math import isfinite
from operator import attrgetter
from typing import Any, NamedTuple

from tracker.domain.text import _
from tracker.excel.declaration import DATE, DATETIME, NUMBERS, Column, Format, cell_text, wall_time

LONGEST_TEXT = 32_767  # UTF-16 units that Excel keeps in one cell
REAL = (int, float, Decimal)
TOO_LONG: int = 10**15  # the first number of more digits than Excel keeps
LINE_HEIGHT, AIR = 15, 6  # points; the air keeps text off the lines above and below
FEW_TEXTS = 4  # texts are few when there are four times as many cells
TALLEST_ROW = 405  # Excel's limit is 409.5 points
DAY_ZERO = date(1899, 12, 30).toordinal()
MOMENT_ZERO, FIRST_TRUE_MOMENT = datetime(1899, 12, 30), datetime(1900, 3, 1)  # noqa: DTZ001  Excel has no zones
TIME_ZONE = attrgetter("tzinfo")
FIRST_TRUE_DAY = date(1900, 3, 1).toordinal()  # before it Excel counts a 29 February 1900 that never was

SEPARATOR = "\u241e"  # a printable sign that joins a column's texts: each check runs once over all of them
ROW = b"\0"  # holds the place of the row's number; no text has it any more when it gets here
TEXT_CELL, KEPT_TEXT = b' t="inlineStr"><is><t>', b' t="inlineStr"><is><t xml:space="preserve">'
TEXT_END, BLANK = b"</t></is></c>", b"/>"
AWKWARD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # not allowed in XML at all
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read _x0041_ as the letter A


def clean(text: str) -> str:
    """The text as a cell can hold it: without what XML forbids, line ends one character, never too long."""
    text = LONE_SURROGATE.sub("\ufffd", AWKWARD.sub("", text.replace("\r\n", "\n")))
    if len(text) * 2 <= LONGEST_TEXT:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    mark = _("(已截断)")
    return units[: 2 * (LONGEST_TEXT - len(mark))].decode("utf-16-le", "ignore") + mark


def escape(text: str) -> str:
    """For the inside of an XML element; a lone carriage return would not outlive the parser unescaped."""
    text = escape_markup(text, quote=False).replace("\r", "&#13;")
    return LOOKS_ESCAPED.sub("_x005F_", text) if "_x" in text else text


def display_width(text: str) -> int:
    """Half-width characters that the text takes on paper: GBK's own two bytes are just the wide ones."""
    return len(text.encode("gbk", "replace"))


def lines_needed(text: str, capacity: int) -> int:
    return sum(max(1, -(-display_width(part) // capacity)) for part in text.split("\n"))


def row_height(lines: int) -> int:
    return min(lines * LINE_HEIGHT + AIR, TALLEST_ROW)


class Cells(NamedTuple):
    """The cells of one column in a block: a template (ROW stands for the row's number), what fills it row by
    row, and the lines of text each needs (None: one).

    Where all values are of one kind the markup is in the template: one formatting per row, none per cell.
    """

    template: bytes
    filling: Sequence[Any]
    lines: Sequence[int] | None = None


@dataclass(frozen=True)
class ColumnWriter:
    """One column of the sheet: its letter, the number of its style, the half-width characters in a line."""

    column: Column
    letter: str
    style: int
    capacity: int

    def cells(self, values: Sequence[Any]) -> Cells:
        kinds = set(map(type, values))
        if self.column.format not in (*NUMBERS, *FIGURES):
            return self._texts(values if kinds == {str} else [self._text(value) for value in values])
        if kinds == {datetime} and self.column.format is DATETIME and are_late(values):
            return Cells(self._start + b"><v>%.10f</v></c>", list(map(days_since_zero, values)))
        if kinds == {int} and self.column.format in NUMBERS and are_short(values):
            return Cells(self._start + b"><v>%d</v></c>", values)
        return self._numbers(list(map(FIGURES.get(self.column.format, plain_number), values)), values)

    @property
    def _start(self) -> bytes:
        return f'<c r="{self.letter}{ROW.decode()}" s="{self.style}"'.encode()

    def _text(self, value: Any) -> str:
        return value if type(value) is str else cell_text(value, self.column)

    def _texts(self, texts: Sequence[str]) -> Cells:
        """Few different texts, as names of villages and states are, are made ready once each."""
        different = dict.fromkeys(texts)
        if len(different) * FEW_TEXTS > len(texts):
            return self._made(texts)
        made = self._made(list(different))
        ready = dict(zip(different, made.filling, strict=True))
        if not made.lines:
            return Cells(made.template, list(map(ready.__getitem__, texts)))
        lines = dict(zip(different, made.lines, strict=True))
        return Cells(
            made.template, list(map(ready.__getitem__, texts)), list(map(lines.__getitem__, texts))
        )

    def _made(self, texts: Sequence[str]) -> Cells:
        block = SEPARATOR.join(texts)
        if not is_clean(block) or longest(texts) * 2 > LONGEST_TEXT:
            texts = list(map(clean, texts))
            block = SEPARATOR.join(texts)
        lines = self._lines(texts, block)
        opened = KEPT_TEXT if has_outer_space(block) else TEXT_CELL
        cells = escape(block).encode().split(SEPARATOR.encode())
        if len(cells) > len(texts):  # somebody typed the separator itself
            cells = [escape(text).encode() for text in texts]
        if b"" not in cells:
            return Cells(self._start + opened + b"%b" + TEXT_END, cells, lines)
        filling = [opened + cell + TEXT_END if cell else BLANK for cell in cells]
        return Cells(self._start + b"%b", filling, lines)

    def _lines(self, texts: Sequence[str], block: str) -> Sequence[int] | None:
        if "\n" in block:
            return [lines_needed(text, self.capacity) for text in texts]
        if longest(texts) * 2 <= self.capacity:
            return None
        widths = map(len, "\n".join(texts).encode("gbk", "replace").split(b"\n"))
        return [-(-width // self.capacity) for width in widths]

    def _numbers(self, figures: Sequence[bytes | None], values: Sequence[Any]) -> Cells:
        """`figures` are the values as XML has them, None for what is no number (blank, dash, a word)."""
        if None not in figures:
            return Cells(self._start + b"><v>%b</v></c>", figures)
        filling = [
            self._other(value) if figure is None else b"><v>%b</v></c>" % figure
            for figure, value in zip(figures, values, strict=True)
        ]
        return Cells(self._start + b"%b", filling)

    def _other(self, value: Any) -> bytes:
        text = escape(clean(cell_text(value, self.column)))
        return KEPT_TEXT + text.encode() + TEXT_END if text else BLANK


def are_short(values: Sequence[int]) -> bool:
    """Whether Excel keeps all digits of all of them."""
    return max(map(abs, values)) < TOO_LONG


def are_late(values: Sequence[datetime]) -> bool:
    """Whether all are wall time and after the day from which Excel's calendar is right."""
    return not any(map(TIME_ZONE, values)) and min(values) >= FIRST_TRUE_MOMENT


def days_since_zero(value: datetime) -> float:
    since = value - MOMENT_ZERO
    return since.days + since.seconds / 86_400


def longest(texts: Sequence[str]) -> int:
    return max(map(len, texts), default=0)


def has_outer_space(block: str) -> bool:
    """Whether some text begins or ends with a blank that readers would drop unless told to keep it."""
    blanks = [blank for blank in " \t\n\r" if blank in block]
    edges = f"{SEPARATOR}{block}{SEPARATOR}" if blanks else ""
    return any(f"{SEPARATOR}{blank}" in edges or f"{blank}{SEPARATOR}" in edges for blank in blanks)


def is_clean(block: str) -> bool:
    """Nothing here that clean() would touch; isprintable() is many times faster than a pattern."""
    return block.replace("\n", "").replace("\t", "").replace("\u3000", "").isprintable()


def serial(value: Any) -> bytes | None:
    """The day count that Excel keeps for a date; None for what is none."""
    if not isinstance(value, date) or value.toordinal() < FIRST_TRUE_DAY:
        return None
    if not isinstance(value, datetime):
        return b"%d" % (value.toordinal() - DAY_ZERO)
    return b"%.10f" % days_since_zero(wall_time(value))


@lru_cache(maxsize=4096)  # a ledger of years holds few different days
def day_serial(value: Any) -> bytes | None:
    """The same for a column of dates: the hour of an instant would hide it from a filter by day."""
    return serial(wall_time(value).date() if isinstance(value, datetime) else value)


def plain_number(value: Any) -> bytes | None:
    """The number as XML has it; None for what is none, or would lose digits."""
    if not isinstance(value, REAL) or isinstance(value, bool) or not isfinite(value):
        return None
    if isinstance(value, int) and abs(value) >= TOO_LONG:
        return None
    return str(value).encode()


FIGURES: dict[Format, Callable[[Any], bytes | None]] = {DATE: day_serial, DATETIME: serial}
