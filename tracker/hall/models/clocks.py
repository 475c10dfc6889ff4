"""What moves the clock of a task: 特别程序, 延期, and each 一次性告知 as it was told."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.hall.rules import PauseKind, PauseState
from tracker.store.base import Base, enum_column
from tracker.store.secrets import SECRET, Encrypted


class TaskPause(Base):
    """One 特别程序: asked for with type, basis and notice number; stands still once somebody else approved.

    `until`: the day the days count again; that day counts (None: it still stands). Papers that come after
    acceptance (SUPPLEMENT) follow the item's own rule instead, see rules.clock_of.
    """

    __tablename__ = "task_pause"
    __table_args__ = (
        sa.CheckConstraint("(state IN ('running', 'ended')) = (since IS NOT NULL)", name="since_when"),
        sa.CheckConstraint("(state = 'ended') = (until IS NOT NULL)", name="until_when"),
        sa.CheckConstraint("state = 'asked' OR decided_by IS NOT NULL", name="decided_by_whom"),
        sa.CheckConstraint("until IS NULL OR until >= since", name="until_after_since"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), index=True)
    kind: Mapped[PauseKind] = mapped_column(enum_column(PauseKind))
    state: Mapped[PauseState] = mapped_column(enum_column(PauseState), default=PauseState.ASKED)
    basis: Mapped[str] = mapped_column(sa.String(200))
    notice_no: Mapped[str] = mapped_column(sa.String(60))
    expected_workdays: Mapped[int]
    """How long it will take, as told to the applicant in writing (行政许可法 45)."""
    asked_by: Mapped[int | None]
    asked_on: Mapped[date]
    decided_by: Mapped[int | None]
    decided_on: Mapped[date | None]
    refusal: Mapped[str] = mapped_column(sa.String(500), default="")
    since: Mapped[date | None]
    until: Mapped[date | None]
    result: Mapped[str] = mapped_column(sa.String(500), default="")


class TaskExtension(Base):
    """One 延期: asked for with its reason, granted by the head; the applicant reads the reason."""

    __tablename__ = "task_extension"
    __table_args__ = (
        sa.CheckConstraint("workdays BETWEEN 1 AND 15", name="days_by_law"),
        sa.CheckConstraint("(is_granted IS NULL) = (decided_by IS NULL)", name="decided_by_whom"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), index=True)
    workdays: Mapped[int]
    reason: Mapped[str] = mapped_column(sa.String(500))
    asked_by: Mapped[int | None]
    asked_on: Mapped[date]
    is_granted: Mapped[bool | None]
    decided_by: Mapped[int | None]
    decided_on: Mapped[date | None]
    refusal: Mapped[str] = mapped_column(sa.String(500), default="")


class TaskNotice(Base):
    """What was told to be missing, at one time (一次性告知); the second one of a task is flagged for good."""

    __tablename__ = "task_notice"
    __table_args__ = (sa.UniqueConstraint("task_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"))
    number: Mapped[int]
    words: Mapped[str] = mapped_column(Encrypted("task_notice.words"), info=SECRET)
    correct_by: Mapped[date]
    again_reason: Mapped[str] = mapped_column(sa.String(500), default="")
    told_on: Mapped[date]
    told_by: Mapped[int | None]
