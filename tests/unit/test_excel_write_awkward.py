"""Thousands of awkward texts (难写的文字) in one file: no formula, each comes back or is marked as cut."""

import random
import re
import zipfile
from types import SimpleNamespace

import openpyxl
import pytest
from books import as_calamine_sees, report, written
from openpyxl.utils.escape import unescape

from tracker.excel.report import INT, Column, Split

CUT = "(已截断)"
TEXTS = (
    '=HYPERLINK("http://example.com","点我")', "-2+3", "＝1", "#N/A", "=1+1", "@SUM(1)", "+86 138",
    "330681199001011234", "001", "a\x0bb\x00c", "\x1f", "孤\ud83d立", "长" * 40_000, "😀" * 20_000,
    "  两头  ", "\t=1+1", "一\n二\n三", "平常的一句话", "", "a<b & c>d", "_x0041_", "␞", "\r=1+1",
    "1e5", "TRUE", "2026-11-23",
)  # fmt: skip
VISITS = report(
    Column("编号", "code", 20),
    Column("内容", "text", 40),
    Column("备注", "remark", 20),
    Column("数", "n", 8, INT),
    split=Split("按村", lambda row: (row.code[-1], f"第{row.code[-1]}村")),
)


def visits(count):
    dice = random.Random(11)  # noqa: S311  nothing secret, the same rows each time
    for n in range(count):
        few = dice.choices(TEXTS, weights=[1 if len(text) > 1000 else 60 for text in TEXTS])[0]
        many = f"{dice.choice(TEXTS[:9])}{n}" if n % 3 else few
        yield SimpleNamespace(code=f"33068119900101{n % 9999:04d}", text=few, remark=many, n=-n)


def as_kept(text):
    """What of a text may come back: without what XML forbids, line ends as one, at most what a cell holds."""
    text = re.sub("[\ud800-\udfff]", "\ufffd", re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text))
    units = text.encode("utf-16-le")
    if len(units) <= 2 * 32_767:
        return text
    return units[: 2 * (32_767 - len(CUT))].decode("utf-16-le", "ignore") + CUT


@pytest.mark.parametrize("split", [False, True])
def test_thousands_of_awkward_texts_come_back_or_are_marked_as_cut(split):
    count = 2000
    memory = written(VISITS, visits(count), split=split)
    with zipfile.ZipFile(memory) as archive:
        assert not [name for name in archive.namelist() if b"<f>" in archive.read(name)]
    sheet = openpyxl.load_workbook(memory, read_only=True).worksheets[0]
    ours = sheet.iter_rows(min_row=5, max_row=4 + count)
    theirs = as_calamine_sees(memory)[4 : 4 + count]
    assert len(theirs) == count
    for number, (row, cells, seen) in enumerate(zip(visits(count), ours, theirs, strict=True), start=1):
        wanted = [as_kept(text) for text in (row.code, row.text, row.remark)]
        assert [unescape(cell.value or "") for cell in cells[1:4]] == wanted  # openpyxl leaves that to us
        assert {cell.data_type for cell in cells[1:4] if cell.value} <= {"s", "inlineStr"}
        assert seen[1:4] == wanted
        assert (seen[0], seen[4]) == (number, row.n)
