"""Import (导入) side by side: our reading, our checking, our whole import, and openpyxl read-only.

    python benchmarks/import_sheet.py [rows] [rounds]

The file is openpyxl's own (write-only, inline strings), 18 columns. The import goes through the door into
SQLite, all rows in one act, nothing stays when it fails: once with plain rows, once with a record of
the house for each row, judged and audited.
"""

import json
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from _arms import TOWN, in_turn, median, paired, spread

OPENPYXL, UNPACK = "openpyxl read-only", "checks before reading"
READ, CHECK = "ours: read", "ours: read, check every cell"
ROWS, RECORDS = "ours: … and insert rows, one act", "ours: … and a record each, audited"
ARMS = (OPENPYXL, UNPACK, READ, CHECK, ROWS, RECORDS)
BATCH = 1_000
TARGETS = {READ: 0.15, ROWS: 0.5, RECORDS: 0.5}


def make_file(path: Path, count: int) -> None:
    from export import REPORT, made_rows
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append([column.title for column in REPORT.columns])
    for row in made_rows(count):
        sheet.append([float(value) if isinstance(value, Decimal) else value for value in row])
    book.save(path)


def importer(put: Callable[[Any, dict[str, Any]], str] = lambda act, values: "new") -> Any:
    """The declaration: every column needed, dates and numbers checked."""
    from export import REPORT

    from tracker.excel.declaration import Column
    from tracker.excel.incoming.importing import Import
    from tracker.excel.incoming.intake import LARGE
    from tracker.excel.incoming.parse import parse_date, parse_datetime, parse_int, text

    parsers = {
        "on": parse_date, "due": parse_date, "at": parse_datetime,
        "days": parse_int, "visits": parse_int, "people": parse_int,
    }
    columns = tuple(
        Column(column.title, column.value, parse=parsers.get(column.value, text), required=True)
        for column in REPORT.columns
    )
    return Import("benchmark", "台账", "household.import", (columns,), put, LARGE)


def by_openpyxl(path: Path, folder: Path) -> int:
    from openpyxl import load_workbook

    sheet = load_workbook(path, read_only=True).worksheets[0]
    return sum(1 for _row in sheet.iter_rows(values_only=True)) - 1


def by_checks(path: Path, folder: Path) -> int:
    from tracker.excel.incoming.intake import LARGE, check_workbook

    check_workbook(path.read_bytes(), LARGE)
    return 0


def by_reading(path: Path, folder: Path) -> int:
    return sum(1 for _row in importer().open(path))


def by_checking(path: Path, folder: Path) -> int:
    rows = importer().read(path)[1]
    return sum(1 for row in rows if not row.wrong)


def item_model() -> Any:
    """A table of the 18 columns and what every record of the house has."""
    import sqlalchemy as sa
    from sqlalchemy.orm import mapped_column

    from tracker.store.base import Base, Owned, UtcDateTime

    kinds: dict[type, Any] = {
        str: sa.Text, date: sa.Date, datetime: UtcDateTime, int: sa.Integer, Decimal: sa.Text
    }
    from export import Row

    columns = {name: mapped_column(kinds[kind]()) for name, kind in Row.__annotations__.items()}
    return type("BenchmarkItem", (Owned, Base), {"__tablename__": "benchmark_item", **columns})


def in_app(work: Callable[[Any], int]) -> Callable[[Path, Path], int]:
    """The work on a throwaway instance, its table made before the clock starts."""

    def run(path: Path, folder: Path) -> int:
        from _arms import open_app

        from tracker.store.base import Base
        from tracker.store.db import db

        model = item_model()
        with open_app(folder).app_context():
            Base.metadata.create_all(db.engine)
            return measured(lambda: work((path, model)))

    return run


def by_rows(given: tuple[Path, Any]) -> int:
    import sqlalchemy as sa

    from tracker.domain.roles import SYSTEM
    from tracker.excel.incoming.importing import take
    from tracker.excel.incoming.outcome import ImportResult
    from tracker.store.action import action
    from tracker.store.db import db

    path, model = given
    waiting: list[dict[str, Any]] = []
    insert = sa.insert(model.__table__)

    def flush() -> None:
        if waiting:
            db.session.execute(insert, waiting)
            waiting.clear()

    def put(act: Any, values: dict[str, Any]) -> str:
        waiting.append({**values, "unit_code": TOWN, "version": 1})
        if len(waiting) == BATCH:
            flush()
        return "new"

    one, result = importer(put), ImportResult()
    columns, rows = one.read(path)
    with action(SYSTEM, one.action) as act:
        for row in rows:
            take(one, columns, act, row, result)
        flush()
    return result.new


def by_records(given: tuple[Path, Any]) -> int:
    from tracker.domain.roles import SYSTEM
    from tracker.excel.incoming.importing import take
    from tracker.excel.incoming.outcome import ImportResult
    from tracker.store.action import action

    path, model = given

    def put(act: Any, values: dict[str, Any]) -> str:
        act.on(one.action, model(**values, unit_code=TOWN))
        return "new"

    one, result = importer(put), ImportResult()
    columns, rows = one.read(path)
    with action(SYSTEM, one.action) as act:
        for row in rows:
            take(one, columns, act, row, result)
    return result.new


WORK: dict[str, Callable[[Path, Path], int]] = {
    OPENPYXL: by_openpyxl, UNPACK: by_checks, READ: by_reading, CHECK: by_checking,
    ROWS: in_app(by_rows), RECORDS: in_app(by_records),
}
SPENT: list[float] = []


def measured(work: Callable[[], int]) -> int:
    """CPU seconds of the work alone; what it needs is loaded before."""
    before = time.process_time()
    found = work()
    SPENT.append(time.process_time() - before)
    return found


def arm(name: str, path: Path) -> None:
    """In a process of its own; prints CPU seconds, peak memory and rows."""
    importer()
    with tempfile.TemporaryDirectory() as folder:
        work = WORK[name]
        is_own = name in (ROWS, RECORDS)
        rows = work(path, Path(folder)) if is_own else measured(lambda: work(path, Path(folder)))
    # not getrusage: its peak would include the parent's, from before the program was loaded
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    print(json.dumps({"cpu": SPENT[0], "peak": int(peak[1]) / 1024 if peak else 0, "rows": rows}))


def lines(results: dict[str, list[dict[str, Any]]], count: int) -> Iterator[str]:
    yield f"{'arm':36}{'CPU s':>8}   {'rounds':>12}{'peak MiB':>10}{'/ openpyxl':>12}{'target':>8}"
    for name, found in results.items():
        if name != UNPACK and {one["rows"] for one in found} != {count}:
            raise SystemExit(f"{name}: not all rows came")
        ratio, target = paired(found, results[OPENPYXL], "cpu"), TARGETS.get(name)
        cpu, peak = median(found, "cpu"), median(found, "peak")
        yield f"{name:36}{cpu:8.2f}   {spread(found, 'cpu'):>12}{peak:10.0f}{ratio:12.3f}{target or '':>8}"


def compare(count: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        make_file(path, count)
        print(f"{count} rows x 18 columns, {path.stat().st_size >> 20} MiB, {rounds} paired rounds")
        results = in_turn(__file__, ARMS, rounds, path)
    for line in lines(results, count):
        print(line)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--arm"]:
        arm(sys.argv[2], Path(sys.argv[3]))
    else:
        numbers = [int(argument) for argument in sys.argv[1:]]
        compare(*(numbers + [100_000, 5][len(numbers) :]))
