"""What stands on the paper around a table (纸面): line of sums, foot, page marks, properties, 说明."""

import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from books import HEAD, as_calamine_sees, book_of, opened, report, texts, written

from tracker.excel.report import INT, PERCENT, SCORE, Chart, Column, Group, Ratio, Split, chosen

RATES = report(
    Column("村", "name", 20),
    Group("办理", (Column("收件", "n", 8, INT, total="sum"), Column("已办结", "done", 8, INT, total="sum"))),
    Column("办结率", "rate", 10, PERCENT, dash=True, total=Ratio("done", "n")),
    Column("得分", "score", 8, SCORE, total="average"),
    notes=("按行政区划代码排列。",),
    definitions=(("应办结", "办理时限不晚于截止日"), ("办结率", "已办结 ÷ 应办结。")),
    split=Split("按村", lambda row: (row.name, row.name)),
    chart=Chart("各村收件", "bar", "name", ("n",)),
)
NUMBERED = replace(
    HEAD,
    number="导出-2026-000123",
    purpose="报县信访局 A&B 调度会",
    login_unit="党政办公室",
    cut_off=date(2026, 11, 20),
)


def villages(*pairs):
    return [
        SimpleNamespace(name=f"第{at}村", n=n, done=done, rate=Decimal(done) / n if n else None, score=4.5)
        for at, (n, done) in enumerate(pairs, start=1)
    ]


def facts_of(book):
    return {row[0].value: row[1].value for row in book["说明"].iter_rows(min_row=2)}


def test_the_line_of_sums_says_the_totals_in_plain_text():
    memory = written(RATES, villages((100, 95), (86, 76)))
    line = "汇总：共 2 行；收件 186，已办结 171，办结率 91.94%，得分平均 4.50"
    assert as_calamine_sees(memory)[2][0] == line
    assert opened(RATES, villages((100, 95), (86, 76)))["A3"].data_type == "s"


def test_figures_of_the_same_name_are_told_apart_by_their_group():
    twice = report(
        Group("走访", (Column("次数", "n", 30, INT, total="sum"),)),
        Group("办结", (Column("次数", "done", 30, INT, total="sum"),)),
    )
    assert opened(twice, villages((9, 6)))["A3"].value == "汇总：共 1 行；走访次数 9，办结次数 6"


def test_without_totals_the_line_of_sums_is_the_number_of_rows():
    assert opened(report(Column("内容", "text")), texts("a", "b"))["A3"].value == "汇总：共 2 行"
    assert opened(RATES, [])["A3"].value == "汇总：共 0 行；收件 0，已办结 0，办结率 —，得分平均 —"


def test_a_row_that_is_a_sum_gives_the_line_of_sums_its_figures():
    declared = report(
        Column("村", "name"), Column("收件", "n", format=INT), Column("办结率", "rate", format=PERCENT),
        is_sum=lambda row: row.name == "全部",
    )
    rows = [*villages((100, 95), (86, 76)), SimpleNamespace(name="全部", n=186, rate=Decimal(171) / 186)]
    assert opened(declared, rows)["A3"].value == "汇总：共 3 行；全部：收件 186，办结率 91.94%"


def test_awkward_words_in_the_line_of_sums_are_kept():
    declared = report(Column("村", "name"), Column("<收&件>", "n", format=INT, total="sum"))
    assert opened(declared, villages((7, 7)))["A3"].value == "汇总：共 1 行；<收&件> 7"


def test_under_the_table_stand_notes_definitions_cut_off_and_signatures():
    sheet = book_of(RATES, villages((100, 95), (86, 76)), NUMBERED).worksheets[0]
    assert sheet["A9"].value == "注：按行政区划代码排列。"
    assert sheet["A10"].value == (
        "口径：应办结：办理时限不晚于截止日；办结率：已办结 ÷ 应办结。\n"
        "统计区间：2026年11月　　数据截止：2026-11-20"
    )
    assert sheet["A10"].font.size < sheet["A9"].font.size
    assert sheet["A10"].alignment.wrap_text
    assert "A10:F10" in {str(span) for span in sheet.merged_cells.ranges}
    assert sheet.row_dimensions[10].height >= 2 * 11
    assert sheet["A11"].value.startswith("单位负责人（签字）")


@pytest.mark.parametrize(("count", "pages"), [(2, 1), (3, 1), (4, 0)])
def test_a_short_table_of_figures_keeps_notes_and_signatures_on_its_page(count, pages):
    declared = replace(RATES, one_page_rows=3)
    sheet = opened(declared, villages(*[(5, 4)] * count))
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, pages)


def pages_of(sheet):
    return [one.id for one in sheet.row_breaks.brk]


