"""The reader of tables (导入): headings, row numbers, sheets, plain text, and what costs nothing."""

import time
from datetime import date
from pathlib import Path

import pytest
from office_files import repacked, sheet_xml, workbook, xlsx

from tracker.excel.incoming.intake import LARGE
from tracker.excel.incoming.parse import parse_datetime, text
from tracker.excel.incoming.read import open_table

KNOWN = ("姓名", "走访日期", "户内人数")
GOOD = workbook(KNOWN, ["张三", date(2026, 1, 6), 4])


def cells(table):
    return [(number, list(values)) for number, values in table]


def test_rows_come_with_the_row_numbers_of_the_file():
    data = workbook(
        ["石门镇走访登记表"], [], KNOWN, ["张三", "2026-01-06", 4], [], [None, " \t　", ""], ["李四"]
    )
    table = open_table(data, known=KNOWN)
    assert (table.headers, table.letters, table.heading_row) == (KNOWN, ("A", "B", "C"), 3)
    assert table.is_known
    assert [(number, values[0]) for number, values in table] == [(4, "张三"), (7, "李四")]


def test_row_numbers_and_letters_hold_when_the_table_begins_in_the_middle_of_the_sheet():
    def shape(book):
        sheet = book.worksheets[0]
        for at, title in enumerate(KNOWN):
            sheet.cell(6, 3 + at, title)
        sheet.cell(9, 3, "张三")

    table = open_table(workbook(shape=shape), known=KNOWN)
    assert cells(table) == [(9, ["张三", "", ""])]
    assert (table.heading_row, table.letters) == (6, ("C", "D", "E"))


def test_a_table_can_be_read_twice_for_a_dry_run_and_the_real_one():
    table = open_table(GOOD, known=KNOWN)
    assert cells(table) == cells(table) == [(2, ["张三", date(2026, 1, 6), 4.0])]


@pytest.mark.parametrize(
    "heading", ["*姓名", "姓名*", "姓 名", "姓\n名", "　姓名　", "姓名（必填）", "姓名(必填)", "姓名："]
)
def test_headings_match_however_they_are_dressed(heading):
    table = open_table(workbook(["某表"], [heading, "走访日期"], ["张三", "2026-01-06"]), known=KNOWN)
    assert (table.is_known, table.heading_row) == (True, 2)


def test_of_two_columns_under_one_heading_the_second_is_told_by_its_letter():
    table = open_table(workbook(["姓名", "姓名", "走访日期"], ["张三", "李四", "2026-01-06"]), known=KNOWN)
    assert table.headers == ("姓名", "姓名（B 列）", "走访日期")


def test_a_sheet_of_explanations_before_the_table_and_hidden_sheets_are_passed_over():
    def shape(book):
        book.worksheets[0]["A1"] = "填写说明：一户一行"
        table = book.create_sheet("数据")
        table.append(KNOWN)
        table.append(["张三", "2026-01-06", 4])
        hidden = book.create_sheet("字典")
        hidden.append(KNOWN)
        hidden.sheet_state = "hidden"
        book.move_sheet(hidden, -2)

    assert open_table(workbook(shape=shape), known=KNOWN).name == "数据"


def test_unknown_headings_are_guessed_below_titles_and_shown_with_the_first_rows():
    rows = [[f"村{n}", n] for n in range(9)]
    data = workbook(["某县汇总"], ["填报单位：某镇", "填报时间：1月"], ["所在地", "数量"], *rows)
    table = open_table(data, known=KNOWN)
    assert (table.is_known, table.heading_row, table.headers) == (False, 3, ("所在地", "数量"))
    assert table.sample == tuple((f"村{n}", str(n)) for n in range(5))


def test_long_cells_are_cut_in_the_sample_and_whole_in_the_rows():
    table = open_table(workbook(["甲", "乙"], ["长" * 900, 3.30681199001011e17]))
    assert table.sample == (("长" * 60 + "…", "330681199001011008"),)
    assert next(iter(table))[1][0] == "长" * 900


def test_a_single_column_is_a_table_too():
    assert open_table("名称\n甲\n".encode(), known=("名称",)).headers == ("名称",)
    assert open_table("名称\n甲\n".encode()).headers == ("名称",)


def test_the_example_row_of_our_template_is_never_a_row():
    data = workbook(KNOWN, ["示例：张三", "2026-01-06", 4], ["李四", "2026-01-07", 3], ["示例村", "", ""])
    assert [values[0] for _number, values in open_table(data, known=KNOWN)] == ["李四", "示例村"]


