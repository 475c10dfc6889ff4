"""Every select() about rulings (处置记录)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tracker.people.queries import names_of
from tracker.rulings.models import Ruling
from tracker.store.db import db


@dataclass(frozen=True)
class Told:
    """One ruling and the name of who decided."""

    ruling: Ruling
    decider: str


def of(record: Any) -> Sequence[Told]:
    """What was decided on this record, the latest first; whoever asks has been let in to the record."""
    rows = db.session.scalars(
        sa.select(Ruling)
        .where(Ruling.kind == record.__tablename__, Ruling.record_id == record.id)
        .order_by(Ruling.id.desc())
    ).all()
    names = names_of(row.decider_id for row in rows)
    return [Told(row, names.get(row.decider_id, "")) for row in rows]
