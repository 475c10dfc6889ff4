"""OutreachRule, RollEntry (应享名册) and Outreach (主动告知): whom to tell of which service, each once."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.catalogue.models import ServiceItem
from tracker.outreach.rules import How, Occasion, Status
from tracker.store.base import Base, Owned, enum_column
from tracker.store.secrets import SECRET, Encrypted


class OutreachRule(Owned, Base):
    """When somebody is to be told of an item: `age` in full years (AGE), `days_before` the day it falls due.

    unit_code: the town; EXPIRY needs an item with valid_months, UNCLAIMED a roll.
    """

    __tablename__ = "outreach_rule"

    item_id: Mapped[int] = mapped_column(sa.ForeignKey("service_item.id"))
    occasion: Mapped[Occasion] = mapped_column(enum_column(Occasion))
    age: Mapped[int | None]
    days_before: Mapped[int] = mapped_column(default=30)
    is_used: Mapped[bool] = mapped_column(default=True)

    item: Mapped[ServiceItem] = relationship(lazy="joined", innerjoin=True)

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.CheckConstraint("(occasion = 'age') = (age IS NOT NULL)", name="age_for_age"),
            sa.CheckConstraint("days_before BETWEEN 0 AND 366", name="within_a_year"),
        )


class RollEntry(Owned, Base):
    """One person of a roll that came by sheet (名册): by birth date, or of who is entitled to an item.

    unit_code: the village; item_id None: a roll of birth dates. Health or hardship reasons are not kept here.
    """

    __tablename__ = "roll_entry"

    item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("service_item.id"))
    name: Mapped[str] = mapped_column(Encrypted("roll_entry.name"), info=SECRET)
    name_index: Mapped[str] = mapped_column(sa.String(32), index=True, info=SECRET)
    """The same blind index as of a task's applicant: who has applied is not told again."""
    phone: Mapped[str | None] = mapped_column(Encrypted("roll_entry.phone"), info=SECRET)
    born_on: Mapped[str | None] = mapped_column(Encrypted("roll_entry.born_on"), info=SECRET)
    """ISO date; None for a roll of entitled people."""
    birth_month: Mapped[int | None] = mapped_column(info=SECRET)
    """year * 12 + month, so that who reaches an age can be asked without opening every row."""
    key: Mapped[str] = mapped_column(sa.String(64), info=SECRET)
    """Blind index of village, name and birth date (or item): one person once in a roll."""
    until: Mapped[date | None]
    """The day the entitlement ends; None: open."""

    item: Mapped[ServiceItem | None] = relationship(lazy="joined")

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (sa.UniqueConstraint("key"), sa.Index("ix_roll_entry_birth", "birth_month"))


class Outreach(Owned, Base):
    """One person to be told of one item on one occasion: once (`key`); assignee_id: who tells.

    unit_code: the village, or the hall for people of no village here.
    """

    __tablename__ = "outreach"

    occasion: Mapped[Occasion] = mapped_column(enum_column(Occasion))
    status: Mapped[Status] = mapped_column(enum_column(Status), default=Status.TO_TELL)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("service_item.id"))
    name: Mapped[str] = mapped_column(Encrypted("outreach.name"), info=SECRET)
    name_index: Mapped[str] = mapped_column(sa.String(32), index=True, info=SECRET)
    phone: Mapped[str | None] = mapped_column(Encrypted("outreach.phone"), info=SECRET)
    key: Mapped[str] = mapped_column(sa.String(64), unique=True, info=SECRET)
    """Blind index of person, item, occasion and its day: nobody is told twice of the same."""
    age: Mapped[int | None]
    """Which age is reached; None: another occasion."""
    listed_on: Mapped[date]
    falls_on: Mapped[date | None]
    """The day the certificate runs out, the birthday, or the end of the claim; None: it has no end."""
    from_task_id: Mapped[int | None] = mapped_column(sa.ForeignKey("task.id"))
    task_id: Mapped[int | None] = mapped_column(sa.ForeignKey("task.id"))
    """What it became, once the person came."""
    told_on: Mapped[date | None]
    told_by: Mapped[int | None]
    how: Mapped[How | None] = mapped_column(enum_column(How))
    note: Mapped[str] = mapped_column(sa.String(200), default="", info=SECRET)
    """What the person said, or what is wrong in the roll; stays out of the audit log."""
    ended_on: Mapped[date | None]

    item: Mapped[ServiceItem] = relationship(lazy="joined", innerjoin=True)

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.CheckConstraint(
                "status <> 'told' OR (told_on IS NOT NULL AND how IS NOT NULL)", name="told_how"
            ),
            sa.CheckConstraint(
                "(status IN ('taken_up', 'not_wanted', 'wrong')) = (ended_on IS NOT NULL)",
                name="ended_on_day",
            ),
            sa.Index("ix_outreach_list", "unit_code", "status", "falls_on", "id"),
        )
