"""The check of a blank form when it is handed in (查验): every mark, and everything that would go wrong."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from openpyxl.cell import Cell
from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from tracker.domain.text import _
from tracker.excel.form.blocks import find_blocks, torn
from tracker.excel.form.losses import losses
from tracker.excel.form.marks import LOOKS_MARKED, Problem
from tracker.excel.form.opening import OpenForm, cells_of, open_form
from tracker.excel.form.parts import Parts
from tracker.excel.form.references import references
from tracker.excel.form.stretch import Block

NO_MARKS = _("表里没有标记，没有可以填写的地方。请在要填写的单元格里写上 {字段}，例如 {姓名}")
COVERED = _("标记在被合并单元格盖住的格子里，不会填写。请把它移到合并区域的左上角")
IN_HEADING = _("页眉和页脚里的标记不会填写。请把它移到单元格里")
IN_TITLE = _("工作表名称里的标记不会填写。请改掉名称里的花括号")
IN_COMMENT = _("批注里的标记不会填写。请把它移到单元格里")
IN_VALIDATION = _("数据验证里的标记不会填写。请把它移到单元格里")
IN_FORMULA = _("公式里的标记不会填写。请把它单独放在一个单元格里，公式引用那个单元格")
IN_TABLE = _("这张工作表套用了“表格”格式，填写后会对不上。请点“转换为区域”")
UNREADABLE = _("公式看不懂，列表变长时跟不上。请改用普通公式")
SEVERAL_SHEETS = _("公式一次引用了好几张工作表，列表变长时跟不上。请分别引用每张表")
PART_OF_LIST = _("公式只引用了列表的一部分行，会算不全。请引用整个列表行：第 {top} 行到第 {bottom} 行")
DATA_TABLE = _("这里有模拟运算表，填写时会出错。请粘贴为数值")
UNKNOWN = _("没有“{mark}”这个字段")
UNKNOWN_BUT = _("没有“{mark}”这个字段，是不是“{near}”")


@dataclass(frozen=True)
class Mark:
    """One mark of the form: 字段 or 表.字段, its cell as Sheet!B3, its form ("" for none)."""

    name: str
    cell: str
    form: str = ""


@dataclass(frozen=True)
class Scan:
    """What a blank holds; with problems it must not be used."""

    marks: tuple[Mark, ...]
    problems: tuple[Problem, ...]


def scan(data: bytes) -> Scan:
    """Look through a blank form; raises UnreadableFile when it is none at all."""
    parts, form = open_form(data)
    marks = tuple(mark for sheet in form.sheets for mark in _marks(sheet, form))
    problems = [*losses(parts), *form.problems]
    for sheet in form.sheets:
        problems += _problems(sheet, form)
    problems += _covered(parts, form)
    if not marks:
        problems.append(Problem("", NO_MARKS))
    return Scan(marks, tuple(dict.fromkeys(problems)))


def check(scanned: Scan, fields: Collection[str]) -> tuple[Problem, ...]:
    """The marks that name no known field (字段 or 表.字段), each with the nearest known name."""
    known = sorted(fields)
    problems = []
    for mark in scanned.marks:
        if mark.name not in known:
            near = get_close_matches(mark.name, known, 1, 0.4)
            text = UNKNOWN_BUT if near else UNKNOWN
            braced = "{" + mark.name + "}"
            problems.append(Problem(mark.cell, text.format(mark=braced, near="{" + "".join(near) + "}")))
    return tuple(problems)


def _marks(sheet: Worksheet, form: OpenForm) -> Iterator[Mark]:
    for (row, column), content in sorted(form.contents[sheet.title].items()):
        where = f"{sheet.title}!{get_column_letter(column)}{row}"
        yield from (Mark(field.name, where, field.form) for field in content.marked.fields)


def _problems(sheet: Worksheet, form: OpenForm) -> Iterator[Problem]:
    contents = form.contents[sheet.title]
    for (row, column), content in sorted(contents.items()):
        where = f"{sheet.title}!{get_column_letter(column)}{row}"
        yield from (Problem(where, fault) for fault in content.marked.faults)
    if sheet in form.marked and sheet.tables:
        yield Problem(sheet.title, IN_TABLE)
    if LOOKS_MARKED.search(sheet.title):
        yield Problem(sheet.title, IN_TITLE)
    if any(LOOKS_MARKED.search(text) for text in form.headings[sheet.title].values()):
        yield Problem(sheet.title, IN_HEADING)
    for rule in sheet.data_validations.dataValidation:
        texts = (rule.formula1, rule.formula2, rule.prompt, rule.error, rule.promptTitle, rule.errorTitle)
        if any(LOOKS_MARKED.search(text or "") for text in texts):
            yield Problem(f"{sheet.title}!{rule.sqref}", IN_VALIDATION)
    yield from torn(sheet, find_blocks(sheet, contents))
    yield from _in_cells(sheet, form)


def _in_cells(sheet: Worksheet, form: OpenForm) -> Iterator[Problem]:
    blocks = {one.title: find_blocks(one, form.contents[one.title]) for one in form.marked}
    for cell in cells_of(sheet):
        where = f"{sheet.title}!{cell.coordinate}"
        if cell.comment and LOOKS_MARKED.search(cell.comment.text):
            yield Problem(where, IN_COMMENT)
        if isinstance(cell.value, DataTableFormula):
            yield Problem(where, DATA_TABLE)
        elif isinstance(cell, Cell) and cell.data_type == "f":
            text = str(cell.value.text or "") if isinstance(cell.value, ArrayFormula) else str(cell.value)
            own = next((block for block in blocks.get(sheet.title, ()) if cell.row in block), None)
            yield from (Problem(where, message) for message in _in_formula(text, sheet.title, own, blocks))


def _in_formula(
    text: str, title: str, own: Block | None, blocks: dict[str, tuple[Block, ...]]
) -> Iterator[str]:
    found = references(text)
    if found is None:
        yield UNREADABLE
        return
    if _holds_mark(text):
        yield IN_FORMULA
    for reference in found:
        if ":" in reference.sheet:
            yield SEVERAL_SHEETS
        for block in blocks.get(reference.sheet or title, ()):
            if block != own and block.cuts(reference.first, reference.last, reference.lone):
                yield PART_OF_LIST.format(top=block.top, bottom=block.bottom)


def _holds_mark(text: str) -> bool:
    try:
        tokens = Tokenizer(text).items
    except TokenizerError:
        return False
    return any(token.subtype == Token.TEXT and LOOKS_MARKED.search(token.value) for token in tokens)


def _covered(parts: Parts, form: OpenForm) -> Iterator[Problem]:
    """Marks under a merge: openpyxl never shows them, the file still has them."""
    for part in parts.sheets:
        sheet = form.book[part.title]
        for cell, text in parts.braced(part).items():
            if LOOKS_MARKED.search(text) and not sheet[cell].value:
                yield Problem(f"{part.title}!{cell}", COVERED)
