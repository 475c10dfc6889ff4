"""Rules of export (导出): who has to say what for, and who has to agree (security.md 2.6)."""

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.flow import Flow, Move
from tracker.domain.text import _

FEW_ROWS = 500
"""Up to here a masked file needs no purpose."""
JOB_ROWS = 5_000
"""Above this the worker makes the file."""
AGREED_FOR = timedelta(hours=24)
"""A file that was agreed to is made within a day, or asked for anew."""
SHORTEST_PURPOSE, LONGEST_PURPOSE = 4, 100
BY_COMMAND = _("命令行导出")


class Status(StrEnum):
    WAITING = "waiting"
    ORDERED = "ordered"
    MADE = "made"
    REFUSED = "refused"
    FAILED = "failed"


LABELS: dict[Status, str] = {
    Status.WAITING: _("等第二个人同意"),
    Status.ORDERED: _("正在做"),
    Status.MADE: _("做好了"),
    Status.REFUSED: _("没有同意"),
    Status.FAILED: _("没有做成"),
}

FLOW: Flow[Status] = Flow(
    Status.WAITING,
    Move("approve", _("同意"), frozenset({Status.WAITING}), Status.ORDERED),
    Move("refuse", _("不同意"), frozenset({Status.WAITING}), Status.REFUSED),
    Move("make", _("做出文件"), frozenset({Status.ORDERED, Status.FAILED}), Status.MADE),
    Move("fail", _("没有做成"), frozenset({Status.ORDERED, Status.FAILED}), Status.FAILED),
    terminal=frozenset({Status.REFUSED, Status.MADE}),
)


@dataclass(frozen=True)
class Choice:
    """What somebody wants in a file, as it stands in the address of the page and in the order.

    `columns`: keys of the columns (empty: all); `split`: the title of the sheets to make besides the whole
    (empty: none); `filters`: (name, value) in words, for the sheet 说明.
    """

    columns: tuple[str, ...] = ()
    split: str = ""
    is_unmasked: bool = False
    filters: tuple[tuple[str, str], ...] = field(default=(), compare=False)


def needs_purpose(rows: int, *, is_unmasked: bool) -> bool:
    """Does this file need a purpose and a sign-in of just now?"""
    return is_unmasked or rows > FEW_ROWS


def check_purpose(purpose: str) -> None:
    """What for, in words that tell something to whoever reads the register later."""
    if len(purpose.strip()) < SHORTEST_PURPOSE:
        raise RuleBroken(_("请写清楚做什么用，至少 {n} 个字"), field="purpose", n=SHORTEST_PURPOSE)


def check_second(author_id: int | None, approver_id: int | None) -> None:
    """Nobody agrees to the own export (security.md 2.6: a second person)."""
    if author_id == approver_id:
        raise RuleBroken(_("自己申请的导出要由另一个人同意"))


def this_year(today: date) -> tuple[date, date]:
    """The span a report page opens with: this year so far."""
    return date(today.year, 1, 1), today


def spans(today: date) -> tuple[tuple[str, date, date], ...]:
    """(words, first day, last day) of the spans that are asked for most."""
    month = today.replace(day=1)
    last_month = month - timedelta(days=1)
    quarter = date(today.year, today.month - (today.month - 1) % 3, 1)
    quarter_end = date(today.year, quarter.month + 2, calendar.monthrange(today.year, quarter.month + 2)[1])
    return (
        (_("本月"), month, today.replace(day=calendar.monthrange(today.year, today.month)[1])),
        (_("上月"), last_month.replace(day=1), last_month),
        (_("本季度"), quarter, quarter_end),
        (_("今年"), date(today.year, 1, 1), date(today.year, 12, 31)),
        (_("去年"), date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    )
