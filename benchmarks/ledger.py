"""A ledger from the database to the file (群众意见台账), and the list page while one is being made.

    python benchmarks/ledger.py [opinions] [rounds]

First: rights, recusal, joins, decryption and masking, looks and deflate of one whole ledger, as CPU against
zlib 6 on the XML of its own sheets (performance.md 0, target 1, ambition). Then: wall-clock times of the list
page alone, beside an export in the worker's process, beside the same export in a thread of the web process,
and beside openpyxl in such a thread (target 8).
"""

import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

from _arms import Figures, Results, in_turn, median, open_app, paired, spread
from _list_data import prepare
from list_page import ours

FILE, FLOOR, ROWS = "from the database to the file", "zlib 6 on its sheet XML (floor)", "its rows alone"
IDLE, WORKER, THREAD, OPENPYXL = "pages alone", "beside the worker", "beside a thread", "beside openpyxl"
AMBITION, TARGET = 2.0, 6.0
WARM_UP, FEWEST = 25, 200
SHEET = "ledger.xlsx"


def the_file(folder: Path) -> Figures:
    from tracker.exports import service
    from tracker.people.queries import actor_by_login

    app = open_app(folder)
    with app.app_context():
        actor = actor_by_login("clerk")
        assert actor is not None
        began = time.process_time()
        rows = service.export_to(actor, wanted(), folder / SHEET, "测一测快慢")
        return {"cpu": time.process_time() - began, "rows": rows}


def wanted() -> Any:
    from tracker.excel.report import Period
    from tracker.exports.offered import REPORTS
    from tracker.exports.rules import Choice
    from tracker.exports.service import Wanted

    return Wanted(REPORTS["opinion-ledger"], Period(), Choice())


def the_rows(folder: Path) -> Figures:
    from tracker.people.queries import actor_by_login

    app = open_app(folder)
    with app.app_context():
        actor, asked = actor_by_login("clerk"), wanted()
        began = time.process_time()
        count = sum(1 for _row in asked.report.rows(actor, asked.period))
        return {"cpu": time.process_time() - began, "rows": count}


def the_floor(folder: Path) -> Figures:
    with zipfile.ZipFile(folder / SHEET) as book:
        parts = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    began = time.process_time()
    for part in parts:
        zlib.compress(part, 6)
    return {"cpu": time.process_time() - began, "rows": 0}


def pages(folder: Path, beside: str) -> Figures:
    """Milliseconds of the list page, call after call, for as long as the export runs (or a fixed number)."""
    arm = ours(folder)
    environs = arm.environs()
    for environ in environs[:WARM_UP]:
        arm.get(environ)
    times: list[float] = []
    with SIDES[beside](folder, arm) as is_running:
        for environ in cycle(environs):
            began = time.perf_counter()
            arm.get(environ)
            times.append((time.perf_counter() - began) * 1000)
            if len(times) >= FEWEST and not is_running():
                break
    cuts = statistics.quantiles(times, n=100)
    return {"p50": cuts[49], "p99": cuts[98], "most": max(times), "pages": len(times)}


Running = Callable[[], bool]


@contextlib.contextmanager
def alone(_folder: Path, _arm: object) -> Iterator[Running]:
    yield lambda: False


@contextlib.contextmanager
def in_worker(folder: Path, _arm: object) -> Iterator[Running]:
    """The export in a process of its own, as the worker does it."""
    command = [sys.executable, __file__, "--arm", FILE, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as child:
        yield lambda: child.poll() is None


@contextlib.contextmanager
def in_thread(folder: Path, arm: object, work: Callable[[Path], object] | None = None) -> Iterator[Running]:
    def run() -> None:
        (work or the_file)(folder)

    thread = threading.Thread(target=run)
    thread.start()
    yield thread.is_alive
    thread.join()


def plain_openpyxl(folder: Path) -> None:
    """The same rows through openpyxl's own writer for long tables."""
    from openpyxl import Workbook

    from tracker.excel.report import cell_values
    from tracker.people.queries import actor_by_login

    app = open_app(folder)
    with app.app_context():
        actor, asked = actor_by_login("clerk"), wanted()
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for number, row in enumerate(asked.report.rows(actor, asked.period), 1):
            sheet.append(cell_values(asked.report, row, number))
        book.save(folder / "plain.xlsx")


SIDES = {
    IDLE: alone, WORKER: in_worker, THREAD: in_thread,
    OPENPYXL: lambda folder, arm: in_thread(folder, arm, plain_openpyxl),
}
FILES = {FILE: the_file, FLOOR: the_floor, ROWS: the_rows}


def measure(name: str, folder: Path) -> Figures:
    return FILES[name](folder) if name in FILES else pages(folder, name)


def compare(count: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        prepare(Path(folder), count)
        show_files(in_turn(__file__, [FILE, FLOOR, ROWS], rounds, folder))
        show_pages(in_turn(__file__, list(SIDES), rounds, folder))


def show_files(results: Results) -> None:
    mine = results[FILE]
    print(f"{mine[0]['rows']} rows, medians of {len(mine)} paired rounds, CPU seconds")
    for name, found in results.items():
        ratio = "" if name == FILE else f"{paired(mine, found, 'cpu'):8.2f}"
        print(f"{name:34}{median(found, 'cpu'):8.2f}{spread(found, 'cpu'):>14}{ratio}")
    print(f"ambition: file / floor <= {AMBITION}")


def show_pages(results: Results) -> None:
    idle = results[IDLE]
    print(f"{'list page, ms':24}{'p50':>8}{'p99':>8}{'longest':>9}{'pages':>7}{'p99 / alone':>13}")
    for name, found in results.items():
        figures = "".join(f"{median(found, key):8.1f}" for key in ("p50", "p99", "most"))
        print(f"{name:24}{figures}{median(found, 'pages'):8.0f}{paired(found, idle, 'p99'):13.2f}")
    print(f"target: p99 beside the worker <= {TARGET} x alone")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--arm"]:
        print(json.dumps(measure(sys.argv[2], Path(sys.argv[3]))))
    else:
        numbers = [int(argument) for argument in sys.argv[1:]]
        compare(*(numbers + [100_000, 5][len(numbers) :]))
