"""移交清单: what was handed over, read again with the rights of whoever looks."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.roles import Actor
from tracker.hall.models import Task
from tracker.opinions.models import Opinion
from tracker.people.queries import names_of
from tracker.problems.models import Problem
from tracker.store.access import fetch, visible
from tracker.store.db import db
from tracker.township.queries import town_name
from tracker.visits.models import ContactHandover, ContactLink, HandoverItem
from tracker.visits.queries.contacts import contact_rows
from tracker.visits.queries.handover import (
    Held,
    held_opinion,
    held_problem,
    held_task,
    unit_of_person,
)
from tracker.visits.rules import TARGET_LABELS, Thing

PER_PAGE = 20


@dataclass(frozen=True)
class HandoverRow:
    """One hand-over in the list."""

    handover_id: int
    on_day: date
    giver: str
    receiver: str
    reason: str


@dataclass(frozen=True)
class Line:
    """One line of the 移交清单: what it is about, and what became of it (None: not written down)."""

    held: Held
    is_moved: bool | None
    told: str


@dataclass(frozen=True)
class Paper:
    """A hand-over as this reader may see it: things that are hidden from them are not on it."""

    handover: ContactHandover
    giver: str
    receiver: str
    made_by: str
    unit: str
    receiver_unit: str
    lines: Sequence[Line]

    @property
    def moved(self) -> list[Line]:
        return [line for line in self.lines if line.is_moved]

    @property
    def stayed(self) -> list[Line]:
        return [line for line in self.lines if not line.is_moved]

    def of(self, thing: Thing) -> list[Line]:
        """The lines of one kind that went over."""
        return [line for line in self.moved if line.held.thing is thing]


def handover(actor: Actor, action: str, handover_id: int) -> ContactHandover:
    return fetch(actor, action, ContactHandover, handover_id)


def handovers(actor: Actor) -> list[HandoverRow]:
    """The latest ones this actor may see."""
    rows = db.session.scalars(
        visible(actor, "handover.view", ContactHandover).order_by(ContactHandover.id.desc()).limit(PER_PAGE)
    ).all()
    names = names_of({user_id for row in rows for user_id in (row.giver_id, row.receiver_id)})
    return [
        HandoverRow(
            row.id, row.on_day, names.get(row.giver_id, ""), names.get(row.receiver_id, ""), row.reason
        )
        for row in rows
    ]


def paper_of(actor: Actor, record: ContactHandover) -> Paper:
    """The list again, with the rights of whoever looks: what they may not see leaves no line and no gap."""
    items = record.items
    shown = {
        **_shown_links(actor, items), **_shown(actor, items, Thing.PROBLEM),
        **_shown(actor, items, Thing.OPINION), **_shown(actor, items, Thing.TASK),
    }
    names = names_of({record.giver_id, record.receiver_id, record.author_id})
    return Paper(
        record, names.get(record.giver_id, ""), names.get(record.receiver_id, ""),
        names.get(record.author_id, ""), town_name(record.unit_code),
        town_name(unit_of_person(record.receiver_id or 0)),
        [
            Line(shown[item.thing, item.record_id], item.is_moved, item.told)
            for item in items if (item.thing, item.record_id) in shown
        ],
    )


Shown = dict[tuple[Thing, int], Held]


def _ids(items: Iterable[HandoverItem], things: Collection[Thing]) -> list[int]:
    return [item.record_id for item in items if item.thing in things]


def _shown_links(actor: Actor, items: Sequence[HandoverItem]) -> Shown:
    ids = _ids(items, (Thing.LINK, Thing.BACKUP))
    rows = {
        row.link.id: row
        for row in contact_rows(visible(actor, "contact.list", ContactLink).where(ContactLink.id.in_(ids)))
    } if ids else {}
    return {
        (item.thing, item.record_id): Held(
            item.thing, item.record_id, TARGET_LABELS[rows[item.record_id].link.target],
            rows[item.record_id].name,
        )
        for item in items
        if item.thing in (Thing.LINK, Thing.BACKUP) and item.record_id in rows
    }


def _shown(actor: Actor, items: Sequence[HandoverItem], thing: Thing) -> Shown:
    ids = _ids(items, (thing,))
    if thing is Thing.PROBLEM:
        problems = db.session.scalars(visible(actor, "problem.view", Problem).where(Problem.id.in_(ids)))
        return {(thing, one.id): held_problem(one) for one in problems}
    if thing is Thing.TASK:
        tasks = db.session.scalars(visible(actor, "task.view", Task).where(Task.id.in_(ids)))
        return {(thing, one.id): held_task(one) for one in tasks}
    opinions = db.session.scalars(visible(actor, "opinion.view", Opinion).where(Opinion.id.in_(ids)))
    return {(thing, one.id): held_opinion(one) for one in opinions}
