"""Task (办件): what one resident asked the hall to do."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.catalogue.models import ServiceItem
from tracker.catalogue.rules import GapRule
from tracker.domain.masking import mask_id
from tracker.hall.models.agency import TaskAgency
from tracker.hall.models.clocks import TaskExtension, TaskNotice, TaskPause
from tracker.hall.models.steps import TaskHandover, TaskStep
from tracker.hall.rules import (
    FINISHED,
    Channel,
    HandoverState,
    Outcome,
    PauseKind,
    PauseState,
    Status,
    Stop,
    Times,
)
from tracker.line.models import Coming
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
    invited: Mapped[int] = mapped_column(default=0)
    """How often a rating was asked for: once after a day, once more after three, never again."""
    invited_on: Mapped[date | None]
    coming_id: Mapped[int | None] = mapped_column(sa.ForeignKey("coming.id"), index=True)
    """The coming (来访) it was taken in at; None: by an agent, from a visit, online."""
    first_asked_id: Mapped[int | None]
    """首问负责: who was asked first stays answerable until somebody has taken the task over."""
    gap_rule: Mapped[GapRule] = mapped_column(enum_column(GapRule), default=GapRule.NONE)
    """What papers that come after acceptance do to the days; copied from the item at acceptance."""
    is_stopped: Mapped[bool] = mapped_column(default=False)
    """The promised days stand still now (特别程序); `due_on` is then the day as it was before."""
    decline_asked_by: Mapped[int | None]
    """不予受理 waits for the head's signature, asked by this person; `reason` and `path` then are a draft."""
    decline_refusal: Mapped[str] = mapped_column(sa.String(500), default="")
    """Why the head did not sign; the window reads it."""
    said: Mapped[str | None] = mapped_column(Encrypted("task.said"), info=SECRET)
    """What the person said at a visit, in their own words; None: taken in at a window."""
    follow_names: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    """容缺受理: papers promised for later, and until when."""
    follow_by: Mapped[date | None]
    followed_on: Mapped[date | None]
    home_on: Mapped[date | None]
    """上门: the day agreed on, and the place."""
    home_place: Mapped[str | None] = mapped_column(Encrypted("task.home_place"), info=SECRET)
    reminded_on: Mapped[date | None]
    """待补正: the one reminder before it counts as withdrawn."""
    valid_until: Mapped[date | None]
    """The day the certificate runs out; None: it does not, or there is none."""

    item: Mapped[ServiceItem] = relationship(lazy="joined")
    coming: Mapped[Coming | None] = relationship()
    pauses: Mapped[list[TaskPause]] = relationship(order_by=TaskPause.id, lazy="selectin")
    extensions: Mapped[list[TaskExtension]] = relationship(order_by=TaskExtension.id, lazy="selectin")
    steps: Mapped[list[TaskStep]] = relationship(order_by=TaskStep.id, lazy="selectin")
    notices: Mapped[list[TaskNotice]] = relationship(order_by=TaskNotice.number)
    agency: Mapped[TaskAgency | None] = relationship()
    """代办; None: the resident does it in person."""
    handovers: Mapped[list[TaskHandover]] = relationship(order_by=TaskHandover.id)

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.UniqueConstraint("unit_code", "ref"),
            sa.CheckConstraint(
                "(status IN ('received', 'told', 'accepted', 'paused', 'reported')) = (done_on IS NULL)",
                name="open_or_ended",
            ),
            sa.CheckConstraint(
                "status NOT IN ('accepted', 'paused', 'reported', 'done', 'delivered') "
                "OR accepted_on IS NOT NULL",
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
            sa.CheckConstraint("status <> 'paused' OR is_stopped", name="paused_stands_still"),
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
            gap_rule=self.gap_rule, stops=self._stops(), is_stopped=self.is_stopped,
            extensions=tuple(one.workdays for one in self.extensions if one.is_granted),
        )

    def _stops(self) -> tuple[Stop, ...]:
        """Approved 特别程序, papers that came late, and county steps that stop the clock by the guide."""
        held = [
            Stop(one.since, one.until, one.kind is PauseKind.SUPPLEMENT) for one in self.pauses if one.since
        ]
        away = [Stop(one.sent_on, one.back_on) for one in self.steps if one.stops_clock]
        return tuple(held + away)

    @property
    def asked_pause(self) -> TaskPause | None:
        """The 特别程序 that waits for approval."""
        return next((one for one in self.pauses if one.state is PauseState.ASKED), None)

    @property
    def running_pause(self) -> TaskPause | None:
        return next((one for one in self.pauses if one.state is PauseState.RUNNING), None)

    @property
    def asked_extension(self) -> TaskExtension | None:
        """The 延期 that waits for approval."""
        return next((one for one in self.extensions if one.is_granted is None), None)

    @property
    def open_steps(self) -> list[TaskStep]:
        """What lies with departments of the county now."""
        return [one for one in self.steps if one.back_on is None]

    @property
    def open_offer(self) -> TaskHandover | None:
        """The 移交 that waits for an answer."""
        return next((one for one in self.handovers if one.state is HandoverState.OFFERED), None)

    @property
    def masked_id(self) -> str:
        return mask_id(self.id_number or "")

    @property
    def is_ratable(self) -> bool:
        return self.status in FINISHED and self.rated_on is None
