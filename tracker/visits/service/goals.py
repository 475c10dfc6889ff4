"""Deeds on goals (走访目标): set one, end one; close a month (结账)."""

from dataclasses import dataclass
from datetime import date

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.period import Period
from tracker.households.rules import Care
from tracker.store.action import action
from tracker.store.db import db
from tracker.visits import queries, rules
from tracker.visits.models import ClosedLine, MonthClosing, VisitGoal
from tracker.visits.rules import Cycle, Level, Target


@dataclass(frozen=True)
class Wanted:
    """A goal as it is asked for; care and level None: for all. `basis`: the document that asks for it."""

    target: Target
    cycle: Cycle
    times: int
    basis: str
    care: Care | None = None
    level: Level | None = None
    longest_gap: int | None = None
    since: date | None = None


def add_goal(actor: Actor, wanted: Wanted) -> VisitGoal:
    """定目标: only forwards, so that nobody falls short of what was not asked at the time."""
    rules.check_rule(wanted.times, wanted.longest_gap, wanted.cycle)
    rules.check_goal(wanted.target, wanted.care, wanted.basis)
    goal = VisitGoal(
        unit_code=actor.town_code, author_id=actor.user_id, target=wanted.target, care=wanted.care,
        level=wanted.level, cycle=wanted.cycle, times=wanted.times, longest_gap=wanted.longest_gap,
        since=wanted.since or clock.today(), basis=wanted.basis,
    )
    with action(actor, "goal.add", goal) as act:
        rules.check_goal_start(goal.since, goal.cycle, act.today)
        with db.session.no_autoflush:
            if queries.same_goal(goal):
                raise RuleBroken(
                    _("已经有一个这样的目标了，要改次数，请先把原来的点“不再要求”"), field="times"
                )
    return goal


def end_goal(actor: Actor, goal: VisitGoal, *, until: date) -> None:
    """不再要求: months that were counted with it stay as they are."""
    with action(actor, "goal.end", goal) as act:
        rules.check_goal_end(goal.since, until, act.today)
        goal.until = until


def close_month(actor: Actor, month: date) -> MonthClosing:
    """结账: days and households of the month are kept as they stand now; what comes later is 补报."""
    first, last = rules.full_window(Cycle.MONTH, month)
    closing = MonthClosing(unit_code=actor.town_code, author_id=actor.user_id, month=first)
    with action(actor, "visit.close_month") as act:
        rules.check_month_over(last, act.today)
        if queries.closing_of(actor, first):
            raise RuleBroken(_("这个月已经结过账了"))
        found = queries.overview(actor, Period(start=first, end=last))
        closing.lines = [
            *(
                ClosedLine(user_id=one.user_id, days=one.counts.days, homes=one.counts.homes)
                for one in found.cadres if one.counts.visits
            ),
            *(
                ClosedLine(village_code=one.code, days=one.counts.days, homes=one.counts.homes)
                for one in found.villages if one.counts.visits
            ),
        ]
        act.on("visit.close_month", closing)
        db.session.flush()
    return closing
