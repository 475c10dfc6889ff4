"""What makes an answer wait (暂缓、延期、等材料): asked by one, decided by another, never without an end."""

from datetime import date

from tracker.domain.deadline import Unit
from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.domain.workdays import ONE_DAY, WorkCalendar, spoken
from tracker.opinions.rules.clocks import EXTENSIONS, LIMITS, ClockKind
from tracker.opinions.rules.words import Urgency, usual_urgency

DEFER_DAYS, DEFER_TIMES = 30, 2  # domain.md 8.1, 14: at most 30 days, twice
TWICE = _("已经缓过 {n} 次，不能再缓")
PAPERS_WORKDAYS, PAPERS_TIMES = 10, 2
"""How long a resident may be asked to take for papers, and how often while one clock runs."""


def check_papers(until: date | None, today: date, calendar: WorkCalendar) -> None:
    """待补充 ends on a day that is named before it begins."""
    if until is None or until <= today:
        raise RuleBroken(_("请写等到哪一天，要在今天以后"), field="until")
    last = calendar.add(today, PAPERS_WORKDAYS)
    if until > last:
        raise RuleBroken(
            _("最多等 {n} 个工作日，到 {day}"), field="until", n=PAPERS_WORKDAYS, day=spoken(last, today.year)
        )


def resumed_on(until: date, today: date) -> date:
    """From which day the clock counts again: today, or the day after the wait when nobody looked in time."""
    return min(today, until + ONE_DAY)


def check_urgency(before: Urgency, after: Urgency, category: str) -> None:
    """快 never becomes 缓 (domain.md 8.1)."""
    if after is Urgency.SLOW and Urgency.FAST in (before, usual_urgency(category)):
        raise RuleBroken(_("“快”的事不能缓"), field="urgency")


def check_defer(urgency: Urgency, times: int, until: date | None, due_on: date | None, today: date) -> None:
    """缓 is never 拖: a date to look again, within the legal limit, twice at most, never for 快."""
    if urgency is Urgency.FAST:
        raise RuleBroken(_("“快”的事不能缓"))
    day = check_look_again(times, until, today)
    if due_on is not None and day > due_on:
        raise RuleBroken(_("不能缓过答复期限 {day}"), field="until", day=spoken(due_on, today.year))


def check_look_again(times: int, until: date | None, today: date) -> date:
    """The day to look again, at most DEFER_DAYS calendar days ahead; for whatever is put off (暂缓)."""
    if times >= DEFER_TIMES:
        raise RuleBroken(TWICE, n=DEFER_TIMES)
    if until is None or until <= today:
        raise RuleBroken(_("请写哪一天再看，要在今天以后"), field="until")
    if (until - today).days > DEFER_DAYS:
        raise RuleBroken(_("最多缓 {n} 天"), field="until", n=DEFER_DAYS)
    return until


def check_extend(kind: ClockKind, length: int, already: int, due_on: date | None, today: date) -> None:
    """延期: once, no longer than the rule allows, asked for before the limit runs out."""
    most = EXTENSIONS.get(kind)
    if most is None:
        raise RuleBroken(_("这个期限不能延"))
    if already:
        raise RuleBroken(_("这个期限已经延过一次"))
    if not 1 <= length <= most:
        raise RuleBroken(_("最多延 {n} {unit}"), field="length", n=most, unit=_unit_word(kind))
    if due_on is not None and today > due_on:
        raise RuleBroken(_("期限已过，不能再延"))


def _unit_word(kind: ClockKind) -> str:
    return _("日") if LIMITS[kind][1] is Unit.DAY else _("个工作日")


def check_other_decider(decider_id: int | None, *others: int | None) -> None:
    """Who decides is neither who asked nor who handles it (domain.md 13.1: approver ≠ handler)."""
    if decider_id in others:
        raise RuleBroken(_("不能自己批自己的申请，请换一个人定"))
