"""Goals of visits (走访目标): what a rule asks for in its window, what was done, whom to visit next.

practice.md 1.4. Nothing of it is ever stored: it is computed when read, with the rule valid on that day.
The house has no goals of its own; a town that must set one names the document it follows (domain.md 4.2).
"""

import calendar
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.domain.workdays import spoken
from tracker.households.rules import Care
from tracker.visits.rules.contacts import Target

MOST_TIMES, MOST_GAP, LATEST_START = 31, 400, 366
SOON_PART, SOON_DAYS = 5, 14
"""Little time is left: the last fifth of the window, at most its last two weeks."""
CARE_ORDER = (Care.HARDSHIP, Care.ALONE)
"""Who comes first among those who wait alike; the other classes follow, then households of none."""
ONE_DAY = timedelta(days=1)

Span = tuple[date, date | None]
"""From and to, both included; to = None: it stands."""


class Cycle(StrEnum):
    """The period of a goal."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


CYCLE_LABELS: dict[Cycle, str] = {
    Cycle.WEEK: _("每周"),
    Cycle.MONTH: _("每月"),
    Cycle.QUARTER: _("每季度"),
    Cycle.YEAR: _("每年"),
}


class State(StrEnum):
    """How one contact point stands to its goal."""

    DONE = "done"
    DUE = "due"
    SOON = "soon"
    LATE = "late"
    WIDE = "wide"


STATE_LABELS: dict[State, str] = {
    State.DONE: _("完成"),
    State.DUE: _("应访"),
    State.SOON: _("将逾期"),
    State.LATE: _("逾期"),
    State.WIDE: _("间隔过长"),
}


@dataclass(frozen=True)
class Rule:
    """So many days with a visit (`times`) in each `cycle`, and never more than `longest_gap` days without.

    longest_gap None: twice the even step, so that visits crowded at the start of a cycle are seen.
    """

    cycle: Cycle
    times: int
    longest_gap: int | None = None


@dataclass(frozen=True)
class Standing:
    """What the rule asks of one contact point in the window around a day, and what was done there.

    `need` and `done` in days with a visit, `away` in calendar days of leave within the window; `gap` and
    `longest_gap` in calendar days. `last_on` None: never visited, the gap counts from the start of the link.
    """

    state: State
    need: int
    done: int
    gap: int
    longest_gap: int
    away: int
    window: tuple[date, date]
    last_on: date | None

    @property
    def missing(self) -> int:
        return max(self.need - self.done, 0)

    @property
    def is_due(self) -> bool:
        return self.state is not State.DONE


def full_window(cycle: Cycle, day: date) -> tuple[date, date]:
    """First and last day of the week (from Monday), month, quarter or year around this day."""
    if cycle is Cycle.WEEK:
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    if cycle is Cycle.YEAR:
        return date(day.year, 1, 1), date(day.year, 12, 31)
    first_month = day.month if cycle is Cycle.MONTH else (day.month - 1) // 3 * 3 + 1
    last_month = first_month if cycle is Cycle.MONTH else first_month + 2
    last_day = calendar.monthrange(day.year, last_month)[1]
    return date(day.year, first_month, 1), date(day.year, last_month, last_day)


def days_in(first: date, last: date) -> int:
    """Calendar days, both ends included; 0 when they are the wrong way round."""
    return max((last - first).days + 1, 0)


def days_away(leaves: Iterable[Span], first: date, last: date) -> int:
    """Calendar days of leave within a span; two leaves on one day are one day."""
    away: set[date] = set()
    for since, until in leaves:
        start, end = max(since, first), min(until or last, last)
        away.update(start + n * ONE_DAY for n in range(days_in(start, end)))
    return len(away)


def need_of(times: int, avail: int, full: int) -> int:
    """need = 0 if avail = 0, else n if the window is full, else max(1, ceil(n·avail/full_days))."""
    if avail <= 0:
        return 0
    return times if avail >= full else max(1, -(-times * avail // full))


def longest_gap_of(rule: Rule) -> int:
    """Calendar days between two visits that nobody has to explain."""
    if rule.longest_gap:
        return rule.longest_gap
    first, last = full_window(rule.cycle, date(2026, 1, 1))
    return max(2 * days_in(first, last) // rule.times, 1)


def standing_of(
    rule: Rule, link: Span, visited: Collection[date], leaves: Sequence[Span], today: date,
    on: date | None = None,
) -> Standing:
    """The state in the window around `on` (None: today), as one knows it today.

    `visited` holds days with a visit; two forms on one day are one day.
    """
    full_first, full_last = full_window(rule.cycle, on or today)
    first = max(full_first, link[0])
    last = min(full_last, link[1] or full_last)
    away = days_away(leaves, first, last)
    need = need_of(rule.times, days_in(first, last) - away, days_in(full_first, full_last))
    days = set(visited)
    done = sum(first <= day <= last for day in days)
    seen_on = min(today, last)
    last_on = max((day for day in days if day <= seen_on), default=None)
    gap = max((seen_on - (last_on or link[0])).days, 0)
    start = max(first, today + ONE_DAY if today in days else today)
    left = days_in(start, last) - days_away(leaves, start, last)
    longest = longest_gap_of(rule)
    soon = min(max(days_in(full_first, full_last) // SOON_PART, 1), SOON_DAYS)
    state = _state(need, done, left, soon, gap > longest)
    return Standing(state, need, done, gap, longest, away, (first, last), last_on)


def _state(need: int, done: int, left: int, soon: int, is_wide: bool) -> State:
    """Nobody is asked for a visit while away the whole window."""
    if need == 0:
        return State.DONE
    if need - done > left:
        return State.LATE
    if is_wide:
        return State.WIDE
    if done >= need:
        return State.DONE
    return State.SOON if left <= soon else State.DUE


def order_of(standing: Standing, cares: Collection[Care], promises: int) -> tuple[object, ...]:
    """Whom to visit next: overdue first, then gap/g, then class, then open promises to that household."""
    ranks = [CARE_ORDER.index(care) if care in CARE_ORDER else len(CARE_ORDER) for care in cares]
    return (
        standing.state is not State.LATE, -standing.gap / standing.longest_gap,
        min(ranks, default=len(CARE_ORDER) + 1), -promises,
    )


def strictest(standings: Sequence[Standing]) -> Standing:
    """Of several goals for one contact point the one that asks most just now: they are due as one visit."""
    order = (State.LATE, State.WIDE, State.SOON, State.DUE, State.DONE)
    return min(
        standings,
        key=lambda one: (order.index(one.state), -one.missing, -one.need, -one.gap / one.longest_gap),
    )


def reason_of(standing: Standing, today: date) -> str:
    """Why to go, in words: 11 月 30 日前还要去 1 天, or 75 天没去了; empty when nothing is due."""
    if standing.state is State.WIDE:
        return _("{n} 天没去了").format(n=standing.gap)
    if not standing.missing:
        return ""
    return _("{day}前还要去 {n} 天").format(day=spoken(standing.window[1], today.year), n=standing.missing)


def check_rule(times: int, longest_gap: int | None, cycle: Cycle) -> None:
    """A goal asks for days, so not for more of them than its cycle surely has."""
    most = min(MOST_TIMES, {Cycle.WEEK: 7, Cycle.MONTH: 28}.get(cycle, MOST_TIMES))
    if not 1 <= times <= most:
        raise RuleBroken(_("{cycle}的天数请填 1 到 {n}"), field="times", cycle=CYCLE_LABELS[cycle], n=most)
    if longest_gap is not None and not 1 <= longest_gap <= MOST_GAP:
        raise RuleBroken(_("最长间隔请填 1 到 {n} 天，也可以不填"), field="longest_gap", n=MOST_GAP)


def check_goal(target: Target, care: Care | None, basis: str) -> None:
    """Only what visits can be counted at; a class is one of households; no number without a document."""
    if target not in (Target.VILLAGE, Target.HOUSEHOLD):
        raise RuleBroken(_("只有村和联系户可以定走访目标"), field="target")
    if care is not None and target is not Target.HOUSEHOLD:
        raise RuleBroken(_("只有联系户才分类，走访村请选“全部联系户”"), field="care")
    if not basis:
        raise RuleBroken(_("请写依据哪份文件"), field="basis")


def check_goal_start(since: date, cycle: Cycle, today: date) -> None:
    """Not before the running week, month, quarter or year: nobody was asked before that; within a year."""
    first, _last = full_window(cycle, today)
    if since > today + timedelta(days=LATEST_START):
        raise RuleBroken(_("请核对年份，最多提前一年定"), field="since")
    if since < first:
        raise RuleBroken(_("最早从 {day} 起，以前没有要求过的不补算"), field="since", day=first.isoformat())


def check_goal_end(since: date, until: date, today: date) -> None:
    """A goal ends today or later, never backwards: months that were counted with it stay as they are."""
    if until < today:
        raise RuleBroken(_("结束日期不能早于今天，已经过去的日子不改"), field="until")
    if until < since:
        raise RuleBroken(_("结束日期不能早于开始日期 {day}"), field="until", day=since.isoformat())
