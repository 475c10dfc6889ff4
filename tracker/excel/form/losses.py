"""What filling would lose (会丢失的内容): found in the file itself, for openpyxl drops it without a word."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from openpyxl.utils import get_column_letter

from tracker.domain.text import _
from tracker.excel.form.marks import Problem
from tracker.excel.form.parts import Parts, SheetPart, local

PIVOT = _("表里有数据透视表，填写时会丢失。请复制后粘贴为数值，再删去透视表")
SLICER = _("表里有切片器，填写时会丢失。请删去")
CONTROL = _("表里有按钮、复选框之类的控件，填写时会丢失。请删去，勾选处改用“□”")
CELL_PICTURE = _("有图片嵌在单元格里，填写时会丢失。请在图片上点右键，改为浮动图片")
CONNECTION = _("表里有数据连接，填写时会丢失。请粘贴为数值后删去连接")

PARTS = {
    "xl/pivottables/": PIVOT,
    "xl/pivotcache/": PIVOT,
    "xl/slicers/": SLICER,
    "xl/timelines/": SLICER,
    "xl/chartsheets/": _("有一整张是图表的工作表，填写时会变样。请删去"),
    "xl/dialogsheets/": _("文件里有旧式对话框，填写时会丢失。请删去"),
    "xl/threadedcomments/": _("批注里有对话，填写时会变样。请删去，或改用普通批注"),
    "xl/cellimages": CELL_PICTURE,
    "xl/richdata/": CELL_PICTURE,
    "xl/metadata.xml": _("表里有动态数组公式，填写时会变样。请改用普通公式"),
    "xl/connections.xml": CONNECTION,
    "xl/querytables/": CONNECTION,
    "xl/model/": CONNECTION,
}
ELEMENTS = {
    "controls": CONTROL,
    "oleObjects": _("表里嵌有别的文件，填写时会丢失。请删去"),
    "legacyDrawingHF": _("页眉或页脚里有图片，填写时会丢失。请把图片放到表格里"),
    "drawingHF": _("页眉或页脚里有图片，填写时会丢失。请把图片放到表格里"),
    "picture": _("工作表有背景图片，填写时会丢失。请在“页面布局”中删除背景"),
    "protectedRanges": _("设了“允许编辑区域”，填写时会丢失。请取消，改用单元格的“锁定”"),
    "customSheetViews": _("存有自定义视图，填写时会丢失分页。请在“视图”中删除"),
    "scenarios": _("存有“方案”，填写时会对不上。请在“模拟分析”中删除"),
    "dataValidations": _("下拉列表引用了别的工作表，填写时会丢失。请直接写出选项，或引用本表的单元格"),
    "conditionalFormattings": _("用了新版条件格式，填写时会丢失。请改用简单的条件格式，或删去"),
    "sparklineGroups": _("这里有迷你图，填写时会丢失。请删去"),
    "slicerList": SLICER,
    "timelineRefs": SLICER,
}
SHAPES = {
    "sp": _("这里有文本框或图形，填写时会丢失。请删去，文字直接写在单元格里"),
    "cxnSp": _("这里有画上去的线条，填写时会丢失。请删去，改用单元格边框"),
    "grpSp": _("这里有组合在一起的图形，填写时会丢失。请取消组合，只留图片"),
    "graphicFrame": _("这里有图表，填写时会变样。请把图表删去"),
    "contentPart": _("这里有手写的墨迹，填写时会丢失。请删去"),
    "AlternateContent": _("这里有控件或新式图形，填写时会丢失。请删去"),
}
LINKED_PICTURE = _("这里的图片带着超链接，填写时会出错。请去掉图片的超链接")
OTHER_PICTURE = _("这里的图片不在文件里，或者是 {kind} 格式。请另存为 PNG 或 JPG，重新插入")
FIXED_PICTURE = _("这里的图片不跟着单元格走。请在图片属性中选“大小和位置随单元格而变”")
PICTURES = (".png", ".jpg", ".jpeg", ".gif")


def losses(parts: Parts) -> Iterator[Problem]:
    """Everything that opening and saving would change, the whole file's first."""
    seen = [message for name, message in PARTS.items() if any(name in part.lower() for part in parts.names)]
    yield from (Problem("", message) for message in dict.fromkeys(seen))
    for sheet in parts.sheets:
        yield from dict.fromkeys(_in_sheet(parts, sheet))


def _in_sheet(parts: Parts, sheet: SheetPart) -> Iterator[Problem]:
    for element in parts.elements(sheet.path):
        name = local(element)
        if name in ELEMENTS and not (name == "dataValidations" and not _extended(element)):
            yield Problem(_cell(sheet, _where(element)), ELEMENTS[name])
    related = parts.related(sheet.path).values()
    kinds = {relation.kind for relation in related}
    if "vmlDrawing" in kinds and "comments" not in kinds:
        yield Problem(sheet.title, CONTROL)
    for relation in related:
        if relation.kind == "drawing":
            yield from _in_drawing(parts, sheet, relation.target)


def _extended(element: Any) -> bool:
    """Lists of the year 2010 and later live beside the usual ones, under another namespace."""
    return "2009/9/main" in str(element.tag)


def _where(element: Any) -> str:
    """The first cell that an extension speaks of, "" where it names none."""
    texts = (one.text or "" for one in element.iter() if local(one) == "sqref")
    return next((text.split()[0].partition(":")[0] for text in texts if text.split()), "")


def _in_drawing(parts: Parts, sheet: SheetPart, path: str) -> Iterator[Problem]:
    for anchor in parts.tree(path):
        cell = _cell(sheet, _anchored(anchor))
        for child in anchor:
            name = local(child)
            if name in SHAPES:
                yield Problem(cell, SHAPES[name])
            elif name == "pic":
                yield from _in_picture(parts, path, child, cell)
        if local(anchor) == "absoluteAnchor":
            yield Problem(cell, FIXED_PICTURE)
        elif local(anchor) == "AlternateContent":
            yield Problem(cell, SHAPES["AlternateContent"])


def _in_picture(parts: Parts, path: str, picture: Any, cell: str) -> Iterator[Problem]:
    embedded = ""
    for element in picture.iter():
        if local(element) in ("hlinkClick", "hlinkHover"):
            yield Problem(cell, LINKED_PICTURE)
        if local(element) == "blip":
            embedded = next((value for name, value in element.items() if name.endswith("}embed")), "")
    relation = parts.related(path).get(embedded)
    kind = PurePosixPath(relation.target).suffix.lower() if relation else ""
    if kind not in PICTURES or relation is None or relation.target not in parts.names:
        yield Problem(cell, OTHER_PICTURE.format(kind=kind.removeprefix(".").upper() or _("链接")))


def _anchored(anchor: Any) -> str:
    marks = {local(one): int(one.text or 0) for one in anchor.iter() if local(one) in ("col", "row")}
    start = next((one for one in anchor if local(one) == "from"), None)
    if start is not None:
        marks = {local(one): int(one.text or 0) for one in start if local(one) in ("col", "row")}
    return f"{get_column_letter(marks.get('col', 0) + 1)}{marks.get('row', 0) + 1}" if marks else ""


def _cell(sheet: SheetPart, cell: str) -> str:
    return f"{sheet.title}!{cell}" if cell else sheet.title
