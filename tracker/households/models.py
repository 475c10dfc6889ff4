"""Household (户) and Unmasking (查看隐去的信息): who lives where, and who looked at it in full, and why."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.households.rules import Care
from tracker.store.base import Base, Owned
from tracker.store.secrets import SECRET, Encrypted


class Household(Owned, Base):
    """unit_code: its village group, or the village; assignee_id: the cadre linked to it, None: nobody."""

    __tablename__ = "household"

    village_code: Mapped[str] = mapped_column(sa.String(20))
    number: Mapped[int]
    """户号, counted in its village; never used again."""
    group_name: Mapped[str] = mapped_column(sa.String(20), default="")
    head_name: Mapped[str] = mapped_column(Encrypted("household.head_name"), info=SECRET)
    phone: Mapped[str | None] = mapped_column(Encrypted("household.phone"), info=SECRET)
    phone_index: Mapped[str | None] = mapped_column(sa.String(64), index=True, info=SECRET)
    address: Mapped[str | None] = mapped_column(Encrypted("household.address"), info=SECRET)
    care_codes: Mapped[str] = mapped_column(sa.String(120), default="", info=SECRET)

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.UniqueConstraint("village_code", "number"),
            sa.Index("ix_household_linked", "assignee_id", "village_code", "number"),
        )

    @property
    def cares(self) -> tuple[Care, ...]:
        return tuple(Care(code) for code in self.care_codes.split())


class Unmasking(Owned, Base):
    """One look at the full name, phone and address, with its reason (domain.md 10.3).

    Copies unit_code and assignee_id of the household, so that the same policy row judges both.
    """

    __tablename__ = "unmasking"

    household_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id"), index=True)
    reason: Mapped[str] = mapped_column(sa.String(200))
