"""The rows of each village or office on the way to a sheet of its own (分表), kept in one temporary file."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from tracker.excel.book.body import Block, Body, rows_xml
from tracker.excel.book.suppress import group_of
from tracker.excel.book.table import Table
from tracker.excel.book.totals import Totals
from tracker.excel.declaration import Report, Split

KEPT_ROWS = 4096  # in memory, of all pieces together; then their XML goes to the file


@dataclass
class Piece:
    """One sheet to be: its rows so far, where their XML lies in the file, its totals, how high rows are."""

    name: str
    totals: Totals
    count: int = 0
    waiting: list[Sequence[Any]] = field(default_factory=list)
    stored: list[tuple[int, int]] = field(default_factory=list)
    heights: list[int] = field(default_factory=list)


class Pieces:
    """All pieces of one split; the sheets look alike, so the table of the whole lends its writers."""

    def __init__(self, split: Split, report: Report, table: Table, body: Body) -> None:
        self._split, self._report, self._table, self._mask = split, report, table, body.mask
        self._pieces: dict[str, Piece] = {}
        self._waiting = 0

    def __enter__(self) -> Self:
        self._file = tempfile.TemporaryFile()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, block: Block) -> None:
        """Give each row to its piece; rows that are sums of others belong to none."""
        members: dict[str, list[int]] = {}
        for at, row in enumerate(block.rows):
            if not (self._report.is_sum and self._report.is_sum(row)):
                code, name = self._split.of(row)
                members.setdefault(code, []).append(at)
                if code not in self._pieces:
                    totals = Totals(self._report, self._mask, group_of(self._split.title, code))
                    self._pieces[code] = Piece(name, totals)
        shown = list(zip(*block.shown[1:], strict=True))
        for code, places in members.items():
            piece = self._pieces[code]
            piece.waiting.extend(shown[at] for at in places)
            wanted = piece.totals.wanted
            piece.totals.add({at: [block.values[at][place] for place in places] for at in wanted})
        self._waiting += len(block.rows)
        if self._waiting >= KEPT_ROWS:
            self._store()

    def finished(self) -> list[Piece]:
        """All pieces by their code, the one without a code last; nothing is added any more."""
        self._store()
        return [self._pieces[code] for code in sorted(self._pieces, key=lambda code: (not code, code))]

    def xml(self, piece: Piece) -> Iterator[bytes]:
        for start, size in piece.stored:
            self._file.seek(start)
            yield self._file.read(size)

    def _store(self) -> None:
        for piece in self._pieces.values():
            if not piece.waiting:
                continue
            numbers = range(piece.count + 1, piece.count + len(piece.waiting) + 1)
            values = [numbers, *zip(*piece.waiting, strict=True)]
            xml = rows_xml(
                self._table.writers, self._table.body_row + piece.count, values, piece.heights
            )
            piece.stored.append((self._file.tell(), self._file.write(xml)))
            piece.count += len(piece.waiting)
            piece.waiting = []
        self._waiting = 0
