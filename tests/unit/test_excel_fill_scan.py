"""The check of a blank form (查验): everything that would go wrong later is said at once, by its cell."""

import io
import time
import zipfile
from html import escape, unescape

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.table import Table

from tests.unit.forms_made import (
    add_picture,
    cells_form,
    county_form,
    rewritten,
    sheet_form,
    with_part,
)
from tracker.domain.errors import RuleBroken
from tracker.excel.form.fill import Mark, Problem, Scan, Values, check, fill, scan
from tracker.excel.incoming.file_kind import UnreadableFile

SHEET = "xl/worksheets/sheet1.xml"
DRAWING = "xl/drawings/drawing1.xml"
PLAIN = cells_form({"A1": "{姓名}", "B5": "{走访.日期}"})
TEXT_BOX = (
    '<xdr:twoCellAnchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:from><xdr:col>1</xdr:col>'
    "<xdr:colOff>0</xdr:colOff><xdr:row>2</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>3</xdr:col>"
    "<xdr:colOff>0</xdr:colOff><xdr:row>4</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>{0}<xdr:clientData/>"
    "</xdr:twoCellAnchor></"
)
SHAPE = (
    '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="9" name="文本框"/><xdr:cNvSpPr txBox="1"/>'
    '</xdr:nvSpPr><xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:sp>'
)
GROUP = (
    '<xdr:grpSp><xdr:nvGrpSpPr><xdr:cNvPr id="9" name="组合"/><xdr:cNvGrpSpPr/></xdr:nvGrpSpPr>'
    "<xdr:grpSpPr/></xdr:grpSp>"
)
LINK = (
    '<a:hlinkClick xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId9"/></cNvPr>'
)
X14 = (
    '<extLst><ext uri="{{0}}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
    ' xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">{0}</ext></extLst></worksheet>'
)


def said(data):
    return [str(problem) for problem in scan(data).problems]


def drawn(draw):
    """What is said about a form with a mark in A1 and a list in row 5, and what `draw` adds."""

    def all_of_it(sheet):
        sheet["A1"], sheet["A5"], sheet["B5"] = "{姓名}", "{走访.日期}", "{走访.形式}"
        draw(sheet)

    return said(sheet_form(all_of_it))


def test_marks_are_listed_with_cell_and_form():
    found = scan(cells_form({"B3": "于{受理日期|date}由{经办人}", "A1": "{走访.日期}"}))
    assert found == Scan(
        (Mark("走访.日期", "表!A1"), Mark("受理日期", "表!B3", "date"), Mark("经办人", "表!B3")), ()
    )


def test_unknown_marks_are_named_by_cell_with_the_nearest_known_field():
    found = scan(cells_form({"C5": "{年龄}", "A1": "{走访.日 期}", "B1": "{姓名}"}))
    problems = check(found, ["姓名", "走访.日期", "户主"])
    assert [str(problem) for problem in problems] == [
        "表!A1：没有“{走访.日 期}”这个字段，是不是“{走访.日期}”",
        "表!C5：没有“{年龄}”这个字段",
    ]


def test_a_form_without_marks_says_how_to_write_one():
    assert said(cells_form({"A1": "姓名"}))[0].startswith("表里没有标记")


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("xl/pivotTables/pivotTable1.xml", "数据透视表"),
        ("xl/slicers/slicer1.xml", "切片器"),
        ("xl/threadedComments/threadedComment1.xml", "对话"),
        ("xl/cellimages.xml", "浮动图片"),
        ("xl/connections.xml", "数据连接"),
        ("xl/metadata.xml", "动态数组"),
    ],
)
def test_parts_that_would_be_dropped_are_named(part, words):
    (problem,) = scan(with_part(PLAIN, part, b"<x/>")).problems
    assert words in problem.message and "请" in problem.message


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("xl/vbaProject.bin", "宏"),
        ("xl/externalLinks/externalLink1.xml", "别的文件"),
        ("xl/embeddings/a.bin", "嵌"),
    ],
)
def test_macros_links_and_embedded_files_are_refused_at_the_door(part, words):
    with pytest.raises(UnreadableFile, match=words):
        scan(with_part(PLAIN, part, b"<x/>"))


@pytest.mark.parametrize(
    ("shape", "words"), [(SHAPE, "文本框"), (GROUP, "组合"), ("<xdr:contentPart/>", "墨迹")]
)
def test_shapes_are_named_by_the_cell_they_lie_on(shape, words):
    data = rewritten(county_form(), DRAWING, r"</(?=[\w:]*wsDr>$)", TEXT_BOX.format(shape))
    (problem, *_rest) = scan(data).problems
    assert problem.cell == "登记表!B3" and words in problem.message