@pytest.mark.parametrize(
    ("count", "kept"), [(3, None), (8, None), (16, None), (22, 19), (26, 23), (27, 24), (33, None)]
)
def test_notes_and_signatures_take_the_last_rows_with_them_onto_a_new_page(count, kept):
    """One page holds some 17 rows with their foot; from 33 on enough rows stand beside it anyway."""
    wide = report(Column("事", "name", 130), Column("件", "n", 8, INT), notes=("按行政区划代码排列。",))
    sheet = opened(wide, villages(*[(5, 4)] * count))
    body = sheet.max_row - 3 - count + 1  # notes, span and signatures stand below
    assert pages_of(sheet) == ([body + kept - 1] if kept else [])


def test_the_sheet_of_each_village_keeps_its_foot_with_its_rows_too():
    wide = replace(RATES, split=Split("按村", lambda row: (row.score, "石门村")))
    counts = {
        count: [len(pages_of(sheet)) for sheet in book_of(wide, villages(*[(5, 4)] * count), split=True)][:2]
        for count in range(18, 34)
    }
    assert all(whole == piece for whole, piece in counts.values()) and [1, 1] in counts.values()


def test_many_definitions_make_their_row_higher():
    long = replace(RATES, definitions=tuple((f"口径{n}", "很长的说明" * 12) for n in range(12)))
    heights = [opened(one, villages((9, 9))).row_dimensions[9].height for one in (RATES, long)]
    assert heights[1] > 5 * heights[0]


def test_every_sheet_carries_number_person_purpose_and_hour_on_every_page():
    book = book_of(RATES, villages((100, 95), (86, 76)), NUMBERED, split=True)
    assert book.sheetnames == ["群众意见台账", "第1村", "第2村", "图表", "说明"]
    for sheet in book:
        header, footer = sheet.oddHeader, sheet.oddFooter
        assert header.left.text == "内部资料"
        assert header.center.text == "用途：报县信访局 A&&B 调度会"
        assert header.right.text == "编号：导出-2026-000123"
        assert footer.left.text == "制表：王建国（党政办公室）"
        assert footer.center.text == "第 &P 页 共 &N 页"
        assert footer.right.text == "2026-11-23 14:30"


@pytest.mark.parametrize("sign", ["长", "&", "a", "😀", "\n", "\x0b"])
def test_long_words_stay_within_what_excel_takes(sign):
    head = replace(NUMBERED, purpose=sign * 400, made_by=sign * 90, login_unit=sign * 90, number="9" * 30)
    with zipfile.ZipFile(written(RATES, villages((1, 1)), head)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    for part in ("oddHeader", "oddFooter"):
        found = re.search(f"<{part}>(.*?)</{part}>", xml, re.DOTALL)[1]
        text = re.sub(r"&#(\d+);", lambda code: chr(int(code[1])), found).replace("&amp;", "&")
        assert len(text.encode("utf-16-le")) // 2 <= 255


def test_a_long_purpose_is_cut_on_the_page_and_whole_on_the_last_sheet():
    purpose = "用于十一月调度会通报各村办理情况，会后销毁，不外传给其他单位和个人"
    book = book_of(RATES, villages((9, 9)), replace(NUMBERED, purpose=purpose))
    shown = book.worksheets[0].oddHeader.center.text
    assert shown.endswith("…")
    assert purpose.startswith(shown.removeprefix("用途：").removesuffix("…"))
    assert facts_of(book)["用途"] == purpose


def test_a_file_without_number_and_purpose_names_none():
    book = book_of(RATES, villages((9, 9)))
    header = book.worksheets[0].oddHeader
    assert (header.left.text, header.center.text, header.right.text) == ("内部资料", None, None)
    assert not {"编号", "用途"} & set(facts_of(book))


def test_the_properties_of_the_document_name_its_origin():
    facts = book_of(RATES, villages((9, 9)), NUMBERED).properties
    assert (facts.creator, facts.lastModifiedBy) == ("王建国", "王建国")
    assert (facts.keywords, facts.identifier) == ("导出-2026-000123", "导出-2026-000123")
    assert (facts.subject, facts.category) == ("报县信访局 A&B 调度会", "内部资料")
    assert facts.description == (
        "编号：导出-2026-000123；密级：内部资料；用途：报县信访局 A&B 调度会；填报单位：石门镇；"
        "制表人：王建国；制表人单位：党政办公室；制表时间：2026-11-23 14:30"
    )


def test_the_last_sheet_names_filters_and_columns_left_out():
    some = chosen(RATES, ["name", "done"])
    facts = facts_of(book_of(some, villages((9, 9)), NUMBERED))
    assert facts["没有列出的列"] == "办理·收件、办结率、得分"
    assert facts["筛选条件"] == "村：石门村\n状态：已办结"
    assert facts["编号"] == "导出-2026-000123"
    assert facts["制表人单位"] == "党政办公室"
    named = replace(NUMBERED, columns_left_out=("联系电话",))
    assert facts_of(book_of(RATES, villages((9, 9)), named))["没有列出的列"] == "联系电话"
    assert "没有列出的列" not in facts_of(book_of(RATES, villages((9, 9)), NUMBERED))
