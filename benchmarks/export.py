"""Export (导出) side by side: our writer, openpyxl write-only, and zlib 6 on our own sheet XML as the floor.

    python benchmarks/export.py [rows] [rounds]

Every arm runs in a process of its own, the arms take turns, figures are medians; only the ratios carry over
to another machine.
"""

import io
import random
import re
import statistics
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

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from openpyxl import Workbook

from tracker.excel import write as writer
from tracker.excel.report import DATE, DATETIME, INT, SCORE, Column, Report, SheetHead

KINDS = ("饮水", "道路", "医保", "低保", "宅基地", "邻里", "噪声")
CHUNK = 1 << 20
FLOOR, PLAIN = "zlib 6 on our sheet XML (floor)", "openpyxl write-only, plain"


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


def ours(count: int, with_isal: bool) -> None:
    if not with_isal:
        writer.fast_zlib = None  # type: ignore[assignment]
    with tempfile.TemporaryFile() as file:
        writer.write(file, REPORT, made_rows(count), HEAD)


def openpyxl_plain(count: int) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([column.title for column in REPORT.columns if isinstance(column, Column)])
    for row in made_rows(count):
        sheet.append(row)
    with tempfile.TemporaryFile() as file:
        book.save(file)


def just_rows(count: int) -> None:
    for _row in made_rows(count):
        pass


def deflate(sheet: Path) -> None:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    with sheet.open("rb") as source, tempfile.TemporaryFile() as file:
        while chunk := source.read(CHUNK):
            file.write(packer.compress(chunk))
        file.write(packer.flush())


def arms(count: int, sheet: Path) -> dict[str, Callable[[], None]]:
    found = {
        "rows alone": lambda: just_rows(count),
        FLOOR: lambda: deflate(sheet),
        "ours, zlib 6": lambda: ours(count, with_isal=False),
        PLAIN: lambda: openpyxl_plain(count),
    }
    if writer.fast_zlib:
        found["ours, isal"] = lambda: ours(count, with_isal=True)
    return found


def measure(name: str, count: int, sheet: Path) -> None:
    """In the child: one arm; CPU seconds of the work alone, peak memory of the whole process."""
    work = arms(count, sheet)[name]
    before = time.process_time()
    work()
    # not getrusage: its peak would include the parent's, from before the program was loaded
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    print(time.process_time() - before, int(peak[1]) / 1024 if peak else 0)


def compare(count: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "sheet1.xml"
        memory = io.BytesIO()
        writer.write(memory, REPORT, made_rows(count), HEAD)
        with zipfile.ZipFile(memory) as archive:
            sheet.write_bytes(archive.read("xl/worksheets/sheet1.xml"))
        results: dict[str, list[tuple[float, float]]] = {name: [] for name in arms(count, sheet)}
        for _round in range(rounds):
            for name, found in results.items():
                command = [sys.executable, __file__, "--arm", name, str(count), str(sheet)]
                said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
                seconds, peak = map(float, said.split())
                found.append((seconds, peak))
        show(count, sheet.stat().st_size, results)


def show(count: int, size: int, results: dict[str, list[tuple[float, float]]]) -> None:
    floor, plain = results[FLOOR], results[PLAIN]
    print(f"{count} rows x 18 columns, {size >> 20} MiB of sheet XML, medians of {len(floor)} paired rounds")
    print(f"{'arm':34}{'CPU s':>8}{'peak MiB':>10}{'/ floor':>9}{'/ openpyxl':>12}")
    for name, found in results.items():
        seconds, peak = (statistics.median(column) for column in zip(*found, strict=True))
        to_floor, to_plain = (
            statistics.median(mine[0] / theirs[0] for mine, theirs in zip(found, other, strict=True))
            for other in (floor, plain)
        )
        print(f"{name:34}{seconds:8.2f}{peak:10.0f}{to_floor:9.2f}{to_plain:12.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--arm"]:
        measure(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
    else:
        numbers = [int(argument) for argument in sys.argv[1:]]
        compare(*(numbers + [100_000, 5][len(numbers) :]))
