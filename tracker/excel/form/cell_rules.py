"""Rules on ranges of a form (数据验证、条件格式): stretched over the copies of a list with their formulas."""

from copy import copy
from typing import Any

from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidationList
from openpyxl.worksheet.worksheet import Worksheet

from tracker.excel.form.references import Moves, Where, moved
from tracker.excel.form.stretch import RowMap


def lay_rules(source: Worksheet, target: Worksheet, moves: Moves) -> None:
    """Give the target the rules of the source, moved; source and target may be one sheet."""
    title = source.title
    rows = moves.rows_of(title)
    goal: Any = target
    validations = DataValidationList(disablePrompts=source.data_validations.disablePrompts)
    for old in source.data_validations.dataValidation:
        new = copy(old)
        where = _where(old.sqref, title, rows)
        new.formula1, new.formula2 = _rule(old.formula1, where, moves), _rule(old.formula2, where, moves)
        new.sqref = _spread(old.sqref, rows)
        validations.append(new)
    formats = ConditionalFormattingList()
    for group in source.conditional_formatting:
        where = _where(group.sqref, title, rows)
        for rule in group.rules:
            formats.add(str(_spread(group.sqref, rows)), _format(rule, where, moves))
    goal.data_validations, goal.conditional_formatting = validations, formats


def _format(rule: Any, where: Where, moves: Moves) -> Any:
    new = copy(rule)
    new.dxf = rule.dxf  # openpyxl's own copy loses the look
    new.formula = [moved(text, where, moves) for text in rule.formula]
    for scale in (new.colorScale, new.dataBar, new.iconSet):
        for limit in scale.cfvo if scale is not None else ():
            if limit.type == "formula":
                limit.val = moved(str(limit.val), where, moves)
    return new


def _rule(text: str | None, where: Where, moves: Moves) -> str | None:
    return moved(text, where, moves) if text else text


def _where(ranges: MultiCellRange, title: str, rows: RowMap) -> Where:
    """The formula of a rule speaks from the first cell of its range: in a list, from the first copy."""
    first = min((area.min_row for area in ranges.ranges), default=1)
    return Where(title, rows.block_at(first))


def _spread(ranges: MultiCellRange, rows: RowMap) -> MultiCellRange:
    spread = []
    for area in sorted(ranges.ranges, key=lambda area: (area.min_row, area.min_col)):
        for first, last in rows.spans(area.min_row, area.max_row):
            spread.append(CellRange(None, area.min_col, first, area.max_col, last).coord)
    return MultiCellRange(" ".join(spread))
