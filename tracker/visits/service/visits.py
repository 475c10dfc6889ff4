"""Deeds on visits (走访): record, correct."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.problems.service import Origin, Raised, put_problem, spoken_ref
from tracker.store.action import action
from tracker.store.db import db
from tracker.visits import rules
from tracker.visits.models import Visit, VisitVersion
from tracker.visits.rules import Kind


@dataclass(frozen=True)
class Place:
    """Where a visit led: a household, or a village as a whole."""

    unit_code: str
    household_id: int | None = None


@dataclass(frozen=True)
class Entry:
    """What a visit form says; only the day and the place are needed."""

    visited_on: date
    place: Place
    kind: Kind = Kind.HOME
    words: str = ""
    participants: str = ""


def add(
    actor: Actor, entry: Entry, problems: Sequence[Raised] = (), visitor_id: int | None = None
) -> Visit:
    """记走访: its problems are registered with it; `visitor_id` is who went, when a clerk writes it down."""
    is_own = visitor_id in (None, actor.user_id)
    name = "visit.add" if is_own else "visit.proxy"
    with action(actor, name) as act:
        rules.check_visited_on(entry.visited_on, act.today)
        place = entry.place
        visit = Visit(
            ref=spoken_ref(place.unit_code, _("访")), unit_code=place.unit_code,
            household_id=place.household_id, author_id=actor.user_id,
            assignee_id=actor.user_id if is_own else visitor_id, visited_on=entry.visited_on,
            kind=entry.kind, words=entry.words or None, participants=entry.participants or None,
        )
        act.on(name, visit)
        db.session.flush()
        origin = Origin(visit.unit_code, household_id=visit.household_id, visit_id=visit.id)
        for raised in problems:
            put_problem(act, raised, origin)
    return visit


def correct(actor: Actor, visit: Visit, entry: Entry, *, reason: str) -> None:
    """更正: the old text stays as a version; within seven days without, later with a reason."""
    with action(actor, "visit.correct", visit) as act:
        rules.check_correction(clock.local(visit.created_at).date(), act.today, reason)
        rules.check_visited_on(entry.visited_on, act.today)
        db.session.add(VisitVersion(
            visit_id=visit.id, visited_on=visit.visited_on, kind=visit.kind, unit_code=visit.unit_code,
            household_id=visit.household_id, words=visit.words, participants=visit.participants,
            reason=reason, replaced_at=act.now, replaced_by=actor.user_id,
        ))
        visit.visited_on, visit.kind = entry.visited_on, entry.kind
        visit.unit_code, visit.household_id = entry.place.unit_code, entry.place.household_id
        visit.words, visit.participants = entry.words or None, entry.participants or None
