"""Every select() about visits (走访)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from tracker.domain.masking import mask_name
from tracker.domain.roles import Actor
from tracker.households.models import Household
from tracker.opinions.models import Opinion
from tracker.people.queries import names_of as people_names
from tracker.problems.models import Problem
from tracker.problems.queries import COUNT_UP_TO, PER_PAGE, Found, newest_first, sum_of
from tracker.problems.rules import DONE, Status, title_of, without_numbers
from tracker.store.access import fetch_where, may_see, visible
from tracker.store.db import db
from tracker.township.queries import names_of as unit_names
from tracker.visits import rules
from tracker.visits.models import Visit, VisitOpinion, VisitVersion
from tracker.visits.queries.contacts import within
from tracker.visits.queries.together import one_visit
from tracker.visits.rules import Kind, Purpose


@dataclass(frozen=True)
class VisitFilter:
    """Unknown words filter nothing."""

    village: str = ""
    kind: str = ""
    purpose: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class VisitRow:
    """One line of the list of visits."""

    ref: str
    visited_on: date
    place: str
    person: str
    kind: Kind
    visitor: str
    title: str
    raised: int
    solved: int
    handed_on: int


@dataclass(frozen=True)
class VisitTotals:
    """Counts beside outcomes, never alone (domain.md 4.6); `visits` is capped at COUNT_UP_TO + 1.

    Colleagues who went to one household together make one visit.
    """

    visits: int
    raised: int
    solved: int


def visit(actor: Actor, action: str, ref: str) -> Visit:
    return fetch_where(actor, action, Visit, Visit.ref == ref)


def visit_behind(actor: Actor, visit_id: int | None) -> Visit | None:
    """The visit a problem came from, if this person may read it."""
    if visit_id is None:
        return None
    return db.session.scalar(visible(actor, "visit.view", Visit).where(Visit.id == visit_id))


def ref_of(visit_id: int) -> str:
    return db.session.scalar(sa.select(Visit.ref).where(Visit.id == visit_id)) or ""


def _filtered(actor: Actor, wanted: VisitFilter) -> sa.Select[Visit]:
    query = visible(actor, "visit.list", Visit)
    if wanted.village:
        query = query.where(within(Visit.unit_code, wanted.village))
    if wanted.kind in set(Kind):
        query = query.where(Visit.kind == wanted.kind)
    if wanted.purpose in set(Purpose):
        query = query.where(Visit.purpose_codes.contains(wanted.purpose))
    if wanted.since:
        query = query.where(Visit.visited_on >= wanted.since)
    return query.where(Visit.visited_on <= wanted.until) if wanted.until else query


def visits(actor: Actor, wanted: VisitFilter, after: str = "") -> Found[Visit]:
    return newest_first(_filtered(actor, wanted), Visit, Visit.visited_on, after)


def visits_to(actor: Actor, household_id: int) -> Sequence[Visit]:
    """The latest visits to one household that this person may read."""
    query = visible(actor, "visit.list", Visit).where(Visit.household_id == household_id)
    return newest_first(query, Visit, Visit.visited_on, "").rows


def rows_of(actor: Actor, found: Sequence[Visit]) -> list[VisitRow]:
    """Visits as lines of a list: names and counts in bulk."""
    if not found:
        return []
    units = unit_names({one.unit_code for one in found} | {one.village_code for one in found})
    people = people_names({one.assignee_id for one in found})
    heads = _heads({one.household_id for one in found})
    came_of_it = _came_of_it(actor, [one.id for one in found])
    return [
        VisitRow(
            ref=one.ref, visited_on=one.visited_on, place=rules.place_of(one.unit_code, units), kind=one.kind,
            person=mask_name(heads.get(one.household_id, "")), visitor=people.get(one.assignee_id, ""),
            title=title_of(without_numbers(one.words or "")), raised=came_of_it[one.id][0],
            solved=came_of_it[one.id][1], handed_on=came_of_it[one.id][2],
        )
        for one in found
    ]


def _heads(household_ids: set[int | None]) -> dict[int | None, str]:
    rows = db.session.execute(
        sa.select(Household.id, Household.head_name).where(Household.id.in_(household_ids - {None}))
    )
    return {row[0]: row[1] for row in rows}


def _came_of_it(actor: Actor, visit_ids: list[int]) -> dict[int, tuple[int, int, int]]:
    """{visit id: (problems raised, of them solved, matters handed on as opinions that one may read)}."""
    raised = (
        sa.select(Problem.visit_id, sa.func.count(), sum_of(Problem.status.in_(DONE)), sa.literal(0))
        .where(Problem.visit_id.in_(visit_ids), Problem.status != Status.TURNED).group_by(Problem.visit_id)
    )
    handed_on = (
        sa.select(VisitOpinion.visit_id, sa.literal(0), sa.literal(0), sa.func.count())
        .join(Opinion, Opinion.id == VisitOpinion.opinion_id)
        .where(VisitOpinion.visit_id.in_(visit_ids), may_see(actor, "opinion.view", Opinion))
        .group_by(VisitOpinion.visit_id)
    )
    found = dict.fromkeys(visit_ids, (0, 0, 0))
    rows: Sequence[Any] = db.session.execute(sa.union_all(raised, handed_on)).all()
    for visit_id, *counts in rows:
        before = found[visit_id]
        found[visit_id] = (before[0] + counts[0], before[1] + counts[1], before[2] + counts[2])
    return found


def totals(actor: Actor, wanted: VisitFilter) -> VisitTotals:
    found = _filtered(actor, wanted).with_only_columns(Visit.id, one_visit().label("one"))
    few = found.limit(COUNT_UP_TO + 1).subquery()
    counts = (
        sa.func.count(few.c.one.distinct()), sa.func.count(Problem.id), sum_of(Problem.status.in_(DONE))
    )
    joined = sa.select(*counts).select_from(few).outerjoin(
        Problem, sa.and_(Problem.visit_id == few.c.id, Problem.status != Status.TURNED)
    )
    return VisitTotals(*db.session.execute(joined).one())


def versions_of(visit: Visit) -> Sequence[VisitVersion]:
    """What it said before its corrections, newest first."""
    return db.session.scalars(
        sa.select(VisitVersion).where(VisitVersion.visit_id == visit.id)
        .order_by(VisitVersion.id.desc()).limit(PER_PAGE)
    ).all()
