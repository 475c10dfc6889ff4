"""代办: who does it for whom on what mandate, and the originals that went through our hands."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.hall.rules import MandateKind
from tracker.store.base import Base, enum_column


class TaskOriginal(Base):
    """One original handed over (原件), signed for when it came and when it went back."""

    __tablename__ = "task_original"
    __table_args__ = (
        sa.CheckConstraint("copies BETWEEN 1 AND 20", name="some_copies"),
        sa.CheckConstraint("(returned_on IS NULL) = (returned_by IS NULL)", name="returned_by_whom"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task_agency.task_id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    copies: Mapped[int] = mapped_column(default=1)
    taken_on: Mapped[date]
    taken_by: Mapped[int | None]
    returned_on: Mapped[date | None]
    returned_by: Mapped[int | None]


class TaskAgency(Base):
    """The 代办 of one task: free of charge, always (fee stays 0)."""

    __tablename__ = "task_agency"
    __table_args__ = (
        sa.CheckConstraint("fee = 0", name="free_of_charge"),
        sa.CheckConstraint("(returned_on IS NULL) = (returned_to = '')", name="returned_to_whom"),
    )

    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), primary_key=True)
    agent_id: Mapped[int | None] = mapped_column(index=True)
    mandate_kind: Mapped[MandateKind] = mapped_column(enum_column(MandateKind))
    mandate_on: Mapped[date | None]
    """None: the mandate is not signed yet; the paper is printed with the task."""
    fee: Mapped[int] = mapped_column(default=0)
    returned_on: Mapped[date | None]
    returned_to: Mapped[str] = mapped_column(sa.String(40), default="")
    """Who signed for the result: 本人, 家属 or a name as it was given."""
    originals: Mapped[list[TaskOriginal]] = relationship(order_by=TaskOriginal.id)

    @property
    def originals_here(self) -> list[TaskOriginal]:
        """What was handed over and has not gone back yet."""
        return [one for one in self.originals if one.returned_on is None]
