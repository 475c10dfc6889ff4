"""答复以后: call-back, rating, 重办 and who gets it, withdrawals soon after contact (domain.md 8.2, 13.1)."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum

from tracker.domain.deadline import DeadlineClock, Unit
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Role
from tracker.domain.text import _
from tracker.domain.workdays import spoken
from tracker.opinions.rules.words import DISSATISFIED, EXPLAINED_AWAY, Outcome, Satisfaction, Solved

CALL_ATTEMPTS = 3  # domain.md 13.1, 14: callback attempts 3
AFTER_CONTACT = timedelta(hours=24)  # domain.md 8.1: withdrawals within 24 h after staff contact
REOPEN_DAYS = 30
"""How long after an answer a resident may ask to have it done again."""
MOST_REOPENED = 3
"""The office, the deputy, the head: after the third time only the review by a higher organ is left."""
REVIEW_DAYS = 30  # 信访工作条例 35: 复查 is asked for within 30 日 of the written reply


class Desk(StrEnum):
    """Whose list a matter goes to when it is done again: each time one desk higher."""

    OFFICE = "office"
    DEPUTY = "deputy"
    HEAD = "head"


def desk_of(times: int) -> Desk:
    """`times`: how often it was reopened, this time included."""
    return Desk.OFFICE if times <= 1 else Desk.DEPUTY if times == 2 else Desk.HEAD


class Sequel(StrEnum):
    """What somebody who is not content with an answer may still do."""

    REOPEN = "reopen"
    REVIEW = "review"


def is_discontent(solved: Solved, satisfaction: Satisfaction) -> bool:
    return solved is not Solved.YES and satisfaction in DISSATISFIED


def sequel(outcome: Outcome | None, times: int) -> Sequel:
    """重办 while a deed is owed and a desk is left (`times`: how often it was reopened), else 复查."""
    return Sequel.REVIEW if outcome in EXPLAINED_AWAY or times >= MOST_REOPENED else Sequel.REOPEN


def must_reopen(outcome: Outcome | None, solved: Solved, satisfaction: Satisfaction, times: int = 0) -> bool:
    """不满意 means something: not solved, not content, a deed was owed and not only an explanation."""
    return is_discontent(solved, satisfaction) and sequel(outcome, times) is Sequel.REOPEN


def is_explained(outcome: Outcome | None, solved: Solved, satisfaction: Satisfaction) -> bool:
    """办结（已解释）: the law was explained, and the person is not content (domain.md 13.1)."""
    return outcome in EXPLAINED_AWAY and is_discontent(solved, satisfaction)


def reopen_until(replied_on: date) -> date:
    """The last day on which a resident may ask for 重办."""
    return replied_on + timedelta(days=REOPEN_DAYS)


def review_clock(replied_on: date) -> DeadlineClock:
    """By when 复查 can be asked for, counted from the day of the answer."""
    return DeadlineClock(replied_on, REVIEW_DAYS, Unit.DAY)


def check_reopen_asked(replied_on: date | None, outcome: Outcome | None, times: int, today: date) -> None:
    """没解决，请重办, by the resident: after an answer that owed a deed, within REOPEN_DAYS of it."""
    if replied_on is None:
        raise RuleBroken(_("还没有答复，不用申请重办"))
    if sequel(outcome, times) is Sequel.REVIEW:
        raise RuleBroken(_("这件事不能再重办。您可以找上一级机关复查"))
    last = reopen_until(replied_on)
    if today > last:
        told = _("{day}以前才能申请重办。有新情况，请重新反映一件")
        raise RuleBroken(told, day=spoken(last, today.year))


def may_ask_reopen(replied_on: date | None, outcome: Outcome | None, times: int, today: date) -> bool:
    """Would check_reopen_asked() let it pass? For the button."""
    try:
        check_reopen_asked(replied_on, outcome, times, today)
    except RuleBroken:
        return False
    return True


def check_desk(times: int, role: Role) -> None:
    """Who names the next handler: each time one desk higher (domain.md 13.1)."""
    desk = desk_of(times)
    if times and desk is Desk.HEAD and role is not Role.HEAD:
        raise RuleBroken(_("第三次重办，由主要负责人指派"))
    if times and desk is Desk.DEPUTY and role not in (Role.DEPUTY, Role.HEAD):
        raise RuleBroken(_("第二次重办，由分管领导指派"))


def check_independent(user_id: int | None, handlers: Collection[int | None]) -> None:
    """承办人 never calls back, closes or reopens the own matter (domain.md 12.2)."""
    if user_id in handlers:
        raise RuleBroken(_("经手过这件事的人，和承办部门的负责人，不能回访，请换一个人"))


def check_attempts(missed: int) -> None:
    """At most three tries (domain.md 13.1); then the answer stands in the net, and the matter is closed."""
    if missed >= CALL_ATTEMPTS:
        raise RuleBroken(_("已经打过 {n} 次，不再打。可以直接办结"), n=CALL_ATTEMPTS)


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


def check_checked(*, is_to_check: bool) -> None:
    """Only a withdrawal soon after staff contact is asked about, and only once."""
    if not is_to_check:
        raise RuleBroken(_("这件事的撤回不用回访，或者别人已经问过了"))


def check_restart(facts: str) -> None:
    """新事实或新理由 make it another matter with full clocks (domain.md 5.5, 13.1)."""
    if not facts.strip():
        raise RuleBroken(_("请写下有什么新情况"), field="reason")
