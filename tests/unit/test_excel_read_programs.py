"""Tables as the offices' programs write them (WPS, Excel, LibreOffice, old Excel), read to the same rows."""

from datetime import date, datetime

import pytest
from office_files import (
    MAIN,
    STRICT_MAIN,
    STRICT_RELATIONS,
    package,
    sheet_xml,
    workbook_parts,
    xls,
    xlsx,
)

from tracker.excel.incoming.read import open_table

KNOWN = ("姓名", "走访日期", "户内人数")
DAY = date(2026, 1, 6)
READ = [(2, ["张三", DAY, 4.0])]
STRINGS = tuple(f"<t>{text}</t>" for text in (*KNOWN, "张三"))
# as Excel and WPS write it: shared strings, a date as a day count with a format
SHARED = (
    '<row r="1" spans="1:3"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
    '<c r="C1" t="s"><v>2</v></c></row>'
    '<row r="2" spans="1:3" ht="14.25" x14ac:dyDescent="0.2" xmlns:x14ac="urn:x"><c r="A2" t="s"><v>3</v></c>'
    '<c r="B2" s="1"><v>46028</v></c><c r="C2"><v>4</v></c></row>'
)


def inline(row, *texts):
    cells = "".join(
        f'<c r="{letter}{row}" t="inlineStr"><is><t>{text}</t></is></c>'
        for letter, text in zip("ABC", texts, strict=False)
    )
    return f'<row r="{row}">{cells}</row>'


def rows_of(data):
    return [(number, list(values)) for number, values in open_table(data, known=KNOWN)]


def test_excel_with_shared_strings():
    assert rows_of(xlsx(SHARED, strings=STRINGS)) == READ


def test_texts_in_the_cells_themselves():
    data = inline(1, *KNOWN) + inline(2, "张三", "2026-01-06", "4")
    assert rows_of(xlsx(data)) == [(2, ["张三", "2026-01-06", "4"])]


def test_rich_text_is_joined_and_its_pronunciation_left_out():
    rich = (
        '<r><rPr><b/></rPr><t xml:space="preserve">张</t></r><r><t>三</t></r>'
        '<rPh sb="0" eb="1"><t>ZHANG SAN</t></rPh><phoneticPr fontId="1"/>'
    )
    assert rows_of(xlsx(SHARED, strings=(*STRINGS[:3], rich))) == READ


def test_days_counted_from_1904_as_on_old_apples():
    data = SHARED.replace("46028", str(46028 - 1462))
    assert rows_of(xlsx(data, strings=STRINGS, properties='<workbookPr date1904="1"/>')) == READ


@pytest.mark.parametrize(
    ("style", "count", "value"),
    [(2, "46028", DAY), (3, "46028.5", datetime.fromisoformat("2026-01-06 12:00")), (0, "46028", 46028.0)],
)
def test_dates_are_known_by_their_format_in_chinese_too(style, count, value):
    data = SHARED.replace('s="1"><v>46028', f's="{style}"><v>{count}')
    assert rows_of(xlsx(data, strings=STRINGS))[0][1][1] == value


def test_a_workbook_of_the_strict_standard_with_dates_as_text():
    data = SHARED.replace('s="1"><v>46028', 't="d"><v>2026-01-06')
    sheet = sheet_xml(data, STRICT_MAIN)
    strict = workbook_parts(sheet, strings=STRINGS, main=STRICT_MAIN, relations=STRICT_RELATIONS)
    assert rows_of(package(strict)) == READ


@pytest.mark.parametrize("before", ["", '<dimension ref="A1"/>', '<dimension ref="A1:XFD1048576"/>'])
def test_what_a_sheet_says_of_its_size_is_not_believed(before):
    assert rows_of(package(workbook_parts(sheet_xml(SHARED, before=before), strings=STRINGS))) == READ


def test_cells_without_addresses():
    data = SHARED
    for address in ("A1", "B1", "C1", "A2", "B2", "C2", "1", "2"):
        data = data.replace(f' r="{address}"', "")
    assert " r=" not in data
    assert rows_of(xlsx(data, strings=STRINGS)) == READ


