"""A form as the parts of its file (文件部件): the XML itself, and what of it is too much to open."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse
from openpyxl.utils import range_boundaries

from tracker.domain.text import _
from tracker.excel.incoming.file_kind import DAMAGED, UnreadableFile
from tracker.excel.incoming.intake import MIB, Limits, check_size, check_workbook

FORM_LIMITS = Limits(unpacked=40 * MIB, rows=5_000)
MOST_CELLS = 60_000  # openpyxl holds each as an object, styled blanks and the inside of merges too
MOST_FORMULA = 2_000_000  # characters, a shared formula counted once per cell
HEADINGS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
BROKEN_XML = (ParseError, DefusedXmlException, KeyError, ValueError, zipfile.BadZipFile)

TOO_FULL = _("文件无法读取：表里的单元格太多。请删去表格下方和右侧的空白行列，再上传。")


@dataclass(frozen=True)
class SheetPart:
    """One worksheet: its title and where its XML lies in the file."""

    title: str
    path: str


@dataclass(frozen=True)
class Relation:
    """What a part points at: `kind` is the last word of the relation's type, `target` a path in the file."""

    kind: str
    target: str


class Parts:
    """The parts of a workbook that passed the checks at the door; raises UnreadableFile."""

    def __init__(self, data: bytes) -> None:
        check_size(len(data), FORM_LIMITS)
        check_workbook(data, FORM_LIMITS)
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self.names = self._archive.namelist()
        try:
            self.sheets = tuple(self._sheets())
            self._weigh()
        except BROKEN_XML as broken:
            raise UnreadableFile(DAMAGED) from broken
        if not self.sheets:
            raise UnreadableFile(DAMAGED)

    def tree(self, path: str) -> Element:
        return fromstring(self._archive.read(path))

    def elements(self, path: str) -> Iterator[Element]:
        """Every element of the part as its end is read; rows are forgotten once they were seen."""
        with self._archive.open(path) as part:
            for _event, element in iterparse(part):
                yield element
                if local(element) == "row":
                    element.clear()

    def related(self, path: str) -> dict[str, Relation]:
        """By the id of the relation."""
        folder, name = posixpath.split(path)
        rels = f"{folder}/_rels/{name}.rels"
        if rels not in self.names:
            return {}
        return {
            str(one.get("Id")): Relation(
                str(one.get("Type")).rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, str(one.get("Target")))).lstrip("/"),
            )
            for one in self.tree(rels)
        }

    def braced(self, sheet: SheetPart) -> dict[str, str]:
        """By cell, every text with a brace, those too that a merge covers and no program shows."""
        shared = self._shared_texts()
        found = {}
        for element in self.elements(sheet.path):
            if local(element) == "c" and element.get("t") in ("s", "inlineStr"):
                text = _text(element)
                text = shared[int(text)] if element.get("t") == "s" and text else text
                if "{" in text:
                    found[str(element.get("r"))] = text
        return found

    def headings(self, sheet: SheetPart) -> dict[str, str]:
        """Headers and footers as they stand in the file, by the name of their element."""
        found = (one for one in self.elements(sheet.path) if local(one) in HEADINGS)
        return {local(one): one.text or "" for one in found}

    def _shared_texts(self) -> list[str]:
        related = self.related("xl/workbook.xml").values()
        trees = [self.tree(one.target) for one in related if one.kind == "sharedStrings"]
        return [_text(one) for tree in trees for one in tree if local(one) == "si"]

    def _sheets(self) -> Iterator[SheetPart]:
        known = self.related("xl/workbook.xml")
        for element in self.tree("xl/workbook.xml").iter():
            if local(element) == "sheet":
                relation = known[next(value for name, value in element.items() if name.endswith("}id"))]
                if relation.kind == "worksheet":
                    yield SheetPart(str(element.get("name")), relation.target)

    def _weigh(self) -> None:
        for sheet in self.sheets:
            cells = formula = 0
            shared: dict[str, int] = {}
            for element in self.elements(sheet.path):
                cells += _cells(element)
                formula += _formula(element, shared)
                if cells > MOST_CELLS or formula > MOST_FORMULA:
                    raise UnreadableFile(TOO_FULL)


def _text(element: Any) -> str:
    """The text of a cell or shared string, its runs joined; of a cell with shared text, its number."""
    return "".join(one.text or "" for one in element.iter() if local(one) in ("t", "v"))


def _cells(element: Element) -> int:
    """How many cells openpyxl will make of the element."""
    name = local(element)
    if name == "c":
        return 1
    if name in ("mergeCell", "hyperlink"):
        left, top, right, bottom = (edge or 1 for edge in range_boundaries(str(element.get("ref"))))
        return (right - left + 1) * (bottom - top + 1)
    return 0


def _formula(element: Element, shared: dict[str, int]) -> int:
    if local(element) != "f":
        return 0
    length, group = len(element.text or ""), element.get("si", "")
    if group and length:
        shared[group] = length
    return length or shared.get(group, 0)


def local(element: Any) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]
