"""An official form, opened (表样): its workbook with the marks of every cell found."""

import io
import warnings
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from tracker.domain.text import _
from tracker.excel.form.marks import Field, Marked, Piece, Problem, parse_marks
from tracker.excel.form.parts import Parts
from tracker.excel.incoming.file_kind import DAMAGED, UnreadableFile

LOST_HEADING = _("页眉或页脚看不懂，填写时会丢失。请重新设置页眉页脚")
LOST_AREA = _("打印区域是用名称或公式设的，填写时会丢失。请直接选定区域，重新设置打印区域")
LOST_SOMETHING = _("文件里有看不懂的内容，填写时会丢失。请在 WPS 或 Excel 中打开，另存为新的 .xlsx 再上传")
COMPLAINTS = {  # what openpyxl says when it leaves something out; "" is no loss, or found by losses.py
    "no default style": "",
    "extension is not supported": "",
    "invalid specification": "",
    "DrawingML support": "",
    "image format is not supported": "",
    "Unable to read chart": "",
    "Cannot parse header or footer": LOST_HEADING,
    "Print area cannot be set": LOST_AREA,
}


@dataclass(frozen=True)
class Content:
    """The text of a cell with marks; where fonts change in it, the font of each piece (None: the cell's)."""

    marked: Marked
    fonts: tuple[InlineFont | None, ...] = ()


Contents = Mapping[tuple[int, int], Content]


@dataclass(frozen=True)
class OpenForm:
    """The workbook, of each sheet by title the cells with marks by (row, column), and headers and footers."""

    book: Workbook
    contents: Mapping[str, Contents]
    headings: Mapping[str, Mapping[str, str]]
    problems: tuple[Problem, ...]

    sheets: tuple[Worksheet, ...]

    @property
    def marked(self) -> tuple[Worksheet, ...]:
        """The sheets that hold marks, in the order of the tabs."""
        return tuple(sheet for sheet in self.sheets if self._holds_marks(sheet.title))

    def _holds_marks(self, title: str) -> bool:
        return any(content.marked.fields for content in self.contents[title].values())


def open_form(data: bytes) -> tuple[Parts, OpenForm]:
    """The file as parts and as a workbook; raises UnreadableFile with the reason."""
    parts = Parts(data)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            book = load_workbook(io.BytesIO(data), rich_text=True, keep_links=False)
            headings = {sheet.title: parts.headings(sheet) for sheet in parts.sheets}
        except Exception as broken:  # openpyxl fails on bad files in a dozen ways, none of them documented
            raise UnreadableFile(DAMAGED) from broken
    sheets: Any = tuple(book.worksheets)
    contents = {sheet.title: _contents(sheet) for sheet in sheets}
    return parts, OpenForm(book, contents, headings, tuple(_complaints(said)), sheets)


def _contents(sheet: Worksheet) -> dict[tuple[int, int], Content]:
    texts = (cell for cell in cells_of(sheet) if isinstance(cell, Cell) and cell.data_type == "s")
    found = (((cell.row, cell.column), _content(cell.value)) for cell in texts)
    return {at: content for at, content in found if content}


def cells_of(sheet: Worksheet) -> list[Any]:
    """The cells that are there, from the top left; to ask the sheet for rows would make all the others."""
    inside: Any = sheet
    return [inside._cells[at] for at in sorted(inside._cells)]


def _content(value: Any) -> Content | None:
    """None for text without any brace."""
    if "{" not in str(value) and "｛" not in str(value):
        return None
    marked = parse_marks(str(value))
    return _in_fonts(marked, value) if isinstance(value, CellRichText) else Content(marked)


def _in_fonts(marked: Marked, runs: CellRichText) -> Content:
    """The pieces cut where the font changes; a mark that is cut by it takes the font its name begins in.

    LibreOffice keeps Chinese and Latin signs of one cell in runs of their own: there every mark is cut.
    """
    ends = list(accumulate(len(str(run)) for run in runs))
    fonts = [run.font if isinstance(run, TextBlock) else None for run in runs]
    pieces: list[tuple[int, Piece]] = []
    for start, piece in zip(marked.starts, marked.pieces, strict=True):
        if isinstance(piece, Field):
            pieces.append((start + 1, piece))
            continue
        cuts = [start, *(end for end in ends if start < end < start + len(piece)), start + len(piece)]
        pieces += [(first, piece[first - start : last - start]) for first, last in pairwise(cuts)]
    cut = Marked(tuple(piece for _at, piece in pieces), tuple(at for at, _piece in pieces), marked.faults)
    return Content(cut, tuple(fonts[min(bisect_right(ends, at), len(fonts) - 1)] for at in cut.starts))


def _complaints(said: list[warnings.WarningMessage]) -> list[Problem]:
    texts = dict.fromkeys(str(one.message) for one in said)
    known = COMPLAINTS.items()
    answers = [next((answer for words, answer in known if words in text), LOST_SOMETHING) for text in texts]
    return [Problem("", answer) for answer in dict.fromkeys(answers) if answer]
