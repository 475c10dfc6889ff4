"""The rows of the 走访记录台账: columns only, one after the other, however many there are."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from tracker.domain.roles import Actor
from tracker.excel.period import Period
from tracker.households.models import Household
from tracker.people.queries import all_names as people_names
from tracker.problems.models import Problem
from tracker.problems.rules import Status
from tracker.store.access import may_see, visible
from tracker.store.stream import how_many, stream
from tracker.township.queries import all_names as unit_names
from tracker.visits.models import Visit
from tracker.visits.rules import KIND_LABELS, VILLAGE_DIGITS, place_of


class LedgerRow(NamedTuple):
    """One line: a visit, or each matter raised on it.

    `head` and `matter` are as they were written: the columns mask them. `may_unmask`: this actor may read
    the name of this very household.
    """

    visited_on: date
    cadre: str
    village_code: str
    village: str
    place: str
    head: str
    may_unmask: bool
    kind: str
    matter: str
    is_settled: bool | None
    problem_ref: str
    struck_off_on: date | None


def ledger_rows(actor: Actor, period: Period) -> Iterator[LedgerRow]:
    """The visits of the period, oldest first; a visit with three matters has three lines."""
    units, people = unit_names(actor.town_code), people_names()
    places: dict[str, str] = {}
    for one in stream(_ledger(actor, period)):
        village, settled = one.unit_code[:VILLAGE_DIGITS], one.status is Status.SETTLED
        if one.unit_code not in places:
            places[one.unit_code] = place_of(one.unit_code, units)
        yield LedgerRow(
            one.visited_on, people.get(one.assignee_id, ""), village, units.get(village, ""),
            places[one.unit_code], one.head_name or "", bool(one.may_unmask), KIND_LABELS[one.kind],
            (one.words if one.status is None else one.content) or "", settled if one.status else None,
            one.ref if one.status and not settled else "", one.struck_off_on,
        )


def ledger_count(actor: Actor, period: Period) -> int:
    """How many rows `ledger_rows` gives."""
    return how_many(_ledger(actor, period))


def _ledger(actor: Actor, period: Period) -> sa.Select[*tuple[Any, ...]]:
    """The words of a visit are opened only where no matter stands for them."""
    return (
        visible(actor, "visit.report", Visit)
        .outerjoin(Problem, Problem.visit_id == Visit.id)
        .outerjoin(Household, Household.id == Visit.household_id)
        .where(*period.narrows(Visit.visited_on, Visit.unit_code))
        .with_only_columns(
            Visit.visited_on, Visit.assignee_id, Visit.unit_code, Visit.kind, Household.head_name,
            may_see(actor, "household.unmask", Household).label("may_unmask"),
            sa.case((Problem.id.is_(None), Visit.words)).label("words"),
            Problem.content, Problem.status, Problem.ref, Problem.struck_off_on,
        )
        .order_by(Visit.visited_on, Visit.id, Problem.id)
    )
