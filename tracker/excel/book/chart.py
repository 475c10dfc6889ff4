"""A chart on a sheet of its own (图表): bars or a line in the order of the table, drawn by Excel itself.

The figures it is drawn from stand below it and are not printed: they are those of the table, which is.
"""

from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
)
from openpyxl.utils import get_column_letter

from tracker.domain.text import _
from tracker.excel.book.body import BLOCK, Body
from tracker.excel.book.sheets import BOLD, FONT, TITLE, dress, page_setup, put, tab_name
from tracker.excel.book.suppress import Hidden
from tracker.excel.declaration import Chart, Column, Report, SheetHead, cell_text, flat_columns
from tracker.excel.formats import moment

MOST_LABELS = 50  # more would not be read on one page
UPRIGHT = 12  # so many bars stand side by side with their names below; more lie one under another
GREYS = ("595959", "BFBFBF", "8C8C8C", "262626")  # told apart by a black-and-white printer
DASHES = ("solid", "dash", "sysDot", "dashDot")
CHART_ROW, LABEL_WIDTH, VALUE_WIDTH, ROW_POINTS = 4, 24, 14, 16
LETTERS, SMALL_LETTERS = 900, 700  # hundredths of a point


class Page(NamedTuple):
    """The cells that a chart covers, so many that they fill an A4 page."""

    orientation: Any
    columns: int
    rows: int


WIDE, HIGH = Page("landscape", 9, 28), Page("portrait", 6, 50)


class Figures(NamedTuple):
    """What is drawn: the columns and, row by row, label and values; None where there is nothing to draw."""

    columns: list[Column]
    rows: list[tuple[str, list[Any]]]


def add_chart(book: Workbook, report: Report, head: SheetHead, body: Body) -> None:
    """Draw the declared chart; no sheet when nothing can be shown or there are too many rows to be read."""
    figures = _figures(report, body)
    if not report.chart or not figures.rows or len(figures.rows) > MOST_LABELS:
        return
    page = HIGH if report.chart.kind == "bar" and len(figures.rows) > UPRIGHT else WIDE
    sheet = book.create_sheet(tab_name(_("图表"), book.sheetnames))
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = ROW_POINTS, True
    sheet.column_dimensions["A"].width = LABEL_WIDTH
    for column in range(2, page.columns + 1):
        sheet.column_dimensions[get_column_letter(column)].width = VALUE_WIDTH
    _draw_head(sheet, f"{head.unit}{report.chart.title}", head, page, bool(body.mask))
    end = CHART_ROW + page.rows - 1
    _draw_figures(sheet, end + 2, figures)
    chart = _drawn(sheet, report.chart, figures, end + 2, page)
    corners = AnchorMarker(col=0, row=CHART_ROW - 1), AnchorMarker(col=page.columns, row=end)
    chart.anchor = TwoCellAnchor(editAs="oneCell", _from=corners[0], to=corners[1])
    sheet.add_chart(chart)
    page_setup(sheet, page.orientation, head)
    sheet.page_setup.fitToHeight = 1
    sheet.print_area = f"A1:{get_column_letter(page.columns)}{end}"


def _figures(report: Report, body: Body) -> Figures:
    """The figures of the rows that the chart wants; hidden ones are left blank, rows without any left out."""
    chart, first = report.chart, body.first
    if not chart or not first or len(first.rows) == BLOCK:
        return Figures([], [])
    wanted = chart.rows or (lambda row: not (report.is_sum and report.is_sum(row)))
    columns = flat_columns(report)
    label, *places = (body.keys.index(key) for key in (chart.labels, *chart.values))
    drawn = [at for at, row in enumerate(first.rows) if wanted(row)]
    names = [cell_text(first.shown[label][at], columns[label]) for at in drawn]
    found = [
        (name, [_number(first.shown[place][at]) for place in places])
        for name, at in zip(names, drawn, strict=True)
    ]
    shown = any(value is not None for _label, values in found for value in values)
    return Figures([columns[label], *(columns[place] for place in places)], found if shown else [])


def _number(value: Any) -> Any:
    return None if isinstance(value, Hidden | str) else value


