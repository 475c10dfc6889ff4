"""Which matters are past the time for which whoever spoke up is remembered (留存期限)."""

from collections.abc import Sequence
from datetime import date, datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from tracker.domain.clock import SHANGHAI
from tracker.opinions.models import Opinion
from tracker.opinions.rules import FLOW, Status
from tracker.store.audit import AuditEntry
from tracker.store.db import db

FINISHED = (Status.CLOSED, Status.DECLINED, Status.WITHDRAWN, Status.TRANSFERRED)
_ENDINGS = tuple(f"opinion.{move.name}" for move in FLOW.moves if move.target in FINISHED)


def past_keeping(before: date, limit: int) -> Sequence[Opinion]:
    """Matters that ended before this day and still know who spoke up; a check that is due comes first.

    Closed ones bear their day; of the others the audit log knows it, else it is the day they came.
    """
    ended = (
        sa.select(sa.func.max(AuditEntry.at))
        .where(
            AuditEntry.kind == Opinion.__tablename__, AuditEntry.record_id == Opinion.id,
            AuditEntry.action.in_(_ENDINGS),
        )
        .scalar_subquery()
    )
    midnight = datetime.combine(before, time(), SHANGHAI)
    is_over = sa.case(
        (Opinion.status == Status.CLOSED, Opinion.closed_on < before),
        else_=sa.func.coalesce(ended, Opinion.created_at) < midnight,
    )
    return db.session.scalars(
        sa.select(Opinion)
        .where(
            Opinion.anonymised_on.is_(None), Opinion.status.in_(FINISHED), is_over,
            sa.not_(Opinion.is_withdrawal_to_check),
        )
        .options(*(selectinload(part) for part in PARTS))
        .order_by(Opinion.id)
        .limit(limit)
    ).all()


PARTS = (
    Opinion.supplements, Opinion.replies, Opinion.notes, Opinion.requests, Opinion.questions,
    Opinion.whistles, Opinion.reviews, Opinion.calls, Opinion.ratings,
)
