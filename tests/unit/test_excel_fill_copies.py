"""A form for many (一人一表): a sheet or a file for each, whole in every respect; the shipped forms."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.workbook.defined_name import DefinedName

import tracker
from tests.unit.forms_made import COUNTY, add_picture, cells_form, county_form, kept, opened, sheet_form
from tracker.domain.errors import RuleBroken
from tracker.excel.form.fill import Values, check, fill, fill_each, scan

SHIPPED = Path(tracker.__file__).parent / "blanks" / "shipped"


def people(count, rows=2):
    return [
        Values(
            f"户主{number}",
            {"年度": 2026, "户主": f"户主{number}"},
            {"成员": [{"收入": number}] * (number % 3), "走访": [{"问题": 2, "解决": number}] * rows},
        )
        for number in range(1, count + 1)
    ]


def two_sided():
    """Front and back of one form with a page of instructions between them that looks at the front."""
    book = Workbook()
    front = book.active
    front.title = "正面"
    front["A1"], front["A5"], front["B5"] = "{姓名}", "{考核.季度}", "{考核.得分}"
    front["B6"] = "=SUM(B5)"
    note = book.create_sheet("说明")
    note["A1"], note["A2"] = "=正面!B6", "写成 \\{姓名\\} 的地方由系统填写"
    back = book.create_sheet("背面")
    back["A1"], back["A2"], back["A3"] = "{单位}", "=正面!B6*2", "=说明!A1&满分"
    book.defined_names["满分"] = DefinedName("满分", attr_text="正面!$B$5")
    return kept(book)


def test_sixty_people_get_sixty_sheets_each_with_its_own_totals():
    heard = []
    book = opened(fill(county_form(), people(60), progress=lambda done, all_: heard.append((done, all_))))
    assert book.sheetnames == [*(f"户主{number}" for number in range(1, 61)), "汇总"]
    assert heard == [(number, 60) for number in range(1, 61)]
    for number in range(1, 61):
        sheet = book[f"户主{number}"]
        more = 2 * (max(number % 3, 1) - 1)
        assert sheet["B2"].value == f"户主{number}"
        assert sheet[f"F{9 + more}"].value == f"=SUM(F7:F{8 + more})"
        assert sheet[f"E{13 + more}"].value == f"=SUM(E{11 + more}:E{12 + more})"
        assert sheet.print_area == f"'户主{number}'!$A$1:$F${19 + more}"
        assert sheet.defined_names["问题数"].attr_text == f"'户主{number}'!$D${11 + more}:$D${12 + more}"
        assert sheet.defined_names["收入"].attr_text == f"'户主{number}'!$F$7:$F${8 + more}"
        assert sheet[f"A{22 + more}"].hyperlink.location == f"'户主{number}'!A{17 + more}"
        assert len(sheet._images) == 2 and sheet.protection.sheet
        assert len(sheet.merged_cells.ranges) == 9 + 4 * max(number % 3, 1)
        assert [len(sheet.data_validations.dataValidation), len(sheet.conditional_formatting)] == [3, 2]
    assert book["汇总"]["B1"].value == "='户主1'!F13+SUM('户主1'!F11:F12)"
    assert book.defined_names["签字处"].attr_text == "'户主1'!$A$17"


def test_a_picture_is_kept_once_however_many_sheets_show_it():
    with zipfile.ZipFile(io.BytesIO(fill(county_form(), people(60)))) as archive:
        names = archive.namelist()
    assert len(names) == len(set(names))
    assert len([name for name in names if name.startswith("xl/media/")]) == 2


def test_one_person_gets_the_form_itself():
    book = opened(fill(county_form(), people(1)))
    assert book.sheetnames == [COUNTY, "汇总"]
    assert opened(fill(two_sided(), people(1))).sheetnames == ["正面", "说明", "背面"]


def test_front_and_back_of_each_person_belong_together():
    values = [
        Values(name, {"姓名": name, "单位": "石门镇"}, {"考核": [{"季度": "一", "得分": at}] * at})
        for at, name in enumerate(("张三", "李四"), start=2)
    ]
    book = opened(fill(two_sided(), values))
    assert book.sheetnames == ["张三 正面", "张三 背面", "李四 正面", "李四 背面", "说明"]
    assert book["张三 背面"]["A2"].value == "='张三 正面'!B7*2"
    assert book["李四 背面"]["A2"].value == "='李四 正面'!B8*2"
    assert book["李四 背面"]["A3"].value == "=说明!A1&满分"
    assert book["李四 正面"]["B8"].value == "=SUM(B5:B7)"
    assert book["说明"]["A1"].value == "='张三 正面'!B7"
    assert book["说明"]["A2"].value == "写成 {姓名} 的地方由系统填写"
    assert book["李四 正面"].defined_names["满分"].attr_text == "'李四 正面'!$B$5:$B$7"


def test_the_first_filled_sheet_is_open_and_no_two_are_selected_together():
    book = opened(fill(two_sided(), people(3)))
    assert book.active.title == "户主1 正面"
    assert [sheet.sheet_view.tabSelected for sheet in book] == [True, *[False] * 6]


def test_sheet_names_are_legal_and_no_two_are_equal():
    names = ["张三", "张三", "a/b:c", "A B", "a b", "", "长" * 40, "长" * 40, "说明"]
    book = opened(fill(two_sided(), [Values(name) for name in names]))
    assert len({title.casefold() for title in book.sheetnames}) == 2 * len(names) + 1
    assert all(len(title) <= 31 and not re.search(r"[\[\]:*?/\\]", title) for title in book.sheetnames)
    backs = [title for title in book.sheetnames if "背面" in title]
    assert len(backs) == len(names)
    for back in backs:
        front = re.fullmatch(r"='?(.+?)'?!B6\*2", book[back]["A2"].value)[1]
        assert front == book.sheetnames[book.sheetnames.index(back) - 1]


def test_each_person_can_have_a_file_of_its_own():
    heard = []
    files = list(
        fill_each(
            cells_form({"A1": "{姓名}"}),
            [Values(name, {"姓名": name}) for name in ("张三", "张三", "李/四", "..", "甲:")],
            lambda done, all_: heard.append((done, all_)),
        )
    )
    assert [stem for stem, _data in files] == ["张三", "张三(2)", "李四", "表", "甲"]
    assert [opened(data)["表"]["A1"].value for _stem, data in files] == [
        "张三",
        "张三",
        "李/四",
        "..",
        "甲:",
    ]
    assert heard[-1] == (5, 5)


def test_more_copies_than_memory_holds_are_refused_with_how_many_fit(monkeypatch):
    from tracker.excel.form import fill as filling

    cells = len([cell for row in opened(county_form()).worksheets[0].iter_rows() for cell in row])
    monkeypatch.setattr(filling, "MOST_CELLS", cells * 2)
    with pytest.raises(RuleBroken, match=r"放不下 60 份.*每人一个文件"):
        fill(county_form(), people(60))
    assert len(list(fill_each(county_form(), people(3)))) == 3


def test_a_form_for_nobody_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="somebody"):
        fill(county_form(), [])


LONG = "村口到三组的路雨天积水，学生上学不好走。" * 8


def heights(draw, **fields):
    sheet = opened(fill(sheet_form(draw), [Values("x", fields)]))["表"]
    return [sheet.row_dimensions[row].height for row in range(1, 5)]


def test_rows_grow_for_wrapped_text_and_never_shrink():
    def draw(sheet):
        sheet.column_dimensions["A"].width = 40
        for row, height in ((1, 30), (2, 300), (3, 20)):
            sheet.cell(row, 1, "{话}").alignment = Alignment(wrap_text=row != 3)
            sheet.row_dimensions[row].height = height
        sheet.cell(4, 1, "{短}").alignment = Alignment(wrap_text=True)
        sheet.row_dimensions[4].height = 20

    grown, roomy, unwrapped, short = heights(draw, 话=LONG, 短="好")
    assert 110 < grown < 230
    assert (roomy, unwrapped, short) == (300, 20, 20)


def test_text_that_still_fits_leaves_a_fixed_row_alone():
    def draw(sheet):
        sheet.column_dimensions["A"].width = 20
        sheet["A1"], sheet["A1"].alignment = "{话}", Alignment(wrap_text=True)
        sheet.row_dimensions[1].height = 32

    assert heights(draw, 话="一二三四五六七八九十一二三四五")[0] == 32  # two lines of 11 points


def test_a_tall_merge_grows_evenly_over_its_shown_rows():
    def draw(sheet):
        sheet.column_dimensions["A"].width = 30
        sheet["A1"], sheet["A1"].alignment = "{话}", Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells("A1:A4")
        for row in range(1, 5):
            sheet.row_dimensions[row].height = 20
        sheet.row_dimensions[3].hidden = True

    one, two, hidden, four = heights(draw, 话=LONG)
    assert one == two == four > 40 and hidden == 20


def test_a_row_without_a_height_of_its_own_also_fits_the_text_of_the_form():
    def draw(sheet):
        sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = 20
        sheet["A1"], sheet["B1"] = "{话}", LONG
        sheet["A1"].alignment = sheet["B1"].alignment = Alignment(wrap_text=True)

    assert heights(draw, 话="一二三四五六七八九十" * 3)[0] > 200
    assert heights(draw, 话="短")[0] > 200


def test_a_picture_in_the_list_row_stands_in_every_copy():
    def draw(sheet):
        sheet["A3"], sheet["A4"] = "{走访.日期}", "下面"
        sheet.row_dimensions[3].height = 60
        add_picture(sheet, (3, 2), (4, 3))

    rows = [{"日期": date(2026, 1, day)} for day in (1, 2, 3)]
    sheet = opened(fill(sheet_form(draw), [Values("x", {}, {"走访": rows})]))["表"]
    assert sorted(image.anchor._from.row for image in sheet._images) == [2, 3, 4]


FIELDS = {
    "assessment-form": """年度 姓名 性别 出生年月 政治面貌 任现职时间 单位及职务职级 分管工作 个人总结
        培训情况 主管领导评语 建议等次 考核委员会意见 确定等次 本人意见 未定等次说明 备注
        平时考核.季度 平时考核.主要工作 平时考核.等次""",
    "ballot": "年度 单位 考核类别 人员.序号 人员.姓名 人员.职务",
    "visit-card": """户主 村组 地址 电话 联系干部 户情
        走访.日期 走访.走访人 走访.形式 走访.群众反映 走访.办理情况""",
    "acceptance-notice": """编号 申请人 事项名称 收件日期 受理日期 承诺工作日 应办结日 办理单位 经办人
        咨询电话 查询方法 材料.序号 材料.名称 材料.份数 材料.备注""",
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_shipped_form_has_no_problems_and_asks_for_every_declared_field(name):
    found = scan((SHIPPED / f"{name}.xlsx").read_bytes())
    assert found.problems == check(found, FIELDS[name].split()) == ()
    assert {mark.name for mark in found.marks} == set(FIELDS[name].split())


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("rows", [0, 1, 30])
def test_a_shipped_form_fills_on_a4_with_everything_inside_the_print_area(name, rows):
    names = FIELDS[name].split()
    fields = {one: f"{one}的内容" for one in names if "." not in one}
    listed = {one.partition(".")[2]: one for one in names if "." in one}
    table = next(one.partition(".")[0] for one in names if "." in one)
    people = [Values(f"第{at}份", fields, {table: [listed] * rows}) for at in (1, 2)]
    book = opened(fill((SHIPPED / f"{name}.xlsx").read_bytes(), people))
    assert book.sheetnames == ["第1份", "第2份"]
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        last = int(sheet.print_area.rpartition("$")[2])
        assert last == sheet.max_row
        texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert not any("{" in text for text in texts)
        assert sum(text in listed.values() for text in texts) == rows * len(listed)
        assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value} <= {
            "宋体",
            "仿宋",
            "黑体",
        }
