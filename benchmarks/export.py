"""Export (导出) side by side: our writer, openpyxl, one in Rust, and zlib 6 on our own sheet as the floor.

    python benchmarks/export.py [rows] [rounds]

Every arm runs in a process of its own, the arms take turns, figures are medians; only the ratios carry over
to another machine. Memory is measured with a tenth of the rows and with three times as many as well.
"""

import contextlib
import functools
import importlib.util
import json
import random
import re
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from _arms import Figures, Results, in_turn, median, paired, spread

from tracker.excel.report import DATE, DATETIME, INT, SCORE, Column, Report, SheetHead

KINDS = ("饮水", "道路", "医保", "低保", "宅基地", "邻里", "噪声")
CHUNK = 1 << 20
RUST_VERSION = "rustpy-xlsxwriter==0.8.0"
BASE, ROWS = "nothing (base of memory)", "rows alone"
FLOOR, PLAIN, RUST = "zlib 6 on our sheet XML (floor)", "openpyxl write-only, plain", "rustpy-xlsxwriter"
ZLIB, BARE, ISAL = "ours, zlib", "ours, zlib, no borders", "ours, isal"
TARGETS = (  # performance.md 0, target 1
    (ZLIB, FLOOR, 1.75),
    (ZLIB, PLAIN, 0.25),
    (ZLIB, RUST, 1.7),
    (ISAL, RUST, 0.85),
    (ZLIB, BARE, 1.05),
)
MORE_MEMORY = 30  # MiB over the base, at any number of rows


class Row(NamedTuple):
    code: str
    on: date
    at: datetime
    due: date
    village: str
    group: str
    cadre: str
    unit: str
    resident: str
    phone: str
    kind: str
    way: str
    matter: str
    answer: str
    days: int
    visits: int
    score: Decimal
    people: int


REPORT = Report(
    name="benchmark",
    title="群众意见台账",
    action="opinion.report",
    rows=lambda actor, period: made_rows(0),
    columns=(
        Column("编号", "code", 16),
        Column("受理日期", "on", 12, DATE),
        Column("登记时间", "at", 18, DATETIME),
        Column("办理时限", "due", 12, DATE),
        Column("村（社区）", "village", 14),
        Column("村民小组", "group", 10),
        Column("联系干部", "cadre", 10),
        Column("承办部门", "unit", 18),
        Column("反映人", "resident", 10),
        Column("联系电话", "phone", 14),
        Column("类别", "kind", 12),
        Column("渠道", "way", 10),
        Column("主要内容", "matter", 40),
        Column("办理情况", "answer", 40),
        Column("用时", "days", 8, INT),
        Column("走访次数", "visits", 10, INT, total="sum"),
        Column("得分", "score", 8, SCORE, total="average"),
        Column("户内人数", "people", 10, INT),
    ),
)
HEAD = SheetHead("石门镇", "2026年", "王建国", datetime(2026, 11, 23, 6, 30, tzinfo=UTC))


