"""Which column of a file is which of ours (表头对应), whatever its heading is called and however dressed."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from tracker.domain.text import _
from tracker.excel.declaration import Column

ROW_NUMBER, PROBLEM = _("原行号"), _("问题")
OURS = frozenset({ROW_NUMBER, PROBLEM})
"""The headings that a sheet of bad rows has more than the file it came from; they are never read."""

DRESS = re.compile(r"\((必填|选填|必填项|选填项|可不填)\)|[*:]")
NUMERALS = re.compile(r"[0-9一二三四五六七八九十]")
CLOSE, HELD = 0.6, 0.7  # how alike two headings are; the second where one is part of the other
SHORTEST_PART = 2


def plain(heading: Any) -> str:
    """*姓　名（必填）： and 姓名 are one heading."""
    written = unicodedata.normalize("NFKC", "" if heading is None else str(heading))
    return DRESS.sub("", "".join(written.split())).lower()


def names_of(column: Column) -> tuple[str, ...]:
    """The heading of a column and the other headings it is known by."""
    return column.title, *column.also


def equal(headers: Sequence[str], columns: Iterable[Column]) -> dict[str, str | None]:
    """{column value: the heading of the file that says just this, None where there is none}."""
    free = {plain(header): header for header in reversed(headers) if header and header not in OURS}
    found: dict[str, str | None] = {str(column.value): None for column in columns}
    for level in (0, 1):  # a column's own heading goes before what others may call it
        for column in columns:
            names = names_of(column)[:1] if level == 0 else column.also
            if found[str(column.value)] is None:
                match = next((name for name in map(plain, names) if name in free), None)
                found[str(column.value)] = free.pop(match) if match else None
    return found


def suggest(headers: Sequence[str], columns: Sequence[Column]) -> dict[str, str | None]:
    """The same, and for what is left the headings most alike; each heading serves one column."""
    found = equal(headers, columns)
    used = {header for header in found.values() if header}
    left = [header for header in headers if header and header not in used | OURS]
    pairs = sorted(_pairs(left, columns), key=lambda pair: -pair[0])
    for _alike, value, header in pairs:
        if found[value] is None and header not in used:
            found[value] = header
            used.add(header)
    return found


def _pairs(headers: Sequence[str], columns: Iterable[Column]) -> Iterator[tuple[float, str, str]]:
    for column in columns:
        for header in headers:
            alike = max(_alike(plain(header), plain(name)) for name in names_of(column))
            if alike >= CLOSE:
                yield alike, str(column.value), header


def _alike(one: str, other: str) -> float:
    """From 0 to 1; 一级分类 and 二级分类 are not alike at all."""
    if NUMERALS.findall(one) != NUMERALS.findall(other):
        return 0
    alike = SequenceMatcher(None, one, other).ratio()
    shorter = min(one, other, key=len)
    is_part = len(shorter) >= SHORTEST_PART and (one in other or other in one)
    return max(alike, HELD) if is_part else alike
