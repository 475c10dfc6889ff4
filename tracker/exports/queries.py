"""Every select() about exports (导出): one's own, those that wait for a second person, the register."""

from collections.abc import Sequence

from tracker.domain.roles import Actor
from tracker.exports.models import Export
from tracker.exports.rules import Status
from tracker.store.access import fetch, fetch_where, visible
from tracker.store.db import db

PER_PAGE = 20


def exports_of(actor: Actor, after: int | None = None) -> Sequence[Export]:
    """A page of the register as this actor may read it, the newest first, and one row more if there are."""
    query = visible(actor, "export.list", Export)
    if after is not None:
        query = query.where(Export.id < after)
    return db.session.scalars(query.order_by(Export.id.desc()).limit(PER_PAGE + 1)).all()


def waiting_for(actor: Actor) -> Sequence[Export]:
    """Exports of others that wait for this person's word, the oldest first."""
    query = visible(actor, "export.approve", Export).where(
        Export.status == Status.WAITING, Export.author_id != actor.user_id
    )
    return db.session.scalars(query.order_by(Export.id)).all()


def export_of(actor: Actor, export_id: int, action: str = "export.view") -> Export:
    return fetch(actor, action, Export, export_id)


def export_of_job(actor: Actor, export_id: int) -> Export:
    """The order a job works at, with the rights of whoever ordered it."""
    return fetch_where(actor, "export.make", Export, Export.id == export_id)
