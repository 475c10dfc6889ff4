"""Filling single cells of a form (标记): the grammar of marks, kept types and formats, text as text."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from python_calamine import CalamineWorkbook

from tests.unit.forms_made import cells_form, opened, sheet_form
from tracker.excel.form.fill import Values, fill, scan
from tracker.excel.form.marks import Field, parse_marks


def filled(cells, fields, code="General"):
    """The first sheet of a form with the cells, filled with the fields."""

    def draw(sheet):
        for place, value in cells.items():
            sheet[place] = value
            sheet[place].number_format = code

    return opened(fill(sheet_form(draw), [Values("张三", fields)]))["表"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("姓名：{姓名}", ("姓名：", Field("姓名"))),
        ("{ 走访 . 日期 | DATE }", (Field("走访.日期", "date"),)),
        ("{走访．日期｜date}", (Field("走访.日期", "date"),)),
        ("{姓\n名}", (Field("姓名"),)),
        ("\\{不填\\}{填}", ("{", "不填", "}", Field("填"))),
        ("a}b", ("a}b",)),
    ],
)
def test_a_mark_is_read_as_a_clerk_writes_it(text, pieces):
    marked = parse_marks(text)
    assert marked.pieces == pieces
    assert not marked.faults


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{姓名", "右花括号"),
        ("{姓名{性别}", "右花括号"),
        ("{}", "是空的"),
        ("{走访.}", "是空的"),
        ("{生日|农历}", "date、day、month"),
        ("｛姓名｝", "全角"),
    ],
)
def test_a_wrong_mark_is_named_by_its_cell_with_what_to_do(text, said):
    (problem, *_rest) = scan(cells_form({"B2": text, "A1": "{好}"})).problems
    assert problem.cell == "表!B2"
    assert said in problem.message


def test_a_mark_alone_keeps_the_type_of_its_value_and_the_format_of_the_cell():
    fields = {"日期": date(2026, 11, 23), "金额": Decimal("12.50"), "人数": 3, "姓名": "张三", "空": None}
    sheet = filled(
        {"A1": "{日期}", "A2": "{金额}", "A3": " {人数} ", "A4": "{姓名}", "A5": "{空}"}, fields, "@"
    )
    assert (sheet["A1"].value, sheet["A1"].number_format) == (datetime(2026, 11, 23), "yyyy-mm-dd")  # noqa: DTZ001
    assert (sheet["A2"].value, sheet["A2"].number_format, sheet["A2"].data_type) == (12.5, "@", "n")
    assert (sheet["A3"].value, sheet["A4"].value, sheet["A5"].value) == (3, "张三", None)
    own = filled({"A1": "{日期}", "A2": "{金额}"}, fields, "yyyy/m/d")
    assert own["A1"].number_format == "yyyy/m/d"


@pytest.mark.parametrize(
    ("form", "value", "kept", "code", "text"),
    [
        ("date", date(2026, 1, 3), datetime(2026, 1, 3), 'yyyy"年"m"月"d"日"', "2026年1月3日"),  # noqa: DTZ001
        ("day", date(2026, 1, 3), datetime(2026, 1, 3), "yyyy-mm-dd", "2026-01-03"),  # noqa: DTZ001
        ("month", date(2026, 1, 3), datetime(2026, 1, 3), "yyyy.mm", "2026.01"),  # noqa: DTZ001
        ("int", Decimal("2.5"), 2.5, "0", "3"),
        ("money", 1234.5, 1234.5, "0.00", "1234.50"),
        ("score", Decimal("90.125"), 90.125, "0.00", "90.13"),
        ("percent", Decimal("0.95555"), 0.95555, "0.00%", "95.56%"),
        ("date", "不详", "不详", "General", "不详"),
        ("money", date(2026, 1, 3), datetime(2026, 1, 3), "yyyy-mm-dd", "2026-01-03"),  # noqa: DTZ001
    ],
)
def test_a_form_after_the_bar_decides_the_look_alone_and_inside_a_sentence(form, value, kept, code, text):
    sheet = filled({"A1": "{值|" + form + "}", "A2": "值：{值|" + form + "}。"}, {"值": value})
    assert (sheet["A1"].value, sheet["A1"].number_format) == (kept, code)
    assert sheet["A2"].value == f"值：{text}。"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "值："),
        (True, "值：是"),
        (0.1, "值：0.1"),
        (Decimal("1E+3"), "值：1000"),
        (float("nan"), "值："),
        (datetime(2026, 11, 3, 1, 15, tzinfo=UTC), "值：2026-11-03 09:15"),
    ],
)
def test_a_value_inside_a_sentence_reads_as_a_person_writes_it(value, text):
    assert filled({"A1": "值：{值}"}, {"值": value})["A1"].value == text


def test_what_a_cell_cannot_hold_as_a_number_or_date_stays_text():
    long_number, old = 330106198503070012, date(1899, 1, 1)
    sheet = filled({"A1": "{号}", "A2": "{日}"}, {"号": long_number, "日": old})
    assert (sheet["A1"].value, sheet["A2"].value) == (str(long_number), "1899-01-01")


INJECTED = ["=1+1", '=HYPERLINK("http://x")', "@SUM(1)", "-2+3", "+86 138", "＝1", "#N/A", "\t=1+1"]


@pytest.mark.parametrize("value", INJECTED)
def test_what_a_person_wrote_never_becomes_a_formula(value):
    data = fill(
        cells_form({"A1": "{值}", "A2": "{值}{空}", "A3": "{表.值}"}),
        [Values("x", {"值": value}, {"表": [{"值": value}, {"值": value}]})],
    )
    sheet = opened(data)["表"]
    for row in range(1, 5):
        cell = sheet.cell(row, 1)
        assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", value, True)


def test_awkward_text_is_cleaned_and_reads_back_equal():
    values = {"甲": "甲\x00\x0b乙\ud800", "乙": "x" * 40_000, "丙": "_x0041_", "丁": " 前后\n空格 "}
    data = fill(
        cells_form({f"A{at}": "{" + name + "}" for at, name in enumerate(values, 1)}), [Values("x", values)]
    )
    rows = [
        row[0] for row in CalamineWorkbook.from_object(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    ]
    assert rows[0] == "甲乙\ufffd"
    assert len(rows[1]) == 32_767 and rows[1].endswith("(已截断)")
    assert rows[2:] == ["_x0041_", " 前后\n空格 "]


def test_marks_in_several_fonts_are_filled_in_the_font_of_their_name():
    red, blue = InlineFont(rFont="黑体", color="FF0000"), InlineFont(rFont="宋体", color="0000FF")

    def draw(sheet):
        sheet["A1"] = CellRichText(
            "户主：", TextBlock(red, "{"), TextBlock(blue, "户主"), TextBlock(red, "}（盖章）")
        )
        sheet["A2"] = CellRichText(TextBlock(red, "{"), TextBlock(blue, "人数}"))
        sheet["A3"] = CellRichText("注：", TextBlock(red, "不填的字"))

    form = sheet_form(draw)
    assert not scan(form).problems
    sheet = opened(fill(form, [Values("x", {"户主": "=周大爷", "人数": 3})]))["表"]
    assert str(sheet["A1"].value) == "户主：=周大爷（盖章）"
    fonts = {run.text: run.font.rFont for run in sheet["A1"].value if isinstance(run, TextBlock)}
    assert fonts == {"=周大爷": "宋体", "（盖章）": "黑体"}
    assert sheet["A2"].value == 3
    assert [str(run) for run in sheet["A3"].value] == ["注：", "不填的字"]


def test_text_of_the_form_that_looks_like_a_formula_stays_text():
    def draw(sheet):
        sheet["A1"], sheet["B1"] = "=单位（盖章）", "{年}"
        sheet["A1"].data_type = "s"

    sheet = opened(fill(sheet_form(draw), [Values("x", {"年": 2026})]))["表"]
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=单位（盖章）", "s")
