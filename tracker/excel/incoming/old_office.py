"""Workbooks of old offices (.xls): read by a process of their own, under limits on memory and time."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

from tracker.domain.text import _
from tracker.excel.incoming.far_cells import LAST_COLUMN
from tracker.excel.incoming.file_kind import UnreadableFile, what_old
from tracker.excel.incoming.intake import Limits, too_far

CHILD = Path(__file__).with_name("old_office_child.py")
SECONDS = 20
NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # on Windows no black box flashes up
TOO_HEAVY = _("文件无法读取：这个 .xls 文件太大。请在 WPS 或 Excel 中打开，另存为 .xlsx 后再上传。")

MEANINGS: dict[str, Callable[[str], Any]] = {
    "datetime": datetime.fromisoformat, "date": date.fromisoformat, "time": time.fromisoformat,
}


class OldSheet(NamedTuple):
    """A visible sheet: its name, the index of its first column, its filled rows with their numbers from 1."""

    name: str
    column: int
    rows: list[tuple[int, list[Any]]]


def old_sheets(data: bytes, limits: Limits) -> Iterator[OldSheet]:
    """The visible sheets in the file's order; UnreadableFile when it cannot be read."""
    said = _ask(data, limits)
    if "refused" in said:
        raise too_far(limits) if said["refused"] == "far" else what_old(data)
    for sheet in said["sheets"]:
        rows = [(number, [_value(cell) for cell in row]) for number, row in sheet["rows"]]
        yield OldSheet(sheet["name"], sheet["column"], rows)


def _ask(data: bytes, limits: Limits) -> Any:
    command = [sys.executable, "-P", str(CHILD), str(limits.rows), str(LAST_COLUMN)]
    try:
        ran = subprocess.run(  # noqa: S603  our own script; the file goes through standard input
            command, input=data, capture_output=True, timeout=SECONDS, check=True, creationflags=NO_WINDOW
        )
    except subprocess.TimeoutExpired as slow:
        raise UnreadableFile(TOO_HEAVY) from slow
    except subprocess.CalledProcessError as broken:  # out of memory, or the reader itself gave up
        raise what_old(data) from broken
    return json.loads(ran.stdout)


def _value(cell: Any) -> Any:
    if not isinstance(cell, list):
        return cell
    kind, written = cell
    return MEANINGS.get(kind, str)(written)
