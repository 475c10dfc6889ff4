"""Filling one cell of a form (填写): real dates and numbers where a mark stands alone, and text as text."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles.numbers import is_date_format

from tracker.excel.book.sheets import put
from tracker.excel.book.splice import LOOKS_ESCAPED, clean, plain_number, serial
from tracker.excel.form.marks import FORMS, Field, kind_of, shown
from tracker.excel.form.opening import Content
from tracker.excel.form.stretch import Place
from tracker.excel.formats import wall_time

Find = Callable[[Field], Any]


@dataclass(frozen=True)
class Values:
    """What one copy of a form is filled with, by the marks' own names.

    `title` names its sheet or file; `fields` are the marks of the form; `lists` the rows of each list, by the
    part of the marks after the point. What is missing stays blank, as None does.
    """

    title: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    lists: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)

    def find(self, mark: Field, place: Place | None) -> Any:
        """The value of the mark where it stands: in which copy of which list row."""
        if not mark.table:
            return self.fields.get(mark.name)
        rows = self.lists.get(mark.table, ())
        copy = place.copy if place else 0
        return rows[copy].get(mark.name.partition(".")[2]) if copy < len(rows) else None


def write(cell: Cell, content: Content, find: Find) -> None:
    """Put the values where the marks are; a mark alone keeps the type of its value and the cell's format."""
    mark = content.marked.alone
    if mark:
        _write_value(cell, mark, find(mark))
        return
    pieces = content.marked.pieces
    texts = [shown(find(piece), piece.form) if isinstance(piece, Field) else piece for piece in pieces]
    _write_text(cell, "".join(texts))
    if content.fonts and cell.value is not None:
        runs = zip(content.fonts, map(_as_kept, texts), strict=True)
        cell.value = CellRichText([TextBlock(font, text) if font else text for font, text in runs if text])


def _write_value(cell: Cell, mark: Field, value: Any) -> None:
    kind = kind_of(value)
    if kind == "date" and serial(value) is not None:
        _write_date(cell, mark, value)
    elif kind == "number" and plain_number(value) is not None:
        cell.value = value
        cell.number_format = mark.code_for(value) or cell.number_format
    else:
        _write_text(cell, shown(value, mark.form))


def _write_date(cell: Cell, mark: Field, value: date) -> None:
    code = mark.code_for(value) or cell.number_format
    if not is_date_format(code):
        code = "yyyy-mm-dd hh:mm" if isinstance(value, datetime) else FORMS["day"].code
    cell.value = wall_time(value) if isinstance(value, datetime) else value
    cell.number_format = code


def _write_text(cell: Cell, text: str) -> None:
    if not text:
        cell.value = None
        return
    put(cell, _as_kept(text))


def _as_kept(text: str) -> str:
    """The text such that Excel reads it back as it is."""
    return LOOKS_ESCAPED.sub("_x005F_", clean(text))
