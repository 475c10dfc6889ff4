"""Tables that people hand in (导入): .xlsx and .csv as rows under headings, numbered as in the file."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.excel.intake import (
    DAMAGED,
    DEFAULT,
    LARGE,
    LOCKED,
    NOT_A_TABLE,
    Limits,
    UnreadableFile,
    check_size,
    check_workbook,
)
from tracker.excel.parse import EDGES, parse_date, parse_datetime, parse_int, text
from tracker.excel.report import Column

__all__ = [
    "DEFAULT",
    "LARGE",
    "CellError",
    "ImportResult",
    "Limits",
    "Row",
    "Sheet",
    "UnreadableFile",
    "open_sheet",
    "parse_date",
    "parse_datetime",
    "parse_int",
    "read_rows",
    "text",
]

HEADING_ROWS = 20  # the headings stand among the first filled rows, below a title perhaps
ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
NO_HEADINGS = _("文件无法读取：没有找到表头。表头一行应有这些列：{columns}。")
MISSING_COLUMNS = _("文件无法读取：表头缺少这些列：{columns}。")
EMPTY = _("文件无法读取：表格是空的。")

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")  # no table of text holds these, most other files do

Line = tuple[int, Sequence[Any]]


class Row(NamedTuple):
    """One filled row: its number in the file, counted from 1, and its cells by heading (None where blank)."""

    number: int
    cells: dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """A table with its headings; iterate over it for the rows, as often as needed."""

    name: str
    headers: tuple[str, ...]
    below: int
    lines: Callable[[], Iterable[Line]]

    def __iter__(self) -> Iterator[Row]:
        for number, values in self.lines():
            if number > self.below:
                cells = {name: value for name, value in zip(self.headers, values, strict=False) if name}
                yield Row(number, cells)


@dataclass(frozen=True)
class CellError:
    """What is wrong with one cell (单元格错误), by the file's own row number and the column's heading."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return _("第 {row} 行“{column}”：{message}").format(
            row=self.row, column=self.column, message=self.message
        )


@dataclass
class ImportResult:
    """What an import did (导入结果), or would do in a dry run."""

    new: int = 0
    updated: int = 0
    skipped: int = 0
    wrong: list[CellError] = field(default_factory=list)

    @property
    def wrong_rows(self) -> int:
        return len({error.row for error in self.wrong})

    @property
    def summary(self) -> str:
        return _("新增 {new} 条，更新 {updated} 条，跳过 {skipped} 条，有误 {wrong} 行").format(
            new=self.new, updated=self.updated, skipped=self.skipped, wrong=self.wrong_rows
        )


@dataclass(frozen=True)
class ParsedRow:
    """One row against declared columns: values by the columns' `value`, or what is wrong with it."""

    number: int
    values: dict[str, Any]
    wrong: tuple[CellError, ...]


def open_sheet(source: str | Path | bytes, limits: Limits = DEFAULT, known: Collection[str] = ()) -> Sheet:
    """The first visible sheet that has the `known` headings; when none are given, the first with anything.

    Headings are found below title rows, and match whatever blanks, stars or full-width signs surround them.
    """
    data = _load(source, limits)
    if data.startswith(OLD_OFFICE):
        raise UnreadableFile(LOCKED)
    tables = _workbook_tables(data, limits) if data.startswith(ZIP) else [("", _csv_lines(data))]
    found_any = False
    for name, lines in tables:
        found_any = found_any or next(iter(lines()), None) is not None
        if heading := _heading(lines(), known):
            below, headers = heading
            return Sheet(name, headers, below, lines)
    raise UnreadableFile(NO_HEADINGS if found_any else EMPTY, columns="、".join(known))


