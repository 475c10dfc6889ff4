"""Every select() about goals of visits (走访目标): which are in force, how contact points stand to them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.households.models import Household
from tracker.households.rules import Care
from tracker.people.queries import leaves_of
from tracker.store.access import fetch, may_see, visible
from tracker.store.db import db
from tracker.township.models import Unit
from tracker.visits import rules
from tracker.visits.models import ContactLink, Visit, VisitCompanion, VisitGoal
from tracker.visits.queries.contacts import ContactRow, my_contacts, waiting_households
from tracker.visits.rules import Level, Standing, Target

ONE_DAY = timedelta(days=1)
Walked = dict[tuple[int, int | str], set[date]]
"""{(user, household id or unit code): days with a visit}"""


@dataclass(frozen=True)
class Tie:
    """A contact point as the goals look at it."""

    link_id: int
    target: Target
    level: Level
    cadre_id: int
    backup_id: int | None
    household_id: int | None
    unit_code: str
    since: date
    until: date | None
    cares: tuple[Care, ...] = ()
    village: str = ""


@dataclass(frozen=True)
class DueRow:
    """A contact point of mine to go to; standing None: no goal, only not seen this quarter."""

    contact: ContactRow
    standing: Standing | None


def goals(actor: Actor) -> Sequence[VisitGoal]:
    """Those in force or yet to come, the oldest first."""
    query = visible(actor, "goal.list", VisitGoal).where(
        sa.or_(VisitGoal.until.is_(None), VisitGoal.until >= clock.today())
    )
    return db.session.scalars(query.order_by(VisitGoal.since, VisitGoal.id)).all()


def goal(actor: Actor, action: str, goal_id: int) -> VisitGoal:
    return fetch(actor, action, VisitGoal, goal_id)


def same_goal(wanted: VisitGoal) -> VisitGoal | None:
    """One that asks the same of the same and stands until further notice."""
    return db.session.scalar(
        sa.select(VisitGoal).where(
            VisitGoal.unit_code == wanted.unit_code, VisitGoal.target == wanted.target,
            VisitGoal.care.is_not_distinct_from(wanted.care), VisitGoal.cycle == wanted.cycle,
            VisitGoal.level.is_not_distinct_from(wanted.level), VisitGoal.until.is_(None),
        )
    )


def goals_on(actor: Actor, action: str, day: date) -> Sequence[VisitGoal]:
    """The goals that were valid on that day, for whoever may do `action`."""
    return db.session.scalars(
        visible(actor, action, VisitGoal)
        .where(VisitGoal.since <= day, sa.or_(VisitGoal.until.is_(None), VisitGoal.until >= day))
        .order_by(VisitGoal.id)
    ).all()


def ties(actor: Actor, action: str, first: date, last: date, unit: str = "") -> list[Tie]:
    """The contact points of villages and households that stood on one of these days."""
    rows: Iterable[Any] = db.session.execute(
        visible(actor, action, ContactLink)
        .outerjoin(Household, Household.id == ContactLink.household_id)
        .outerjoin(Unit, Unit.unit_code == sa.func.substr(ContactLink.unit_code, 1, rules.VILLAGE_DIGITS))
        .where(
            ContactLink.target.in_([Target.HOUSEHOLD, Target.VILLAGE]), ContactLink.since <= last,
            sa.or_(ContactLink.until.is_(None), ContactLink.until >= first),
            ContactLink.unit_code.startswith(unit, autoescape=True), ContactLink.assignee_id.is_not(None),
        )
        .with_only_columns(
            ContactLink.id, ContactLink.target, ContactLink.level, ContactLink.assignee_id,
            ContactLink.backup_id, ContactLink.household_id, ContactLink.unit_code, ContactLink.since,
            ContactLink.until, Household.care_codes, Unit.name,
        )
        .order_by(ContactLink.id)
    )
    return [
        Tie(row.id, row.target, row.level, row.assignee_id, row.backup_id, row.household_id, row.unit_code,
            row.since, row.until, _cares_of(row.care_codes), row.name or "")
        for row in rows
    ]


def _cares_of(codes: str | None) -> tuple[Care, ...]:
    return tuple(Care(code) for code in (codes or "").split())


def _tie_of(row: ContactRow) -> Tie:
    link, home = row.link, row.household
    return Tie(
        link.id, link.target, link.level, link.assignee_id or 0, link.backup_id, link.household_id,
        link.unit_code, link.since, link.until, home.cares if home else (),
    )


def meant(wanted: VisitGoal, tie: Tie) -> bool:
    """Does the goal hold for this contact point?"""
    return (
        wanted.target is tie.target and wanted.level in (None, tie.level)
        and (wanted.care is None or wanted.care in tie.cares) and tie.unit_code.startswith(wanted.unit_code)
    )


def standings(
    actor: Actor, action: str, found: Collection[Tie], wanted: Sequence[VisitGoal], on: date,
    leaves: dict[int, list[tuple[date, date]]],
) -> dict[int, list[Standing]]:
    """{contact point: how it stands to each goal meant for it}; AB岗 visits count, the cadre's leave does."""
    pairs = [(tie, one) for tie in found for one in wanted if meant(one, tie)]
    if not pairs:
        return {}
    first, last = span_of(wanted, on)
    people = {one for tie, _goal in pairs for one in (tie.cadre_id, tie.backup_id) if one}
    longest = max(rules.longest_gap_of(one.rule) for one in wanted)
    walked = _walked(actor, action, people, first - longest * ONE_DAY, last)
    answer: dict[int, list[Standing]] = defaultdict(list)
    for tie, one in pairs:
        answer[tie.link_id].append(rules.standing_of(
            one.rule, (tie.since, tie.until), _days(walked, tie), leaves.get(tie.cadre_id, ()),
            clock.today(), on,
        ))
    return answer


