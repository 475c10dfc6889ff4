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
    card_issued_on: Mapped[date | None]
    """When the 联系卡 was given there; None: not yet."""

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.CheckConstraint("(target = 'household') = (household_id IS NOT NULL)", name="household_named"),
            sa.CheckConstraint("until IS NULL OR until >= since", name="span"),
            sa.CheckConstraint(
                "target NOT IN ('company', 'project') OR target_name <> ''", name="company_named"
            ),
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


class ContactCard(Owned, Base):
    """联系卡: what the card of one cadre (assignee_id) says beside name and unit; unit_code: their unit.

    `phone` is the number for work that this person or the office gave out for the card, never the private
    one of the account. `promise`: what I promise, one to a line.
    """

    __tablename__ = "contact_card"

    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    promise: Mapped[str] = mapped_column(sa.String(200), default="")

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (sa.UniqueConstraint("assignee_id"),)

    @property
    def promises(self) -> tuple[str, ...]:
        return tuple(line for line in self.promise.splitlines() if line)
