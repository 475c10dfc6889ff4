"""Reads one old workbook (.xls) from standard input, in a process of its own, and answers it as JSON.

Such a file states its sizes at will and the reader believes it; here that costs this process only. It is run
by its path with the largest row and column as arguments, so it knows nothing of the program around it.
"""

import io
import json
import sys
from typing import Any

try:
    import resource
except ImportError:  # Windows has no such limits; the time limit of the caller remains
    resource = None  # type: ignore[assignment]

MEMORY = 1 << 30
MOST_SIGNS = 1 << 25  # of all texts: cells may share one, and each would be handed over on its own


def as_json(value: Any) -> list[str]:
    """What JSON has no word for: the name of its type, and its ISO text."""
    return [type(value).__name__, value.isoformat() if hasattr(value, "isoformat") else str(value)]


def answer(data: bytes, last_row: int, last_column: int) -> dict[str, Any]:
    """{"sheets": [{name, column, rows: [[number, values]…]}…]}, the visible ones; or {"refused": why}."""
    import python_calamine as calamine  # only now, under the limit

    sheets: list[dict[str, Any]] = []
    signs = 0
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for about in book.sheets_metadata:
            kind = about.typ, about.visible
            if kind != (calamine.SheetTypeEnum.WorkSheet, calamine.SheetVisibleEnum.Visible):
                continue
            sheet = book.get_sheet_by_name(about.name)
            if sheet.end and (sheet.end[0] >= last_row or sheet.end[1] >= last_column):
                return {"refused": "far"}
            numbered = enumerate(sheet.iter_rows(), start=1)
            rows = [(number, row) for number, row in numbered if row.count("") < len(row)]
            signs += sum(len(cell) for _number, row in rows for cell in row if isinstance(cell, str))
            if signs > MOST_SIGNS:
                return {"refused": "far"}
            column = sheet.start[1] if sheet.start else 0
            sheets.append({"name": about.name, "column": column, "rows": rows})
    except calamine.CalamineError:
        return {"refused": "damaged"}
    return {"sheets": sheets}


if __name__ == "__main__":
    if resource:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    found = answer(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2]))
    json.dump(found, sys.stdout, default=as_json)
