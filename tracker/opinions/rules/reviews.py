"""复查、复核: which one can be asked for, until when, and by when it is decided (信访工作条例 35, 36)."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from tracker.domain.deadline import DeadlineClock, Unit
from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.domain.workdays import WorkCalendar, spoken
from tracker.opinions.rules.clocks import LIGHTS, Standing
from tracker.opinions.rules.words import ReviewLevel, Stream

ASK_DAYS = 30
"""Calendar days from the written answer, or from the 复查意见, within which the next step is asked for."""
DECIDE_DAYS = 30
"""Calendar days in which the higher organ decides; a hearing's time does not count (it tells its own day)."""
ONLY_CLAIMS = _("只有申诉求决的事才有复查复核；别的事不满意，可以重办")
NOTHING_LEFT = _("已经复核过，这件事终结了")
LEVEL_LABELS: dict[ReviewLevel, str] = {ReviewLevel.REVIEW: _("复查"), ReviewLevel.RECHECK: _("复核")}


class Reviewed(Protocol):
    """One review as the rules look at it."""

    @property
    def level(self) -> ReviewLevel: ...
    @property
    def decided_on(self) -> date | None: ...


def ask_until(told_on: date, calendar: WorkCalendar) -> date:
    """The last day to ask, rolled to a workday; `told_on`: when the answer before it was given."""
    return DeadlineClock(told_on, ASK_DAYS, Unit.DAY).due_on(calendar) or told_on


def decide_clock(asked_on: date) -> DeadlineClock:
    return DeadlineClock(asked_on, DECIDE_DAYS, Unit.DAY)


def decide_standing(level: ReviewLevel, asked_on: date, today: date, calendar: WorkCalendar) -> Standing:
    """How the higher organ's days stand, with their sum."""
    clock = decide_clock(asked_on)
    return Standing(
        clock.standing(today, calendar, _("作出意见")), LIGHTS.get(clock.light(today, calendar), ""),
        clock.explain(calendar), _(LEVEL_LABELS[level]),
    )


def next_level(reviews: Sequence[Reviewed]) -> ReviewLevel | None:
    """复查 first, then 复核; None: a 复核 was decided, and nothing more is accepted (终结)."""
    levels = {one.level for one in reviews}
    if ReviewLevel.RECHECK in levels:
        return None
    return ReviewLevel.RECHECK if ReviewLevel.REVIEW in levels else ReviewLevel.REVIEW


def is_final(reviews: Sequence[Reviewed]) -> bool:
    """终结: 复核 is decided; the same fact and reason is not taken again, help goes on."""
    return any(one.level is ReviewLevel.RECHECK and one.decided_on is not None for one in reviews)


def check_ask(stream: Stream | None, level: ReviewLevel | None, asked_on: date, told_on: date | None,
              today: date, calendar: WorkCalendar) -> None:
    """`told_on`: day of the answer, or of the 复查意见, that is complained about."""
    if stream is not Stream.CLAIM:
        raise RuleBroken(ONLY_CLAIMS)
    if level is None:
        raise RuleBroken(NOTHING_LEFT)
    if asked_on > today:
        raise RuleBroken(_("这一天还没有到"), field="asked_on")
    if told_on is None or asked_on < told_on:
        raise RuleBroken(_("申请的日子不能早于收到答复的日子"), field="asked_on")
    last = ask_until(told_on, calendar)
    if asked_on > last:
        raise RuleBroken(_("申请的期限是 {day}，已经过了"), field="asked_on", day=spoken(last, today.year))


def check_decided(asked_on: date, decided_on: date, today: date) -> None:
    if decided_on > today:
        raise RuleBroken(_("这一天还没有到"), field="decided_on")
    if decided_on < asked_on:
        raise RuleBroken(_("作出意见的日子不能早于申请的日子"), field="decided_on")