def read_rows(sheet: Sheet, columns: Iterable[Column]) -> Iterator[ParsedRow]:
    """The rows by declared columns (`parse`, `required`), whose `value` must be a name."""
    headings = {_plain(header): header for header in sheet.headers}
    pairs = [(column, headings.get(_plain(column.title))) for column in columns]
    missing = [column.title for column, heading in pairs if column.required and not heading]
    if missing:
        raise UnreadableFile(MISSING_COLUMNS, columns="、".join(missing))
    return (_parsed(row, pairs) for row in sheet)


def _parsed(row: Row, pairs: Sequence[tuple[Column, str | None]]) -> ParsedRow:
    values, wrong = {}, []
    for column, heading in pairs:
        cell = row.cells.get(heading) if heading else None
        try:
            values[str(column.value)] = _value(cell, column)
        except RuleBroken as broken:
            wrong.append(CellError(row.number, column.title, str(broken)))
    return ParsedRow(row.number, values, tuple(wrong))


def _value(cell: Any, column: Column) -> Any:
    if cell is None or (isinstance(cell, str) and not cell.strip(EDGES)):
        if column.required:
            raise RuleBroken(_("必填，不能为空"))
        return None
    return (column.parse or text)(cell)


def _load(source: str | Path | bytes, limits: Limits) -> bytes:
    if isinstance(source, bytes):
        check_size(len(source), limits)
        return source
    try:
        check_size(Path(source).stat().st_size, limits)
        return Path(source).read_bytes()
    except OSError as broken:
        raise UnreadableFile(_("文件无法读取：打不开 {name}。"), name=Path(source).name) from broken


def _workbook_tables(data: bytes, limits: Limits) -> Iterator[tuple[str, Callable[[], Iterable[Line]]]]:
    check_workbook(data, limits)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in book.sheets_metadata:
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
                rows = book.get_sheet_by_name(sheet.name).iter_rows
                yield sheet.name, partial(_filled, rows)
    except CalamineError as broken:
        raise UnreadableFile(DAMAGED) from broken


def _csv_lines(data: bytes) -> Callable[[], Iterable[Line]]:
    content = _decoded(data)
    first = content.lstrip().partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    return partial(_filled, partial(_records, content, delimiter))


def _records(content: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
    except csv.Error as broken:
        raise UnreadableFile(DAMAGED) from broken


def _decoded(data: bytes) -> str:
    """UTF-8 as most programs write it, else what Chinese office programs call CSV; else it is no table."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            content = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not CONTROL.search(content):
            return content
    raise UnreadableFile(NOT_A_TABLE)


def _filled(rows: Callable[[], Iterable[Sequence[Any]]]) -> Iterator[Line]:
    """The rows that hold anything, numbered; office files carry thousands of blank formatted ones."""
    for number, row in enumerate(rows(), start=1):
        if row.count("") < len(row):
            values = [None if value == "" else value for value in row]
            if any(not isinstance(value, str) or value.strip(EDGES) for value in values if value is not None):
                yield number, values


def _heading(lines: Iterable[Line], known: Collection[str]) -> tuple[int, tuple[str, ...]] | None:
    """The number of the row of headings and the headings, spelled as the `known` ones."""
    spelled = {_plain(name): name for name in known}
    best, matches = None, 0
    for number, values in islice(lines, HEADING_ROWS):
        plain = [_plain(value) for value in values]
        found = len(spelled.keys() & set(plain))
        if not known or found > matches:
            pairs = zip(plain, values, strict=True)
            headers = [spelled.get(name) or " ".join(str(value or "").split()) for name, value in pairs]
            best, matches = (number, _once_each(headers)), found
        if not known:
            break
    return best if matches >= min(2, len(spelled)) else None


def _once_each(headers: Sequence[str]) -> tuple[str, ...]:
    """Of two columns under one heading the first counts; the other has none."""
    return tuple("" if name in headers[:at] else name for at, name in enumerate(headers))


def _plain(heading: Any) -> str:
    """*姓　名（必填） and 姓名 are one heading."""
    written = unicodedata.normalize("NFKC", str(heading or ""))
    return re.sub(r"\((必填|选填)\)|\*", "", "".join(written.split()))
