"""What is done on a problem until it is struck off: notes, requests, whistles, meetings."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain import clock
from tracker.store.base import Base, UtcDateTime
from tracker.store.secrets import SECRET, Encrypted


class ProblemNote(Base):
    """One step of a problem (进展): who did what, in which words; only ever added."""

    __tablename__ = "problem_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    problem_id: Mapped[int] = mapped_column(sa.ForeignKey("problem.id"), index=True)
    move: Mapped[str] = mapped_column(sa.String(20))
    author_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    text: Mapped[str] = mapped_column(Encrypted("problem_note.text"), info=SECRET)


class Deferral(Base):
    """暂缓: the handler asks, another one decides; `is_agreed` None: it waits.

    until: the day to look again; told: what the resident was told; ended_on: taken up again.
    """

    __tablename__ = "problem_deferral"

    id: Mapped[int] = mapped_column(primary_key=True)
    problem_id: Mapped[int] = mapped_column(sa.ForeignKey("problem.id"), index=True)
    reason: Mapped[str] = mapped_column(Encrypted("problem_deferral.reason"), info=SECRET)
    told: Mapped[str] = mapped_column(Encrypted("problem_deferral.told"), info=SECRET)
    until: Mapped[date]
    asked_by: Mapped[int | None]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    is_agreed: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(Encrypted("problem_deferral.answer"), default="", info=SECRET)
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_on: Mapped[date | None]

    __table_args__ = (
        sa.CheckConstraint("(is_agreed IS NULL) = (decided_at IS NULL)", name="decided_has_instant"),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name="decided_by_another"),
    )


class ProblemWhistle(Base):
    """吹哨: a county department called to come, when it came, what came of it."""

    __tablename__ = "problem_whistle"

    id: Mapped[int] = mapped_column(primary_key=True)
    problem_id: Mapped[int] = mapped_column(sa.ForeignKey("problem.id"), index=True)
    department: Mapped[str] = mapped_column(sa.String(60))
    text: Mapped[str] = mapped_column(Encrypted("problem_whistle.text"), info=SECRET)
    blown_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    blown_by: Mapped[int | None]
    arrived_on: Mapped[date | None]
    result: Mapped[str] = mapped_column(Encrypted("problem_whistle.result"), default="", info=SECRET)
    ended_on: Mapped[date | None]


class Meeting(Base):
    """班子会研究: the day the leaders spoke of it and what the minutes say."""

    __tablename__ = "problem_meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    problem_id: Mapped[int] = mapped_column(sa.ForeignKey("problem.id"), index=True)
    met_on: Mapped[date]
    decision: Mapped[str] = mapped_column(Encrypted("problem_meeting.decision"), info=SECRET)
    recorded_by: Mapped[int | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
