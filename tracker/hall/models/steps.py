"""Working together on one task: steps at county departments, and hand-over between windows and offices."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.hall.rules import HandoverState
from tracker.store.base import Base, UtcDateTime, enum_column


class TaskStep(Base):
    """One stretch of a task at a county department (转报上级), with dates of its own.

    `promised_workdays`: of that department, 0: none said; `stops_clock`: the guide says the town's own days
    stand still meanwhile. `back_on` None: it is still there.
    """

    __tablename__ = "task_step"
    __table_args__ = (
        sa.CheckConstraint("(back_on IS NULL) = (result = '')", name="result_when_back"),
        sa.CheckConstraint("back_on IS NULL OR back_on >= sent_on", name="back_after_sent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), index=True)
    department: Mapped[str] = mapped_column(sa.String(80))
    what: Mapped[str] = mapped_column(sa.String(200))
    sent_on: Mapped[date]
    sent_by: Mapped[int | None]
    taken_by: Mapped[str] = mapped_column(sa.String(40), default="")
    """Who took it there, by name as they gave it."""
    promised_workdays: Mapped[int] = mapped_column(default=0)
    due_on: Mapped[date | None]
    stops_clock: Mapped[bool] = mapped_column(default=False)
    back_on: Mapped[date | None]
    result: Mapped[str] = mapped_column(sa.String(200), default="")


class TaskHandover(Base):
    """移交: offered to another person or office, which accepts or sends it back; until then nothing moves."""

    __tablename__ = "task_handover"
    __table_args__ = (
        sa.CheckConstraint("(state = 'offered') = (answered_at IS NULL)", name="answered_when"),
        sa.Index("ix_task_handover_to", "to_unit", "to_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), index=True)
    state: Mapped[HandoverState] = mapped_column(enum_column(HandoverState), default=HandoverState.OFFERED)
    from_id: Mapped[int | None]
    from_unit: Mapped[str] = mapped_column(sa.String(20))
    to_unit: Mapped[str] = mapped_column(sa.String(20))
    to_id: Mapped[int | None]
    """None: whoever sits there."""
    reason: Mapped[str] = mapped_column(sa.String(500))
    offered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by: Mapped[int | None]
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(sa.String(500), default="")
