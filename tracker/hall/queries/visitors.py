"""What the hall knows already of who stands at the counter (一次来访), so that nothing is asked twice."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import sqlalchemy as sa

from tracker.domain import clock
from tracker.domain.masking import mask_id
from tracker.domain.roles import Actor
from tracker.hall import queries
from tracker.hall.models import Task
from tracker.store.access import visible
from tracker.store.db import db

KEPT_FOR = timedelta(days=365)
"""Calendar days a paper that was handed in need not be brought again."""
MOST_LOOKED_AT = 30


@dataclass(frozen=True)
class Had:
    """A paper the person handed in before: when, and with which task."""

    on: date
    ref: str


@dataclass(frozen=True)
class Known:
    """Of one person at one hall: papers by name, the identity number ("" when there is none), the village."""

    papers: dict[str, Had] = field(default_factory=dict)
    id_number: str = ""
    village_code: str = ""

    @property
    def masked_id(self) -> str:
        return mask_id(self.id_number)


NOBODY = Known()


def by_ref(actor: Actor, ref: str) -> Task | None:
    """A task this actor may take up the applicant of; None: there is none, or none to be seen."""
    return db.session.scalar(visible(actor, "task.contact", Task).where(Task.ref == ref))


def ref_seen(actor: Actor, wanted: int | str) -> str | None:
    """The number of a task by its id or as it was written; None: there is none, or none to be seen."""
    same = Task.id == wanted if isinstance(wanted, int) else Task.ref == wanted
    return db.session.scalar(visible(actor, "task.view", Task).where(same).with_only_columns(Task.ref))


def of_coming(actor: Actor, coming_id: int | None) -> Sequence[Task]:
    """What was taken in at one coming, in that order; nothing without a line."""
    if coming_id is None:
        return []
    query = visible(actor, "task.contact", Task).where(Task.coming_id == coming_id)
    return db.session.scalars(query.order_by(Task.id)).all()


def known_of(actor: Actor, name: str, phone: str, earlier: Task | None = None) -> Known:
    """What somebody of this name brought within a year: with the same telephone, or just now (`earlier`).

    A name alone is nobody: two people may bear it.
    """
    same = []
    if phone:
        same.append(Task.phone_index == queries.phone_index(phone))
    if earlier is not None:
        same.append(Task.id == earlier.id)
    if earlier is not None and earlier.coming_id is not None:
        same.append(Task.coming_id == earlier.coming_id)
    if not name or not same:
        return NOBODY
    found = db.session.scalars(
        visible(actor, "task.contact", Task)
        .where(
            Task.applicant_index == queries.name_index(name), sa.or_(*same),
            Task.received_on >= clock.today() - KEPT_FOR,
        )
        .order_by(Task.received_on.desc(), Task.id.desc())
        .limit(MOST_LOOKED_AT)
    ).all()
    papers: dict[str, Had] = {}
    for task in found:
        for paper in task.handed_in:
            papers.setdefault(paper, Had(task.received_on, task.ref))
    return Known(
        papers, next((one.id_number for one in found if one.id_number), ""),
        next((one.village_code for one in found if one.village_code), ""),
    )
