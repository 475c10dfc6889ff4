"""What a sheet that comes in is (导入), as data: its headings, who may, and the step that takes a row."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.excel.intake import DEFAULT, Limits
from tracker.excel.read import CellError, ParsedRow, open_sheet, read_rows
from tracker.excel.report import Column


@dataclass(frozen=True)
class Import:
    """One kind of sheet. `variants`: the sets of headings under which it comes, the usual one first.

    `put(act, values)` is a step of the feature: it takes one row's values (named by the columns) and answers
    new, updated or skipped; a RuleBroken of it is reported at the row, at the column it names as its field.
    """

    kind: str
    title: str
    action: str
    variants: tuple[tuple[Column, ...], ...]
    put: Callable[[Any, dict[str, Any]], str]
    limits: Limits = DEFAULT

    def read(self, source: str | Path | bytes) -> tuple[tuple[Column, ...], Iterator[ParsedRow]]:
        """The headings a file uses and its rows; UnreadableFile when it is none of ours."""
        known = [column.title for variant in self.variants for column in variant]
        sheet = open_sheet(source, self.limits, known)
        fitting = (v for v in self.variants if all(c.title in sheet.headers for c in v if c.required))
        columns = next(fitting, self.variants[0])
        return columns, read_rows(sheet, columns)


def refused(row: ParsedRow, columns: tuple[Column, ...], broken: RuleBroken) -> CellError:
    """What a rule says of a row, at the heading of the field it names."""
    title = next((column.title for column in columns if column.value == broken.field), _("整行"))
    return CellError(row.number, title, str(broken))