def made_text(length: int) -> str:
    """The 3,755 commonest characters, some far oftener than others."""
    dice = random.Random(length)  # noqa: S311  nothing secret, and the same text in every arm
    signs = [bytes((0xB0 + n // 94, 0xA1 + n % 94)).decode("gb2312") for n in range(3755)]
    return "".join(dice.choices(signs, weights=[1 / (n + 8) for n in range(3755)], k=length))


POOL = made_text(100_000)


def made_rows(count: int) -> Iterator[Row]:
    """Rows with two free texts that differ from row to row, as in real ledgers."""
    start, first = datetime(2024, 1, 1, 8, tzinfo=UTC).replace(tzinfo=None), date(2024, 1, 1)
    for n in range(count):
        at = n * 61 % 99_900
        matter, answer = POOL[at : at + 20 + n % 40], POOL[-at - 70 : -at - 10 - n % 40]
        yield Row(
            f"石门-诉-{n:06d}",
            first + timedelta(n % 900),
            start + timedelta(minutes=n * 7),
            first + timedelta(n % 900 + 15),
            f"青龙湾{n % 40}村",
            f"{n % 12 + 1}组",
            "欧阳明珠" if n % 3 else "赵磊",
            "社会事务和便民服务办公室",
            "张**",
            f"138****{n % 10000:04d}",
            KINDS[n % len(KINDS)],
            "电话",
            f"{matter}，第{n}次反映。",
            f"已到现场查看，{answer}，{n % 30}天内办结。",
            n % 60,
            n % 5,
            Decimal(n % 500) / 100,
            n % 7 + 1,
        )


def ours(count: int, with_isal: bool = False, with_borders: bool = True) -> None:
    from tracker.excel.book import table, write

    if not with_isal:
        write.fast_zlib = None  # type: ignore[assignment]
    if not with_borders:
        table.dress = functools.partial(table.dress, border=None)
    with tempfile.TemporaryFile() as file:
        write.write(file, REPORT, made_rows(count), HEAD)


def titles() -> list[str]:
    return [column.title for column in REPORT.columns if isinstance(column, Column)]


def openpyxl_plain(count: int) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(titles())
    for row in made_rows(count):
        sheet.append(row)
    with tempfile.TemporaryFile() as file:
        book.save(file)


def rust(count: int) -> None:
    """It takes dictionaries, and no Decimal as a number."""
    from rustpy_xlsxwriter import FastExcel

    names, rows = titles(), made_rows(count)
    records = (dict(zip(names, (*row[:16], float(row[16]), row[17]), strict=True)) for row in rows)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        looks = FastExcel(file.name).format(bold_headers=True, datetime_format="yyyy-mm-dd hh:mm")
        looks.freeze(row=1).sheet("群众意见台账", records).save()


def just_rows(count: int) -> None:
    for _row in made_rows(count):
        pass


def deflate(sheet: Path) -> None:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    with sheet.open("rb") as source, tempfile.TemporaryFile() as file:
        while chunk := source.read(CHUNK):
            file.write(packer.compress(chunk))
        file.write(packer.flush())


def work_of(name: str, count: int, sheet: Path) -> Callable[[], None]:
    return {
        BASE: lambda: None,
        ROWS: lambda: just_rows(count),
        FLOOR: lambda: deflate(sheet),
        PLAIN: lambda: openpyxl_plain(count),
        RUST: lambda: rust(count),
        ZLIB: lambda: ours(count),
        BARE: lambda: ours(count, with_borders=False),
        ISAL: lambda: ours(count, with_isal=True),
    }[name]


def measure(name: str, count: int, sheet: Path) -> Figures:
    """In the child: one arm; CPU seconds of the work alone, peak memory of the whole process."""
    work = work_of(name, count, sheet)
    if name in (ZLIB, BARE, ISAL, PLAIN):
        work_of(name, 1, sheet)()  # importing openpyxl is none of the work
    before = time.process_time()
    work()
    cpu = time.process_time() - before
    # not getrusage: its peak would include the parent's, from before the program was loaded
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return {"cpu": cpu, "mib": int(peak[1]) / 1024 if peak else 0}


@contextlib.contextmanager
def with_rust() -> Iterator[list[Path] | None]:
    """Folders to import the Rust writer from, none needed when it is here; None when it cannot be had."""
    if importlib.util.find_spec("rustpy_xlsxwriter"):
        yield []
        return
    with tempfile.TemporaryDirectory(prefix="tracker-bench-rust-") as folder:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, RUST_VERSION]
        done = subprocess.run(pip, capture_output=True, text=True)
        yield [Path(folder)] if done.returncode == 0 else None


def compare(count: int, rounds: int) -> None:
    from tracker.excel.book.write import write

    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder, with_rust() as rust_at:
        book, sheet = Path(folder) / "book.xlsx", Path(folder) / "sheet1.xml"
        write(book, REPORT, made_rows(count), HEAD)
        with zipfile.ZipFile(book) as archive:
            sheet.write_bytes(archive.read("xl/worksheets/sheet1.xml"))
        wanted = [BASE, ROWS, FLOOR, PLAIN, RUST, ZLIB, BARE, ISAL]
        missing = [RUST] * (rust_at is None) + [ISAL] * (not importlib.util.find_spec("isal"))
        arms = [name for name in wanted if name not in missing]
        results = in_turn(__file__, arms, rounds, count, sheet, paths=rust_at or [])
        show(count, sheet.stat().st_size, results)
        for name in missing:
            print(f"{name}: could not be had here, left out")
        for other in (count // 10, count * 3):
            (found,) = in_turn(__file__, [ZLIB], 1, other, sheet)[ZLIB]
            print(memory(other, found["mib"], median(results[BASE], "mib")))


def show(count: int, size: int, results: Results) -> None:
    rounds = len(results[FLOOR])
    print(f"{count} rows x 18 columns, {size >> 20} MiB of sheet XML, medians of {rounds} paired rounds")
    print(f"{'arm':34}{'CPU s':>8}{'rounds':>14}{'peak MiB':>10}{'/ floor':>9}")
    for name, found in results.items():
        figures = f"{median(found, 'cpu'):8.2f}{spread(found, 'cpu'):>14}{median(found, 'mib'):10.0f}"
        print(f"{name:34}{figures}{paired(found, results[FLOOR], 'cpu'):9.2f}")
    for mine, other, most in TARGETS:
        if mine in results and other in results:
            ratio = paired(results[mine], results[other], "cpu")
            print(f"{mine} / {other}: {ratio:.2f}, target {most}, {'met' if ratio <= most else 'MISSED'}")
    print(memory(count, median(results[ZLIB], "mib"), median(results[BASE], "mib")))


def memory(count: int, peak: float, base: float) -> str:
    more = peak - base
    verdict = "met" if more <= MORE_MEMORY else "MISSED"
    return f"memory at {count} rows: base + {more:.0f} MiB, target {MORE_MEMORY}, {verdict}"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--arm"]:
        print(json.dumps(measure(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))))
    else:
        numbers = [int(argument) for argument in sys.argv[1:]]
        compare(*(numbers + [100_000, 5][len(numbers) :]))
