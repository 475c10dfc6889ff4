"""答复以后: call-back, rating, 重办 and who gets it, withdrawals soon after contact (domain.md 8.2, 13.1)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.opinions.rules.words import DISSATISFIED, EXPLAINED_AWAY, Outcome, Satisfaction, Solved

CALL_ATTEMPTS = 3  # domain.md 13.1, 14: callback attempts 3
CALL_WORKDAYS = 5  # domain.md 14: callback_workdays
AFTER_CONTACT = timedelta(hours=24)  # domain.md 8.1: withdrawals within 24 h after staff contact
REOPEN_DAYS = 30
"""How long after an answer a resident may ask to have it done again."""


class Desk(StrEnum):
    """Whose list a matter goes to when it is done again: each time one desk higher."""

    OFFICE = "office"
    DEPUTY = "deputy"
    HEAD = "head"


def desk_of(times: int) -> Desk:
    """`times`: how often it was reopened, this time included."""
    return Desk.OFFICE if times <= 1 else Desk.DEPUTY if times == 2 else Desk.HEAD


def must_reopen(outcome: Outcome | None, solved: Solved, satisfaction: Satisfaction) -> bool:
    """不满意 means something: not solved and not content, and a deed was owed, not only an explanation."""
    owed = outcome not in EXPLAINED_AWAY
    return owed and solved is not Solved.YES and satisfaction in DISSATISFIED


def check_independent(user_id: int | None, handlers: Collection[int | None]) -> None:
    """承办人 never calls back, closes or reopens the own matter (domain.md 12.2)."""
    if user_id in handlers:
        raise RuleBroken(_("承办人不能回访自己办的事，请换一个人"))


def check_close(*, was_called: bool, missed: int, can_call: bool) -> None:
    """Struck off after a call-back; without one only when nobody can be reached (domain.md 13.1)."""
    if not was_called and can_call and missed < CALL_ATTEMPTS:
        raise RuleBroken(_("还没有回访。联系不上的，记满 {n} 次再办结"), n=CALL_ATTEMPTS)


def check_rating(*, has_reply: bool, has_rating: bool) -> None:
    if not has_reply:
        raise RuleBroken(_("还没有答复，答复以后再请您评价"))
    if has_rating:
        raise RuleBroken(_("您已经评价过了，谢谢"))


def needs_check(contacted_at: datetime | None, now: datetime) -> bool:
    """Was a withdrawal so soon after staff had spoken to the person that a third one asks why?"""
    return contacted_at is not None and now - contacted_at <= AFTER_CONTACT
