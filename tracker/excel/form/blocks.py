"""The list rows of a form (列表行): found by their marks, and refused where repeating them would tear it."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from tracker.domain.text import _
from tracker.excel.form.marks import Problem
from tracker.excel.form.opening import Contents, cells_of
from tracker.excel.form.pictures import rows_of
from tracker.excel.form.stretch import Block

SIDE_BY_SIDE = _("“{one}”和“{other}”两个列表并排在一起，行数不同时会互相顶开。请上下排列，一个在另一个下面")
TORN_MERGE = _("合并单元格 {merge} 有一部分在列表行里，一部分在外面。请拆开合并，或让它完整地落在列表行内")
TORN_PICTURE = _("图片压在列表行上，列表变长时会盖住内容。请把图片移到列表的上方或下方")
TORN_ARRAY = _("数组公式 {merge} 有一部分在列表行里，一部分在外面。请改用普通公式")


def find_blocks(sheet: Worksheet, contents: Contents) -> tuple[Block, ...]:
    """The blocks from the top; rows of one list that touch are one block."""
    found: dict[str, list[Block]] = {}
    merges = {(merge.min_row, merge.min_col): merge.max_row for merge in sheet.merged_cells.ranges}
    for (row, column), content in sorted(contents.items()):
        for table in {field.table for field in content.marked.fields if field.table}:
            blocks = found.setdefault(table, [])
            bottom = merges.get((row, column), row)
            if blocks and row <= blocks[-1].bottom + 1:
                last = blocks.pop()
                blocks.append(Block(last.top, max(last.bottom, bottom), table))
            else:
                blocks.append(Block(row, bottom, table))
    return tuple(sorted(block for blocks in found.values() for block in blocks))


def torn(sheet: Worksheet, blocks: tuple[Block, ...]) -> Iterator[Problem]:
    """What keeps the blocks from being repeated."""
    for upper, lower in pairwise(blocks):
        if lower.top <= upper.bottom:
            message = SIDE_BY_SIDE.format(one=upper.table, other=lower.table)
            yield Problem(_("{sheet} 第 {row} 行").format(sheet=sheet.title, row=lower.top), message)
    for block in blocks:
        for merge in sorted(sheet.merged_cells.ranges, key=str):
            if _tears(block, merge.min_row, merge.max_row):
                yield _problem(sheet, merge.min_row, merge.min_col, TORN_MERGE.format(merge=merge.coord))
        yield from _torn_arrays(sheet, block)
        yield from _torn_pictures(sheet, block)


def _torn_arrays(sheet: Worksheet, block: Block) -> Iterator[Problem]:
    for cell in cells_of(sheet):
        if isinstance(cell.value, ArrayFormula):
            _left, top, _right, bottom = range_boundaries(cell.value.ref)
            if _tears(block, int(top or 1), int(bottom or 1)):
                yield _problem(sheet, cell.row, cell.column, TORN_ARRAY.format(merge=cell.value.ref))


def _torn_pictures(sheet: Worksheet, block: Block) -> Iterator[Problem]:
    inside: Any = sheet
    for image in inside._images:
        if not hasattr(image.anchor, "_from"):
            continue  # lies on no cell: losses.py says so
        first, last = rows_of(image, sheet)
        if block.meets(first, last) and not _inside(block, first, last):
            yield _problem(sheet, first, image.anchor._from.col + 1, TORN_PICTURE)


def _tears(block: Block, first: int, last: int) -> bool:
    """Neither apart, nor inside, nor a label that begins above and reaches at least to the last list row."""
    label = first < block.top and last >= block.bottom
    return block.meets(first, last) and not _inside(block, first, last) and not label


def _inside(block: Block, first: int, last: int) -> bool:
    return first in block and last in block


def _problem(sheet: Worksheet, row: int, column: int, message: str) -> Problem:
    return Problem(f"{sheet.title}!{get_column_letter(column)}{row}", message)
