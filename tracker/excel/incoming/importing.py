"""What a sheet that comes in is (导入), as data: its headings, who may, and the step that takes a row."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.excel.declaration import Column
from tracker.excel.incoming.file_kind import UnreadableFile
from tracker.excel.incoming.intake import DEFAULT, Limits
from tracker.excel.incoming.matching import equal, names_of, plain
from tracker.excel.incoming.outcome import CellError, ImportResult
from tracker.excel.incoming.parse import text
from tracker.excel.incoming.read import Line, Table, is_blank, open_table

NO_HEADINGS = _("文件无法读取：没有找到表头。表头一行应有这些列：{columns}。您的表里有：{headers}。")
MISSING_COLUMNS = _("文件无法读取：表头缺少这些列：{columns}。您的表里有：{headers}。")
NO_SUCH_COLUMN = _("您的表里没有“{header}”这一列，请重新核对列")
REQUIRED = _("必填，不能为空")

Pairs = Sequence[tuple[Column, int | None]]  # our columns, and where they stand in the file


@dataclass(frozen=True)
class ParsedRow:
    """One row against declared columns: values by the columns' `value`, or what is wrong with it.

    `cells` are the file's own values, from left to right.
    """

    number: int
    values: dict[str, Any]
    wrong: tuple[CellError, ...]
    cells: Sequence[Any]


@dataclass(frozen=True)
class Import:
    """One kind of sheet. `variants`: the sets of headings under which it comes, the usual one first.

    `put(act, values)` is a step of the feature: it takes one row's values (named by the columns) and answers
    new, updated or skipped; a RuleBroken of it is reported at the row, at the column it names as its field.
    `notes` are sentences for the template's sheet 填写说明.
    """

    kind: str
    title: str
    action: str
    variants: tuple[tuple[Column, ...], ...]
    put: Callable[[Any, dict[str, Any]], str]
    limits: Limits = DEFAULT
    notes: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The usual columns: those of the template, and those that a file's headings are matched with."""
        return self.variants[0]

    def open(self, source: str | Path | bytes) -> Table:
        """The table in a file, its headings found by ours or else guessed; UnreadableFile when it is none."""
        known = [name for variant in self.variants for column in variant for name in names_of(column)]
        return open_table(source, self.limits, known)

    def read(
        self, source: str | Path | bytes | Table, mapping: Mapping[str, str] | None = None
    ) -> tuple[tuple[Column, ...], Iterator[ParsedRow]]:
        """Our columns under the headings a file uses, and its rows; UnreadableFile when it is none of ours.

        `mapping` is {column value: heading of the file}, as somebody matched them; None: by their names.
        """
        table = source if isinstance(source, Table) else self.open(source)
        columns, found = self._matched(table) if mapping is None else self._mapped(table, mapping)
        pairs = tuple((column, _place(table, found.get(str(column.value)))) for column in columns)
        missing = [column.title for column, at in pairs if column.required and at is None]
        if missing:
            raise UnreadableFile(MISSING_COLUMNS, columns="、".join(missing), headers=_listed(table))
        pairs = tuple((_as_in_file(column, table, at), at) for column, at in pairs)
        return tuple(column for column, _at in pairs), (_parsed(line, pairs) for line in table)

    def _matched(self, table: Table) -> tuple[tuple[Column, ...], Mapping[str, str | None]]:
        if not table.is_known:
            titles = "、".join(column.title for column in self.columns)
            raise UnreadableFile(NO_HEADINGS, columns=titles, headers=_listed(table))
        found = [(columns, equal(table.headers, columns)) for columns in self.variants]
        return next((pair for pair in found if _is_whole(*pair)), found[0])

    def _mapped(
        self, table: Table, mapping: Mapping[str, str]
    ) -> tuple[tuple[Column, ...], Mapping[str, str | None]]:
        for header in filter(None, mapping.values()):
            if header not in table.headers:
                raise UnreadableFile(NO_SUCH_COLUMN, header=header)
        return self.columns, mapping


def take(importer: Import, columns: Sequence[Column], act: Any, row: ParsedRow, result: ImportResult) -> None:
    """One row into the running act, or what is wrong with it into the result."""
    errors = row.wrong
    if not errors:
        try:
            outcome: Any = importer.put(act, row.values)
        except RuleBroken as broken:
            errors = (refused(row, columns, broken),)
        else:
            result.add(row.number, row.cells, outcome)
            return
    result.add_wrong(row.number, row.cells, errors)


def refused(row: ParsedRow, columns: Sequence[Column], broken: RuleBroken) -> CellError:
    """What a rule says of a row, at the heading of the field it names."""
    title = next((column.title for column in columns if column.value == broken.field), _("整行"))
    return CellError(row.number, title, str(broken))


def _is_whole(columns: Sequence[Column], found: Mapping[str, str | None]) -> bool:
    return all(found[str(column.value)] for column in columns if column.required)


def _place(table: Table, header: str | None) -> int | None:
    return table.headers.index(header) if header else None


def _as_in_file(column: Column, table: Table, at: int | None) -> Column:
    """The column under the heading people see in their file; ours where only the dress differs."""
    if at is None or plain(table.headers[at]) == plain(column.title):
        return column
    return replace(column, title=table.headers[at])


def _listed(table: Table) -> str:
    return "、".join(filter(None, table.headers))


def _parsed(line: Line, pairs: Pairs) -> ParsedRow:
    number, cells = line
    values: dict[str, Any] = {}
    wrong: list[CellError] = []
    for column, at in pairs:
        try:
            values[str(column.value)] = _value(None if at is None else cells[at], column)
        except RuleBroken as broken:
            wrong.append(CellError(number, column.title, str(broken)))
    return ParsedRow(number, values, tuple(wrong), cells)


def _value(cell: Any, column: Column) -> Any:
    if is_blank(cell):
        if column.required:
            raise RuleBroken(REQUIRED)
        return None
    return (column.parse or text)(cell)
