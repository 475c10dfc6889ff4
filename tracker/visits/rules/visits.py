"""Visits (走访): their words, what a record needs, when it may be corrected."""

from datetime import date
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _

LONGEST_WORDS = 4000
PROBLEMS_A_VISIT = 3
"""Boxes on the visit form; further ones are entered from the visit's page."""
FREE_CORRECTION_DAYS = 7  # domain.md 13.3: the author within 7 days, later with a reason


class Kind(StrEnum):
    """走访形式 (domain.md 4.1)."""

    HOME = "home"
    MEETING = "meeting"
    PHONE = "phone"
    CALLER = "caller"
    OTHER = "other"


KIND_LABELS: dict[Kind, str] = {
    Kind.HOME: _("入户"),
    Kind.MEETING: _("座谈"),
    Kind.PHONE: _("电话"),
    Kind.CALLER: _("群众来访"),
    Kind.OTHER: _("其他"),
}


def check_visited_on(visited_on: date, today: date) -> None:
    """A visit lies behind us; there is no penalty for a late entry (domain.md 13.3)."""
    if visited_on > today:
        raise RuleBroken(_("走访日期不能晚于今天"), field="visited_on")
    if visited_on.year < 2000:
        raise RuleBroken(_("请核对走访日期的年份"), field="visited_on")


def is_free_correction(saved_on: date, today: date) -> bool:
    """Up to and with the seventh day after saving; later a correction tells its reason."""
    return (today - saved_on).days <= FREE_CORRECTION_DAYS


def check_correction(saved_on: date, today: date, reason: str) -> None:
    if not is_free_correction(saved_on, today) and not reason:
        raise RuleBroken(
            _("保存已超过 {n} 天，请写下更正的原因"), field="reason", n=FREE_CORRECTION_DAYS
        )
