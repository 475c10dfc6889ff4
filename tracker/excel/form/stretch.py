"""Where the rows of a form go when its lists grow (列表拉长): one map for cells, ranges and formulas."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

LAST_ROW = 1_048_576


@dataclass(frozen=True, order=True)
class Block:
    """The template rows of the list `table` (列表行), from `top` to `bottom`, both included."""

    top: int
    bottom: int
    table: str

    @property
    def height(self) -> int:
        return self.bottom - self.top + 1

    def __contains__(self, row: int) -> bool:
        return self.top <= row <= self.bottom

    def meets(self, first: int, last: int) -> bool:
        return first <= self.bottom and last >= self.top

    def within(self, first: int, last: int) -> bool:
        """Whether the rows from first to last hold the whole block."""
        return first <= self.top and last >= self.bottom

    def cuts(self, first: int, last: int, lone: bool) -> bool:
        """Whether these rows are a part of the block that cannot grow; one cell alone may mean itself."""
        if first == last and not lone:
            return False
        return self.height > 1 and self.meets(first, last) and not self.within(first, last)


class Place(NamedTuple):
    """Where a template row lands: which copy of which block, (row, None, 0) for a row outside of all."""

    row: int
    block: Block | None
    copy: int


class RowMap:
    """New rows for old when each block stands as often as counted; a count of 0 leaves one blank copy."""

    def __init__(self, counts: Mapping[Block, int] | None = None) -> None:
        self._counts = {block: max(1, count) for block, count in sorted((counts or {}).items())}

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(self._counts)

    def block_at(self, row: int) -> Block | None:
        return next((block for block in self._counts if row in block), None)

    def added(self, block: Block) -> int:
        """The rows that the block adds."""
        return (self._counts[block] - 1) * block.height

    def row(self, row: int) -> int:
        """The new row; of a template row, its first copy."""
        above = sum(self.added(block) for block in self._counts if block.bottom < row)
        return min(row + above, LAST_ROW)

    def places(self, row: int) -> Iterator[Place]:
        """Every place of the row, from the top."""
        block = self.block_at(row)
        if block is None:
            yield Place(self.row(row), None, 0)
            return
        for copy in range(self._counts[block]):
            yield Place(self.row(row) + copy * block.height, block, copy)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The rows as one range: it grows over all copies of a block that it holds whole."""
        block = self.block_at(last)
        grown = self.added(block) if block and last == block.bottom and first <= block.top else 0
        return self.row(first), min(self.row(last) + grown, LAST_ROW)

    def spans(self, first: int, last: int) -> list[tuple[int, int]]:
        """The same in pieces: of a block that is held in part, that part of every copy."""
        pieces = []
        for block in self._counts:
            if not block.meets(first, last) or block.within(first, last):
                continue
            low, high = max(first, block.top), min(last, block.bottom)
            if first < low:
                pieces.append(self.span(first, low - 1))
            pieces += [(place.row, place.row + high - low) for place in self.places(low)]
            first = high + 1
        return [*pieces, self.span(first, last)] if first <= last else pieces
