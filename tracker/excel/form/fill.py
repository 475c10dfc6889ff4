"""The town's own forms (表样填写): a blank workbook with marks, checked when handed in, then filled.

Marks are {字段}, {表.字段} for the rows of a list, {字段|date} with a form out of FORMS, and \\{ for a brace.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.workbook.properties import CalcProperties
from openpyxl.writer.excel import ExcelWriter

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.excel.form.blocks import find_blocks, torn
from tracker.excel.form.copies import Filling, Progress
from tracker.excel.form.entries import Values
from tracker.excel.form.marks import FORMS, Problem
from tracker.excel.form.opening import OpenForm, cells_of, open_form
from tracker.excel.form.scan import Mark, Scan, check, scan

__all__ = ["FORMS", "Mark", "Problem", "Scan", "Values", "check", "fill", "fill_each", "scan"]

FORBIDDEN_IN_FILES = re.compile(r'[\x00-\x1f\\/:*?"<>|]')
LONGEST_STEM = 60
MOST_CELLS = 2_000_000
"""Of all copies in one workbook; beyond it the worker of a small machine would die of them."""


class _Writer(ExcelWriter):
    """Writes a picture that many sheets share once."""

    def _write_images(self) -> None:
        inside: Any = self
        for path, image in {image.path: image for image in inside._images}.items():
            inside._archive.writestr(path[1:], image._data())


def fill(data: bytes, people: Sequence[Values], *, progress: Progress | None = None) -> bytes:
    """The form filled: for one person the form itself, for several each marked sheet once per person.

    `progress` hears (copies done, copies in all). Raises RuleBroken for a form whose lists cannot repeat,
    UnreadableFile for what is no form, ValueError without any person.
    """
    if not people:
        raise ValueError("a form is filled for somebody")
    _parts, form = open_form(data)
    _refuse_torn(form)
    _refuse_too_much(form, len(people))
    Filling(form, people).run(progress)
    return _saved(form.book)


def fill_each(
    data: bytes, people: Sequence[Values], progress: Progress | None = None
) -> Iterator[tuple[str, bytes]]:
    """For each person a file of its own: a name for it, without ending and never twice, and its bytes."""
    taken: set[str] = set()
    for number, person in enumerate(people, start=1):
        stem = _stem(person.title, taken)
        taken.add(stem.casefold())
        yield stem, fill(data, [person])
        if progress:
            progress(number, len(people))


def _refuse_torn(form: OpenForm) -> None:
    for sheet in form.marked:
        for problem in torn(sheet, find_blocks(sheet, form.contents[sheet.title])):
            raise RuleBroken("{problem}", problem=problem)


def _refuse_too_much(form: OpenForm, copies: int) -> None:
    """All copies lie in memory at once, about 0.4 kB a cell."""
    cells = sum(len(cells_of(sheet)) for sheet in form.marked) * copies
    if cells > MOST_CELLS:
        raise RuleBroken(
            _("一个文件里放不下 {n} 份这样的表，最多 {most} 份。请分几次填，或者选每人一个文件。"),
            n=copies, most=max(1, MOST_CELLS * copies // cells),
        )


def _saved(book: Workbook) -> bytes:
    book.calculation = CalcProperties(fullCalcOnLoad=True)  # openpyxl keeps formulas without their results
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        _Writer(book, archive).save()
    return target.getvalue()


def _stem(title: str, taken: set[str]) -> str:
    name = FORBIDDEN_IN_FILES.sub("", title).strip(" .")[:LONGEST_STEM] or _("表")
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name}({number})"
    return free
