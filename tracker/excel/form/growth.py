"""Row heights of a filled form (行高): they grow where text needs it, and never shrink below the form's."""

from collections.abc import Iterator, Mapping

from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from tracker.excel.form.measure import Ruler, lines_of
from tracker.excel.form.opening import cells_of

TIGHT = 1.3  # line height in font sizes that 宋体 needs at most: what fits so is left as the form has it
EASY = 1.45  # line height where a row has to grow: the widest of the fonts that stand in for 宋体
AIR = 4  # points above and below the text
INDENT = 9  # points of one step of indenting
TALLEST = 409.0
CROWDED = 1.3  # a form this much longer would print too small on the one page it asks for
WRAPPING = ("justify", "distributed")


def grow(sheet: Worksheet, filled: Mapping[tuple[int, int], Cell]) -> None:
    """Give the filled cells the height their text takes, cells of one row first, tall merges last."""
    tall = {(merge.min_row, merge.min_col): merge for merge in sheet.merged_cells.ranges}
    ruler = Ruler(sheet)
    spans = []
    for (row, column), cell in _to_measure(sheet, filled):
        merge = tall.get((row, column))
        last_row, last_column = (merge.max_row, merge.max_col) if merge else (row, column)
        if last_row == row or (row, column) in filled:
            spans.append((last_row - row, row, last_row, ruler.width(column, last_column), cell))
    for _more, first, last, width, cell in sorted(spans, key=lambda span: span[:3]):
        _make_room(sheet, ruler, range(first, last + 1), width, cell)


def let_run(blank: Worksheet, sheet: Worksheet) -> None:
    """Give a form that outgrew its single page as many pages as it takes, each still one page wide."""
    fitting = sheet.sheet_properties.pageSetUpPr
    if fitting is None or not fitting.fitToPage or sheet.page_setup.fitToHeight not in (None, 1):
        return
    if Ruler(sheet).top(sheet.max_row + 1) > CROWDED * Ruler(blank).top(blank.max_row + 1):
        sheet.page_setup.fitToHeight = 0


def _to_measure(
    sheet: Worksheet, filled: Mapping[tuple[int, int], Cell]
) -> Iterator[tuple[tuple[int, int], Cell]]:
    """The filled cells; in rows without a height of their own also the others, for they get one now."""
    yield from filled.items()
    free = {row for row, _column in filled if sheet.row_dimensions[row].ht is None}
    for cell in cells_of(sheet):
        at = cell.row, cell.column
        if cell.row in free and at not in filled and isinstance(cell, Cell):
            yield at, cell


def _make_room(sheet: Worksheet, ruler: Ruler, rows: range, width: float, cell: Cell) -> None:
    if not _wraps(cell) or width <= 0:
        return
    size = cell.font.sz or 11
    lines = lines_of(str(cell.value), size, width - INDENT * (cell.alignment.indent or 0))
    shown = [row for row in rows if ruler.height(row) > 0]
    have = sum(map(ruler.height, shown))
    if lines == 1 or not shown or lines * size * TIGHT + 2 <= have:
        return
    more = (lines * size * EASY + AIR - have) / len(shown)
    for row in shown:
        sheet.row_dimensions[row].height = round(min(ruler.height(row) + more, TALLEST), 1)


def _wraps(cell: Cell) -> bool:
    """Whether its text runs on in further lines; upright and turned text is the form's own affair."""
    look = cell.alignment
    if cell.data_type != "s" or cell.value is None or look.textRotation or look.shrink_to_fit:
        return False
    return bool(look.wrap_text) or look.vertical in WRAPPING or look.horizontal in WRAPPING
