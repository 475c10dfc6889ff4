"""问题: the rules, by concept: words, flow, clocks; what a deed may not say."""

from datetime import date

from tracker.domain.deadline import Light
from tracker.domain.errors import RuleBroken
from tracker.domain.masking import Personal, find_personal, mask_id, mask_phone
from tracker.domain.text import _
from tracker.domain.workdays import spoken
from tracker.opinions.rules.delays import check_look_again
from tracker.problems.rules.clocks import (
    LONG_DAYS,
    WORKDAYS_TO_ASSIGN,
    WORKDAYS_TO_CHECK,
    Running,
    clock_of,
    long_since,
    open_days,
    standing,
    week_end,
)
from tracker.problems.rules.flow import (
    CLOSED,
    DONE,
    FLOW,
    HANDLING,
    IN_HANDS,
    JUDGING,
    LABELS,
    NOTE_LABELS,
    OPEN,
    RARE,
    STATUS_TAGS,
    TO_JUDGE,
    Facts,
    Status,
    check_not_handler,
    main_move,
    moves_for,
    why_not,
)
from tracker.problems.rules.words import (
    AT_REGISTRATION,
    CONFIRMER_LABELS,
    HOW_LABELS,
    LONGEST_CATEGORY,
    LONGEST_CONTENT,
    LONGEST_NOTE,
    MEANT_LABELS,
    SOURCE_LABELS,
    TURNED_LABELS,
    TURNED_TITLE,
    URGENCY_HINTS,
    URGENCY_LABELS,
    VIEW_LABELS,
    Confirmer,
    How,
    Meant,
    Source,
    Turned,
    Urgency,
    View,
    urgency_of,
)

LIGHT_TAGS: dict[Light | None, str] = {Light.OVERDUE: "danger", Light.SOON: "warning"}


def check_settled_today(registered_on: date, today: date) -> None:
    """当场 is the day itself; afterwards the problem takes the way of 销号, with a second person."""
    if registered_on != today:
        raise RuleBroken(_("当天解决的才算当场解决，过了当天请走销号"), field="result")


def check_promise(promised_on: date, today: date) -> None:
    if promised_on < today:
        raise RuleBroken(_("完成时限不能早于今天"), field="promised_on")


def check_urgency(before: Urgency, after: Urgency) -> None:
    """快 stays 快 until it is solved; 缓 is asked for, with a day to look again (domain.md 8.1)."""
    if before is Urgency.FAST and after is not Urgency.FAST:
        raise RuleBroken(_("“快”的事一直是“快”，不能改"), field="urgency")


def check_defer(
    urgency: Urgency, times: int, until: date | None, promised_on: date | None, today: date
) -> None:
    """缓 is never 拖: never for 快, twice at most, a day within 30 calendar days and within the promise."""
    if urgency is Urgency.FAST:
        raise RuleBroken(_("“快”的事不能缓"))
    day = check_look_again(times, until, today)
    if promised_on is not None and day > promised_on:
        raise RuleBroken(
            _("不能缓过完成时限 {day}，要改时限请先改派"), field="until", day=spoken(promised_on, today.year)
        )


def check_confirmed_on(confirmed_on: date, applied_on: date | None, today: date) -> None:
    """The confirmation is about the result: not before the application, not in the future."""
    if confirmed_on > today:
        raise RuleBroken(_("确认日期不能晚于今天"), field="confirmed_on")
    if applied_on is not None and confirmed_on < applied_on:
        raise RuleBroken(
            _("确认要在 {day} 申请销号以后，请再问一次"), field="confirmed_on", day=applied_on.isoformat()
        )


def check_met_on(met_on: date, registered_on: date, today: date) -> None:
    """班子会 spoke of it after it was registered, and has already met."""
    if not registered_on <= met_on <= today:
        raise RuleBroken(_("开会的日子应在登记以后、今天以前"), field="met_on")


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


__all__ = [
    "AT_REGISTRATION",
    "CLOSED",
    "CONFIRMER_LABELS",
    "DONE",
    "FLOW",
    "HANDLING",
    "HOW_LABELS",
    "IN_HANDS",
    "JUDGING",
    "LABELS",
    "LIGHT_TAGS",
    "LONGEST_CATEGORY",
    "LONGEST_CONTENT",
    "LONGEST_NOTE",
    "LONG_DAYS",
    "MEANT_LABELS",
    "NOTE_LABELS",
    "OPEN",
    "RARE",
    "SOURCE_LABELS",
    "STATUS_TAGS",
    "TO_JUDGE",
    "TURNED_LABELS",
    "TURNED_TITLE",
    "URGENCY_HINTS",
    "URGENCY_LABELS",
    "VIEW_LABELS",
    "WORKDAYS_TO_ASSIGN",
    "WORKDAYS_TO_CHECK",
    "Confirmer",
    "Facts",
    "How",
    "Meant",
    "Running",
    "Source",
    "Status",
    "Turned",
    "Urgency",
    "View",
    "check_confirmed_on",
    "check_defer",
    "check_met_on",
    "check_not_handler",
    "check_promise",
    "check_settled_today",
    "check_urgency",
    "clock_of",
    "long_since",
    "main_move",
    "moves_for",
    "open_days",
    "standing",
    "title_of",
    "urgency_of",
    "week_end",
    "why_not",
    "without_numbers",
]
