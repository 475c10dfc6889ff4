"""The writer of reports (导出): looks, real values, text that stays text, totals, readable files."""

import io
import os
import re
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import openpyxl
import pytest
from books import HEAD, MADE_AT, as_calamine_sees, opened, report, texts, written

from tracker.domain.errors import RuleBroken
from tracker.excel.book import write as writer
from tracker.excel.report import (
    DATE,
    DATETIME,
    INT,
    MONTH,
    PERCENT,
    SCORE,
    Column,
    Group,
    Ratio,
    SheetHead,
)

TEXTS = report(Column("内容", "text", 40), Column("数", "number", 10, INT))
LEDGER = report(
    Column("编号", "code", 16),
    Group("时间", (Column("受理日期", "on", 12, DATE), Column("登记时间", "at", 18, DATETIME))),
    Column("出生年月", "born", 10, MONTH),
    Column("件数", "number", 8, INT, total="sum"),
    Column("得分", "score", 8, SCORE, total="average"),
    Column("办结率", "rate", 10, PERCENT, dash=True),
    Column("联系电话", "phone", 14, total="count"),
    notes=("姓名已脱敏。", "办结率＝已办结÷应办结。"),
    definitions=(("应办结", "办理时限不晚于截止日"),),
)


def entry(number=1, **more):
    row = {
        "code": "石门-诉-0001",
        "on": date(2026, 11, 3),
        "at": datetime(2026, 11, 3, 1, 15, tzinfo=UTC),
        "born": date(1985, 3, 9),
        "number": number,
        "score": Decimal("4.25"),
        "rate": Decimal("0.95"),
        "phone": "13800000000",
    }
    return SimpleNamespace(**row | more)


def column_b(declared, rows):
    """What openpyxl and calamine both find in column B of the body."""
    memory = written(declared, rows)
    sheet = openpyxl.load_workbook(memory).worksheets[0]
    ours = [sheet.cell(5 + at, 2).value for at in range(len(rows))]
    theirs = as_calamine_sees(memory)
    return ours, [row[1] for row in theirs[4 : 4 + len(rows)]], sheet


AWKWARD = [
    "=1+1",
    '=HYPERLINK("http://example.com","点我")',
    "=cmd|'/c calc'!A1",
    "#N/A",
    "#REF!",
    "+86 138 0000 0000",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "＝1+1",
    "第一行\n第二行",
    "笑脸😀，生僻字𠮷",
    "  前后有空格  ",
    "　全角空格　",
    "a<b & c>d \"引号\" '撇号' ]]>",
    "007",
    "330681199001011234",
    "{=1+1}",
    "'=1+1",
    "␞",
]


@pytest.mark.parametrize("text", AWKWARD)
def test_user_text_comes_back_unchanged_and_is_never_a_formula(text):
    ours, theirs, sheet = column_b(TEXTS, texts("平常的话", text))
    assert ours[1] == theirs[1] == text
    assert sheet["B6"].data_type == "s"
    assert sheet["B6"].number_format == "@"
    assert sheet["B6"].quotePrefix


def test_all_awkward_texts_of_one_column_come_back_unchanged_together():
    ours, theirs, _sheet = column_b(TEXTS, texts(*AWKWARD))
    assert ours == theirs == AWKWARD


def test_the_only_formulas_in_a_file_are_its_own_totals():
    rows = [entry(code="=1+1", phone="=2+2", born="=3+3", rate="=4+4", on="=5+5", at="=6+6")]
    with zipfile.ZipFile(written(LEDGER, rows)) as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist())
    assert re.findall(rb"<f>(.*?)</f>", parts) == [
        b"SUBTOTAL(9,F6:F6)",
        b'IFERROR(SUBTOTAL(1,G6:G6),"&#8212;")',
        b"SUBTOTAL(3,I6:I6)",
    ]


def test_the_heads_of_a_file_are_no_formulas_either():
    head = SheetHead("=1+1", "=2+2", "=3+3", MADE_AT, filters=(("=4", "=5"),), notes=("=6+6",))
    book = openpyxl.load_workbook(written(report(Column("=7+7", "text"), title="=8+8"), texts("x"), head))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
    assert "f" not in kinds
    assert book.worksheets[0]["B4"].value == "=7+7"


