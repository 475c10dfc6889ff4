"""ContactLink (联系点安排)."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.base import Base, Owned, enum_column
from tracker.visits.rules import VILLAGE_DIGITS, Level, Target


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