def span_of(wanted: Iterable[VisitGoal], on: date) -> tuple[date, date]:
    """From the first to the last day of all their windows around this day."""
    windows = [rules.full_window(one.cycle, on) for one in wanted] or [(on, on)]
    return min(first for first, _last in windows), max(last for _first, last in windows)


def _days(walked: Walked, tie: Tie) -> set[date]:
    key: int | str = tie.household_id if tie.household_id is not None else tie.unit_code
    return {
        day for user_id in (tie.cadre_id, tie.backup_id) if user_id for day in walked.get((user_id, key), ())
    }


def went() -> sa.Subquery:
    """(visit, user): who was there, the visitor and the colleagues who went along."""
    along = sa.select(VisitCompanion.visit_id, VisitCompanion.user_id)
    return sa.union_all(
        sa.select(Visit.id.label("visit_id"), Visit.assignee_id.label("user_id")), along
    ).subquery()


def _walked(actor: Actor, action: str, people: Collection[int], first: date, last: date) -> Walked:
    there = went()
    rows: Iterable[Any] = db.session.execute(
        sa.select(there.c.user_id, Visit.household_id, Visit.unit_code, Visit.visited_on)
        .join(there, there.c.visit_id == Visit.id)
        .where(may_see(actor, action, Visit), Visit.visited_on.between(first, last),
               there.c.user_id.in_(people))
        .distinct()
    )
    found: Walked = defaultdict(set)
    for user_id, household_id, code, day in rows:
        if household_id is not None:
            found[user_id, household_id].add(day)
        found[user_id, code[:rules.VILLAGE_DIGITS]].add(day)
    return found


def due(actor: Actor) -> list[DueRow]:
    """该去看看的 of one's own contact points: those with a goal by its rank, then the quarter's reminder."""
    return due_of(actor, my_contacts(actor))


def due_of(actor: Actor, rows: Sequence[ContactRow]) -> list[DueRow]:
    """Several goals for one household are due as one visit."""
    measured = own_standings(actor, rows)
    asked = [row for row in rows if row.link.id in measured and measured[row.link.id].is_due]
    asked.sort(key=lambda row: rules.order_of(
        measured[row.link.id], row.household.cares if row.household else (), row.open_problems
    ))
    others = waiting_households([row for row in rows if row.link.id not in measured], clock.today())
    return [
        *(DueRow(row, measured[row.link.id]) for row in asked), *(DueRow(row, None) for row in others)
    ]


def own_standings(
    actor: Actor, rows: Sequence[ContactRow], known: Sequence[VisitGoal] | None = None
) -> dict[int, Standing]:
    """{contact point: its strictest goal} of one's own; what no goal is meant for is missing.

    `known`: the goals in force or yet to come, where they are loaded anyway.
    """
    today = clock.today()
    some = goals(actor) if known is None else known
    wanted = [one for one in some if one.since <= today]
    found = [_tie_of(row) for row in rows if row.link.target in (Target.HOUSEHOLD, Target.VILLAGE)]
    if not wanted or not found:
        return {}
    leaves = leaves_of({tie.cadre_id for tie in found}, *span_of(wanted, today))
    measured = standings(actor, "visit.joined", found, wanted, today, leaves)
    return {link_id: rules.strictest(some) for link_id, some in measured.items()}
