"""ContactLink (联系点安排), Visit (走访) and what visits said before a correction."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.base import Base, Owned, UtcDateTime, enum_column
from tracker.store.secrets import SECRET, Encrypted
from tracker.visits.rules import VILLAGE_DIGITS, Kind, Level, Target


class ContactLink(Owned, Base):
    """unit_code: the village or group of the target; assignee_id: the cadre. Open while `until` is None."""

    __tablename__ = "contact_link"

    target: Mapped[Target] = mapped_column(enum_column(Target))
    household_id: Mapped[int | None] = mapped_column(sa.ForeignKey("household.id"))
    target_name: Mapped[str] = mapped_column(sa.String(80), default="")
    """Of a company or project; villages and households have names of their own."""
    level: Mapped[Level] = mapped_column(enum_column(Level), default=Level.STAFF)
    since: Mapped[date]
    until: Mapped[date | None]
    basis: Mapped[str] = mapped_column(sa.String(120), default="")
    backup_id: Mapped[int | None] = mapped_column(index=True)

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.CheckConstraint("(target = 'household') = (household_id IS NOT NULL)", name="household_named"),
            sa.CheckConstraint("until IS NULL OR until >= since", name="span"),
            # one household, one linked cadre at a time
            sa.Index(
                "uq_contact_link_open_household", "household_id", unique=True,
                sqlite_where=sa.text("until IS NULL"), postgresql_where=sa.text("until IS NULL"),
            ),
            sa.Index("ix_contact_link_open", "unit_code", "target", "until"),
        )

    @property
    def village_code(self) -> str:
        return self.unit_code[:VILLAGE_DIGITS]


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
