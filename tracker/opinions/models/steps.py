"""What is done on a matter until it is answered: clocks, requests, questions, whistles, replies, notes."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain import clock
from tracker.domain.deadline import Unit
from tracker.opinions.rules import ClockKind, Outcome, RequestKind
from tracker.store.base import Base, UtcDateTime, enum_column
from tracker.store.secrets import SECRET, Encrypted


class OpinionClock(Base):
    """One clock (期限) of a matter. Its length was copied when it began: a later rule changes nothing.

    `due_on` and `last_on` (before rolling over) are None while it stands still; clocks of hours have
    `started_at` and `due_at` instead of days. `stopped_*`: when the deed was done; None: it runs.
    """

    __tablename__ = "opinion_clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(sa.ForeignKey("opinion.id"), index=True)
    kind: Mapped[ClockKind] = mapped_column(enum_column(ClockKind))
    unit: Mapped[Unit] = mapped_column(enum_column(Unit))
    length: Mapped[int]
    started_on: Mapped[date]
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    extended: Mapped[int] = mapped_column(default=0)
    last_on: Mapped[date | None]
    due_on: Mapped[date | None]
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_on: Mapped[date | None]
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        sa.Index("ix_opinion_clock_running", "kind", "stopped_on", "due_on"),
        sa.CheckConstraint("length >= 0 AND extended >= 0", name="not_negative"),
        sa.CheckConstraint(
            "(unit = 'hour') = (started_at IS NOT NULL AND due_at IS NOT NULL)", name="hours_have_instants"
        ),
    )


class Request(Base):
    """One person asks (退单、移交、暂缓、延期、异议), another one decides; `is_agreed` None: it waits."""

    __tablename__ = "opinion_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(sa.ForeignKey("opinion.id"), index=True)
    kind: Mapped[RequestKind] = mapped_column(enum_column(RequestKind))
    reason: Mapped[str] = mapped_column(Encrypted("opinion_request.reason"), info=SECRET)
    office_code: Mapped[str | None] = mapped_column(sa.String(20))
    """移交: to which office; 退单: which one it should go to instead."""
    until: Mapped[date | None]
    """暂缓: the day to look again."""
    length: Mapped[int | None]
    """延期: by how many days, in the unit of the clock."""
    clock_kind: Mapped[ClockKind | None] = mapped_column(enum_column(ClockKind))
    asked_by: Mapped[int | None]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    was_assignee_id: Mapped[int | None]
    """移交: who has it again when the other office does not take it."""
    is_agreed: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(Encrypted("opinion_request.answer"), default="", info=SECRET)
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_on: Mapped[date | None]
    """暂缓: the day it was taken up again."""

    __table_args__ = (
        sa.CheckConstraint("(is_agreed IS NULL) = (decided_at IS NULL)", name="decided_has_instant"),
    )


class Question(Base):
    """What the handler asks the resident; with `until` it asks for papers, waited for to `resumed_on`."""

    __tablename__ = "opinion_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(sa.ForeignKey("opinion.id"), index=True)
    text: Mapped[str] = mapped_column(Encrypted("opinion_question.text"), info=SECRET)
    asked_by: Mapped[int | None]
    asked_on: Mapped[date]
    until: Mapped[date | None]
    resumed_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(Encrypted("opinion_question.answer"), default="", info=SECRET)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Whistle(Base):
    """吹哨: county departments called to come, when they came, what came of it."""

    __tablename__ = "opinion_whistle"

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(sa.ForeignKey("opinion.id"), index=True)
    department: Mapped[str] = mapped_column(sa.String(60))
    text: Mapped[str] = mapped_column(Encrypted("opinion_whistle.text"), info=SECRET)
    blown_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    blown_by: Mapped[int | None]
    arrived_on: Mapped[date | None]
    result: Mapped[str] = mapped_column(Encrypted("opinion_whistle.result"), default="", info=SECRET)
    ended_on: Mapped[date | None]


class Reply(Base):
    """答复: drafted by one, signed by another; a reopened matter gets another, none is overwritten."""

    __tablename__ = "opinion_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(sa.ForeignKey("opinion.id"), index=True)
    outcome: Mapped[Outcome | None] = mapped_column(enum_column(Outcome))
    """None for replies that came from elsewhere without one."""
    text: Mapped[str] = mapped_column(Encrypted("opinion_reply.text"), info=SECRET)
    basis: Mapped[str] = mapped_column(sa.String(200), default="")
    replied_on: Mapped[date | None]
    """The day it was signed and went out; None: a draft."""
    author_id: Mapped[int | None]
    signed_by: Mapped[int | None]
    review_until: Mapped[date | None]
    """申诉求决: until when 复查 can be asked for (信访工作条例 35)."""
    is_current: Mapped[bool] = mapped_column(default=True)
    """False once the matter was reopened or the draft sent back."""


class Supplement(Base):
    """补充情况 by the resident; only the half-day is kept."""

    __tablename__ = "opinion_supplement"

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(sa.ForeignKey("opinion.id"), index=True)
    text: Mapped[str] = mapped_column(Encrypted("opinion_supplement.text"), info=SECRET)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Note(Base):
    """The reason written at one step (退单, 不予受理, 重办, 撤回), beside its line in the audit log."""

    __tablename__ = "opinion_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(sa.ForeignKey("opinion.id"), index=True)
    move: Mapped[str] = mapped_column(sa.String(20))
    text: Mapped[str] = mapped_column(Encrypted("opinion_note.text"), info=SECRET)
    user_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
