"""A real-looking county form (县里的表): merges, two lists, pictures, totals, signatures come back right."""

import re
from datetime import date

import pytest
from openpyxl.formula.tokenizer import Tokenizer

from tests.unit.forms_made import COUNTY, county_form, opened
from tracker.excel.form.fill import Values, fill, scan

DAY = date(2026, 11, 23)


def member(number):
    return {
        "序号": number,
        "姓名": f"=张{number}",
        "关系": "子女",
        "年龄": number,
        "收入": 100 * number,
        "备注": "@无",
    }


def visit(number):
    return {"日期": date(2026, 1, number % 28 + 1), "走访人": "王芳", "问题": 4, "解决": number % 5}


def household(number, members, visits):
    fields = {"年度": 2026, "户主": f"户主{number}", "出生年月": date(1970, 3, 9), "户情": "三口人。" * 60}
    fields |= {"登记日期": DAY, "补助金额": 1234.5, "经办人": "李雪"}
    lists = {
        "成员": [member(at + 1) for at in range(members)],
        "走访": [visit(at + 1) for at in range(visits)],
    }
    return Values(f"户{number}", fields, lists)


@pytest.fixture(scope="module")
def form():
    return county_form()


def merged(sheet):
    return {area.coord for area in sheet.merged_cells.ranges}


def total(sheet, formula):
    """SUM(X1:X9) by hand: what the sheet holds in the range."""
    first, last = re.fullmatch(r"=SUM\((\w+):(\w+)\)", formula).groups()
    return sum(
        cell.value or 0 for row in sheet[first:last] for cell in row if not isinstance(cell.value, str)
    )


def test_the_check_finds_every_mark_and_nothing_wrong(form):
    found = scan(form)
    assert not found.problems
    assert ("户主", f"{COUNTY}!B2", "") in [(mark.name, mark.cell, mark.form) for mark in found.marks]
    assert ("走访.日期", f"{COUNTY}!B11", "day") in [
        (mark.name, mark.cell, mark.form) for mark in found.marks
    ]
    assert len(found.marks) == 19


@pytest.mark.parametrize(("members", "visits"), [(3, 60), (1, 1), (0, 0), (0, 7), (12, 0)])
def test_merges_of_repeated_rows_repeat_and_the_block_below_moves_whole(form, members, visits):
    sheet = opened(fill(form, [household(1, members, visits)]))[COUNTY]
    more, rows = 2 * (max(members, 1) - 1), max(visits, 1) - 1
    for entry in range(max(members, 1)):
        top = 7 + 2 * entry
        assert {f"A{top}:A{top + 1}", f"B{top}:B{top + 1}", f"C{top + 1}:E{top + 1}"} <= merged(sheet)
        assert sheet.row_dimensions[top].height == 24 and sheet.row_dimensions[top + 1].height == 18
    assert f"A{10 + more}:A{11 + more + rows}" in merged(sheet), "the label beside the list frames all of it"
    low = more + rows
    assert {f"A{16 + low}:C{18 + low}", f"D{16 + low}:F{17 + low}", f"D{18 + low}:F{18 + low}"} <= merged(
        sheet
    )
    assert len(merged(sheet)) == 9 + 4 * max(members, 1)
    assert sheet[f"A{16 + low}"].value == "单位负责人（签字）："
    assert sheet[f"D{16 + low}"].value == "经办人：李雪"
    assert sheet[f"D{18 + low}"].value.date() == DAY
    assert sheet.row_dimensions[16 + low].height == 40
    assert sheet.row_dimensions[20 + low].hidden and not sheet.row_dimensions[20 + low - 1].hidden
    assert sheet.row_dimensions[21 + low].outlineLevel == 1


@pytest.mark.parametrize(("members", "visits"), [(3, 60), (1, 1), (0, 0), (2, 0)])
def test_totals_cover_all_rows_and_every_formula_can_be_read(form, members, visits):
    sheet = opened(fill(form, [household(1, members, visits)]))[COUNTY]
    more = 2 * (max(members, 1) - 1)
    first = 11 + more
    last = first + max(visits, 1) - 1
    income, solved = sheet[f"F{9 + more}"].value, sheet[f"E{last + 1}"].value
    assert income == f"=SUM(F7:F{8 + more})"
    assert solved == f"=SUM(E{first}:E{last})"
    assert total(sheet, income) == sum(100 * (at + 1) for at in range(members))
    assert total(sheet, solved) == sum((at + 1) % 5 for at in range(visits))
    assert sheet[f"F{last + 1}"].value == f"=IF(D{last + 1}=0,0,E{last + 1}/D{last + 1})"
    assert sheet[f"B{last + 3}"].value == f"=IF(COUNT($D$7:$D${8 + more})=0,0,AVERAGE($D$7:$D${8 + more}))"
    for row in range(first, last + 1):
        assert sheet[f"F{row}"].value == f"=IF(N(D{row})=0,0,E{row}/D{row})"
        assert sheet[f"F{row}"].number_format == "0.00%"
    for row in sheet.iter_rows():
        assert all(Tokenizer(cell.value).items for cell in row if cell.data_type == "f")


