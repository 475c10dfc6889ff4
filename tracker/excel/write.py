"""The one streaming writer of reports (导出): any number of rows, in memory that does not grow with them."""

import os
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.excel.report import Column, Report, SheetHead, cell_text, flat_columns
from tracker.excel.shell import SHEET_PART, Shell
from tracker.excel.splice import FIGURES, ROW, Cells, ColumnWriter, display_width, row_height
from tracker.excel.totals import Totals

try:
    from isal import isal_zlib as fast_zlib
except ImportError:  # the extra `fast` is not installed: zlib does the same, slower
    fast_zlib = None  # type: ignore[assignment]

BLOCK = 512
LAST_ROW = 1_048_576 - 100  # Excel's last row, less some for totals, notes and signatures
LARGEST_SHEET = 2**31 - 1  # bytes; beyond it zip needs an extension that not every office program reads
FIRST_PARTS = ("[Content_Types].xml", "_rels/.rels")  # programs tell the kind of a file by its first parts
WIDEST, MARGIN, FILTER_BUTTON = 50, 2, 3
NARROWEST_SHEET = 100  # half-width characters: title, head line and signatures stand side by side

Block = list[Sequence[Any]]  # one sequence of values per column


def write(
    target: str | Path | IO[bytes],
    report: Report,
    rows: Iterable[Any],
    head: SheetHead,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Write the report to a path or into an open file and answer the number of rows.

    At a path the file appears only when it is whole. `progress` hears the number of rows written so far.
    """
    blocks = _blocks(report, rows)
    first = list(islice(blocks, 1))
    shell, totals = Shell(report, head, _widths(report, first)), Totals(report)
    when = head.made_at.timetuple()[:6]
    with _opened(target) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        before, parts = shell.before()
        for name in FIRST_PARTS:
            archive.writestr(_entry(name, when), parts[name])
        with archive.open(_entry(SHEET_PART, when), "w") as sheet:
            _use_isal(sheet)
            sheet.write(before.encode())
            count = _write_body(sheet, shell, totals, chain(first, blocks), progress)
            after, parts = shell.after(count, totals)
            sheet.write(after.encode())
        for name in parts.keys() - set(FIRST_PARTS):
            archive.writestr(_entry(name, when), parts[name])
    return count


def _write_body(
    sheet: IO[bytes],
    shell: Shell,
    totals: Totals,
    blocks: Iterable[Block],
    progress: Callable[[int], None] | None,
) -> int:
    number = shell.body_row
    size = 0
    for block in blocks:
        xml = _rows(shell.writers, number, block)
        number += len(block[0])
        size += len(xml)
        if number > LAST_ROW or size > LARGEST_SHEET:
            raise RuleBroken(_("数据太多，一张工作表放不下。请缩短统计区间或增加筛选条件。"))
        sheet.write(xml)
        totals.add(block)
        if progress:
            progress(number - shell.body_row)
    return number - shell.body_row


def _rows(writers: Sequence[ColumnWriter], number: int, block: Block) -> bytes:
    """The XML of a block of rows, the first of which has this number in the sheet."""
    columns = [writer.cells(values) for writer, values in zip(writers, block, strict=True)]
    template = b'<row r="' + ROW + b'"%b>' + b"".join(cells.template for cells in columns) + b"</row>"
    rows = zip(_heights(columns), *(cells.filling for cells in columns), strict=True)
    return b"".join([(template % row).replace(ROW, b"%d" % at) for at, row in enumerate(rows, start=number)])


def _heights(columns: Sequence[Cells]) -> list[bytes]:
    """The attributes of the rows: a height for those that need more than one line."""
    count = len(columns[0].filling)
    tall = [cells.lines for cells in columns if cells.lines]
    if not tall:
        return [b""] * count
    tallest = map(max, zip([1] * count, *tall, strict=True))
    return [b' ht="%d" customHeight="1"' % row_height(lines) if lines > 1 else b"" for lines in tallest]


def _blocks(report: Report, rows: Iterable[Any]) -> Iterator[Block]:
    """The values column by column, some hundred rows at a time."""
    getters = [column.getter for column in flat_columns(report)[1:]]
    rows, number = iter(rows), 1
    while block := list(islice(rows, BLOCK)):
        yield [range(number, number + len(block)), *(list(map(getter, block)) for getter in getters)]
        number += len(block)


def _widths(report: Report, first: Sequence[Block]) -> list[int]:
    """The declared widths; where none is declared, wide enough for heading and first rows, within limits."""
    samples = first[0] if first else [()] * len(flat_columns(report))
    widths = list(map(_width, flat_columns(report), samples))
    missing = NARROWEST_SHEET - sum(widths)
    if missing <= 0:
        return widths
    ordinal, *others = widths
    return [ordinal, *(width + missing * width // sum(others) for width in others)]


def _width(column: Column, sample: Sequence[Any]) -> int:
    if column.format in FIGURES:  # a date that does not fit shows as ####
        return max(column.width or 0, len(column.format.code) + MARGIN)
    if column.width:
        return column.width
    lines = (line for value in sample for line in cell_text(value, column).split("\n"))
    content = max(map(display_width, lines), default=0)
    return min(max(content, display_width(column.title) + FILTER_BUTTON) + MARGIN, WIDEST)


@contextmanager
def _opened(target: str | Path | IO[bytes]) -> Iterator[IO[bytes]]:
    if not isinstance(target, str | Path):
        yield target
        return
    path = Path(target)
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with unfinished.open("wb") as stream:
            yield stream
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def _entry(name: str, when: tuple[int, ...]) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=when)  # type: ignore[arg-type]
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _use_isal(sheet: Any) -> None:
    """zipfile takes no compressor from outside; the one it made is put aside before it saw a byte."""
    if fast_zlib:
        sheet._compressor = fast_zlib.compressobj(2, fast_zlib.DEFLATED, -15)
