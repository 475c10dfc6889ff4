"""Blank forms for the tests (表样): made with openpyxl and Pillow, as a county office would draw them."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from PIL import Image as Pixels

THIN = Side(style="thin")
GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
COUNTY = "登记表"


def kept(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), rich_text=True)


def sheet_form(draw: Callable[[Any], None], title: str = "表") -> bytes:
    """A form of one sheet."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = title
    draw(sheet)
    return kept(book)


def cells_form(cells: dict[str, Any], title: str = "表") -> bytes:
    def draw(sheet: Any) -> None:
        for place, value in cells.items():
            sheet[place] = value

    return sheet_form(draw, title)


def png(colour: str = "red", size: tuple[int, int] = (60, 40)) -> io.BytesIO:
    target = io.BytesIO()
    Pixels.new("RGB", size, colour).save(target, "png")
    target.seek(0)
    return target


def add_picture(sheet: Any, first: tuple[int, int], last: tuple[int, int], colour: str = "red") -> None:
    """A picture from the top left of one cell to the top left of another, both (row, column) from 1."""
    picture = Image(png(colour))
    start = AnchorMarker(row=first[0] - 1, col=first[1] - 1)
    end = AnchorMarker(row=last[0] - 1, col=last[1] - 1)
    picture.anchor = TwoCellAnchor(editAs="oneCell", _from=start, to=end)
    sheet.add_image(picture)


def with_part(data: bytes, name: str, content: bytes = b"") -> bytes:
    """The workbook with one more part."""
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(name, content)
    return target.getvalue()


