"""The last sheet 说明: from what, by what rules, by whom and when a report was made, so it can be traced."""

from typing import Any

from openpyxl import Workbook

from tracker.domain.text import _
from tracker.excel.book.foot import all_notes
from tracker.excel.book.sheets import BOLD, LIGHT, TITLE, dress, origin_of, page_setup, put
from tracker.excel.book.splice import lines_needed, row_height
from tracker.excel.book.suppress import Mask
from tracker.excel.book.totals import Totals
from tracker.excel.choose import left_out
from tracker.excel.declaration import Report, SheetHead
from tracker.excel.formats import moment

WIDTHS = (20, 90)
COUNT = (_("行数"), "")


def add_explanation(book: Workbook, report: Report, head: SheetHead, mask: Mask) -> Any:
    """Draw the sheet and answer the cell for the number of rows, which is known only when all are written."""
    sheet = book.create_sheet(_("说明"))
    put(sheet["A1"], _("说明"))
    dress(sheet["A1"], TITLE, "center", border=None)
    sheet.merge_cells("A1:B1")
    sheet.row_dimensions[1].height = 36
    for letter, width in zip("AB", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    lines = _lines(report, head, mask)
    for row, (term, text) in enumerate(lines, start=2):
        term_cell, text_cell = sheet.cell(row, 1), sheet.cell(row, 2)
        put(term_cell, term)
        put(text_cell, text)
        dress(term_cell, BOLD)
        dress(text_cell)
        term_cell.fill = LIGHT
        high = max(lines_needed(term, WIDTHS[0]), lines_needed(text, WIDTHS[1] - 1))
        sheet.row_dimensions[row].height = row_height(high)
    page_setup(sheet, "portrait", head)
    return sheet.cell(lines.index(COUNT) + 2, 2)


def _lines(report: Report, head: SheetHead, mask: Mask) -> list[tuple[str, str]]:
    filters = "\n".join(f"{name}：{value}" for name, value in head.filters)
    hidden_columns = head.columns_left_out or left_out(report)
    lines = [
        (_("报表名称"), report.title),
        *origin_of(head),
        (_("统计区间"), head.period),
        (_("数据截止"), moment(head.cut_off or head.made_at)),
        (_("筛选条件"), filters or _("无")),
        *([(_("没有列出的列"), "、".join(hidden_columns))] if hidden_columns else []),
        COUNT,
        *report.definitions,
    ]
    lines.extend((_("注"), note) for note in all_notes(report, head, bool(mask)))
    if Totals(report):
        lines.append((_("合计"), _("合计行随筛选变化，只计算显示出来的行；有数不显示的列，合计是固定的。")))
        lines.append((_("汇总"), _("表上方的汇总是全部行的，不随筛选变化。")))
    return lines