def test_parts_that_begin_with_a_byte_order_mark():
    parts = workbook_parts(sheet_xml(SHARED), strings=STRINGS)
    marked = {name: b"\xef\xbb\xbf" + text.encode() for name, text in parts.items()}
    assert rows_of(package(marked)) == READ


def test_names_with_a_prefix_as_a_microsoft_library_writes_them():
    sheet = sheet_xml(SHARED)
    for name in ("worksheet", "sheetData", "row", "c", "v"):
        for end in (" ", ">"):
            sheet = sheet.replace(f"<{name}{end}", f"<x:{name}{end}").replace(f"</{name}>", f"</x:{name}>")
    sheet = sheet.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    assert "<x:c r=" in sheet
    assert rows_of(package(workbook_parts(sheet, strings=STRINGS))) == READ


def test_a_merged_title_blank_rows_and_blank_columns_before_the_table():
    shifted = SHARED.replace('r="1"', 'r="4"').replace('r="2"', 'r="6"')
    for old, new in (("A1", "C4"), ("B1", "D4"), ("C1", "E4"), ("A2", "C6"), ("B2", "D6"), ("C2", "E6")):
        shifted = shifted.replace(f'"{old}"', f'"{new}"')
    title = '<row r="2"><c r="C2" t="inlineStr"><is><t>石门镇走访登记表</t></is></c><c r="D2" s="1"/></row>'
    merged = '<mergeCells><mergeCell ref="C2:E2"/></mergeCells></worksheet>'
    sheet = sheet_xml(title + shifted).replace("</worksheet>", merged)
    table = open_table(package(workbook_parts(sheet, strings=STRINGS)), known=KNOWN)
    assert (table.heading_row, table.letters) == (4, ("C", "D", "E"))
    assert [(number, list(values)) for number, values in table] == [(6, ["张三", DAY, 4.0])]


def test_the_table_in_the_second_sheet_behind_a_hidden_copy():
    other = sheet_xml(inline(1, "目录", "说明"))
    hidden = sheet_xml(inline(1, *KNOWN) + inline(2, "隐藏", "", ""))
    parts = workbook_parts(hidden, other, sheet_xml(SHARED), states=("hidden",), strings=STRINGS)
    table = open_table(package(parts), known=KNOWN)
    assert (table.name, [list(values) for _number, values in table]) == ("表3", [READ[0][1]])


def test_formulas_give_their_results_and_errors_are_blank():
    data = SHARED.replace('<c r="C2"><v>4</v></c>', '<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
    data = data.replace('t="s"><v>3</v>', 't="str"><f>"张"&amp;"三"</f><v>张三</v>')
    assert rows_of(xlsx(data, strings=STRINGS)) == [(2, ["张三", DAY, ""])]


def test_line_breaks_and_signs_that_excel_escapes():
    data = inline(1, *KNOWN) + inline(2, "a_x000D_b&#10;c&lt;", "", "")
    assert rows_of(xlsx(data))[0][1][0] == "a\rb\nc<"


def test_parts_that_are_only_stored():
    assert rows_of(package(workbook_parts(sheet_xml(SHARED), strings=STRINGS), compression=0)) == READ


# .xls


def test_an_old_workbook_with_a_date_and_a_hidden_sheet_before_it():
    headings = {(1, 2 + at): title for at, title in enumerate(KNOWN)}
    row = {(3, 2): "张三", (3, 3): 46028.0, (3, 4): 4}
    data = xls({(0, 0): "x", (0, 1): "y"}, {**headings, **row}, hidden=(0,))
    table = open_table(data, known=KNOWN)
    assert (table.name, table.heading_row, table.letters) == ("表2", 2, ("C", "D", "E"))
    assert [(number, list(values)) for number, values in table] == [(4, ["张三", DAY, 4.0])]


def test_an_old_workbook_with_an_hour():
    cells = {(0, 0): "姓名", (0, 1): "走访日期", (1, 0): "张三", (1, 1): 46028.5}
    assert rows_of(xls(cells))[0][1][1] == datetime.fromisoformat("2026-01-06 12:00")


def test_an_old_workbook_of_many_rows_comes_whole():
    cells = {(row, column): f"第{row}行" for row in range(900) for column in range(3)}
    assert len(rows_of(xls(cells))) == 899