def test_a_return_followed_by_a_formula_is_text():
    ours, _theirs, sheet = column_b(TEXTS, texts("\r=1+1", "一\r\n二"))
    assert sheet["B5"].data_type == "s"
    assert ours[0].lstrip("\r\n") == "=1+1"
    assert ours[1] == "一\n二"


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [("a\x0bb\x00c", "abc"), ("\x1f", None), ("孤\ud83d立", "孤\ufffd立"), ("a\uffffb\ufffe", "ab")],
)
def test_what_xml_forbids_is_left_out_instead_of_failing_the_export(dirty, clean):
    ours, theirs, _sheet = column_b(TEXTS, texts("平常的话", dirty))
    assert ours == ["平常的话", clean]
    assert theirs == ["平常的话", clean or ""]


@pytest.mark.parametrize(("sign", "units"), [("长", 1), ("😀", 2)])
def test_a_text_too_long_for_a_cell_is_cut_and_says_so(sign, units):
    ours, _theirs, _sheet = column_b(TEXTS, texts(sign * 40_000, sign * (32_000 // units)))
    assert ours[0].endswith(f"{sign}(已截断)")
    assert len(ours[0].encode("utf-16-le")) // 2 in (32_767, 32_766)
    assert ours[1] == sign * (32_000 // units)


def test_what_looks_like_an_escape_of_excel_stays_as_typed():
    memory = written(TEXTS, texts("文件_x0041_甲"))
    assert as_calamine_sees(memory)[4][1] == "文件_x0041_甲"


def test_dates_numbers_and_rates_are_real_values():
    sheet = opened(LEDGER, [entry(number=3)])
    values = {cell.column_letter: cell for cell in sheet[6]}
    assert values["A"].value == 1
    assert (values["C"].value.isoformat(), values["C"].number_format) == ("2026-11-03T00:00:00", "yyyy-mm-dd")
    assert values["D"].value.isoformat() == "2026-11-03T09:15:00"
    assert values["D"].number_format == "yyyy-mm-dd hh:mm"
    assert (values["E"].value, values["E"].data_type) == ("1985.03", "s")
    assert (values["F"].value, values["F"].number_format) == (3, "0")
    assert (values["G"].value, values["G"].number_format) == (4.25, "0.00")
    assert (values["H"].value, values["H"].number_format) == (0.95, "0.00%")
    assert (values["I"].value, values["I"].number_format) == ("13800000000", "@")


def test_what_is_not_there_is_blank_or_a_dash_and_never_zero():
    sheet = opened(LEDGER, [entry(on=None, at=None, born=None, number=None, score=None, rate=None, phone="")])
    assert [cell.value for cell in sheet[6]] == [1, "石门-诉-0001", None, None, None, None, None, "—", None]


def test_values_that_excel_would_spoil_are_kept_as_text():
    rows = [entry(number=330681199001011234, on=date(1899, 5, 1), score=Decimal("NaN"))]
    sheet = opened(LEDGER, rows)
    assert (sheet["F6"].value, sheet["C6"].value) == ("330681199001011234", "1899-05-01")


def test_the_sheet_has_the_form_of_an_official_table():
    sheet = opened(LEDGER, [entry(n) for n in range(1, 4)])
    assert sheet["A1"].value == "石门镇群众意见台账"
    assert sheet["A1"].font.size >= 16
    assert sheet["A1"].font.bold
    head = "".join(cell.value or "" for cell in sheet[2])
    assert "填报单位（盖章）：石门镇" in head
    assert "统计区间：2026年11月" in head
    assert "制表人：王建国" in head
    assert "制表时间：2026-11-23 14:30" in head
    merged = {str(span) for span in sheet.merged_cells.ranges}
    assert {"A1:I1", "A3:I3", "A4:A5", "C4:D4", "A10:I10", "A11:I11", "A12:I12"} <= merged
    assert [cell.value for cell in sheet[5]][2:4] == ["受理日期", "登记时间"]
    assert sheet["A10"].value == "注：1.姓名已脱敏。\n　　2.办结率＝已办结÷应办结。"
    assert re.sub("　+", " ", sheet["A12"].value) == "单位负责人（签字）： 审核人： 填表人： 年 月 日"


def test_the_year_stands_in_the_title_of_a_yearly_table_once():
    yearly = report(Column("姓名", "text"), title="年度考核结果汇总表")
    head = SheetHead("石门镇", "2025年度", "王建国", MADE_AT)
    assert opened(yearly, texts("张三"), head)["A1"].value == "石门镇2025年度考核结果汇总表"


def test_the_sheet_is_ready_for_reading_and_printing():
    sheet = opened(LEDGER, [entry(n) for n in range(1, 4)])
    assert sheet.freeze_panes == "C6"
    assert sheet.auto_filter.ref == "A5:I8"
    assert sheet.print_title_rows == "$4:$5"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_options.horizontalCentered
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert sheet.page_margins.left == pytest.approx(1 / 2.54, abs=0.01)


def test_every_cell_of_the_table_has_a_border_and_every_style_names_the_chinese_font():
    memory = written(LEDGER, [entry(), entry(2)])
    sheet = openpyxl.load_workbook(memory).worksheets[0]
    for row in sheet["A4:I8"]:
        for cell in row:
            sides = (cell.border.left, cell.border.right, cell.border.top, cell.border.bottom)
            covered = cell.coordinate in sheet.merged_cells
            assert any(side.style for side in sides) if covered else all(side.style for side in sides)
    with zipfile.ZipFile(memory) as archive:
        styles = archive.read("xl/styles.xml").decode()
    assert set(re.findall(r'<name val="(.*?)"', styles)) <= {"宋体", "&#23435;&#20307;"}


def test_declared_widths_are_kept_and_others_follow_the_text():
    long = "长" * 60
    declared = report(Column("村", "text"), Column("固定", "text", 33), Column("号", "number", format=INT))
    sheet = opened(declared, texts("石门村", long, "上坪村"))
    assert sheet.column_dimensions["B"].width >= 50
    assert sheet.column_dimensions["C"].width >= 33
    short = opened(report(Column("很长很长很长的标题", "text"), *[Column("列", "text", 30)] * 4), texts("短"))
    assert 20 <= short.column_dimensions["B"].width <= 26


def test_a_date_never_shows_as_hashes():
    narrow = report(Column("日期", "on", 5, DATE), Column("时间", "at", 5, DATETIME))
    sheet = opened(narrow, [entry()])
    assert sheet.column_dimensions["B"].width >= 12
    assert sheet.column_dimensions["C"].width >= 18


def test_a_narrow_table_is_stretched_until_its_head_fits():
    sheet = opened(report(Column("姓名", "text", 10), Column("数", "number", 8, INT)), texts("张三"))
    assert 95 <= sum(sheet.column_dimensions[letter].width for letter in "ABC") <= 100


def test_rows_grow_with_their_lines_of_text():
    declared = report(Column("内容", "text", 41), *[Column("列", "number", 30, INT)] * 3)
    sheet = opened(declared, texts("一行", "长" * 50, "一\n二\n三", "长" * 5000))
    heights = [sheet.row_dimensions[row].height for row in range(5, 9)]
    assert heights[0] is None
    assert heights[1] == 3 * 15 + 6
    assert heights[2] == 3 * 15 + 6
    assert heights[3] == 405


def test_totals_are_formulas_that_carry_their_result():
    memory = written(LEDGER, [entry(n, score=Decimal(n), rate=None) for n in range(1, 1201)])
    formulas = openpyxl.load_workbook(memory).worksheets[0]
    results = openpyxl.load_workbook(memory, data_only=True).worksheets[0]
    assert formulas["F1206"].value == "=SUBTOTAL(9,F6:F1205)"
    assert results["A1206"].value == "合计（得分为平均）"
    assert results["F1206"].value == sum(range(1, 1201))
    assert results["G1206"].value == 600.5
    assert results["I1206"].value == 1200
    assert results["H1206"].value is None


def test_the_total_of_a_rate_is_a_quotient_of_sums_or_a_dash():
    rates = report(
        Column("应办结", "due", 8, INT, total="sum"),
        Column("已办结", "done", 8, INT, total="sum"),
        Column("办结率", "rate", 8, PERCENT, dash=True, total=Ratio("done", "due")),
    )
    full = [SimpleNamespace(due=90, done=90, rate=1), SimpleNamespace(due=10, done=0, rate=0)]
    none = [SimpleNamespace(due=0, done=0, rate=None)]
    assert opened(rates, full)["D7"].value == '=IFERROR(SUBTOTAL(9,C5:C6)/SUBTOTAL(9,B5:B6),"—")'
    for rows, row, result in ((full, 7, 0.9), (none, 6, "—")):
        sheet = openpyxl.load_workbook(written(rates, rows), data_only=True).worksheets[0]
        assert sheet.cell(row, 4).value == result


def test_an_empty_report_is_the_full_form_with_one_line_that_says_so():
    sheet = opened(LEDGER, [])
    assert sheet["A6"].value == "无记录"
    assert "A6:I6" in {str(span) for span in sheet.merged_cells.ranges}
    assert sheet["A7"].value.startswith("注：")
    assert sheet["A8"].value.startswith("口径：")
    assert sheet["A9"].value.startswith("单位负责人（签字）")
    assert sheet["B4"].value == "编号"


def test_the_last_sheet_explains_what_the_paper_shows():
    head = SheetHead(
        "石门镇", "2026年11月", "王建国", MADE_AT, date(2026, 11, 20), HEAD.filters, ("口径有变。",)
    )
    book = openpyxl.load_workbook(written(LEDGER, [entry(n) for n in range(1, 600)], head))
    assert book.sheetnames == ["群众意见台账", "说明"]
    facts = {row[0].value: row[1].value for row in book["说明"].iter_rows(min_row=2)}
    assert facts["报表名称"] == "群众意见台账"
    assert facts["填报单位"] == "石门镇"
    assert facts["统计区间"] == "2026年11月"
    assert facts["数据截止"] == "2026-11-20"
    assert facts["筛选条件"] == "村：石门村\n状态：已办结"
    assert facts["行数"] == "共 599 行"
    assert facts["制表人"] == "王建国"
    assert facts["制表时间"] == "2026-11-23 14:30"
    assert facts["应办结"] == "办理时限不晚于截止日"
    assert facts["注"] == "口径有变。"
    assert "合计" in facts


def test_a_title_that_excel_refuses_as_a_tab_is_cut_to_size():
    book = openpyxl.load_workbook(
        written(report(Column("数", "text"), title="[村/组]:统计*表?" + "长" * 40), [])
    )
    assert book.sheetnames[0] == "村组统计表" + "长" * 26


def test_thousands_of_rows_keep_their_order_and_number():
    rows = texts(*(f"第{n}条" for n in range(2000)))
    told = []
    memory = io.BytesIO()
    assert writer.write(memory, TEXTS, iter(rows), HEAD, progress=told.append) == 2000
    found = as_calamine_sees(memory)[4:2004]
    assert [(row[0], row[1]) for row in found] == [(n + 1, f"第{n}条") for n in range(2000)]
    assert told == [512, 1024, 1536, 2000]


def test_both_compressors_give_the_same_sheet(monkeypatch):
    pytest.importorskip("isal", reason="the extra `fast` is not installed")
    rows = [entry(n) for n in range(1, 1500)]
    with zipfile.ZipFile(written(LEDGER, rows)) as quick:
        monkeypatch.setattr(writer, "fast_zlib", None)
        with zipfile.ZipFile(written(LEDGER, rows)) as plain:
            assert quick.testzip() is plain.testzip() is None
            assert quick.read("xl/worksheets/sheet1.xml") == plain.read("xl/worksheets/sheet1.xml")


def test_the_file_appears_only_when_it_is_whole(tmp_path):
    def breaking():
        yield from texts(*["好"] * 1000)
        raise RuntimeError("the database went away")

    path = tmp_path / "台账.xlsx"
    with pytest.raises(RuntimeError):
        writer.write(path, TEXTS, breaking(), HEAD)
    assert os.listdir(tmp_path) == []
    assert writer.write(path, TEXTS, texts("好"), HEAD) == 1
    assert [found.name for found in tmp_path.iterdir()] == ["台账.xlsx"]


def test_more_rows_than_a_sheet_holds_are_refused_in_chinese(monkeypatch):
    monkeypatch.setattr(writer, "LAST_ROW", 1000)
    with pytest.raises(RuleBroken, match="一张工作表放不下"):
        written(TEXTS, texts(*["好"] * 1100))


def test_office_programs_recognise_the_file_by_its_first_part():
    with zipfile.ZipFile(written(TEXTS, texts("好"))) as archive:
        names = archive.namelist()
    assert names[:2] == ["[Content_Types].xml", "_rels/.rels"]
    assert len(names) == len(set(names))


def test_reports_can_be_declared_without_loading_any_excel_library():
    code = "import sys, tracker.excel.report, tracker.excel.book.totals; print('openpyxl' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "False\n"
    )