# plain text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_the_encodings_of_chinese_offices(encoding, tmp_path):
    path = tmp_path / "村.csv"
    path.write_bytes(
        '编码,名称\r\n330681001,"暨阳街道,""城区"""\r\n\r\n330681002,浣东街道\r\n'.encode(encoding)
    )
    table = open_table(path, known=("编码", "名称"))
    assert cells(table) == [(2, ["330681001", '暨阳街道,"城区"']), (4, ["330681002", "浣东街道"])]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_with_any_delimiter_is_read_also_below_a_title(delimiter):
    data = f"各村名单\n编码{delimiter}名称\n1{delimiter}甲\n2\n".encode()
    assert cells(open_table(data, known=("编码", "名称"))) == [(3, ["1", "甲"]), (4, ["2", ""])]


def test_numbers_that_another_program_kept_as_text_for_excel_come_without_its_trick():
    table = open_table('编码,名称\n="007",甲\n'.encode(), known=("编码", "名称"))
    assert cells(table) == [(2, ["007", "甲"])]


# blank rows and blank cells cost nothing


def styled_blanks(last_row, letter="A"):
    filled = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>张{n}</t></is></c><c r="B{n}"><v>{n}</v></c></row>'
        for n in range(1, 11)
    )
    blank = "".join(
        f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="1"/><c r="{letter}{n}" s="2"/></row>'
        for n in range(11, last_row + 1)
    )
    return xlsx(filled + blank)


def test_fifty_thousand_blank_formatted_rows_cost_nothing():
    data = styled_blanks(50_010)
    start = time.process_time()
    assert len(cells(open_table(data))) == 9
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "blank",
    [
        '<c r="XFD1048576" s="1"/>',
        '<c r="XFD1048576" s="1" t="n"/>',
        '<c r="XFD1048576" s="1"></c>',
        '<c r="XFD1048576" s="1"><v/></c>',
        "<c s='1' r='XFD1048576'/>",
        '<c r="A1048576" s="1"/><c s="1"/>',
    ],
)
def test_blank_formatted_cells_far_away_do_no_harm(blank):
    data = repacked(GOOD, lambda sheet: sheet.replace(
        b"</sheetData>", f'<row r="1048576">{blank}</row></sheetData>'.encode()
    ))
    assert len(cells(open_table(data, known=KNOWN))) == 1


def test_blank_formatted_cells_to_the_right_of_all_rows_do_no_harm():
    assert len(cells(open_table(styled_blanks(2_000, "XFD")))) == 9


def test_a_large_kind_may_have_more_rows():
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>名称</t></is></c></row>'
    far = xlsx(f'{rows}<row r="200000"><c r="A200000"><v>1</v></c></row>')
    assert [number for number, _values in open_table(far, LARGE)] == [200_000]


def test_a_part_with_a_prefix_and_without_addresses_is_read_by_the_place_of_its_cells():
    body = sheet_xml("").replace("<worksheet xmlns=", "<x:worksheet xmlns:x=").replace("</w", "</x:w")
    rows = "".join(
        f"<x:row><x:c><x:v>{n}</x:v></x:c><x:c/><x:c><x:v>{n}</x:v></x:c></x:row>" for n in range(3)
    )
    body = body.replace("<sheetData></sheetData>", f"<x:sheetData>{rows}</x:sheetData>")
    data = repacked(xlsx(""), lambda _old: body.encode())
    assert cells(open_table(data)) == [(2, [1.0, "", 1.0]), (3, [2.0, "", 2.0])]


# the county's real files, where the workplace has them

REAL = Path(__file__).resolve().parents[3] / "shared" / "data"
MESSAGES = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "一级分类", "答复意见", "答复时间")


@pytest.mark.skipif(not REAL.is_dir(), reason="the county's sample files are not on this machine")
@pytest.mark.parametrize(("name", "count"), [("classified", 495), ("replied", 120), ("votes", 30)])
def test_the_countys_messages_are_read_whole(name, count):
    table = open_table(REAL / "messages" / f"{name}.xlsx", known=MESSAGES)
    rows = list(table)
    assert [number for number, _values in rows] == list(range(2, count + 2))
    for _number, values in rows:
        row = dict(zip(table.headers, values, strict=True))
        assert text(row["留言编号"]).isdigit()
        assert parse_datetime(row["留言时间"]).year in range(2010, 2021)
        assert text(row["留言详情"])
