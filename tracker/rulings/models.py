"""Ruling (处置记录): what was decided on a record, whoever may see the record may see it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.base import Base, UtcDateTime
from tracker.store.secrets import SECRET, Encrypted


class Ruling(Base):
    """Only ever added; `kind` is the table of the record it belongs to."""

    __tablename__ = "ruling"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    record_id: Mapped[int]
    decision: Mapped[str] = mapped_column(Encrypted("ruling.decision"), info=SECRET)
    basis: Mapped[str] = mapped_column(sa.String(300))
    decider_id: Mapped[int]
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    result: Mapped[str] = mapped_column(Encrypted("ruling.result"), info=SECRET)
    """现场结果; empty while nothing can be said of it."""
    author_id: Mapped[int]
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        sa.Index("ix_ruling_record", "kind", "record_id"),
        sa.CheckConstraint("length(basis) > 0", name="basis_given"),
    )
