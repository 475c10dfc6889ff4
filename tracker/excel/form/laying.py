"""A form laid out anew (铺排): every row of the blank to each of its places, with all that hangs on rows."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Any

from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from tracker.excel.form.cell_rules import lay_rules
from tracker.excel.form.entries import write
from tracker.excel.form.opening import Contents, cells_of
from tracker.excel.form.references import Moves, Where, moved
from tracker.excel.form.stretch import Block, Place, RowMap

LookAt = Callable[[Cell, Cell, Place], None]


@dataclass(frozen=True)
class Laying:
    """One sheet of the blank, the empty sheet it goes to, and how the rows of the whole book move."""

    source: Worksheet
    target: Worksheet
    moves: Moves

    @property
    def rows(self) -> RowMap:
        return self.moves.rows_of(self.source.title)

    def where(self, place: Place) -> Where:
        return Where(self.source.title, place.block, place.copy)


def lay(laying: Laying, look_at: LookAt) -> None:
    """Lay out all but the pictures; `look_at` gets each cell of the blank, its new cell and the place."""
    _lay_columns(laying)
    _lay_rows(laying)
    _lay_merges(laying)
    for cell in cells_of(laying.source):
        for place in laying.rows.places(cell.row):
            new = _lay_cell(laying, cell, place)
            if isinstance(cell, Cell):
                look_at(cell, new, place)
    lay_rules(laying.source, laying.target, laying.moves)
    _lay_breaks(laying)
    _lay_filter(laying)


def _lay_cell(laying: Laying, cell: Any, place: Place) -> Any:
    inside: Any = laying.target
    new = type(cell)(laying.target, row=place.row, column=cell.column)
    new._style = copy(cell._style)
    inside._cells[place.row, cell.column] = new
    if isinstance(cell, Cell):
        new._value, new.data_type = _value(laying, cell, place), cell.data_type
        if cell.hyperlink:
            new._hyperlink = copy(cell.hyperlink)
            new._hyperlink.ref = new.coordinate
            if new._hyperlink.location:
                new._hyperlink.location = moved(new._hyperlink.location, laying.where(place), laying.moves)
        if cell.comment:
            note = cell.comment
            new.comment = Comment(note.text, note.author, note.height, note.width)
    return new


def _value(laying: Laying, cell: Cell, place: Place) -> Any:
    value: Any = cell.value
    if isinstance(value, ArrayFormula):
        where = laying.where(place)
        text = moved(value.text or "", where, laying.moves)
        return ArrayFormula(moved(value.ref, where, laying.moves), text)
    if cell.data_type == "f":
        return moved(str(value), laying.where(place), laying.moves)
    return value


def _lay_columns(laying: Laying) -> None:
    target: Any = laying.target
    for key, dimension in laying.source.column_dimensions.items():
        target.column_dimensions[key] = copy(dimension)
        target.column_dimensions[key].worksheet = laying.target


def _lay_rows(laying: Laying) -> None:
    target: Any = laying.target
    for row, dimension in laying.source.row_dimensions.items():
        for place in laying.rows.places(row):
            new: Any = copy(dimension)
            new.index, new.worksheet = place.row, laying.target
            target.row_dimensions[place.row] = new


def _lay_merges(laying: Laying) -> None:
    for merge in laying.source.merged_cells.ranges:
        for first, last in _copies(laying.rows, merge.min_row, merge.max_row):
            area = CellRange(min_col=merge.min_col, max_col=merge.max_col, min_row=first, max_row=last)
            laying.target.merged_cells.add(area)


def _copies(rows: RowMap, first: int, last: int) -> list[tuple[int, int]]:
    """A merge of the list rows stands in every copy, any other once: stretched when it frames the list."""
    block: Block | None = rows.block_at(first)
    if block is None or last > block.bottom:
        return [rows.span(first, last)]
    return [(place.row, place.row + last - first) for place in rows.places(first)]


def _lay_breaks(laying: Laying) -> None:
    """Page breaks stand below a row; one below the last list row stays below the list."""
    target: Any = laying.target
    for one in laying.source.row_breaks.brk:
        block = laying.rows.block_at(one.id)
        inside = block is not None and one.id < block.bottom
        copies = [place.row for place in laying.rows.places(one.id)]
        for row in copies if inside else [laying.rows.span(1, one.id)[1]]:
            target.row_breaks.append(Break(id=row, min=one.min, max=one.max, man=one.man, pt=one.pt))
    for one in laying.source.col_breaks.brk:
        target.col_breaks.append(copy(one))


def _lay_filter(laying: Laying) -> None:
    target: Any = laying.target
    where = Where(laying.source.title)
    old: Any = laying.source.auto_filter
    if old.ref:
        target.auto_filter = copy(old)
        target.auto_filter.ref = moved(old.ref, where, laying.moves)
        if old.sortState is not None:
            target.auto_filter.sortState.ref = moved(old.sortState.ref, where, laying.moves)
    area = laying.source.print_area
    if area:
        ranges = [CellRange(part.rpartition("!")[2].replace("$", "")) for part in area.split(",")]
        target.print_area = [_stretched(laying.rows, one) for one in ranges]
    if laying.source.print_title_rows:
        first, last = map(int, laying.source.print_title_rows.replace("$", "").split(":"))
        target.print_title_rows = "{}:{}".format(*laying.rows.span(first, last))
    target.print_title_cols = laying.source.print_title_cols


def _stretched(rows: RowMap, area: CellRange) -> str:
    first, last = rows.span(area.min_row, area.max_row)
    return f"{get_column_letter(area.min_col)}{first}:{get_column_letter(area.max_col)}{last}"


def follow(sheet: Worksheet, moves: Moves, contents: Contents) -> None:
    """Let what a sheet without marks says of the filled sheets follow them; its own rows stay."""
    where = Where(sheet.title)
    for cell in cells_of(sheet):
        if not isinstance(cell, Cell):
            continue
        value: Any = cell.value
        if isinstance(value, ArrayFormula):
            value.text = moved(value.text or "", where, moves)
        elif cell.data_type == "f":
            cell.value = moved(str(value), where, moves)
        elif content := contents.get((cell.row, cell.column)):
            write(cell, content, lambda mark: None)
        if cell.hyperlink and cell.hyperlink.location:
            cell.hyperlink.location = moved(cell.hyperlink.location, where, moves)
    lay_rules(sheet, sheet, moves)
