"""What stands under a table (表尾): notes, how the figures are counted, the cut-off, signatures."""

from collections.abc import Iterable

from tracker.domain.text import _
from tracker.excel.book.splice import display_width
from tracker.excel.book.suppress import FEW, WITHHELD
from tracker.excel.declaration import Report, SheetHead
from tracker.excel.formats import moment

WIDE_SPACE = "　"


def all_notes(report: Report, head: SheetHead | None, is_hiding: bool) -> tuple[str, ...]:
    """The notes of declaration and moment, and what the signs for small counts mean if any is there."""
    signs = _("“{few}”表示 1 至 4；“{withheld}”处的数也不列，免得推算出前者。").format(
        few=FEW, withheld=WITHHELD
    )
    return (*report.notes, *(head.notes if head else ()), *([signs] if is_hiding else []))


def notes_text(notes: Iterable[str]) -> str:
    """注：1.… and below it 2.…; one note alone has no number, none makes no text."""
    lines = list(notes)
    numbered = lines if len(lines) == 1 else [f"{n}.{note}" for n, note in enumerate(lines, start=1)]
    return _("注：{notes}").format(notes=f"\n{WIDE_SPACE * 2}".join(numbered)) if lines else ""


def definitions_text(report: Report, head: SheetHead) -> str:
    """口径 in one paragraph, then the span and the cut-off (domain.md 11.3: on every sheet)."""
    said = "；".join(f"{term}：{text.rstrip('。；')}" for term, text in report.definitions)
    rules = [_("口径：{definitions}。").format(definitions=said)] if said else []
    span = _("统计区间：{period}").format(period=head.period)
    cut_off = _("数据截止：{moment}").format(moment=moment(head.cut_off or head.made_at))
    return "\n".join((*rules, f"{span}{WIDE_SPACE * 2}{cut_off}"))


def signatures_text(report: Report, room: int) -> str:
    """The names of those who sign, spread over `room` half-width characters; empty when nobody does."""
    parts = [f"{name}：" for name in report.signatures]
    if not parts:
        return ""
    day = WIDE_SPACE * 2 + _("年　　月　　日")
    free = room - display_width("".join((*parts, day)))
    gap = WIDE_SPACE * min(max(free // 2 // len(parts), 3), 14)
    return "".join(part + gap for part in parts) + day
