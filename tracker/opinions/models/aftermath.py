"""What follows an answer: call-backs (回访), ratings (评价), reviews by higher organs (复查、复核)."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.opinions.rules import CallPurpose, ReviewLevel, ReviewVerdict, Satisfaction, Solved
from tracker.store.base import Base, UtcDateTime, enum_column
from tracker.store.secrets import SECRET, Encrypted


class Call(Base):
    """回访: one try to reach the resident, by somebody who did not handle the matter."""

    __tablename__ = "opinion_call"

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(sa.ForeignKey("opinion.id"), index=True)
    user_id: Mapped[int | None]
    called_on: Mapped[date]
    purpose: Mapped[CallPurpose] = mapped_column(enum_column(CallPurpose), default=CallPurpose.ANSWER)
    is_contacted: Mapped[bool]
    solved: Mapped[Solved | None] = mapped_column(enum_column(Solved))
    satisfaction: Mapped[Satisfaction | None] = mapped_column(enum_column(Satisfaction))
    agrees: Mapped[bool | None]
    """答应不答应: does the resident agree with how it was done? None: not asked, or no answer."""
    feeling: Mapped[str] = mapped_column(Encrypted("opinion_call.feeling"), info=SECRET, default="")
    """高兴不高兴, in the resident's words; text only, never scored (domain.md 8.2)."""
    text: Mapped[str] = mapped_column(Encrypted("opinion_call.text"), info=SECRET, default="")
    is_proxy: Mapped[bool] = mapped_column(default=False)
    """Somebody else of the household answered for the person."""
    is_current: Mapped[bool] = mapped_column(default=True)
    """False once the matter was reopened: another reply, another call."""

    __table_args__ = (
        sa.CheckConstraint(
            "purpose <> 'answer' OR is_contacted = (solved IS NOT NULL AND satisfaction IS NOT NULL)",
            name="contacted_has_answers",
        ),
    )


class Rating(Base):
    """评价 by the resident, once for each answer; nobody rates for somebody else."""

    __tablename__ = "opinion_rating"

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(sa.ForeignKey("opinion.id"), index=True)
    satisfaction: Mapped[Satisfaction] = mapped_column(enum_column(Satisfaction))
    solved: Mapped[Solved] = mapped_column(enum_column(Solved))
    agrees: Mapped[bool | None]
    feeling: Mapped[str] = mapped_column(Encrypted("opinion_rating.feeling"), info=SECRET, default="")
    text: Mapped[str] = mapped_column(Encrypted("opinion_rating.text"), info=SECRET)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_current: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (
        sa.Index(
            "uq_opinion_rating_current", "opinion_id", unique=True,
            sqlite_where=sa.text("is_current"), postgresql_where=sa.text("is_current"),
        ),
    )


class Review(Base):
    """复查, 复核: asked for within 30 days, decided by a higher organ within 30; recorded here only."""

    __tablename__ = "opinion_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(sa.ForeignKey("opinion.id"), index=True)
    level: Mapped[ReviewLevel] = mapped_column(enum_column(ReviewLevel))
    organ: Mapped[str] = mapped_column(sa.String(60))
    asked_on: Mapped[date]
    due_on: Mapped[date]
    decided_on: Mapped[date | None]
    verdict: Mapped[ReviewVerdict | None] = mapped_column(enum_column(ReviewVerdict))
    text: Mapped[str] = mapped_column(Encrypted("opinion_review.text"), info=SECRET, default="")

    __table_args__ = (
        sa.CheckConstraint("(decided_on IS NULL) = (verdict IS NULL)", name="decided_has_verdict"),
    )
