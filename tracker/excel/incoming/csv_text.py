"""Tables as plain text (CSV): any delimiter and any encoding that Chinese offices use."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from functools import partial

from tracker.domain.text import _
from tracker.excel.incoming.file_kind import DAMAGED, NOT_A_TABLE, UnreadableFile

DELIMITERS = ",\t;"
LOOKED_AT = 20  # lines; the first ones may be titles without any delimiter
CUT_OFF = 3  # a sign of UTF-8 has up to four bytes: a file that ends within one was not sent whole
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")  # no table of text holds these, most other files do
KEPT_AS_TEXT = re.compile(r'="([^"]*)"')  # how a program tells Excel that 007 is no number
QUOTES = _("文件无法读取：第 {row} 行的引号不成对。请在 WPS 或 Excel 中打开，另存为 .xlsx 后再上传。")


def records_of(data: bytes) -> Callable[[], Iterator[list[str]]]:
    """The records of a CSV file, to be gone through as often as needed; UnreadableFile when it is none.

    While going through them it is raised where quotes do not match.
    """
    content = decoded(data)
    return partial(_records, content, _delimiter(content))


def _records(content: str, delimiter: str) -> Iterator[list[str]]:
    keeps_text = '="' in content
    number = 0
    try:
        for record in csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True):
            number += 1
            yield [_inner(cell) for cell in record] if keeps_text else record
    except csv.Error as broken:
        raise UnreadableFile(QUOTES, row=number + 1) from broken


def decoded(data: bytes) -> str:
    """UTF-8 as most programs write it, UTF-16 as Excel's “Unicode text” is, else GB18030."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _in(data, "utf-16")
    try:
        return _plain(data.decode("utf-8-sig"))
    except UnicodeDecodeError as broken:
        if broken.start >= max(len(data) - CUT_OFF, 1) and not data[: broken.start].isascii():
            raise UnreadableFile(DAMAGED) from broken
    return _in(data, "gb18030")


def _in(data: bytes, encoding: str) -> str:
    try:
        return _plain(data.decode(encoding))
    except UnicodeDecodeError as broken:
        cut_off = broken.start >= len(data) - CUT_OFF and broken.start > 0
        raise UnreadableFile(DAMAGED if cut_off else NOT_A_TABLE) from broken


def _plain(content: str) -> str:
    if CONTROL.search(content):
        raise UnreadableFile(NOT_A_TABLE)
    return content


def _delimiter(content: str) -> str:
    start = "".join(io.StringIO(content).readlines(LOOKED_AT)[:LOOKED_AT])
    return max(DELIMITERS, key=start.count)


def _inner(cell: str) -> str:
    found = KEPT_AS_TEXT.fullmatch(cell)
    return found[1] if found else cell
