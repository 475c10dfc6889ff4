"""Opinion (民意、诉求) and Category (类别)."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from tracker.opinions.models.aftermath import Call, Rating, Review
from tracker.opinions.models.steps import (
    Note,
    OpinionClock,
    Question,
    Reply,
    Request,
    Supplement,
    Whistle,
)
from tracker.opinions.rules import (
    Behalf,
    CallPurpose,
    Channel,
    Contact,
    Decline,
    Status,
    Stream,
    Tray,
    Urgency,
)
from tracker.rulings.models import Ruling
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
    stream: Mapped[Stream | None] = mapped_column(enum_column(Stream))
    """None until a person has sorted it (受理)."""
    tray: Mapped[Tray] = mapped_column(enum_column(Tray), default=Tray.ORDINARY)
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
    behalf: Mapped[Behalf] = mapped_column(enum_column(Behalf), default=Behalf.ONESELF)
    behalf_name: Mapped[str] = mapped_column(Encrypted("opinion.behalf_name"), default="", info=SECRET)
    """For whom somebody else speaks, when they say."""
    people_count: Mapped[int] = mapped_column(default=1)
    """联名: how many people."""
    may_publish: Mapped[bool] = mapped_column(default=False)
    """Consent of whoever spoke up that it may be published without names; can be taken back."""
    accepted_on: Mapped[date | None]
    contacted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When staff last spoke to the resident; the first time ends the clock of 先联系."""
    last_on: Mapped[date | None]
    due_on: Mapped[date | None]
    """The earliest limit of the running answer clocks, before and after rolling over; None: none runs."""
    replied_on: Mapped[date | None]
    """Day of the reply that counts: 办结 in the sense of the deadline; a reopened matter has none."""
    closed_on: Mapped[date | None]
    declined_for: Mapped[Decline | None] = mapped_column(enum_column(Decline))
    reopened: Mapped[int] = mapped_column(default=0)
    is_read_back: Mapped[bool] = mapped_column(default=False)
    repeat_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("opinion.id"), index=True)
    """重复: the same person with the same fact and reason came before; None: 初次."""
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("opinion.id"), index=True)
    """并案: the matter it is dealt with under. Its own status, clocks and receipt stay as they are."""
    is_withdrawal_to_check: Mapped[bool] = mapped_column(default=False)
    """Withdrawn soon after staff had called: a third person asks whether it was of free will."""
    anonymised_on: Mapped[date | None]

    subjects: Mapped[list["OpinionSubject"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    replies: Mapped[list[Reply]] = relationship(order_by="Reply.id")
    supplements: Mapped[list[Supplement]] = relationship(order_by="Supplement.id")
    calls: Mapped[list[Call]] = relationship(order_by="Call.id")
    notes: Mapped[list[Note]] = relationship(order_by="Note.id")
    ratings: Mapped[list[Rating]] = relationship(order_by="Rating.id")
    clocks: Mapped[list[OpinionClock]] = relationship(
        order_by="OpinionClock.id", cascade="all, delete-orphan"
    )
    requests: Mapped[list[Request]] = relationship(order_by="Request.id")
    questions: Mapped[list[Question]] = relationship(order_by="Question.id")
    whistles: Mapped[list[Whistle]] = relationship(order_by="Whistle.id")
    reviews: Mapped[list[Review]] = relationship(order_by="Review.id")
    rulings: Mapped[list[Ruling]] = relationship(
        primaryjoin=lambda: sa.and_(foreign(Ruling.record_id) == Opinion.id, Ruling.kind == "opinion"),
        order_by=Ruling.id, viewonly=True,
    )
    """处置记录: written through their own room."""

    @property
    def rating(self) -> Rating | None:
        """What the resident said about the present answer."""
        return next((one for one in self.ratings if one.is_current), None)

    @property
    def calls_now(self) -> list[Call]:
        """The call-backs about the present answer."""
        return [one for one in self.calls if one.is_current and one.purpose is CallPurpose.ANSWER]

    @property
    def reply(self) -> Reply | None:
        """The present answer or its draft; None while there is none, or after 重办."""
        return next((one for one in self.replies if one.is_current), None)

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
            # no constraint: a number that a hidden matter bears must not answer "taken" to whom it bars
            sa.Index("ix_opinion_outside_no", "town_code", "outside_no"),
            sa.CheckConstraint(
                "(status = 'declined') = (declined_for IS NOT NULL)", name="declined_has_reason"
            ),
            sa.CheckConstraint("(status = 'closed') = (closed_on IS NOT NULL)", name="closed_has_day"),
            sa.CheckConstraint(
                "status NOT IN ('replied', 'called_back', 'closed') OR replied_on IS NOT NULL",
                name="answered_has_day",
            ),
            sa.CheckConstraint("(last_on IS NULL) = (due_on IS NULL)", name="limit_is_whole"),
            sa.CheckConstraint("people_count >= 1", name="somebody_speaks"),
            sa.CheckConstraint("merged_into_id <> id AND repeat_of_id <> id", name="not_its_own"),
        )


class OpinionSubject(Subject, Base):
    """Whom a matter is about: they see nothing of it (回避)."""

    __tablename__ = "opinion_subject"

    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("opinion.id"), index=True)
