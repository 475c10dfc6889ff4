"""Forms of the town (表样), made through the real services out of the forms that come with the product."""

from io import BytesIO
from itertools import count
from typing import Any

from openpyxl import Workbook, load_workbook

from tracker.blanks import queries, service
from tracker.blanks.models import Blank, BlankDraft
from tracker.blanks.rules import SHIPPED
from tracker.blanks.service import Upload
from tracker.domain.roles import Actor

_numbers = count(1)
CARD = {
    "A1": "{姓名} 的卡片", "A2": "{户主姓名}", "B2": "{村组}", "A4": "{没有这一项}",
    "A3": "{走访记录.走访日期}", "B3": "{走访记录.反映事项}",
}


def workbook(cells: dict[str, Any], *, change: Any = None) -> bytes:
    """A blank .xlsx with these texts in these cells."""
    book = Workbook()
    for place, value in cells.items():
        book.active[place] = value
    if change:
        change(book)
    return saved(book)


def saved(book: Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def ours(name: str) -> bytes:
    return queries.shipped_file(SHIPPED[name])


def opened(data: bytes) -> Any:
    return load_workbook(BytesIO(data))


def texts(book: Any) -> list[str]:
    """Everything that stands in the cells, as text."""
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    return [str(cell.value) for cell in cells if cell.value is not None]


def hand_in(
    clerk: Actor, data: bytes | None = None, *, title: str = "", source: str = "household", **place: Any
) -> BlankDraft:
    name, file = title or f"走访卡{next(_numbers)}", data or ours("visit-card")
    upload = Upload(name, source, file, "走访卡.xlsx", "县里发的新版")
    return service.hand_in(clerk, upload, **place)


def mapped(clerk: Actor, data: bytes | None = None, **facts: Any) -> BlankDraft:
    """Every mark goes with the field the page offers for it."""
    draft = hand_in(clerk, data, **facts)
    reading = service.read_draft(draft)
    service.map_marks(clerk, draft, {one.mark: one.field for one in reading.questions})
    return draft


def make_blank(clerk: Actor, data: bytes | None = None, **facts: Any) -> Blank:
    return service.take_into_use(clerk, mapped(clerk, data, **facts))
