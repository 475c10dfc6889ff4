"""What a 民情日记 is printed from: the own visits of some days, and what came of what was heard."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.households.queries import by_id, label_of
from tracker.opinions.rules import LABELS as OPINION_LABELS
from tracker.people.queries import names_of as people_names
from tracker.problems.models import Problem
from tracker.problems.rules import LABELS, TURNED_LABELS, Status, without_numbers
from tracker.store.access import visible
from tracker.store.db import db
from tracker.township.queries import names_of as unit_names
from tracker.visits.models import Visit, VisitCompanion
from tracker.visits.queries.together import JoinedRow, handed_on, joined
from tracker.visits.rules import Kind, Purpose, place_of

MOST_PRINTED = 400


@dataclass(frozen=True)
class DiaryMatter:
    """One thing that was heard, and how it stands."""

    text: str
    standing: str


@dataclass(frozen=True)
class DiaryEntry:
    """One visit as it is printed; of a household only what tells the door, numbers in the words masked."""

    ref: str
    visited_on: date
    place: str
    home: str
    kind: Kind
    purposes: tuple[Purpose, ...]
    present_count: int | None
    people: str
    words: str
    matters: tuple[DiaryMatter, ...]


def diary(actor: Actor, since: date, until: date) -> tuple[list[DiaryEntry], list[JoinedRow]]:
    """The own visits of these days, oldest first, and those of colleagues one went along with."""
    found = db.session.scalars(
        visible(actor, "visit.list", Visit)
        .where(Visit.assignee_id == actor.user_id, Visit.visited_on.between(since, until))
        .order_by(Visit.visited_on, Visit.id).limit(MOST_PRINTED)
    ).all()
    return _entries(actor, found), joined(actor, since, until)[::-1]


def _entries(actor: Actor, found: Sequence[Visit]) -> list[DiaryEntry]:
    units = unit_names({one.unit_code for one in found} | {one.village_code for one in found})
    homes, matters = by_id([one.household_id for one in found]), _matters(actor, found)
    along = companions_of([one.id for one in found])
    people = people_names({user_id for some in along.values() for user_id in some})
    entries = []
    for one in found:
        home = homes.get(one.household_id)
        names = [actor.name, *(people.get(user_id, "") for user_id in along[one.id])]
        also = f"（{one.participants}）" if one.participants else ""
        entries.append(DiaryEntry(
            ref=one.ref, visited_on=one.visited_on, place=place_of(one.unit_code, units),
            home=label_of(home, "").removeprefix(home.group_name).strip() if home else "",
            kind=one.kind, purposes=one.purposes,
            present_count=one.present_count, people="、".join(names) + also,
            words=without_numbers(one.words or ""), matters=tuple(matters[one.id]),
        ))
    return entries


def companions_of(visit_ids: Sequence[int]) -> defaultdict[int, list[int]]:
    """{visit id: ids of the colleagues who went along}."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    rows = db.session.execute(
        sa.select(VisitCompanion.visit_id, VisitCompanion.user_id)
        .where(VisitCompanion.visit_id.in_(visit_ids))
        .order_by(VisitCompanion.user_id)
    )
    for visit_id, user_id in rows:
        found[visit_id].append(user_id)
    return found


def _matters(actor: Actor, visits: Sequence[Visit]) -> defaultdict[int | None, list[DiaryMatter]]:
    """Problems as they stand now, and what became a resident's matter, of those this person may read."""
    ids = [one.id for one in visits]
    found: defaultdict[int | None, list[DiaryMatter]] = defaultdict(list)
    query = visible(actor, "problem.view", Problem).where(Problem.visit_id.in_(ids)).order_by(Problem.id)
    for problem in db.session.scalars(query):
        found[problem.visit_id].append(DiaryMatter(without_numbers(problem.content), _standing(problem)))
    for visit_id, opinions in handed_on(actor, ids).items():
        found[visit_id] += [
            DiaryMatter(
                without_numbers(one.title or one.text),
                _("{ref} 转成诉求，{state}").format(ref=one.ref, state=OPINION_LABELS[one.status]),
            )
            for one in opinions
        ]
    return found


def _standing(problem: Problem) -> str:
    """石门-问-0012 办理中，答应 2026-12-01 前办好."""
    turned = problem.turned_to
    said = f"{problem.ref} {TURNED_LABELS[turned] if turned else LABELS[problem.status]}"
    if problem.struck_off_on:
        said += f" {problem.struck_off_on.isoformat()}"
    elif problem.promised_on and problem.status is not Status.TURNED:
        said += _("，答应 {day} 前办好").format(day=problem.promised_on.isoformat())
    return f"{said}：{without_numbers(problem.result)}" if problem.result else said