def test_a_formula_of_another_sheet_follows_but_text_in_it_does_not(form):
    other = opened(fill(form, [household(1, 3, 60)]))["汇总"]
    assert other["B1"].value == f"={COUNTY}!F75+SUM({COUNTY}!F15:F74)"
    assert other["B2"].value == f"=IF({COUNTY}!F15>0,'{COUNTY}'!B77,\"{COUNTY}!B14\")"


def test_rules_names_breaks_print_area_filter_and_links_move_along(form):
    book = opened(fill(form, [household(1, 3, 60)]))
    sheet = book[COUNTY]
    assert sheet.print_area == f"'{COUNTY}'!$A$1:$F$81"
    assert (sheet.print_title_rows, sheet.freeze_panes, sheet.auto_filter.ref) == ("$1:$1", "A2", "B14:F74")
    assert [one.id for one in sheet.row_breaks.brk] == [13, 76]
    rules = {
        str(rule.sqref): (rule.formula1, rule.formula2) for rule in sheet.data_validations.dataValidation
    }
    assert rules == {
        "C7 C9 C11": ('"本人,配偶,子女"', None),
        "A82:B82": ("$D$75", "D77"),
        "D15:E74": ("0", None),
    }
    looks = {str(one.sqref): [rule.formula for rule in one.rules] for one in sheet.conditional_formatting}
    assert looks == {"D15:E74": [["$D15>$D$75"]], "B77": [["B77>SUM($F$7:$F$12)"]]}
    assert all(
        rule.dxf.fill.bgColor.rgb == "00FFC7CE" for one in sheet.conditional_formatting for rule in one.rules
    )
    names = {name: one.attr_text for name, one in book.defined_names.items()}
    assert names == {"收入": f"{COUNTY}!$F$7:$F$12", "签字处": f"{COUNTY}!$A$79"}
    assert sheet.defined_names["问题数"].attr_text == f"{COUNTY}!$D$15:$D$74"
    link = sheet["A84"]
    assert (link.value, link.hyperlink.location) == ("办事指南", f"{COUNTY}!A79")
    assert (link.comment.text, link.comment.author) == ("填写说明", "县局")


def test_pictures_keep_their_place_and_size(form):
    sheet = opened(fill(form, [household(1, 3, 60)]))[COUNTY]
    photo, seal = sorted((image.anchor for image in sheet._images), key=lambda anchor: anchor._from.row)
    assert (photo._from.row, photo._from.col, seal._from.row, seal._from.col) == (1, 4, 78, 0)
    assert sheet.row_dimensions[3].height > 60, "the long text made room for itself"
    assert (photo.to.row, photo.to.rowOff) == (2, 30 * 12_700), (
        "45 points tall as before: 15 and 30 of the tall row"
    )
    assert (seal.to.row, seal.to.rowOff) == (79, 15 * 12_700)


def test_page_setup_header_columns_and_protection_stay(form):
    sheet = opened(fill(form, [household(1, 3, 60)]))[COUNTY]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("portrait", 9)
    assert (sheet.page_margins.left, sheet.oddFooter.center.text) == (0.8, "第 &P 页 共 &N 页")
    assert sheet.oddFooter.center.font == "宋体,常规"
    assert sheet.column_dimensions["B"].width == 14 and sheet.column_dimensions["H"].hidden
    assert sheet.protection.sheet and not sheet["B2"].protection.locked and sheet["B3"].protection.locked
    assert sheet["A1"].font.name == "黑体" and sheet["C60"].border.left.style == "thin"


def test_a_form_for_one_page_runs_on_when_its_lists_outgrow_the_page(form):
    assert opened(fill(form, [household(1, 3, 60)]))[COUNTY].page_setup.fitToHeight == 0
    small = household(1, 1, 1)
    short = Values(small.title, {**small.fields, "户情": "好"}, small.lists)
    assert opened(fill(form, [short]))[COUNTY].page_setup.fitToHeight != 0


def test_results_are_computed_when_the_file_is_opened(form):
    assert opened(fill(form, [household(1, 3, 2)])).calculation.fullCalcOnLoad
