"""Parked (等人看一看的): a record from a phone that the house keeps without having made it a visit yet."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.field.rules import Standing
from tracker.store.base import Base, Owned, UtcDateTime, enum_column
from tracker.store.secrets import SECRET, Encrypted


class Parked(Owned, Base):
    """unit_code: the place that was visited; author_id: who sent it; assignee_id: whose visit it is.

    item: the JSON as it was sent, empty when its time of keeping is over. visit_id: the visit with the same
    key, None when that is somebody else's.
    became_id: the visit it was made into. Decided once: nothing leaves this table, nothing is overwritten.
    """

    __tablename__ = "parked_item"

    client_id: Mapped[str] = mapped_column(sa.String(36))
    client_rev: Mapped[int]
    client_sha256: Mapped[str] = mapped_column(sa.String(64))
    item: Mapped[str] = mapped_column(Encrypted("parked_item.item"), info=SECRET)
    device_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    skew_seconds: Mapped[int | None]
    visit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("visit.id"), index=True)
    standing: Mapped[Standing] = mapped_column(enum_column(Standing), default=Standing.OPEN)
    became_id: Mapped[int | None] = mapped_column(sa.ForeignKey("visit.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[int | None]
    reason: Mapped[str] = mapped_column(sa.String(200), default="")

    @property
    def is_cleared(self) -> bool:
        return not self.item

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.UniqueConstraint("client_id", "client_sha256", "author_id"),
            sa.CheckConstraint("(standing = 'open') = (decided_at IS NULL)", name="decided_has_instant"),
            sa.CheckConstraint("(standing = 'open') = (decided_by IS NULL)", name="decided_by_somebody"),
            sa.CheckConstraint(
                "(standing IN ('stored', 'corrected')) = (became_id IS NOT NULL)", name="became_a_visit"
            ),
            sa.CheckConstraint("standing <> 'dropped' OR reason <> ''", name="dropped_has_reason"),
            sa.Index("ix_parked_item_open", "standing", "id"),
        )
