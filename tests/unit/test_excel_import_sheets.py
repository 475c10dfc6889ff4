"""The workbooks of an import: the template to fill (导入模板), and only the wrong rows, to be mended."""

import io
from datetime import date, datetime

import openpyxl
import pytest
from office_files import workbook

from tracker.excel.declaration import Column
from tracker.excel.formats import DATE
from tracker.excel.incoming.bad_rows import bad_rows
from tracker.excel.incoming.import_template import FILLED_ROWS, template_of
from tracker.excel.incoming.importing import Import
from tracker.excel.incoming.outcome import CellError
from tracker.excel.incoming.parse import parse_date
from tracker.imports.kinds import IMPORTS

COLUMNS = (
    Column("姓名", "name", required=True, example="张三"),
    Column("村", "village", required=True, example="青龙湾村"),
    Column("走访日期", "visited_on", format=DATE, parse=parse_date, example="2026-01-06"),
    Column("身份证号", "id_number", example="330681199001011234"),
    Column("方式", "way", choices=("上门", "电话"), example="上门"),
)
VISITS = Import(
    "visits", "走访", "visit.import", (COLUMNS,), lambda act, values: "new", notes=("一户一行。",)
)


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def template(**choices):
    return template_of(VISITS, unit="石门镇", choices=choices)


def filled(data, *rows):
    """The template with these rows below the example."""
    book = opened(data)
    for at, row in enumerate(rows, start=3):
        for column, value in enumerate(row, start=1):
            book.worksheets[0].cell(at, column, value)
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def test_the_template_has_one_row_of_headings_with_stars_and_an_example():
    sheet = opened(template()).worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["姓名*", "村*", "走访日期", "身份证号", "方式"]
    assert [cell.value for cell in sheet[2]] == [
        "示例：张三", "青龙湾村", datetime(2026, 1, 6), "330681199001011234", "上门"  # noqa: DTZ001
    ]
    assert sheet["A1"].fill.fgColor.rgb != sheet["C1"].fill.fgColor.rgb
    assert sheet.max_row == 2 and not sheet.merged_cells.ranges
    assert (sheet.freeze_panes, sheet.page_setup.paperSize) == ("A2", 9)


def test_codes_stay_text_and_dates_are_dates_in_the_rows_to_be_filled():
    sheet = opened(template()).worksheets[0]
    codes = [sheet.column_dimensions[letter].number_format for letter in "ABCDE"]
    assert codes == ["@", "@", "yyyy-mm-dd", "@", "@"]


def test_lists_lie_on_a_hidden_sheet_and_are_offered_on_a_thousand_rows():
    book = opened(template(village=["青龙湾村", "=白云村"]))
    lists = {
        str(one.sqref): [cell.value for (cell,) in book["字典"][one.formula1.split("!")[1].replace("$", "")]]
        for one in book.worksheets[0].data_validations.dataValidation
    }
    last = FILLED_ROWS + 1
    assert lists == {f"B2:B{last}": ["青龙湾村", "=白云村"], f"E2:E{last}": ["上门", "电话"]}
    assert book["字典"].sheet_state == "hidden"
    assert book["字典"]["B3"].data_type == "s"


def test_the_template_explains_every_column():
    rows = [[cell.value for cell in row] for row in opened(template())["填写说明"].iter_rows(min_row=2)]
    assert rows[0] == ["列名", "必填", "怎么填", "示例"]
    assert rows[1] == ["姓名", "必填", "文字", "张三"]
    assert rows[3] == ["走访日期", None, "日期，写成 2026-01-06 这样", "2026-01-06"]
    assert rows[5] == ["方式", None, "从下拉列表里选：上门、电话", "上门"]
    notes = [row[0] for row in rows[6:]]
    assert "一户一行。" in notes and any("示例" in str(note) for note in notes)