def test_charts_are_refused_by_the_cell_they_lie_on():
    def draw(sheet):
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=3))
        sheet.add_chart(chart, "D9")

    assert drawn(draw) == ["表!D9：这里有图表，填写时会变样。请把图表删去"]


@pytest.mark.parametrize(
    ("extension", "cell", "words"),
    [
        (
            "<x14:dataValidations><x14:dataValidation><xm:sqref>B5:B9</xm:sqref></x14:dataValidation></x14:dataValidations>",
            "表!B5",
            "下拉列表",
        ),
        (
            "<x14:conditionalFormattings><xm:sqref>C1</xm:sqref></x14:conditionalFormattings>",
            "表!C1",
            "条件格式",
        ),
        ("<x14:sparklineGroups><xm:sqref>D1</xm:sqref></x14:sparklineGroups>", "表!D1", "迷你图"),
        ("<x14:slicerList/>", "表", "切片器"),
    ],
)
def test_extensions_that_openpyxl_drops_are_named(extension, cell, words):
    (problem,) = scan(rewritten(PLAIN, SHEET, "</worksheet>", X14.format(extension))).problems
    assert problem.cell == cell and words in problem.message


def test_settings_of_a_sheet_that_would_be_lost_are_named():
    ranges = '</sheetData><protectedRanges><protectedRange name="a" sqref="A1"/></protectedRanges>'
    assert "允许编辑区域" in said(rewritten(PLAIN, SHEET, "</sheetData>", ranges))[0]


def test_a_list_check_of_the_usual_kind_is_no_problem():
    def draw(sheet):
        rule = DataValidation("list", formula1='"入户,电话"')
        rule.add("B5")
        sheet.add_data_validation(rule)

    assert drawn(draw) == []


@pytest.mark.parametrize(
    ("old", "new", "words"), [("image1.png", "image1.emf", "EMF"), ("image1", "nowhere", "")]
)
def test_pictures_that_would_vanish_are_named(old, new, words):
    rels = "xl/drawings/_rels/drawing1.xml.rels"
    data = with_part(rewritten(county_form(), rels, old, new), "xl/media/image1.emf", b"no picture")
    if not words:
        with pytest.raises(UnreadableFile):
            scan(data)
    else:
        assert any("登记表!E2" in one and words in one for one in said(data))


def test_a_picture_with_a_link_is_named():
    data = rewritten(county_form(), DRAWING, r'(?<=name="Image 1") descr="Picture" ?/>', f">{LINK}")
    assert any("登记表!E2" in one and "超链接" in one for one in said(data))


def test_a_mark_under_a_merge_is_found_though_no_program_shows_it():
    merge = '</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    data = rewritten(cells_form({"A1": "{姓名}", "B1": "{性别}"}), SHEET, "</sheetData>", merge)
    assert said(data) == ["表!B1：标记在被合并单元格盖住的格子里，不会填写。请把它移到合并区域的左上角"]


def test_marks_where_nothing_is_filled_are_named():
    def draw(sheet):
        sheet.title = "表{年}"
        sheet.oddHeader.center.text = "{单位}"
        sheet["D1"].comment = Comment("填{姓名}", "甲")
        sheet["D2"] = '="{姓名}"&A1'
        sheet["D3"] = "=SUM({1,2})"
        rule = DataValidation("list", formula1='"甲,乙"', prompt="{提示}", showInputMessage=True)
        rule.add("D4")
        sheet.add_data_validation(rule)

    problems = drawn(draw)
    assert [one.partition("：")[0] for one in problems] == [
        "表{年}",
        "表{年}",
        "表{年}!D4",
        "表{年}!D1",
        "表{年}!D2",
    ]
    assert ["名称" in problems[0], "页眉" in problems[1], "批注" in problems[3]] == [True] * 3


def test_two_lists_side_by_side_are_refused():
    (problem,) = scan(cells_form({"A5": "{走访.日期}", "C5": "{材料.名称}"})).problems
    assert str(problem).startswith("表 第 5 行：“材料”和“走访”两个列表并排在一起")
    with pytest.raises(RuleBroken, match="并排"):
        fill(cells_form({"A5": "{走访.日期}", "C5": "{材料.名称}"}), [Values("x")])


