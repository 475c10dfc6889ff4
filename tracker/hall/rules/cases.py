"""差评办理: what follows a bad rating, by others than who was rated, and until when (domain.md 6.5, 13.2)."""

from datetime import date
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.flow import Flow, Move
from tracker.domain.text import _
from tracker.domain.workdays import WorkCalendar

WORKDAYS_TO_CONTACT = 1  # 优化营商环境条例 (R5) 29: who left a telephone is contacted
WORKDAYS_TO_MEND = 15  # Sichuan practice, domain.md 6.5
MOST_CALLS = 3
"""So many calls without an answer, and the case goes on as 没有打通."""


class CaseStatus(StrEnum):
    """差评办理 (domain.md 13.2)."""

    OPEN = "open"
    VERIFIED = "verified"
    APPEALED = "appealed"
    MENDED = "mended"
    CALLED = "called"
    CLOSED = "closed"
    EXCLUDED = "excluded"


CASE_LABELS: dict[CaseStatus, str] = {
    CaseStatus.OPEN: _("待核实"),
    CaseStatus.VERIFIED: _("整改中"),
    CaseStatus.APPEALED: _("复核中"),
    CaseStatus.MENDED: _("待回访"),
    CaseStatus.CALLED: _("待公开"),
    CaseStatus.CLOSED: _("已办完"),
    CaseStatus.EXCLUDED: _("误评，已剔除"),
}
CASE_TAGS: dict[CaseStatus, str] = {
    CaseStatus.OPEN: "warning",
    CaseStatus.VERIFIED: "info",
    CaseStatus.APPEALED: "info",
    CaseStatus.MENDED: "info",
    CaseStatus.CALLED: "info",
    CaseStatus.CLOSED: "success",
    CaseStatus.EXCLUDED: "neutral",
}
CASE_FLOW = Flow(
    CaseStatus.OPEN,
    Move("verify", _("核实：情况属实"), frozenset({CaseStatus.OPEN}), CaseStatus.VERIFIED),
    Move("explain", _("核实：向群众说明"), frozenset({CaseStatus.OPEN}), CaseStatus.MENDED),
    Move(
        "appeal", _("申请复核误评"), frozenset({CaseStatus.OPEN, CaseStatus.VERIFIED}), CaseStatus.APPEALED
    ),
    Move("grant_appeal", _("认定误评"), frozenset({CaseStatus.APPEALED}), CaseStatus.EXCLUDED),
    Move("refuse_appeal", _("不是误评，接着整改"), frozenset({CaseStatus.APPEALED}), CaseStatus.VERIFIED),
    Move("mend", _("记整改"), frozenset({CaseStatus.VERIFIED}), CaseStatus.MENDED),
    Move("call_back", _("回访：问题解决了"), frozenset({CaseStatus.MENDED}), CaseStatus.CALLED),
    Move("redo", _("回访：没有解决，再整改"), frozenset({CaseStatus.MENDED}), CaseStatus.VERIFIED),
    Move("give_up", _("三次没有打通"), frozenset({CaseStatus.MENDED}), CaseStatus.CALLED),
    Move("publish", _("公开整改结果"), frozenset({CaseStatus.CALLED}), CaseStatus.CLOSED),
    terminal=frozenset({CaseStatus.CLOSED, CaseStatus.EXCLUDED}),
)
TO_MEND = frozenset({CaseStatus.OPEN, CaseStatus.VERIFIED})
"""The fifteen workdays run."""
UNENDED = frozenset(CaseStatus) - {CaseStatus.CLOSED, CaseStatus.EXCLUDED}

CASE_DEEDS: dict[str, str] = {
    **{move.name: move.button for move in CASE_FLOW.moves},
    "open": _("群众评了不满意"),
    "contact": _("记联系"),
    "miss_call": _("记没有打通"),
}
CASE_CONSEQUENCES: dict[str, str] = {
    "contact": _("评价人留了电话，要在 1 个工作日内联系。记下什么时候联系的、说了什么。"),
    "verify": _("差评属实，接下来整改，15 个工作日内做完。"),
    "explain": _("不是办件的人做错了，也要向群众说明白，再由回访员回访。"),
    "appeal": _("觉得是误评才申请。由分管领导或主要负责人复核，申请的人不能自己复核。"),
    "grant_appeal": _("认定以后，这条评价不再计入统计；评价本身留着，不删。"),
    "refuse_appeal": _("评价照常计入，接下来整改，时限不变。"),
    "mend": _("写明做了什么。接下来由回访员回访，整改的人不能自己回访。"),
    "call_back": _("群众说解决了才选这一步，原话记下来。"),
    "redo": _("群众说没有解决，退回再整改，从今天起 15 个工作日。"),
    "miss_call": _("记一次没有打通；记满三次，写明没有打通，接着公开。"),
    "give_up": _("打过三次都没有打通，照实写明，接着公开。"),
    "publish": _("群众都能看到：事项、哪个月、怎么改的。不写评价人，也不写被评的人。"),
}


def contact_by(today: date, calendar: WorkCalendar) -> date:
    return calendar.add(today, WORKDAYS_TO_CONTACT)


def mend_by(today: date, calendar: WorkCalendar) -> date:
    return calendar.add(today, WORKDAYS_TO_MEND)


def check_may_contact(status: CaseStatus, contacted_on: date | None) -> None:
    if status not in UNENDED or contacted_on is not None:
        raise RuleBroken(_("已经联系过了"))


def check_call(status: CaseStatus, called_by: int | None, handlers: set[int | None]) -> None:
    """100 % called back, by somebody who neither was rated nor verified nor mended (domain.md 12.2)."""
    if status is not CaseStatus.MENDED:
        raise RuleBroken(_("整改或说明以后才能回访"))
    if called_by in handlers:
        raise RuleBroken(_("被评的人和整改的人不能自己回访，请换一个人"))


def check_tried_enough(tries: int) -> None:
    if tries < MOST_CALLS:
        raise RuleBroken(_("还没有打满三次"))


def check_new_day(missed_on: date | None, today: date) -> None:
    """Three calls on one afternoon are one try."""
    if missed_on == today:
        raise RuleBroken(_("今天记过一次了，换一天再打"))


def check_appealable(granted: bool | None) -> None:
    if granted is not None:
        raise RuleBroken(_("已经复核过一次，不再复核"))


def check_another_reviews(asked_by: int | None, decided_by: int | None) -> None:
    if asked_by == decided_by:
        raise RuleBroken(_("申请复核的人不能自己复核，请换一位领导"))


def check_public_words(words: str, hidden: list[str]) -> None:
    """Published without who rated and who was rated (国办发〔2019〕51号)."""
    if any(one and one in words for one in hidden):
        raise RuleBroken(_("这段话里有人名或者电话，请改成不写是谁"), field="public_words")


def is_offered(move: str, tries: int) -> bool:
    """Whether the button stands on the page: no giving up before the third call, no fourth."""
    return {"give_up": tries >= MOST_CALLS, "miss_call": tries < MOST_CALLS}.get(move, True)
