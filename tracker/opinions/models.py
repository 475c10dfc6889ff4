"""Opinion (民意、诉求), what hangs on it (答复、补充、回访、评价), and Category (类别)."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain import clock
from tracker.opinions.rules import (
    Channel,
    ClockKind,
    Contact,
    Decline,
    Outcome,
    Satisfaction,
    Status,
    Urgency,
)
from tracker.sealed.models import NamesSubjects, Subject
from tracker.store.base import Base, Owned, UtcDateTime, enum_column
from tracker.store.secrets import SECRET, Encrypted


class Category(Owned, Base):
    """One node of a town's tree of categories; codes nest by prefix, three digits a level."""

    __tablename__ = "category"

    code: Mapped[str] = mapped_column(sa.String(9))
    parent_code: Mapped[str] = mapped_column(sa.String(9), default="")
    name: Mapped[str] = mapped_column(sa.String(60))
    level: Mapped[int]
    is_public: Mapped[bool] = mapped_column(default=True)
    """May counts of it be published?"""

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.UniqueConstraint("unit_code", "code"),
            sa.UniqueConstraint("unit_code", "parent_code", "name"),
            sa.CheckConstraint("length(code) = 3 * level AND level BETWEEN 1 AND 3", name="code_by_level"),
        )


class Opinion(NamesSubjects, Owned, Base):
    """One matter of a resident. unit_code: the town at intake, the office once it was routed."""

    __tablename__ = "opinion"

    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    town_code: Mapped[str] = mapped_column(sa.String(9))
    outside_no: Mapped[str | None] = mapped_column(sa.String(40))
    status: Mapped[Status] = mapped_column(enum_column(Status), default=Status.SUBMITTED)
    channel: Mapped[Channel] = mapped_column(enum_column(Channel))
    urgency: Mapped[Urgency] = mapped_column(enum_column(Urgency), default=Urgency.ACT)
    title: Mapped[str] = mapped_column(sa.String(120), default="", info=SECRET)
    """What the staff call it; open, because lists search it. A resident's own words stay in `text`."""
    text: Mapped[str] = mapped_column(Encrypted("opinion.text"), info=SECRET)
    place: Mapped[str] = mapped_column(Encrypted("opinion.place"), info=SECRET)
    contact: Mapped[Contact] = mapped_column(enum_column(Contact))
    name: Mapped[str] = mapped_column(Encrypted("opinion.name"), info=SECRET)
    phone: Mapped[str] = mapped_column(Encrypted("opinion.phone"), info=SECRET)
    phone_index: Mapped[str | None] = mapped_column(sa.String(32), index=True, info=SECRET)
    village_code: Mapped[str | None] = mapped_column(sa.String(20))
    category_id: Mapped[int | None] = mapped_column(sa.ForeignKey("category.id"))
    office_code: Mapped[str | None] = mapped_column(sa.String(20))
    """承办部门; after a return it stays the coordinator until another one has it (首接负责)."""
    submitted_on: Mapped[date]
    accepted_on: Mapped[date | None]
    clock_kind: Mapped[ClockKind | None] = mapped_column(enum_column(ClockKind))
    clock_from: Mapped[date | None]
    due_on: Mapped[date | None]
    replied_on: Mapped[date | None]
    """Day of the reply that counts: 办结 in the sense of the deadline; a reopened matter has none."""
    closed_on: Mapped[date | None]
    declined_for: Mapped[Decline | None] = mapped_column(enum_column(Decline))
    reopened: Mapped[int] = mapped_column(default=0)
    is_read_back: Mapped[bool] = mapped_column(default=False)

    subjects: Mapped[list["OpinionSubject"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    replies: Mapped[list["Reply"]] = relationship(order_by="Reply.id")
    supplements: Mapped[list["Supplement"]] = relationship(order_by="Supplement.id")
    calls: Mapped[list["Call"]] = relationship(order_by="Call.id")
    notes: Mapped[list["Note"]] = relationship(order_by="Note.id")
    rating: Mapped["Rating | None"] = relationship(uselist=False)

    @classmethod
    def not_barred(cls, actor: Any) -> sa.ColumnElement[bool]:
        """What was sealed away is nobody's here any more; its shell keeps the receipt alive."""
        return sa.and_(cls.status != Status.SEALED, super().not_barred(actor))

    def bars(self, actor: Any) -> bool:
        return self.status is Status.SEALED or super().bars(actor)

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        asked = "unit_code status village_code category_id office_code assignee_id author_id".split()
        return (
            *(sa.Index(f"ix_opinion_list_{name}", name, "created_at", "id") for name in asked),
            sa.Index("ix_opinion_list", "created_at", "id"),
            # without it SQLite takes the status alone and walks all closed matters to count one village's
            sa.Index("ix_opinion_list_village_status", "village_code", "status", "created_at", "id"),
            sa.Index("ix_opinion_list_status_due", "status", "due_on"),
            sa.Index("ix_opinion_submitted", "submitted_on", "id"),  # reports stream in this order
            sa.UniqueConstraint("town_code", "outside_no"),
            sa.CheckConstraint(
                "(status = 'declined') = (declined_for IS NOT NULL)", name="declined_has_reason"
            ),
            sa.CheckConstraint("(status = 'closed') = (closed_on IS NOT NULL)", name="closed_has_day"),
            sa.CheckConstraint(
                "status NOT IN ('replied', 'called_back', 'closed') OR replied_on IS NOT NULL",
                name="answered_has_day",
            ),
            sa.CheckConstraint("(clock_from IS NULL) = (due_on IS NULL)", name="clock_is_whole"),
        )


class OpinionSubject(Subject, Base):
    """Whom a matter is about: they see nothing of it (回避)."""

    __tablename__ = "opinion_subject"

    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("opinion.id"), index=True)


class Reply(Base):
    """答复: one version; a reopened matter gets another, none is overwritten."""

    __tablename__ = "opinion_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(sa.ForeignKey("opinion.id"), index=True)
    outcome: Mapped[Outcome | None] = mapped_column(enum_column(Outcome))
    """None for replies that came from elsewhere without one."""
    text: Mapped[str] = mapped_column(Encrypted("opinion_reply.text"), info=SECRET)
    basis: Mapped[str] = mapped_column(sa.String(200), default="")
    replied_on: Mapped[date]
    author_id: Mapped[int | None]


class Supplement(Base):
    """补充情况 by the resident; only the half-day is kept."""

    __tablename__ = "opinion_supplement"

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(sa.ForeignKey("opinion.id"), index=True)
    text: Mapped[str] = mapped_column(Encrypted("opinion_supplement.text"), info=SECRET)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Call(Base):
    """回访: one try to reach the resident, by somebody who did not handle the matter."""

    __tablename__ = "opinion_call"

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(sa.ForeignKey("opinion.id"), index=True)
    user_id: Mapped[int | None]
    called_on: Mapped[date]
    is_contacted: Mapped[bool]
    is_solved: Mapped[bool | None]
    satisfaction: Mapped[Satisfaction | None] = mapped_column(enum_column(Satisfaction))
    text: Mapped[str] = mapped_column(Encrypted("opinion_call.text"), info=SECRET, default="")
    is_current: Mapped[bool] = mapped_column(default=True)
    """False once the matter was reopened: another reply, another call."""

    __table_args__ = (
        sa.CheckConstraint(
            "is_contacted = (is_solved IS NOT NULL AND satisfaction IS NOT NULL)",
            name="contacted_has_answers",
        ),
    )


class Rating(Base):
    """评价 by the resident, once (五级 and 解决了没有); nobody rates for somebody else."""

    __tablename__ = "opinion_rating"

    opinion_id: Mapped[int] = mapped_column(sa.ForeignKey("opinion.id"), primary_key=True)
    satisfaction: Mapped[Satisfaction] = mapped_column(enum_column(Satisfaction))
    is_solved: Mapped[bool]
    text: Mapped[str] = mapped_column(Encrypted("opinion_rating.text"), info=SECRET)
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
