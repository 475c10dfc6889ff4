"""Visit (走访) and what visits said before a correction."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.base import Base, Owned, UtcDateTime, enum_column
from tracker.store.secrets import SECRET, Encrypted
from tracker.visits.rules import VILLAGE_DIGITS, Kind


class Visit(Owned, Base):
    """unit_code: the village or group that was visited; assignee_id: who went (author_id: who wrote it)."""

    __tablename__ = "visit"

    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    visited_on: Mapped[date]
    kind: Mapped[Kind] = mapped_column(enum_column(Kind), default=Kind.HOME)
    household_id: Mapped[int | None] = mapped_column(sa.ForeignKey("household.id"))
    words: Mapped[str | None] = mapped_column(Encrypted("visit.words"), info=SECRET)
    participants: Mapped[str | None] = mapped_column(Encrypted("visit.participants"), info=SECRET)

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.Index("ix_visit_newest", "visited_on", "id"),
            sa.Index("ix_visit_place", "unit_code", "visited_on", "id"),
            sa.Index("ix_visit_visitor", "assignee_id", "visited_on", "id"),
            sa.Index("ix_visit_household", "household_id", "visited_on", "id"),
        )

    @property
    def village_code(self) -> str:
        return self.unit_code[:VILLAGE_DIGITS]


class VisitVersion(Base):
    """What a visit said before a correction (更正版); never changed again."""

    __tablename__ = "visit_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("visit.id"), index=True)
    visited_on: Mapped[date]
    kind: Mapped[Kind] = mapped_column(enum_column(Kind))
    unit_code: Mapped[str] = mapped_column(sa.String(20))
    household_id: Mapped[int | None]
    words: Mapped[str | None] = mapped_column(Encrypted("visit_version.words"), info=SECRET)
    participants: Mapped[str | None] = mapped_column(Encrypted("visit_version.participants"), info=SECRET)
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime)
    replaced_by: Mapped[int | None]