@pytest.mark.parametrize("importer", IMPORTS.values(), ids=IMPORTS)
def test_a_template_handed_in_as_it_is_has_no_rows_and_its_example_would_be_a_good_one(importer):
    data = template_of(importer, unit="石门镇")
    assert list(importer.read(data)[1]) == []
    book = opened(data)
    example = book.worksheets[0]["A2"]
    example.value = example.value.removeprefix("示例：")
    memory = io.BytesIO()
    book.save(memory)
    (row,) = importer.read(memory.getvalue())[1]
    assert row.wrong == ()
    assert [row.values[str(column.value)] for column in importer.columns if column.required]


def test_what_is_filled_in_below_the_example_is_read():
    data = filled(template(), ["王芳", "青龙湾村", date(2026, 2, 3), "330681199001011234", "电话"])
    (row,) = VISITS.read(data)[1]
    assert (row.number, row.wrong) == (3, ())
    assert row.values == {
        "name": "王芳", "village": "青龙湾村", "visited_on": date(2026, 2, 3),
        "id_number": "330681199001011234", "way": "电话",
    }


# the wrong rows

def as_text(book):
    book.worksheets[0]["A4"].data_type = "s"


FILE = workbook(
    ["某镇走访"],
    ["姓 名", "村", "走访日期", "身份证号", "备注", "备注"],
    ["张三", "青龙湾村", date(2026, 1, 6), "330681199001011234", 1.5, True],
    ["=1+1", "", "昨天", "'007", 24.0, datetime(2026, 1, 6, 8, 30)],  # noqa: DTZ001
    ["李四", "", date(2026, 1, 7), None, "\u3000-2+3", float(10**15)],
    shape=as_text,
)


def wrong_of(data):
    table = VISITS.open(data)
    return table, [error for row in VISITS.read(table)[1] for error in row.wrong]


def mended():
    table, wrong = wrong_of(FILE)
    return bad_rows(VISITS, table, [*wrong, CellError(5, "整行", "和第 1 行重复")])


def test_only_the_wrong_rows_come_under_the_files_own_headings_with_what_is_wrong():
    sheet = opened(mended()).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["原行号", "姓 名", "村", "走访日期", "身份证号", "备注", "备注（F 列）", "问题"]
    assert [row[0] for row in rows[1:]] == [4, 5]
    assert rows[1][1:7] == ["=1+1", None, "昨天", "'007", 24, datetime(2026, 1, 6, 8, 30)]  # noqa: DTZ001
    assert rows[1][7] == "村：必填，不能为空；走访日期：“昨天”不是日期，请写成 2026-01-06 这样"
    assert rows[2][7] == "村：必填，不能为空；整行：和第 1 行重复"
    assert rows[2][5] == "\u3000-2+3"


def test_wrong_cells_are_marked_and_text_stays_text():
    sheet = opened(mended()).worksheets[0]
    marked = {cell.coordinate for row in sheet["B2:G3"] for cell in row if cell.fill.fill_type}
    assert marked == {"C2", "D2", "C3"}
    assert sheet["B2"].data_type == "s" and sheet["B2"].number_format == "@"
    assert sheet["D3"].is_date and sheet["F2"].data_type == "n"
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_mended_rows_can_be_handed_in_again_and_their_extra_columns_are_not_read():
    book = opened(mended())
    sheet = book.worksheets[0]
    sheet["C2"], sheet["D2"] = "白云村", "2026-01-08"
    memory = io.BytesIO()
    book.save(memory)
    table, wrong = wrong_of(memory.getvalue())
    assert [(error.row, error.column) for error in wrong] == [(3, "村")]
    again = opened(bad_rows(VISITS, table, wrong)).worksheets[0]
    assert [cell.value for cell in again[1]].count("原行号") == 1
    assert [cell.value for cell in again[1]].count("问题") == 1
    assert [cell.value for cell in again[2]][:2] == [3, "李四"]


def test_as_many_wrong_rows_as_are_kept_come_whole():
    headings = ["姓名", "村", *(f"列{n}" for n in range(16))]
    text = ",".join(headings) + "\n" + ("张三,," + ",".join(["一段文字"] * 16) + "\n") * 5_000
    table, wrong = wrong_of(text.encode())
    assert sum(1 for _row in VISITS.open(bad_rows(VISITS, table, wrong))) == 5_000
