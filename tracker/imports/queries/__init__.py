"""Every select() about imports (导入): one's own sheets, the history of the town, the same file once more."""

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa

from tracker.domain.roles import Actor
from tracker.imports.models import ImportBatch
from tracker.imports.rules import Status
from tracker.store.access import fetch_where, visible
from tracker.store.db import db
from tracker.store.jobs import Job

PER_PAGE = 20


def batches(actor: Actor, kinds: Collection[str], after: int | None = None) -> Sequence[ImportBatch]:
    """A page of the town's history of these kinds, the newest first, and one more if there is one."""
    query = visible(actor, "import.list", ImportBatch).where(ImportBatch.kind.in_(kinds))
    if after is not None:
        query = query.where(ImportBatch.id < after)
    return db.session.scalars(query.order_by(ImportBatch.id.desc()).limit(PER_PAGE + 1)).all()


def batch(actor: Actor, action: str, batch_id: int, kinds: Collection[str]) -> ImportBatch:
    """One batch of these kinds, or NotFound."""
    wanted = sa.and_(ImportBatch.id == batch_id, ImportBatch.kind.in_(kinds))
    return fetch_where(actor, action, ImportBatch, wanted)


def job_of(found: ImportBatch) -> Job | None:
    """The latest job of a batch."""
    return db.session.get(Job, found.job_id) if found.job_id else None


def same_file(actor: Actor, found: ImportBatch) -> ImportBatch | None:
    """An earlier import of this very file that was not undone."""
    query = visible(actor, "import.list", ImportBatch).where(
        ImportBatch.kind == found.kind, ImportBatch.sha256 == found.sha256, ImportBatch.id != found.id,
        ImportBatch.status == Status.IMPORTED,
    )
    return db.session.scalar(query.order_by(ImportBatch.id.desc()).limit(1))


def older_than(instant: datetime) -> Sequence[sa.Row[int, str]]:
    """(id, file) of the batches whose day is over and that still hold something of the sheet."""
    holds = sa.or_(
        ImportBatch.file != "", ImportBatch.findings.is_not(None), ImportBatch.journal.is_not(None)
    )
    last = sa.func.coalesce(ImportBatch.imported_at, ImportBatch.created_at)
    return db.session.execute(sa.select(ImportBatch.id, ImportBatch.file).where(last < instant, holds)).all()
