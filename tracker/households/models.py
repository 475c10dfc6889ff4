"""Household (户), the history of its facts, facts two people disagree on, and looks at what is hidden."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.households.rules import Care, Origin, Verdict
from tracker.store.base import Base, Owned, UtcDateTime, enum_column
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
    people_count: Mapped[int | None]
    facts_version: Mapped[int] = mapped_column(default=0)
    """Counts changes of the facts alone, for phones that were away meanwhile; 0: as it came into the roll."""

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.UniqueConstraint("village_code", "number"),
            sa.Index("ix_household_linked", "assignee_id", "village_code", "number"),
        )

    @property
    def cares(self) -> tuple[Care, ...]:
        return tuple(Care(code) for code in self.care_codes.split())


class HouseholdVersion(Base):
    """One change of a household's facts (户情变更); never changed again.

    `facts`: JSON {fact: [before, after]}. author_id: who changed it, None: the system.
    """

    __tablename__ = "household_version"
    __table_args__ = (sa.UniqueConstraint("household_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id"))
    number: Mapped[int]
    facts: Mapped[str] = mapped_column(Encrypted("household_version.facts"), info=SECRET)
    origin: Mapped[Origin] = mapped_column(enum_column(Origin))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int | None]


class HouseholdConflict(Owned, Base):
    """A fact from a phone that somebody else had changed meanwhile (说法不一); a person decides.

    Copies unit_code and assignee_id of the household, so that the same policy row judges both; author_id: who
    sent it. `sent`: JSON of the value. verdict: None as long as nobody has decided.
    """

    __tablename__ = "household_conflict"

    household_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id"), index=True)
    field: Mapped[str] = mapped_column(sa.String(20))
    sent: Mapped[str] = mapped_column(Encrypted("household_conflict.sent"), info=SECRET)
    base_version: Mapped[int]
    verdict: Mapped[Verdict | None] = mapped_column(enum_column(Verdict))
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    household: Mapped[Household] = relationship(lazy="joined", innerjoin=True)

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.CheckConstraint("(verdict IS NULL) = (decided_at IS NULL)", name="decided_has_instant"),
        )


class Unmasking(Owned, Base):
    """One look at the full name, phone and address, with its reason (domain.md 10.3).

    Copies unit_code and assignee_id of the household, so that the same policy row judges both.
    """

    __tablename__ = "unmasking"

    household_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id"), index=True)
    reason: Mapped[str] = mapped_column(sa.String(200))
