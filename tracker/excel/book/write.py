"""The one streaming writer of reports (导出): any number of rows, in memory that does not grow with them."""

import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.excel.book.body import Body, rows_xml
from tracker.excel.book.pieces import Pieces
from tracker.excel.book.shell import FIRST_PART, Parts, Shell
from tracker.excel.book.totals import Totals
from tracker.excel.declaration import Report, SheetHead, Split

try:
    from isal import isal_zlib as fast_zlib
except ImportError:  # the extra `fast` is not installed: zlib does the same, slower
    fast_zlib = None  # type: ignore[assignment]

LAST_ROW = 1_048_576 - 100  # Excel's last row, less some for totals, notes and signatures
LARGEST_SHEET = 2**31 - 1  # bytes; beyond it zip needs an extension that not every office program reads
MOST_SHEETS = 300
FIRST_PARTS = ("[Content_Types].xml", "_rels/.rels")  # programs tell the kind of a file by its first parts
CHUNK = 1 << 19
ZLIB_LEVEL, ISAL_LEVEL = 5, 2  # on sheet XML 5 makes files as small as 6 in a sixth less time
RAW = -15  # deflate without a head, as zip wants it


def write(
    target: str | Path | IO[bytes],
    report: Report,
    rows: Iterable[Any],
    head: SheetHead,
    progress: Callable[[int], None] | None = None,
    *,
    split: bool | Split = False,
) -> int:
    """Write the report to a path or into an open file and answer the number of rows.

    At a path the file appears only when it is whole. `progress` hears the number of rows written so far.
    `split`: also a sheet for each village or office, True by the first way that the report declares.
    """
    way = (report.all_splits or (None,))[0] if split is True else split or None
    if split and not way:
        raise ValueError(f"{report.name} declares no way to split it")
    body = Body(report, rows)
    shell, totals = Shell(report, head, body), Totals(report, body.mask)
    with _opened(target) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        package = _Package(archive, head.made_at)
        if not way:
            return _write_one(package, shell, body, totals, progress)
        with tempfile.TemporaryFile() as spool, Pieces(way, report, shell.table, body) as pieces:
            count = _write_body(spool, shell, body, totals, progress, pieces)
            shell.finish(count, totals, body.sum_row)
            _write_split(package, shell, spool, pieces)
            return count


def _write_one(
    package: "_Package", shell: Shell, body: Body, totals: Totals, progress: Callable[[int], None] | None
) -> int:
    """One table: its rows go straight into the archive."""
    before, parts = shell.before()
    package.begin(parts)
    with package.open(FIRST_PART) as sheet:
        sheet.write(before)
        count = _write_body(sheet, shell, body, totals, progress)
        shell.finish(count, totals, body.sum_row)
        ((_name, _before, after),), parts = shell.after()
        sheet.write(after)
    package.end(parts)
    return count


def _write_split(package: "_Package", shell: Shell, spool: IO[bytes], pieces: Pieces) -> None:
    """The whole table and those of its pieces; how many there are was known only after the last row."""
    found = pieces.finished()
    if len(found) > MOST_SHEETS:
        raise RuleBroken(
            _("要分成 {n} 张表，太多了，一个文件最多 {most} 张。请缩小范围，或者不分表。"),
            n=len(found), most=MOST_SHEETS,
        )
    for piece in found:
        table = shell.add_table(piece.name or _("没有写明的"))
        table.heights = piece.heights
        table.finish(piece.count, piece.totals)
    sheets, parts = shell.after()
    package.begin(parts)
    spool.seek(0)
    bodies: list[Iterator[bytes]] = [iter(lambda: spool.read(CHUNK), b""), *map(pieces.xml, found)]
    for (name, before, after), xml in zip(sheets, bodies, strict=True):
        with package.open(name) as sheet:
            sheet.write(before)
            sheet.writelines(xml)
            sheet.write(after)
    package.end(parts)


def _write_body(
    sheet: IO[bytes],
    shell: Shell,
    body: Body,
    totals: Totals,
    progress: Callable[[int], None] | None,
    pieces: Pieces | None = None,
) -> int:
    first = number = shell.table.body_row
    size = 0
    for block in body:
        xml = rows_xml(shell.table.writers, number, block.shown, shell.table.heights)
        number += len(block.rows)
        size += len(xml)
        if number > LAST_ROW or size > LARGEST_SHEET:
            raise RuleBroken(_("数据太多，一张工作表放不下。请缩短统计区间或增加筛选条件。"))
        sheet.write(xml)
        totals.add(block.values)
        if pieces:
            pieces.add(block)
        if progress:
            progress(number - first)
    return number - first


class _Package:
    """The zip that a workbook is; its parts in an order by which programs know it."""

    def __init__(self, archive: zipfile.ZipFile, made_at: datetime) -> None:
        self._archive, self._when = archive, made_at.timetuple()[:6]

    def begin(self, parts: Parts) -> None:
        for name in FIRST_PARTS:
            self._archive.writestr(self._entry(name), parts[name])

    def end(self, parts: Parts) -> None:
        for name in parts.keys() - set(FIRST_PARTS):
            self._archive.writestr(self._entry(name), parts[name])

    def open(self, name: str) -> IO[bytes]:
        """For a sheet; zipfile takes no compressor, so its own is put aside before it saw a byte."""
        part: Any = self._archive.open(self._entry(name), "w")
        library, level = (fast_zlib, ISAL_LEVEL) if fast_zlib else (zlib, ZLIB_LEVEL)
        part._compressor = library.compressobj(level, zlib.DEFLATED, RAW)
        return part  # type: ignore[no-any-return]

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, date_time=self._when)
        entry.compress_type = zipfile.ZIP_DEFLATED
        return entry


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
