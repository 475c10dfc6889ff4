"""VisitGoal (走访目标), and what a month's figures were on the day it was closed (结账)."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.households.rules import Care
from tracker.store.base import Base, Owned, enum_column
from tracker.visits.rules import LONGEST_LINE, Cycle, Level, Rule, Target


class VisitGoal(Owned, Base):
    """unit_code: the town. For whom it holds: `target`, `care` and `level` (None: all of them).

    In force from `since` to `until`, both included, None: until further notice. `basis`: the document
    that asks for it; a town without such a document has no goals.
    """

    __tablename__ = "visit_goal"

    target: Mapped[Target] = mapped_column(enum_column(Target))
    care: Mapped[Care | None] = mapped_column(enum_column(Care))
    level: Mapped[Level | None] = mapped_column(enum_column(Level))
    cycle: Mapped[Cycle] = mapped_column(enum_column(Cycle))
    times: Mapped[int]
    longest_gap: Mapped[int | None]
    """Calendar days; None: twice the even step."""
    since: Mapped[date]
    until: Mapped[date | None]
    basis: Mapped[str] = mapped_column(sa.String(LONGEST_LINE))

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.CheckConstraint("target IN ('village', 'household')", name="countable"),
            sa.CheckConstraint("care IS NULL OR target = 'household'", name="care_of_household"),
            sa.CheckConstraint("times >= 1", name="times"),
            sa.CheckConstraint("longest_gap IS NULL OR longest_gap >= 1", name="gap"),
            sa.CheckConstraint("until IS NULL OR until >= since", name="span"),
            sa.CheckConstraint("length(basis) > 0", name="basis_given"),
        )

    @property
    def rule(self) -> Rule:
        return Rule(self.cycle, self.times, self.longest_gap)


class MonthClosing(Owned, Base):
    """结账: from then on the month's figures stand; what is recorded later is told beside them (补报)."""

    __tablename__ = "visit_month"

    month: Mapped[date]
    """Its first day."""

    lines: Mapped[list["ClosedLine"]] = relationship(order_by="ClosedLine.id")

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (sa.UniqueConstraint("unit_code", "month"),)


class ClosedLine(Base):
    """Days and household visits of one person (user_id) or one village (village_code) on that day."""

    __tablename__ = "visit_month_line"
    __table_args__ = (
        sa.CheckConstraint("(user_id IS NULL) <> (village_code IS NULL)", name="one_of_two"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    closing_id: Mapped[int] = mapped_column(sa.ForeignKey("visit_month.id"), index=True)
    user_id: Mapped[int | None]
    village_code: Mapped[str | None] = mapped_column(sa.String(20))
    days: Mapped[int]
    homes: Mapped[int]
