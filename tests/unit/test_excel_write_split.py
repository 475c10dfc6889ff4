"""A sheet for each village or office (分表): same looks, own title and totals, legal names, flat memory."""

import tracemalloc
from types import SimpleNamespace

import openpyxl
import pytest
from books import HEAD, as_calamine_sees, book_of, report, written

from tracker.domain.errors import RuleBroken
from tracker.excel.book import pieces
from tracker.excel.book import write as writer
from tracker.excel.report import INT, Column, Group, Split

VILLAGES = {"330681002": "上坪村", "330681001": "石门村", "330681003": "青龙湾村"}
BY_VILLAGE = Split("按村", lambda row: (row.code, VILLAGES.get(row.code, "")))
BY_OFFICE = Split("按部门", lambda row: (row.office, row.office))
LEDGER = report(
    Column("内容", "text", 40),
    Group("走访", (Column("次数", "n", 8, INT, total="sum"), Column("户数", "n", 8, INT))),
    notes=("姓名已脱敏。",),
    definitions=(("次数", "每走访一次计一次"),),
    split=BY_VILLAGE,
    splits=(BY_OFFICE,),
)


def rows(count):
    codes = [*VILLAGES, "330681001"]
    return [
        SimpleNamespace(code=codes[n % 4], office=f"第{n % 2}办", text=f"第{n}条", n=n) for n in range(count)
    ]


def body_of(sheet):
    found = ([cell.value for cell in row] for row in sheet.iter_rows(min_row=6))
    return [row for row in found if isinstance(row[0], int)]


def test_besides_the_whole_each_village_has_its_sheet_in_the_order_of_codes():
    book = book_of(LEDGER, rows(20), split=True)
    assert book.sheetnames == ["群众意见台账", "石门村", "上坪村", "青龙湾村", "说明"]
    assert [row[1] for row in body_of(book.worksheets[0])] == [f"第{n}条" for n in range(20)]
    stones = [row for row in rows(20) if row.code == "330681001"]
    assert body_of(book["石门村"]) == [[at, row.text, row.n, row.n] for at, row in enumerate(stones, start=1)]


def test_without_being_asked_there_is_only_the_whole_sheet():
    assert book_of(LEDGER, rows(20)).sheetnames == ["群众意见台账", "说明"]


def test_any_declared_way_can_be_asked_for():
    assert book_of(LEDGER, rows(20), split=BY_OFFICE).sheetnames[1:-1] == ["第0办", "第1办"]
    with pytest.raises(ValueError, match="no way to split"):
        written(report(Column("内容", "text")), [], split=True)


def test_each_sheet_is_a_whole_table_of_its_own():
    sheet = book_of(LEDGER, rows(20), split=True)["上坪村"]
    assert sheet["A1"].value == "石门镇群众意见台账（上坪村）"
    assert sheet["A3"].value == "汇总：共 5 行；次数 40"
    assert [cell.value for cell in sheet[4]][:3] == ["序号", "内容", "走访"]
    assert sheet["C11"].value == "=SUBTOTAL(9,C6:C10)"
    assert sheet["A12"].value == "注：姓名已脱敏。"
    assert sheet["A13"].value.startswith("口径：")
    assert sheet["A14"].value.startswith("单位负责人")
    assert sheet.freeze_panes == "C6"
    assert sheet.auto_filter.ref == "A5:D10"
    assert sheet.print_title_rows == "$4:$5"
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert sheet["B6"].border.left.style == "thin"
    assert sheet["B6"].number_format == "@"


def test_the_totals_of_each_sheet_carry_their_own_result():
    memory = written(LEDGER, rows(2000), split=True)
    book = openpyxl.load_workbook(memory, data_only=True)
    for name, code in (("石门村", "330681001"), ("上坪村", "330681002")):
        mine = [row.n for row in rows(2000) if row.code == code]
        assert book[name].cell(6 + len(mine), 3).value == sum(mine)
    assert book.worksheets[0].cell(2006, 3).value == sum(range(2000))
    assert [row[1] for row in as_calamine_sees(memory, 2)[5:505]] == [f"第{n}条" for n in range(0, 2000, 4)]


def test_rows_that_are_sums_of_others_are_on_no_sheet_of_a_village():
    declared = report(
        Column("村", "text"),
        Column("数", "n", format=INT),
        split=BY_VILLAGE,
        is_sum=lambda row: row.code == "",
    )
    book = book_of(declared, [*rows(4), SimpleNamespace(code="", text="全部", n=6)], split=True)
    assert book.sheetnames[1:-1] == ["石门村", "上坪村", "青龙湾村"]


def test_names_of_sheets_are_legal_and_never_twice_the_same():
    names = ["一村", "[二]村/组:*?", "Abc", "aBC", "说明", "群众意见台账", "长" * 40, "长" * 41, "", "'"]
    split = Split("按村", lambda row: (f"{row.at:02d}", names[row.at]))
    declared = report(Column("数", "at", format=INT), split=split)
    found = book_of(declared, [SimpleNamespace(at=at) for at in range(len(names))], split=True).sheetnames
    assert found[1:-1] == [
        "一村", "二村组", "Abc", "aBC(2)", "说明(2)", "群众意见台账(2)", "长" * 31, "长" * 28 + "(2)",
        "没有写明的", "报表",
    ]
    assert len({name.casefold() for name in found}) == len(found)


def test_who_has_no_village_comes_last():
    found = [SimpleNamespace(code=code, text="x", n=1) for code in ("", "330681002", "330681001")]
    assert book_of(LEDGER, found, split=True).sheetnames[1:-1] == ["石门村", "上坪村", "没有写明的"]


def test_an_empty_report_has_no_other_sheets():
    book = book_of(LEDGER, [], split=True)
    assert book.sheetnames == ["群众意见台账", "说明"]
    assert book.worksheets[0]["A6"].value == "无记录"


def test_too_many_sheets_are_refused_in_chinese(monkeypatch):
    monkeypatch.setattr(writer, "MOST_SHEETS", 2)
    with pytest.raises(RuleBroken, match="最多 2 张"):
        written(LEDGER, rows(20), split=True)


def test_rows_wait_in_a_file_and_not_in_memory(monkeypatch, tmp_path):
    """Ten times the rows take no more memory: what is kept is a block and the rows that wait."""
    monkeypatch.setattr(pieces, "KEPT_ROWS", 600)
    long = "一样长的一段话" * 20
    many = (SimpleNamespace(code=f"{n % 9}", office="", text=long, n=n) for n in range(12_000))
    split = Split("按村", lambda row: (row.code, f"第{row.code}村"))
    peaks = []
    for count in (1200, 10_000):
        tracemalloc.start()
        writer.write(tmp_path / "a.xlsx", LEDGER, (next(many) for _n in range(count)), HEAD, split=split)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]
