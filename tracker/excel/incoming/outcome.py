"""What an import did or would do (导入结果): counts, what is wrong by row and column, rows for a preview."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from tracker.domain.text import _
from tracker.excel.incoming.parse import quoted

Outcome = Literal["new", "updated", "skipped", "wrong"]

MOST_ERRORS = 5_000  # kept; those beyond are only counted
MOST_SHOWN = 50  # rows of each outcome in a preview
FIRST_CELLS, LONGEST_CELL = 6, 40


@dataclass(frozen=True)
class CellError:
    """What is wrong with one cell (单元格错误), by the file's own row number and the file's own heading."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return _("第 {row} 行“{column}”：{message}").format(
            row=self.row, column=self.column, message=self.message
        )


class ShownRow(NamedTuple):
    """One row of a preview: its number in the file, what becomes of it, its first cells as texts."""

    row: int
    outcome: Outcome
    cells: tuple[str, ...]


@dataclass
class ImportResult:
    """Counts of rows; of errors and of rows to show only the first are kept: no file fills the memory."""

    new: int = 0
    updated: int = 0
    skipped: int = 0
    wrong_rows: int = 0
    wrong_cells: int = 0
    wrong: list[CellError] = field(default_factory=list)
    shown: list[ShownRow] = field(default_factory=list)
    _shown_of: dict[Outcome, int] = field(default_factory=dict)

    @property
    def rows_seen(self) -> int:
        return self.new + self.updated + self.skipped + self.wrong_rows

    @property
    def summary(self) -> str:
        if not self.rows_seen:
            return _("表里还没有填内容")
        return _("新增 {new:,} 条，更新 {updated:,} 条，跳过 {skipped:,} 条，有错 {wrong:,} 行").format(
            new=self.new, updated=self.updated, skipped=self.skipped, wrong=self.wrong_rows
        )

    def add(self, row: int, cells: Sequence[Any], outcome: Outcome) -> None:
        """One more row; `cells` are the file's own values, from left to right."""
        if outcome == "wrong":
            self.wrong_rows += 1
        else:
            setattr(self, outcome, getattr(self, outcome) + 1)
        so_far = self._shown_of.get(outcome, 0)
        if so_far < MOST_SHOWN:
            self._shown_of[outcome] = so_far + 1
            first = tuple(quoted(cell, LONGEST_CELL) for cell in cells[:FIRST_CELLS])
            self.shown.append(ShownRow(row, outcome, first))

    def add_wrong(self, row: int, cells: Sequence[Any], errors: Sequence[CellError]) -> None:
        self.add(row, cells, "wrong")
        self.wrong_cells += len(errors)
        self.wrong.extend(errors[: MOST_ERRORS - len(self.wrong)])
