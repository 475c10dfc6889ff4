"""Cells far away (远处的单元格): filled ones beyond the limits; a reader would lay out everything up to them.

Blank formatted ones may lie anywhere, readers pass over them.
Cells as all office programs write them are judged by one pattern at the speed of unpacking; a part with any
other way of writing (no addresses, name prefixes, odd blanks) is walked through tag by tag.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

LAST_COLUMN = 104  # CZ
BLANKS = b" \t\r\n"

MARKED = rb'(?: s="\d++")?+(?: t="[a-zA-Z]++")?+ ?'
PREFIXED = re.compile(rb":c[\s/>]")
TOKEN = re.compile(rb"<(/?)(?:[^<>\s/]*:)?(row|c|v|is)(?=[\s/>])([^<>]*)(>?)")
ATTRIBUTE = re.compile(rb"""\s+([^\s=<>"']+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")
ADDRESS = re.compile(rb"([A-Za-z]{1,3})([1-9]\d{0,6})")


class OddCell(Exception):
    """A tag as no office program writes it."""


class FarCell(Exception):
    """A filled cell beyond the limits."""


@lru_cache
def _unusual(rows: int) -> re.Pattern[bytes]:
    """A cell that is neither plainly within the limits nor plainly blank."""
    digits = str(rows)
    near_rows = rf"\d{{1,{len(digits) - 1}}}+"
    if digits[0] > "1":
        near_rows += rf"|[1-{int(digits[0]) - 1}]\d{{{len(digits) - 1}}}"
    near = rf'[A-C]?[A-Z](?:{near_rows})"'.encode()
    blank = rb'[A-Z]{1,3}\d{1,7}"'
    return re.compile(rb'<c(?! r="(?:%b%b/?>|%b%b/>))(?=[\s/>])' % (near, MARKED, blank, MARKED))


def is_unusual(window: bytes, rows: int) -> bool:
    """Whether this much of a part (whole tags) has a cell that only a walk through the part can judge."""
    if _unusual(rows).search(window):
        return True
    return b":" in window and bool(PREFIXED.search(window))


def walk(windows: Iterable[bytes], rows: int) -> None:
    """Go through a whole part; FarCell or OddCell where it may not be read."""
    walker = _Walker(rows)
    for window in windows:
        for token in TOKEN.finditer(window):
            walker.step(*token.groups())


class _Walker:
    """Where the reader would be: cells without an address follow the one before them."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.row, self.column, self.is_far = 1, 1, False

    def step(self, slash: bytes, name: bytes, attributes: bytes, closed: bytes) -> None:
        if not closed:
            raise OddCell
        is_empty = attributes.endswith(b"/")
        if name == b"row":
            self._row(_address(attributes), ends=bool(slash) or is_empty)
        elif slash:
            return
        elif name == b"c":
            self._cell(_address(attributes))
        elif self.is_far and not is_empty:
            raise FarCell

    def _row(self, number: bytes, ends: bool) -> None:
        if number:
            if not number.isdigit() or len(number) > 7:
                raise OddCell
            self.row = int(number)
        if ends:
            self.row, self.column = self.row + 1, 1

    def _cell(self, address: bytes) -> None:
        row = self.row
        if address:
            found = ADDRESS.fullmatch(address)
            if not found:
                raise OddCell
            row, self.column = int(found[2]), _column_number(found[1])
        self.is_far = row > self.rows or self.column > LAST_COLUMN
        self.column += 1


def _address(attributes: bytes) -> bytes:
    """The value of r; OddCell when it stands there twice, or something else than attributes does."""
    rest = attributes.removesuffix(b"/").rstrip(BLANKS)
    found, at = [], 0
    while at < len(rest):
        attribute = ATTRIBUTE.match(rest, at)
        if not attribute:
            raise OddCell
        if attribute[1] == b"r":
            found.append(attribute[2] or attribute[3] or b"")
        at = attribute.end()
    if len(found) > 1:
        raise OddCell
    return found[0] if found else b""


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
