"""Problems (问题): their words, the way to 销号, who may not judge them, the limits."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Protocol

from tracker.domain.deadline import DeadlineClock, Light
from tracker.domain.errors import RuleBroken
from tracker.domain.flow import Flow, Move
from tracker.domain.masking import Personal, find_personal, mask_id, mask_phone
from tracker.domain.text import _
from tracker.domain.workdays import WorkCalendar

LONGEST_CONTENT, LONGEST_NOTE, LONGEST_CATEGORY = 2000, 2000, 60
WORKDAYS_TO_ASSIGN = 3  # domain.md 13.3, configurable default, no law
WORKDAYS_TO_CHECK = 5  # domain.md 13.3, configurable default, no law


class Source(StrEnum):
    """Where a problem came from (domain.md 4.1)."""

    VISIT = "visit"
    VOICE = "voice"
    MEETING = "meeting"
    GRID = "grid"


SOURCE_LABELS: dict[Source, str] = {
    Source.VISIT: _("走访"),
    Source.VOICE: _("民意"),
    Source.MEETING: _("会议"),
    Source.GRID: _("网格"),
}


class Urgency(StrEnum):
    FAST = "fast"
    USUAL = "usual"
    SLOW = "slow"


URGENCY_LABELS: dict[Urgency, str] = {
    Urgency.FAST: _("快"),
    Urgency.USUAL: _("常规"),
    Urgency.SLOW: _("缓"),
}


class Confirmer(StrEnum):
    """Who says that the problem is really solved: the resident, or the village for them."""

    RESIDENT = "resident"
    FAMILY = "family"
    VILLAGE = "village"


CONFIRMER_LABELS: dict[Confirmer, str] = {
    Confirmer.RESIDENT: _("反映人本人"),
    Confirmer.FAMILY: _("反映人家属"),
    Confirmer.VILLAGE: _("村（社区）"),
}


class Status(StrEnum):
    REGISTERED = "registered"
    SETTLED = "settled"
    ASSIGNED = "assigned"
    HANDLING = "handling"
    APPLIED = "applied"
    CHECKED = "checked"
    STRUCK_OFF = "struck_off"


LABELS: dict[Status, str] = {
    Status.REGISTERED: _("待交办"),
    Status.SETTLED: _("当场解决"),
    Status.ASSIGNED: _("已交办"),
    Status.HANDLING: _("办理中"),
    Status.APPLIED: _("申请销号"),
    Status.CHECKED: _("核查通过"),
    Status.STRUCK_OFF: _("已销号"),
}

STATUS_TAGS: dict[Status, str] = {
    Status.REGISTERED: "warning",
    Status.SETTLED: "success",
    Status.ASSIGNED: "info",
    Status.HANDLING: "info",
    Status.APPLIED: "warning",
    Status.CHECKED: "warning",
    Status.STRUCK_OFF: "success",
}
"""The kind of tag beside the word; the word carries the meaning."""
LIGHT_TAGS: dict[Light | None, str] = {Light.OVERDUE: "danger", Light.SOON: "warning"}

IN_HANDS = frozenset({Status.ASSIGNED, Status.HANDLING})
TO_JUDGE = frozenset({Status.APPLIED, Status.CHECKED})
DONE = frozenset({Status.SETTLED, Status.STRUCK_OFF})
OPEN = frozenset(Status) - DONE

FLOW = Flow(
    Status.REGISTERED,
    # move, button, from, to; domain.md 13.3
    Move("assign", _("交办"), frozenset({Status.REGISTERED}), Status.ASSIGNED),
    Move("settle", _("当场解决"), frozenset({Status.REGISTERED}), Status.SETTLED),
    Move("progress", _("记进展"), IN_HANDS, Status.HANDLING),
    Move("apply", _("申请销号"), IN_HANDS, Status.APPLIED),
    Move("check", _("核查通过"), frozenset({Status.APPLIED}), Status.CHECKED),
    Move("strike_off", _("销号"), frozenset({Status.CHECKED}), Status.STRUCK_OFF),
    Move("rehang", _("重新挂账"), TO_JUDGE, Status.HANDLING),
    Move("assign", _("改派"), IN_HANDS, Status.ASSIGNED),
    terminal=DONE,
)

NOTE_LABELS: dict[str, str] = {move.name: move.button for move in reversed(FLOW.moves)}
"""What a note was written for."""
JUDGING = frozenset({"check", "strike_off", "rehang"})
"""Moves that judge the handling: never made by who handled (domain.md 4.4, 12.2)."""
HANDLING = frozenset({"progress", "apply"})
"""Who has once made one of these has handled the problem, whoever holds it now."""


def check_not_handler(judge_id: int | None, handler_ids: Collection[int | None]) -> None:
    """RuleBroken when somebody would check or strike off a problem that went through the own hands."""
    if judge_id in handler_ids:
        raise RuleBroken(_("这件事是您办的，要请没有经手的人来核查和销号"))


def moves_for(status: Status, *, is_handler: bool) -> tuple[Move[Status], ...]:
    """The buttons of the page: the open moves, without those that a handler may not make."""
    return tuple(
        move for move in FLOW.open_moves(status) if not (is_handler and move.name in JUDGING)
    )


def check_settled_today(registered_on: date, today: date) -> None:
    """当场 is the day itself; afterwards the problem takes the way of 销号, with a second person."""
    if registered_on != today:
        raise RuleBroken(_("当天解决的才算当场解决，过了当天请走销号"), field="result")


def check_promise(promised_on: date, today: date) -> None:
    if promised_on < today:
        raise RuleBroken(_("完成时限不能早于今天"), field="promised_on")


def check_confirmed_on(confirmed_on: date, applied_on: date | None, today: date) -> None:
    """The confirmation is about the result: not before the application, not in the future."""
    if confirmed_on > today:
        raise RuleBroken(_("确认日期不能晚于今天"), field="confirmed_on")
    if applied_on is not None and confirmed_on < applied_on:
        raise RuleBroken(
            _("确认要在 {day} 申请销号以后，请再问一次"), field="confirmed_on", day=applied_on.isoformat()
        )


class Dated(Protocol):
    """What a clock wants to know of a problem."""

    @property
    def status(self) -> Status: ...
    @property
    def registered_on(self) -> date: ...
    @property
    def promised_on(self) -> date | None: ...
    @property
    def applied_on(self) -> date | None: ...


Running = tuple[DeadlineClock, str] | None
"""The clock that runs, and what it asks for."""


def clock_of(problem: Dated) -> Running:
    """The clock of the problem's present state; None when nothing is due."""
    if problem.status is Status.REGISTERED:
        return DeadlineClock(problem.registered_on, WORKDAYS_TO_ASSIGN), _("交办")
    if problem.status in IN_HANDS and problem.promised_on:
        return DeadlineClock(problem.promised_on, 0), _("解决")
    if problem.status in TO_JUDGE and problem.applied_on:
        return DeadlineClock(problem.applied_on, WORKDAYS_TO_CHECK), _("核查销号")
    return None


def standing(running: Running, today: date, calendar: WorkCalendar) -> tuple[str, Light | None]:
    """How the clock stands, in words and as a light; nothing to say when none runs."""
    if running is None:
        return "", None
    clock, deed = running
    return clock.standing(today, calendar, deed), clock.light(today, calendar)


def week_end(today: date) -> date:
    """The Sunday of this week."""
    return date.fromordinal(today.toordinal() + 6 - today.weekday())


def title_of(content: str, length: int = 40) -> str:
    """The beginning of the words, on one line."""
    line = " ".join(content.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def without_numbers(text: str) -> str:
    """Free text for lists that leave the house: phone and identity numbers masked (domain.md 10.3)."""
    for kind, (start, end) in reversed(find_personal(text)):
        masked = mask_phone(text[start:end]) if kind is Personal.PHONE else mask_id(text[start:end])
        text = text[:start] + masked + text[end:]
    return text
