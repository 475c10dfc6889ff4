"""Every select() about who went along on a visit (一起走访), and what a visit handed on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from tracker.domain.policy import POLICY
from tracker.domain.roles import Actor
from tracker.opinions.models import Opinion
from tracker.people.queries import names_of as people_names
from tracker.people.queries import staff_choices
from tracker.problems.queries import PER_PAGE
from tracker.store.access import may_see, visible
from tracker.store.db import db
from tracker.township.queries import names_of as unit_names
from tracker.visits import rules
from tracker.visits.models import Visit, VisitCompanion, VisitOpinion
from tracker.visits.rules import VILLAGE_DIGITS, Kind

VISITORS = frozenset(POLICY["visit.add"])


@dataclass(frozen=True)
class JoinedRow:
    """A visit written down by a colleague: when, where, who; what was said there is not for everybody."""

    visited_on: date
    place: str
    kind: Kind
    visitor: str


def colleagues(actor: Actor) -> list[tuple[str, str]]:
    """(id, name) of who may go along on this person's visits (一起去的同事), of the own unit first."""
    near = staff_choices(actor.unit_code, VISITORS)
    staff = dict.fromkeys([*near, *staff_choices(actor.town_code, VISITORS)])
    return [one for one in staff if one[0] != str(actor.user_id)]


def took_part(user_id: int | None) -> sa.ColumnElement[bool]:
    """Visits of colleagues on which this person went along."""
    return sa.exists().where(VisitCompanion.visit_id == Visit.id, VisitCompanion.user_id == user_id)


def joined(actor: Actor, since: date | None = None, until: date | None = None) -> list[JoinedRow]:
    """一起去的: the latest visits of colleagues that this person took part in."""
    query = visible(actor, "visit.joined", Visit).where(took_part(actor.user_id))
    if since:
        query = query.where(Visit.visited_on >= since)
    if until:
        query = query.where(Visit.visited_on <= until)
    found = db.session.execute(
        query.with_only_columns(Visit.visited_on, Visit.unit_code, Visit.kind, Visit.assignee_id)
        .order_by(Visit.visited_on.desc(), Visit.id.desc()).limit(PER_PAGE)
    ).all()
    if not found:
        return []
    units = unit_names({row.unit_code for row in found} | {row.unit_code[:VILLAGE_DIGITS] for row in found})
    people = people_names({row.assignee_id for row in found})
    return [
        JoinedRow(
            row.visited_on, rules.place_of(row.unit_code, units), row.kind, people.get(row.assignee_id, "")
        )
        for row in found
    ]


def joint_with(actor: Actor, visit: Visit) -> list[str]:
    """一起走访: names of the colleagues who wrote down a visit of their own to this household that day."""
    if visit.household_id is None:
        return []
    others = db.session.scalars(
        visible(actor, "visit.joined", Visit)
        .where(Visit.household_id == visit.household_id, Visit.visited_on == visit.visited_on,
               Visit.assignee_id != visit.assignee_id)
        .with_only_columns(Visit.assignee_id).distinct()
    ).all()
    names = people_names(set(others))
    return [names.get(user_id, "") for user_id in sorted(filter(None, others))]


def one_visit() -> sa.ColumnElement[Any]:
    """What counts as one visit: a household on one day, whoever went and however often it was written down.

    A number below zero for a place without a household: such a visit stands for itself.
    """
    text = sa.String
    home = sa.cast(Visit.household_id, text) + "/" + sa.cast(Visit.visited_on, text)
    return sa.func.coalesce(home, sa.cast(-Visit.id, text))


def handed_on(actor: Actor, visit_ids: Sequence[int]) -> dict[int, list[Opinion]]:
    """{visit id: 转成的诉求 that this person may read}; what is hidden is not there."""
    rows = db.session.execute(
        sa.select(VisitOpinion.visit_id, Opinion)
        .join(Opinion, Opinion.id == VisitOpinion.opinion_id)
        .where(VisitOpinion.visit_id.in_(visit_ids), may_see(actor, "opinion.view", Opinion))
        .order_by(Opinion.id)
    )
    found: dict[int, list[Opinion]] = {}
    for visit_id, opinion in rows:
        found.setdefault(visit_id, []).append(opinion)
    return found


def visit_of_opinion(actor: Actor, opinion_id: int) -> Visit | None:
    """The visit an opinion was heard on, if this person may read it."""
    return db.session.scalar(
        visible(actor, "visit.view", Visit)
        .join(VisitOpinion, VisitOpinion.visit_id == Visit.id)
        .where(VisitOpinion.opinion_id == opinion_id)
    )
