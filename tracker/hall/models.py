"""Task (办件) and TaskRating (好差评)."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.catalogue.models import ServiceItem
from tracker.domain.masking import mask_id
from tracker.hall.rules import FINISHED, Channel, Level, Outcome, Status, Times
from tracker.store.base import Base, Owned, enum_column
from tracker.store.secrets import SECRET, Encrypted


class Task(Owned, Base):
    """What one resident asked the hall to do; unit_code is the hall that holds it, assignee the 经办人.

    `notice` and `reason` are what the hall wrote to this one person: they stay out of the audit log.
    """

    __tablename__ = "task"

    ref: Mapped[str] = mapped_column(sa.String(40))
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("service_item.id"))
    status: Mapped[Status] = mapped_column(enum_column(Status), default=Status.RECEIVED)
    channel: Mapped[Channel] = mapped_column(enum_column(Channel))
    applicant: Mapped[str] = mapped_column(Encrypted("task.applicant"), info=SECRET)
    applicant_index: Mapped[str] = mapped_column(sa.String(32), index=True, info=SECRET)
    phone: Mapped[str | None] = mapped_column(Encrypted("task.phone"), info=SECRET)
    phone_index: Mapped[str | None] = mapped_column(sa.String(32), index=True, info=SECRET)
    id_number: Mapped[str | None] = mapped_column(Encrypted("task.id_number"), info=SECRET)
    village_code: Mapped[str] = mapped_column(sa.String(20), default="")
    handed_in: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    received_on: Mapped[date]
    tell_by: Mapped[date]
    told_on: Mapped[date | None]
    told_count: Mapped[int] = mapped_column(default=0)
    notice: Mapped[str] = mapped_column(sa.Text, default="", info=SECRET)
    again_reason: Mapped[str] = mapped_column(sa.Text, default="")
    correct_by: Mapped[date | None]
    accepted_on: Mapped[date | None]
    is_deemed: Mapped[bool] = mapped_column(default=False)
    promised_workdays: Mapped[int] = mapped_column(default=0)
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    is_overdue: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[Outcome | None] = mapped_column(enum_column(Outcome))
    reason: Mapped[str] = mapped_column(sa.Text, default="", info=SECRET)
    path: Mapped[str] = mapped_column(sa.Text, default="")
    late_reason: Mapped[str] = mapped_column(sa.Text, default="")
    delivered_on: Mapped[date | None]
    rate_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True, info=SECRET)
    rated_on: Mapped[date | None]

    item: Mapped[ServiceItem] = relationship(lazy="joined")

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.UniqueConstraint("unit_code", "ref"),
            sa.CheckConstraint(
                "(status IN ('received', 'told', 'accepted')) = (done_on IS NULL)", name="open_or_ended"
            ),
            sa.CheckConstraint(
                "status NOT IN ('accepted', 'done', 'delivered') OR accepted_on IS NOT NULL",
                name="accepted_before_done",
            ),
            sa.CheckConstraint("(accepted_on IS NULL) = (due_on IS NULL)", name="clock_from_acceptance"),
            sa.CheckConstraint(
                "(status IN ('done', 'delivered')) = (outcome IS NOT NULL)", name="has_outcome"
            ),
            sa.CheckConstraint(
                "(status = 'delivered') = (delivered_on IS NOT NULL)", name="delivered_on_day"
            ),
            sa.CheckConstraint("status <> 'told' OR told_on IS NOT NULL", name="told_on_day"),
            sa.Index("ix_task_newest", "unit_code", "created_at", "id"),
            sa.Index("ix_task_status", "status", "created_at", "id"),
            sa.Index("ix_task_village", "village_code", "created_at", "id"),
            sa.Index("ix_task_of_item", "item_id", "created_at", "id"),
            sa.Index("ix_task_due", "status", "due_on"),
            sa.Index("ix_task_untold", "status", "tell_by"),
            sa.Index("ix_task_received", "received_on", "id"),  # the ledger streams in this order
        )

    @property
    def times(self) -> Times:
        return Times(
            status=self.status, received_on=self.received_on, tell_by=self.tell_by, told_on=self.told_on,
            correct_by=self.correct_by, accepted_on=self.accepted_on, due_on=self.due_on,
            promised_workdays=self.promised_workdays, done_on=self.done_on, is_overdue=self.is_overdue,
        )

    @property
    def masked_id(self) -> str:
        return mask_id(self.id_number or "")

    @property
    def is_ratable(self) -> bool:
        return self.status in FINISHED and self.rated_on is None


class TaskRating(Base):
    """What a resident said of one finished task; who said it is nowhere in the row."""

    __tablename__ = "task_rating"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), unique=True)
    level: Mapped[Level] = mapped_column(enum_column(Level))
    words: Mapped[str | None] = mapped_column(Encrypted("task_rating.words"), info=SECRET)
    rated_on: Mapped[date]

    task: Mapped[Task] = relationship()