@pytest.mark.parametrize(
    ("merge", "is_torn"),
    [
        ("D5:D6", True),
        ("D5:D9", True),
        ("D4:D5", False),  # a label that begins above and frames the list
        ("D4:D9", False),
        ("D5:E5", False),
        ("D6:D9", False),
    ],
)
def test_a_merge_half_in_the_list_is_refused_a_label_beside_it_is_not(merge, is_torn):
    problems = drawn(lambda sheet: sheet.merge_cells(merge))
    assert [one.startswith("表!D5：合并单元格") for one in problems] == [True] * is_torn


@pytest.mark.parametrize(
    ("first", "last", "is_torn"),
    [
        ((4, 4), (6, 5), True),
        ((3, 4), (9, 5), True),
        ((5, 4), (6, 5), False),
        ((1, 4), (5, 5), False),
        ((6, 4), (9, 5), False),
    ],
)
def test_a_picture_half_in_the_list_is_refused(first, last, is_torn):
    problems = drawn(lambda sheet: add_picture(sheet, first, last))
    assert ["图片压在列表行上" in one for one in problems] == [True] * is_torn


def test_a_template_row_with_tall_merges_counts_all_its_rows():
    def draw(sheet):
        sheet["A7"], sheet["B7"] = "{成员.姓名}", "{成员.年龄}"
        sheet.merge_cells("A7:A8")
        sheet["D1"], sheet["D2"], sheet["D3"], sheet["D4"] = "=SUM(B7)", "=SUM(B7:B7)", "=SUM(B7:B8)", "=B7"

    assert [one.partition("：")[0] for one in drawn(draw)] == ["表!D1", "表!D2"]
    assert "第 7 行到第 8 行" in drawn(draw)[0]


def test_formulas_that_cannot_follow_are_named():
    def draw(sheet):
        sheet["D1"], sheet["D2"], sheet["D3"] = "=SUM(表:别的!A5)", "=A1#", DataTableFormula("D3:D4", r1="A1")
        sheet["D5"] = ArrayFormula("D5:D6", "=A5:A6*2")

    problems = drawn(draw)
    assert {one.partition("：")[0] for one in problems} == {"表!D1", "表!D2", "表!D3", "表!D5"}


def test_a_table_object_on_a_marked_sheet_is_refused():
    def draw(sheet):
        sheet["D1"], sheet["E1"] = "甲", "乙"
        sheet.add_table(Table(displayName="表1", ref="D1:E3"))

    assert "转换为区域" in drawn(draw)[0]


def test_a_print_area_that_is_a_formula_is_named():
    area = '<definedName name="_xlnm.Print_Area" localSheetId="0">OFFSET($A$1,0,0,2,2)</definedName>'
    names = f"<definedNames>{area}</definedNames>"
    data = rewritten(PLAIN, "xl/workbook.xml", r"<definedNames ?/>|(?=<calcPr)", names)
    assert any("打印区域" in one for one in said(data))


def test_a_footer_in_two_fonts_is_kept_letter_by_letter():
    footer = '&C&"宋体,常规"&9第 &P 页 &"黑体,加粗"共 &N 页'
    element = f"<headerFooter><oddFooter>{escape(footer)}</oddFooter></headerFooter></worksheet>"
    data = rewritten(PLAIN, SHEET, "</worksheet>", element)
    assert not said(data)
    with zipfile.ZipFile(io.BytesIO(fill(data, [Values("甲"), Values("乙")]))) as made:
        for number in (1, 2):
            text = unescape(made.read(f"xl/worksheets/sheet{number}.xml").decode())
            assert f"<oddFooter>{footer}</oddFooter>" in text


def test_openpyxl_reads_through_defusedxml():
    assert openpyxl.DEFUSEDXML


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        (
            "</sheetData>",
            '</sheetData><hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>',
        ),
        ("<worksheet", '<!DOCTYPE a [<!ENTITY b "c">]><worksheet'),
        ("</sheetData>", '<row r="9">' + '<c r="A9"/>' * 70_000 + "</row></sheetData>"),
        ("</sheetData>", "</sheetData><mergeCells><mergeCell ref='A'/></mergeCells><"),
    ],
)
def test_a_hostile_file_is_refused_within_a_second(old, new):
    data = rewritten(PLAIN, SHEET, old, new)
    before = time.perf_counter()
    with pytest.raises(UnreadableFile, match="文件无法读取"):
        scan(data)
    assert time.perf_counter() - before < 1


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", PLAIN[:400]])
def test_what_is_no_workbook_is_refused(data):
    with pytest.raises(UnreadableFile):
        scan(data)


def test_a_problem_reads_as_a_sentence():
    assert str(Problem("表!B3", "请改")) == "表!B3：请改"
    assert str(Problem("", "请改")) == "请改"