def rewritten(data: bytes, name: str, pattern: str, new: str) -> bytes:
    """The workbook with the first match in one part replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for member in old.namelist():
            content = old.read(member)
            if member == name:
                text, count = re.subn(pattern, lambda found: new, content.decode(), count=1)
                assert count, f"{pattern} is not in {name}"
                content = text.encode()
            made.writestr(member, content)
    return target.getvalue()


def county_form() -> bytes:
    """Merged cells, a list of two-row entries and one of single rows below it, a picture, totals, a signature
    block, list checks, colour rules, names, breaks, a print area, and a second sheet that sums up.
    """
    book = Workbook()
    sheet: Any = book.active
    sheet.title = COUNTY
    _county_head(sheet)
    _county_lists(sheet)
    _county_foot(sheet)
    _county_rules(book, sheet)
    _county_page(sheet)
    other = book.create_sheet("汇总")
    other["A1"], other["B1"] = "得分合计", f"={COUNTY}!F12+SUM({COUNTY}!F11:F11)"
    other["B2"] = f"=IF({COUNTY}!F11>0,'{COUNTY}'!B14,\"{COUNTY}!B14\")"
    return kept(book)


def _county_head(sheet: Any) -> None:
    sheet["A1"] = "石门县联系户登记表（{年度}年度）"
    sheet.merge_cells("A1:F1")
    sheet.row_dimensions[1].height = 36
    sheet["A1"].font, sheet["A1"].alignment = Font(name="黑体", size=18), Alignment("center", "center")
    for place, value in {"A2": "户主", "B2": "{户主}", "C2": "出生年月", "D2": "{出生年月|month}"}.items():
        sheet[place] = value
    sheet.merge_cells("E2:F4")  # the photo lies here
    sheet["A3"], sheet["B3"] = "户情", "{户情}"
    sheet.merge_cells("B3:D3")
    sheet["B3"].alignment = Alignment(wrap_text=True, vertical="center")
    sheet["A4"], sheet["B4"], sheet["C4"], sheet["D4"] = (
        "登记日期",
        "{登记日期|date}",
        "补助金额",
        "{补助金额|money}",
    )
    sheet.merge_cells("A5:F5")
    sheet["A5"] = "家庭成员"
    add_picture(sheet, (2, 5), (5, 7), "blue")


def _county_lists(sheet: Any) -> None:
    for column, title in zip("ABCDEF", ["序号", "姓名", "关系", "年龄", "职业", "收入"], strict=True):
        sheet[f"{column}6"] = title
    # two rows for each member: number, name and income reach over both
    sheet["A7"], sheet["B7"], sheet["C7"] = "{成员.序号}", "{成员.姓名}", "{成员.关系}"
    sheet["D7"], sheet["E7"], sheet["F7"] = "{成员.年龄}", "{成员.职业}", "{成员.收入}"
    sheet["C8"] = "备注：{成员.备注}"
    for area in ("A7:A8", "B7:B8", "F7:F8", "C8:E8"):
        sheet.merge_cells(area)
    sheet["A9"], sheet["F9"] = "收入合计", "=SUM(F7:F8)"
    sheet.merge_cells("A9:E9")
    for column, title in zip("ABCDEF", ["走访情况", "日期", "走访人", "问题", "解决", "得分"], strict=True):
        sheet[f"{column}10"] = title
    sheet.merge_cells("A10:A11")  # a label beside the whole list
    sheet["B11"], sheet["C11"] = "{走访.日期|day}", "{走访.走访人}"
    sheet["D11"], sheet["E11"], sheet["F11"] = "{走访.问题}", "{走访.解决}", "=IF(N(D11)=0,0,E11/D11)"
    sheet["B11"].number_format = "General"
    sheet.row_dimensions[7].height, sheet.row_dimensions[8].height = 24, 18
    sheet.row_dimensions[11].height = 30
    sheet["A12"], sheet["D12"], sheet["E12"] = "合计", "=SUM(D11)", "=SUM(E11:E11)"
    sheet["F12"] = "=IF(D12=0,0,E12/D12)"
    sheet["F11"].number_format = sheet["F12"].number_format = "0.00%"
    for row in range(1, 13):
        for column in "ABCDEF":
            sheet[f"{column}{row}"].border = GRID


def _county_foot(sheet: Any) -> None:
    sheet["A14"], sheet["B14"] = "平均年龄", "=IF(COUNT($D$7:$D$8)=0,0,AVERAGE($D$7:$D$8))"
    sheet["A16"], sheet["D16"] = "单位负责人（签字）：", "经办人：{经办人}"
    sheet.merge_cells("A16:C18")
    sheet.merge_cells("D16:F17")
    sheet["D18"] = "{登记日期|date}"
    sheet.merge_cells("D18:F18")
    sheet.row_dimensions[16].height = 40
    sheet.row_dimensions[20].hidden = True
    sheet["A20"] = "内部编号"
    sheet.row_dimensions[21].outlineLevel = 1
    sheet["A21"] = "办事指南"
    sheet["A21"].hyperlink = Hyperlink(ref="A21", location=f"{COUNTY}!A16")
    sheet["A21"].comment = Comment("填写说明", "县局")
    add_picture(sheet, (16, 1), (18, 2), "red")


def _county_rules(book: Workbook, sheet: Any) -> None:
    choice = DataValidation("list", formula1='"本人,配偶,子女"', allow_blank=True)
    choice.add("C7")
    below = DataValidation("whole", operator="between", formula1="$D$12", formula2="D14", allow_blank=True)
    below.add("A19:B19")
    list_rows = DataValidation("whole", operator="greaterThan", formula1="0")
    list_rows.add("D11:E11")
    for rule in (choice, below, list_rows):
        sheet.add_data_validation(rule)
    red = PatternFill(bgColor="FFC7CE")
    sheet.conditional_formatting.add("D11:E11", FormulaRule(formula=["$D11>$D$12"], fill=red))
    sheet.conditional_formatting.add("B14", FormulaRule(formula=["B14>SUM($F$7:$F$8)"], fill=red))
    book.defined_names["收入"] = DefinedName("收入", attr_text=f"{COUNTY}!$F$7:$F$8")
    book.defined_names["签字处"] = DefinedName("签字处", attr_text=f"{COUNTY}!$A$16")
    sheet.defined_names["问题数"] = DefinedName("问题数", attr_text=f"{COUNTY}!$D$11")


def _county_page(sheet: Any) -> None:
    for column, width in zip("ABCDEF", (12, 14, 12, 12, 14, 12), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.column_dimensions["H"].hidden = True
    sheet.print_area, sheet.print_title_rows = "A1:F18", "1:1"
    sheet.row_breaks.append(Break(id=9))
    sheet.row_breaks.append(Break(id=13))
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "portrait", 9
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = 0.8
    sheet.oddFooter.center.text, sheet.oddFooter.center.font = "第 &P 页 共 &N 页", "宋体,常规"
    sheet.freeze_panes = "A2"
    sheet.protection.sheet = True
    sheet["B2"].protection = Protection(locked=False)
    sheet.auto_filter.ref = "B10:F11"
