"""The chart (图表): native, in the order of the table, in words, on one page, with nothing that is hidden."""

import zipfile
from dataclasses import replace
from types import SimpleNamespace

import pytest
from books import HEAD, book_of, report, written
from lxml import etree

from tracker.excel.report import INT, Chart, Column

SPACES = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
}
BARS = report(
    Column("村", "name", 20),
    Column("收件", "n", 8, INT, small=True),
    Column("已办结", "done", 8, INT, small=True),
    title="办结率统计表",
    is_sum=lambda row: row.name == "全部",
    chart=Chart("十一月青龙湾村收件最多，共 41 件", "bar", "name", ("n", "done"), unit="件"),
)


def villages(*pairs):
    return [SimpleNamespace(name=f"第{at}村", n=n, done=d) for at, (n, d) in enumerate(pairs, start=1)]


def figures_of(book):
    """The cells that the chart is drawn from, below it."""
    rows = [[cell.value for cell in row] for row in book["图表"].iter_rows(min_row=4)]
    return [row[:3] for row in rows if any(value is not None for value in row)]


def chart_of(declared, rows):
    with zipfile.ZipFile(written(declared, rows)) as archive:
        return etree.fromstring(archive.read("xl/charts/chart1.xml"))


def found(tree, path):
    return tree.xpath(path, namespaces=SPACES)


def test_the_chart_stands_on_its_own_sheet_before_the_last():
    book = book_of(BARS, villages((30, 20), (41, 41)))
    assert book.sheetnames == ["办结率统计表", "图表", "说明"]
    assert len(book["图表"]._charts) == 1
    assert book["图表"]["A1"].value == "石门镇十一月青龙湾村收件最多，共 41 件"
    assert book["图表"]["A2"].value == "统计区间：2026年11月　　数据截止：2026-11-23 14:30"


def test_the_order_is_that_of_the_table_and_sums_are_left_out():
    rows = [*villages((30, 20), (41, 41), (8, 7)), SimpleNamespace(name="全部", n=79, done=68)]
    assert figures_of(book_of(BARS, rows)) == [
        ["村", "收件", "已办结"], ["第1村", 30, 20], ["第2村", 41, 41], ["第3村", 8, 7],
    ]


def test_a_declaration_may_leave_out_other_rows_too():
    declared = replace(BARS, chart=replace(BARS.chart, rows=lambda row: row.name != "第1村"))
    assert [row[0] for row in figures_of(book_of(declared, villages((30, 20), (41, 41))))] == ["村", "第2村"]


def test_hidden_counts_are_not_drawn():
    rows = villages((30, 20), (3, 2), (41, 4))
    assert figures_of(book_of(BARS, rows))[1:] == [
        ["第1村", 30, 20], ["第2村", None, None], ["第3村", 41, None],
    ]


@pytest.mark.parametrize("rows", [[], villages((3, 2), (1, 1)), villages(*[(9, 9)] * 51)])
def test_without_anything_to_read_there_is_no_chart(rows):
    assert book_of(BARS, rows).sheetnames == ["办结率统计表", "说明"]


def test_axes_are_shown_and_named_and_numbers_stand_at_the_bars():
    tree = chart_of(BARS, villages((30, 20), (41, 41)))
    assert found(tree, "//c:catAx/c:delete/@val | //c:valAx/c:delete/@val") == ["0", "0"]
    assert found(tree, "//c:catAx/c:title//a:t/text() | //c:valAx/c:title//a:t/text()") == ["村", "件"]
    assert found(tree, "//c:ser/c:dLbls/c:showVal/@val") == ["1", "1"]
    assert found(tree, "//c:ser/c:dLbls/c:showSerName/@val") == ["0", "0"]
    assert set(found(tree, "//a:latin/@typeface")) == {"宋体"}
    assert found(tree, "//c:valAx/c:scaling/c:min/@val") == ["0"]


def test_many_bars_lie_one_under_another_in_the_order_of_the_table():
    tree = chart_of(BARS, villages(*[(9, 8)] * 30))
    assert found(tree, "//c:barDir/@val") == ["bar"]
    assert found(tree, "//c:catAx/c:scaling/c:orientation/@val") == ["maxMin"]
    assert found(chart_of(BARS, villages((9, 8))), "//c:barDir/@val") == ["col"]


def test_a_line_leaves_a_gap_where_a_count_is_hidden():
    declared = replace(BARS, chart=replace(BARS.chart, kind="line"))
    tree = chart_of(declared, villages((30, 20), (3, 2), (41, 41)))
    assert found(tree, "//c:lineChart//c:marker/c:symbol/@val") == ["circle", "circle"]
    assert found(tree, "//c:dispBlanksAs/@val") == ["gap"]


@pytest.mark.parametrize(("count", "orientation"), [(5, "landscape"), (40, "portrait")])
def test_the_chart_is_printed_on_one_page_without_its_figures(count, orientation):
    sheet = book_of(BARS, villages(*[(9, 8)] * count))["图表"]
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, orientation)
    first = next(row[0].row for row in sheet.iter_rows(min_row=4) if row[0].value == "村")
    assert int(sheet.print_area.split("$")[-1]) < first


def test_a_name_that_looks_like_a_formula_is_text_in_the_figures_too():
    rows = [SimpleNamespace(name="=1+1", n=9, done=8)]
    sheet = book_of(BARS, rows, HEAD)["图表"]
    cell = next(cell for row in sheet.iter_rows(min_row=4) for cell in row if cell.value == "=1+1")
    assert (cell.data_type, cell.number_format) == ("s", "@")