def _draw_head(sheet: Any, title: str, head: SheetHead, page: Page, is_hiding: bool) -> None:
    said = _("统计区间：{period}　　数据截止：{moment}").format(
        period=head.period, moment=moment(head.cut_off or head.made_at)
    )
    if is_hiding:
        said += _("　　空着的地方是不列出的数")
    for row, text, font in ((1, title, TITLE), (2, said, None)):
        put(sheet.cell(row, 1), text)
        dress(sheet.cell(row, 1), font, "center", border=None)
        sheet.merge_cells(None, row, 1, row, page.columns)
    sheet.row_dimensions[1].height = 36


def _draw_figures(sheet: Any, row: int, figures: Figures) -> None:
    for at, column in enumerate(figures.columns, start=1):
        put(sheet.cell(row, at), column.title)
        dress(sheet.cell(row, at), BOLD, "center")
    for below, (label, values) in enumerate(figures.rows, start=row + 1):
        put(sheet.cell(below, 1), label)
        dress(sheet.cell(below, 1))
        for at, value in enumerate(values, start=2):
            column = figures.columns[at - 1]
            sheet.cell(below, at).value = value
            dress(sheet.cell(below, at), side=column.side, code=column.format.code)


def _drawn(sheet: Any, declared: Chart, figures: Figures, row: int, page: Page) -> Any:
    """The chart over the figures whose headings stand in this row."""
    is_bar = declared.kind == "bar"
    chart: Any = BarChart() if is_bar else LineChart()
    last = row + len(figures.rows)
    for at in range(2, len(figures.columns) + 1):
        series: Any = Series(Reference(sheet, at, row, at, last), title_from_data=True)
        _paint(series, at - 2, is_bar, LETTERS if page is WIDE else SMALL_LETTERS)
        chart.series.append(series)
    chart.set_categories(Reference(sheet, 1, row + 1, 1, last))
    chart.title, chart.style = None, None
    values = figures.columns[1:]
    chart.y_axis.title = _title(declared.unit or (values[0].title if len(values) == 1 else _("数值")))
    chart.x_axis.title = _title(figures.columns[0].title)
    chart.y_axis.number_format, chart.y_axis.scaling.min = values[0].format.code, 0
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False  # openpyxl says nothing, and newer Excel then shows none
        axis.txPr = _rich()
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="D9D9D9"))
    chart.legend.position, chart.legend.txPr = "t", _rich()
    if len(values) == 1:
        chart.legend = None
    chart.display_blanks = "gap"
    if is_bar:
        _lay_bars(chart, page)
    return chart


def _lay_bars(chart: Any, page: Page) -> None:
    chart.type, chart.gapWidth = ("bar" if page is HIGH else "col"), 60
    if page is HIGH:  # from top to bottom as in the table, the figures of the axis below all the same
        chart.x_axis.scaling.orientation, chart.y_axis.crosses = "maxMin", "max"
        chart.layout = Layout(ManualLayout(xMode="edge", yMode="edge", x=0.2, y=0.06, w=0.76, h=0.86))


def _paint(series: Any, number: int, is_bar: bool, letters: int) -> None:
    """Greys and dashes instead of colours; the number stands at each bar and point."""
    grey = GREYS[number % len(GREYS)]
    if is_bar:
        edge = LineProperties(solidFill="404040")
        series.graphicalProperties = GraphicalProperties(solidFill=grey, ln=edge)
    else:
        dash: Any = DASHES[number % len(DASHES)]
        line = LineProperties(solidFill=grey, w=28_575, prstDash=dash)
        series.graphicalProperties = GraphicalProperties(ln=line)
        series.marker.symbol, series.smooth = "circle", False
        series.marker.graphicalProperties = GraphicalProperties(solidFill=grey)
    labels: Any = DataLabelList()
    labels.showVal, labels.position = True, "outEnd" if is_bar else "t"
    labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
    labels.txPr = _rich(letters)
    series.dLbls = labels


def _letters(size: int = LETTERS) -> CharacterProperties:
    return CharacterProperties(sz=size, latin=Font(typeface=FONT), ea=Font(typeface=FONT))


def _rich(size: int = LETTERS) -> RichText:
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=_letters(size)), endParaRPr=_letters(size))])


def _title(text: str) -> Title:
    run = RegularTextRun(rPr=_letters(), t=text)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=_letters()), r=[run])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)
