"""Visits (走访): their words, what a record needs, when it may be corrected."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _

LONGEST_WORDS = 4000
MATTERS_SHOWN, MATTERS_A_VISIT = 3, 20
"""Boxes on the visit form to begin with, and at most."""
COMPANIONS_A_VISIT, MOST_PRESENT = 20, 9999
CLOCK_OFF_SECONDS = 600  # practice.md 1.1: a phone's clock further out than this is put right
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


class Purpose(StrEnum):
    """What a visit was for (ux.md S4): nothing has to be chosen, several may."""

    COMFORT = "comfort"
    POLICY = "policy"
    NEEDS = "needs"
    MEDIATION = "mediation"
    FOLLOW_UP = "follow_up"


PURPOSE_LABELS: dict[Purpose, str] = {
    Purpose.COMFORT: _("看望"),
    Purpose.POLICY: _("政策宣传"),
    Purpose.NEEDS: _("了解困难"),
    Purpose.MEDIATION: _("矛盾调解"),
    Purpose.FOLLOW_UP: _("回访"),
}


class Turn(StrEnum):
    """What becomes of one matter that was heard (domain.md 13.3)."""

    PROBLEM = "problem"
    SETTLED = "settled"
    OPINION = "opinion"
    TASK = "task"


TURN_LABELS: dict[Turn, str] = {
    Turn.PROBLEM: _("登记成问题"),
    Turn.SETTLED: _("当场解决了"),
    Turn.OPINION: _("转成诉求"),
    Turn.TASK: _("转成办件"),
}


def check_visited_on(visited_on: date, today: date) -> None:
    """A visit lies behind us; there is no penalty for a late entry (domain.md 13.3)."""
    if visited_on > today:
        raise RuleBroken(_("走访日期不能晚于今天"), field="visited_on")
    if visited_on.year < 2000:
        raise RuleBroken(_("请核对走访日期的年份"), field="visited_on")


def check_present(count: int | None) -> None:
    """How many came to a meeting; nobody has to count them."""
    if count is not None and not 1 <= count <= MOST_PRESENT:
        raise RuleBroken(_("到会人数请填 1 到 {n}，不清楚可以不填"), field="present_count", n=MOST_PRESENT)


def check_companions(count: int) -> None:
    if count > COMPANIONS_A_VISIT:
        raise RuleBroken(_("一起去的同事最多选 {n} 人"), field="companion_ids", n=COMPANIONS_A_VISIT)


def check_turn(turn: Turn, settled: str, number: int) -> None:
    """Told how it was settled, a matter is not handed on; `number`: of its box, 0 being the first."""
    if settled and turn in (Turn.OPINION, Turn.TASK):
        raise RuleBroken(
            _("写了怎么解决的，就请选“当场解决了”；没解决请把这一格清空"), field=f"matters-{number}-settled"
        )


def is_free_correction(saved_on: date, today: date) -> bool:
    """Up to and with the seventh day after saving; later a correction tells its reason."""
    return (today - saved_on).days <= FREE_CORRECTION_DAYS


def check_correction(saved_on: date, today: date, reason: str) -> None:
    if not is_free_correction(saved_on, today) and not reason:
        raise RuleBroken(
            _("保存已超过 {n} 天，请写下更正的原因"), field="reason", n=FREE_CORRECTION_DAYS
        )


def is_clock_off(skew_seconds: int | None) -> bool:
    """Was the phone's clock more than ten minutes before or behind ours?"""
    return skew_seconds is not None and abs(skew_seconds) > CLOCK_OFF_SECONDS


def written_at(device_at: datetime | None, skew_seconds: int | None) -> datetime | None:
    """When a visit was written on the phone, by our clock when the phone's was far out; None: not told."""
    if device_at is None or skew_seconds is None or not is_clock_off(skew_seconds):
        return device_at
    return device_at + timedelta(seconds=skew_seconds)
