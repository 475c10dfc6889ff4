"""What a 走访登记卡 is filled from: a household, and the visits to it that this actor may read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.roles import Actor
from tracker.households.models import Household
from tracker.households.queries import label_of
from tracker.people.queries import names_of as people_names
from tracker.problems.models import Problem
from tracker.problems.rules import LABELS, without_numbers
from tracker.store.access import allows, visible
from tracker.store.db import db
from tracker.township.queries import names_of as unit_names
from tracker.visits.models import Visit
from tracker.visits.rules import KIND_LABELS, place_of

VISITS_ON_A_CARD = 12
"""The latest ones; a card has no room for years."""


@dataclass(frozen=True)
class CardVisit:
    """One line of the card; numbers in the words are masked whatever else is not."""

    visited_on: date
    visitor: str
    kind: str
    matter: str
    outcome: str


@dataclass(frozen=True)
class Card:
    """`may_unmask`: this actor may read the name, phone and address of this very household."""

    household: Household
    village: str
    place: str
    cadre: str
    may_unmask: bool
    visits: tuple[CardVisit, ...]


def card_choices(actor: Actor, unit: str, limit: int) -> list[tuple[int, str, str]]:
    """(household id, masked label, village), in the order of villages and 户号."""
    rows = db.session.scalars(
        visible(actor, "household.view", Household)
        .where(Household.village_code.startswith(unit))
        .order_by(Household.village_code, Household.number)
        .limit(limit)
    ).all()
    villages = unit_names({row.village_code for row in rows})
    return [(row.id, label_of(row, ""), villages.get(row.village_code, "")) for row in rows]


def cards(actor: Actor, ids: Sequence[int]) -> list[Card]:
    rows = db.session.scalars(
        visible(actor, "household.view", Household)
        .where(Household.id.in_(ids))
        .order_by(Household.village_code, Household.number)
    ).all()
    units = unit_names({code for row in rows for code in (row.unit_code, row.village_code)})
    people = people_names({row.assignee_id for row in rows})
    visits = _visits_to(actor, [row.id for row in rows])
    return [
        Card(
            row, units.get(row.village_code, ""), _place(row, units), people.get(row.assignee_id, ""),
            allows(actor, "household.unmask", row), tuple(visits[row.id]),
        )
        for row in rows
    ]


def _place(household: Household, units: dict[str, str]) -> str:
    """石门村 第一组, the group as the roll calls it where it is no unit of its own."""
    place = place_of(household.unit_code, units)
    is_named = household.unit_code != household.village_code or not household.group_name
    return place if is_named else f"{place} {household.group_name}".strip()


def _visits_to(actor: Actor, ids: Sequence[int]) -> defaultdict[int | None, list[CardVisit]]:
    """Of each household the latest visits, the oldest of them first."""
    found: defaultdict[int | None, list[Visit]] = defaultdict(list)
    query = visible(actor, "visit.view", Visit).where(Visit.household_id.in_(ids))
    for visit in db.session.scalars(query.order_by(Visit.visited_on.desc(), Visit.id.desc())):
        if len(found[visit.household_id]) < VISITS_ON_A_CARD:
            found[visit.household_id].append(visit)
    shown = [visit for some in found.values() for visit in some]
    people, matters = people_names({one.assignee_id for one in shown}), _matters(actor, shown)
    answer: defaultdict[int | None, list[CardVisit]] = defaultdict(list)
    for household_id, visits in found.items():
        answer[household_id] = [
            _line(one, people.get(one.assignee_id, ""), matters[one.id]) for one in reversed(visits)
        ]
    return answer


def _matters(actor: Actor, visits: Sequence[Visit]) -> defaultdict[int | None, list[Problem]]:
    query = visible(actor, "problem.view", Problem).where(Problem.visit_id.in_([one.id for one in visits]))
    found: defaultdict[int | None, list[Problem]] = defaultdict(list)
    for problem in db.session.scalars(query.order_by(Problem.id)):
        found[problem.visit_id].append(problem)
    return found


def _line(visit: Visit, visitor: str, problems: Sequence[Problem]) -> CardVisit:
    """What was raised stands as problems where there are some, else as the words of the visit."""
    matter = "；".join(one.content for one in problems if one.content) or visit.words or ""
    outcome = "；".join(f"{one.ref} {LABELS[one.status]}" for one in problems)
    return CardVisit(visit.visited_on, visitor, KIND_LABELS[visit.kind], without_numbers(matter), outcome)
