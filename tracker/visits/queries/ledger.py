"""The rows of the 走访记录台账: columns only, one after the other, however many there are."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.period import Period
from tracker.households.models import Household
from tracker.opinions.models import Opinion
from tracker.people.queries import all_names as people_names
from tracker.problems.models import Problem
from tracker.problems.rules import Status
from tracker.store.access import may_see, visible
from tracker.store.stream import how_many, stream
from tracker.township.queries import all_names as unit_names
from tracker.visits.models import Visit, VisitCompanion, VisitOpinion
from tracker.visits.rules import KIND_LABELS, PURPOSE_LABELS, VILLAGE_DIGITS, Purpose, place_of


class LedgerRow(NamedTuple):
    """One line: a visit, or each matter raised on it, be it a problem or an opinion it was turned into.

    `head` and `matter` are as they were written: the columns mask them. `may_unmask`: this actor may read
    the name of this very household. `present_count`: how many came to a 座谈会.
    """

    visited_on: date
    cadre: str
    village_code: str
    village: str
    place: str
    head: str
    may_unmask: bool
    kind: str
    purposes: str
    present_count: int | None
    matter: str
    is_settled: bool | None
    onward_ref: str
    struck_off_on: date | None


def ledger_rows(actor: Actor, period: Period) -> Iterator[LedgerRow]:
    """The visits of the period, oldest first; a visit with three matters has three lines."""
    units, people = unit_names(actor.town_code), people_names()
    places: dict[str, str] = {}
    for one in stream(_ledger(actor, period)):
        village, settled = one.unit_code[:VILLAGE_DIGITS], one.status is Status.SETTLED
        if one.unit_code not in places:
            places[one.unit_code] = place_of(one.unit_code, units)
        went = [people.get(user_id, "") for user_id in (one.assignee_id, *_ids(one.companions))]
        yield LedgerRow(
            one.visited_on, "、".join(went), village, units.get(village, ""), places[one.unit_code],
            one.head_name or "", bool(one.may_unmask), KIND_LABELS[one.kind], _purposes(one.purpose_codes),
            one.present_count, _matter(one), settled if one.status or one.opinion_ref else None,
            one.opinion_ref or ("" if settled else one.ref or ""), one.struck_off_on,
        )


def _ids(text: str | None) -> list[int]:
    return [int(one) for one in (text or "").split(",") if one]


@cache
def _purposes(codes: str) -> str:
    return "、".join(PURPOSE_LABELS[Purpose(code)] for code in codes.split())


def _matter(one: Any) -> str:
    """A matter that was turned into something else has taken its words along."""
    if one.status is Status.TURNED:
        return _("已转出")
    return (one.words if one.status is None and not one.opinion_ref else one.content or one.text) or ""


def ledger_count(actor: Actor, period: Period) -> int:
    """How many rows `ledger_rows` gives."""
    return how_many(_ledger(actor, period))


def _heard(actor: Actor) -> sa.Subquery:
    """(visit, problem or opinion): what was heard, as far as this person may read it."""
    nobody = sa.cast(sa.null(), sa.Integer)
    problems = sa.select(Problem.visit_id, Problem.id.label("problem_id"), nobody.label("opinion_id"))
    opinions = (
        sa.select(VisitOpinion.visit_id, nobody, VisitOpinion.opinion_id)
        .join(Opinion, Opinion.id == VisitOpinion.opinion_id).where(may_see(actor, "opinion.view", Opinion))
    )
    return sa.union_all(problems.where(Problem.visit_id.is_not(None)), opinions).subquery()


def _ledger(actor: Actor, period: Period) -> sa.Select[*tuple[Any, ...]]:
    """The words of a visit are opened only where no matter stands for them."""
    heard = _heard(actor)
    along = (
        sa.select(sa.func.aggregate_strings(sa.cast(VisitCompanion.user_id, sa.String), ","))
        .where(VisitCompanion.visit_id == Visit.id).scalar_subquery()
    )
    return (
        visible(actor, "visit.report", Visit)
        .outerjoin(heard, heard.c.visit_id == Visit.id)
        .outerjoin(Problem, Problem.id == heard.c.problem_id)
        .outerjoin(Opinion, Opinion.id == heard.c.opinion_id)
        .outerjoin(Household, Household.id == Visit.household_id)
        .where(*period.narrows(Visit.visited_on, Visit.unit_code))
        .with_only_columns(
            Visit.visited_on, Visit.assignee_id, Visit.unit_code, Visit.kind, Visit.purpose_codes,
            Visit.present_count, Household.head_name, along.label("companions"),
            may_see(actor, "household.unmask", Household).label("may_unmask"),
            sa.case((heard.c.visit_id.is_(None), Visit.words)).label("words"),
            Problem.content, Problem.status, Problem.ref, Problem.struck_off_on,
            Opinion.text, Opinion.ref.label("opinion_ref"),
        )
        .order_by(
            Visit.visited_on, Visit.id, heard.c.opinion_id.is_not(None), Problem.id, Opinion.id
        )
    )
