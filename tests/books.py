"""What the tests of workbooks share: a head, reports declared in a line, workbooks written and read back."""

import io
import re
import zipfile
from datetime import UTC, datetime
from types import SimpleNamespace

import openpyxl
from python_calamine import CalamineWorkbook

from tracker.excel.book.suppress import mask_of
from tracker.excel.book.totals import Totals
from tracker.excel.book.write import write
from tracker.excel.report import Report, SheetHead

MADE_AT = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
HEAD = SheetHead("石门镇", "2026年11月", "王建国", MADE_AT, filters=(("村", "石门村"), ("状态", "已办结")))


def report(*columns, title="群众意见台账", **more):
    return Report("trial", title, "opinion.report", lambda actor, period: [], columns, **more)


def texts(*values):
    return [SimpleNamespace(text=value, number=at) for at, value in enumerate(values)]


def written(declared, rows, head=HEAD, **more):
    memory = io.BytesIO()
    write(memory, declared, rows, head, **more)
    memory.seek(0)
    return memory


def book_of(declared, rows, head=HEAD, **more):
    return openpyxl.load_workbook(written(declared, rows, head, **more))


def opened(declared, rows, head=HEAD):
    return book_of(declared, rows, head).worksheets[0]


def as_calamine_sees(memory, sheet=0):
    memory.seek(0)
    return CalamineWorkbook.from_filelike(memory).get_sheet_by_index(sheet).to_python()


def everything_in(memory):
    """All texts of all parts, whatever part they hide in."""
    with zipfile.ZipFile(memory) as archive:
        found = b"\n".join(archive.read(name) for name in archive.namelist()).decode()
    return re.sub(r"&#(\d+);", lambda code: chr(int(code[1])), found)


def totals_of(declared, rows):
    """The line of totals of rows that are all in memory."""
    rows = list(rows)
    totals = Totals(declared, mask_of(declared, rows))
    totals.add([[column.getter(row) for row in rows] for column in totals.columns])
    return totals
