"""Names of ranges (名称): they follow the rows they name, and each copy of a sheet gets its own."""

from collections.abc import Mapping
from copy import copy
from typing import Any

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from tracker.excel.form.references import Moves, Where, moved, references


def move_names(book: Workbook, moves: Moves) -> None:
    """The names of the whole book, after the moves of the first copy."""
    for name in book.defined_names.values():
        name.attr_text = _moved(name, "", moves)


def copy_names(source: Worksheet, target: Worksheet, moves: Moves, shared: Mapping[str, DefinedName]) -> None:
    """The sheet's own names, and the `shared` ones that speak of this sheet: each copy means itself."""
    goal: Any = target
    own = dict(source.defined_names)
    for name, defined in shared.items():
        if name not in own and _speaks_of(defined, source.title):
            own[name] = defined
    for name, defined in own.items():
        new = copy(defined)
        new.attr_text = _moved(defined, source.title, moves)
        goal.defined_names[name] = new


def _moved(name: DefinedName, title: str, moves: Moves) -> str | None:
    return moved(name.attr_text, Where(title), moves, lone_cells=True) if name.attr_text else name.attr_text


def _speaks_of(name: DefinedName, title: str) -> bool:
    found = references(name.attr_text or "") or ()
    return any(reference.sheet.casefold() == title.casefold() for reference in found)
