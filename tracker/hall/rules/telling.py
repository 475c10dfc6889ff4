"""The days to tell what is missing (一次性告知), and what a refusal or a broken promise must say."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.domain.workdays import WorkCalendar, spoken
from tracker.hall.rules.states import Outcome, Status

if TYPE_CHECKING:
    from tracker.hall.rules.times import Times

WORKDAYS_TO_TELL = 5  # 行政许可法 32(4): on the spot or within 5 工作日, else accepted from receipt
FURTHEST_YEARS = 5
WORKDAYS_TO_CORRECT = 10  # offered to the window, not a rule


def tell_by(received_on: date, calendar: WorkCalendar) -> date:
    """The last day to tell what is missing (行政许可法 32(4))."""
    return calendar.add(received_on, WORKDAYS_TO_TELL)


def is_deemed(last_day_to_tell: date, told_on: date | None, today: date) -> bool:
    """Nobody told in time: the task counts as accepted from the day of receipt."""
    return told_on is None and today > last_day_to_tell


def check_may_still_ask(times: "Times", today: date) -> None:
    """After the time to tell nothing can be asked for and nothing turned away any more."""
    if is_deemed(times.tell_by, times.told_on, today):
        raise RuleBroken(
            _("到 {day}没有告知补正，按规定从收件那天起已视为受理，请直接受理"),
            day=spoken(times.tell_by, today.year),
        )


def check_second_notice(told_count: int, reason: str) -> None:
    """一次性告知: once is the rule; a second one needs its reason and stays visible."""
    if told_count and not reason:
        raise RuleBroken(_("已经告知过一次。请写下为什么还要再告知"), field="again_reason")


def check_may_remind(status: Status, reminded_on: date | None) -> None:
    if status is not Status.TOLD:
        raise RuleBroken(_("只有等补正的件才提醒"))
    if reminded_on is not None:
        raise RuleBroken(_("已经提醒过了，提醒一次就够"))


def check_no_decline_waits(asked_by: int | None) -> None:
    if asked_by is not None:
        raise RuleBroken(_("已经报请不予受理，等负责人签字"))


def check_decline_waits(asked_by: int | None) -> None:
    if asked_by is None:
        raise RuleBroken(_("这件事没有报请不予受理"))


def check_correct_by(correct_by: date, today: date) -> None:
    if correct_by <= today:
        raise RuleBroken(_("补正期限要在今天以后"), field="correct_by")
    _check_year(correct_by, today, "correct_by")


def _check_year(day: date, today: date, field: str) -> None:
    """A mistyped year would be waited for for ever."""
    if day.year > today.year + FURTHEST_YEARS:
        raise RuleBroken(_("{year} 年太远了，请看看年份"), field=field, year=day.year)


def due_on(accepted_on: date, promised_workdays: int, calendar: WorkCalendar) -> date:
    """The promise starts at 受理, not at 收件 (domain.md 6.4)."""
    return calendar.add(accepted_on, promised_workdays)


def check_refusal(outcome: Outcome, reason: str, path: str) -> None:
    """A refusal says why and where to go against it (行政许可法 38)."""
    if outcome is Outcome.REFUSED and not reason:
        raise RuleBroken(_("不予办理要写明理由"), field="reason")
    if outcome is Outcome.REFUSED and not path:
        raise RuleBroken(_("请写下可以到哪里申请复议或起诉"), field="path")


def check_late(due: date, today: date, late_reason: str) -> None:
    """A broken promise is explained in public (优化营商环境条例 36)."""
    if today > due and not late_reason:
        raise RuleBroken(
            _("应在 {due}办结，现在晚了，请写下原因，申请人看得到"),
            field="late_reason", due=spoken(due, today.year),
        )


@dataclass(frozen=True)
class Promise:
    """容缺受理: papers promised in writing for later, and until when; none as a rule."""

    names: tuple[str, ...] = ()
    by: date | None = None


NOTHING = Promise()


def check_promise(promise: Promise, today: date) -> None:
    """RuleBroken at `follow_by` when papers are promised for no day, or for one that is past."""
    if promise.names and (promise.by is None or promise.by <= today):
        raise RuleBroken(_("答应后补的材料，请选今天以后的日子"), field="follow_by")
    if promise.names and promise.by is not None:
        _check_year(promise.by, today, "follow_by")


NOT_CORRECTED = _("到期没有补齐材料，视为撤回申请；材料齐了可以重新申请")
