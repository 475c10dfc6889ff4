"""Window (窗口), letters, Coming (来访), its stretches of time, numbers of the day, and bookings (预约)."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.catalogue.models import ServiceItem
from tracker.line.rules import BookingKind, BookingStatus, Priority, Source, Stage, Status
from tracker.store.base import Base, Owned, UtcDateTime, enum_column
from tracker.store.secrets import SECRET, Encrypted


class Window(Owned, Base):
    """One window of a hall (unit_code); assignee_id: who sits there now, None: it is closed.

    `prefixes`: which numbers it calls, as letters, empty: all of them.
    """

    __tablename__ = "hall_window"

    name: Mapped[str] = mapped_column(sa.String(20))
    prefixes: Mapped[str] = mapped_column(sa.String(20), default="")
    is_used: Mapped[bool] = mapped_column(default=True)

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (sa.UniqueConstraint("unit_code", "name"),)


class LineLetter(Owned, Base):
    """A letter the numbers of a hall (unit_code) begin with, and what people come for who take it.

    A hall that never set one has the letter A for everybody.
    """

    __tablename__ = "line_letter"

    letter: Mapped[str] = mapped_column(sa.String(1))
    name: Mapped[str] = mapped_column(sa.String(20))
    is_used: Mapped[bool] = mapped_column(default=True)

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (sa.UniqueConstraint("unit_code", "letter"),)


class LineNumber(Base):
    """The last number of one prefix of one hall on one day."""

    __tablename__ = "line_number"

    unit_code: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    prefix: Mapped[str] = mapped_column(sa.String(2), primary_key=True)
    value: Mapped[int]


class Booking(Owned, Base):
    """预约 for the hall or for a visit at home (上门); unit_code: the hall, assignee_id: who goes."""

    __tablename__ = "booking"

    kind: Mapped[BookingKind] = mapped_column(enum_column(BookingKind))
    status: Mapped[BookingStatus] = mapped_column(enum_column(BookingStatus), default=BookingStatus.BOOKED)
    item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("service_item.id"))
    day: Mapped[date]
    slot: Mapped[str] = mapped_column(sa.String(11))
    """09:00-09:30; for a visit at home 上午 or 下午 as am, pm."""
    name: Mapped[str] = mapped_column(Encrypted("booking.name"), info=SECRET)
    phone: Mapped[str] = mapped_column(Encrypted("booking.phone"), info=SECRET)
    phone_index: Mapped[str] = mapped_column(sa.String(32), index=True, info=SECRET)
    place: Mapped[str | None] = mapped_column(Encrypted("booking.place"), info=SECRET)
    village_code: Mapped[str] = mapped_column(sa.String(20), default="")
    priority: Mapped[Priority] = mapped_column(enum_column(Priority), default=Priority.NONE)
    code_hash: Mapped[str] = mapped_column(sa.String(64), unique=True, info=SECRET)
    """Opens this booking for who made it: to see it, to cancel it, to say that one is here."""
    ended_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(sa.String(200), default="", info=SECRET)

    item: Mapped[ServiceItem | None] = relationship(lazy="joined")

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.CheckConstraint(
                "(status IN ('done', 'cancelled', 'missed')) = (ended_on IS NOT NULL)", name="ended_on_day"
            ),
            sa.Index("ix_booking_day", "unit_code", "day", "slot"),
        )


class Coming(Owned, Base):
    """One coming of one person (来访) with a number of the day; several tasks may be taken in at it.

    unit_code: the hall; assignee_id: the clerk who has called, None while nobody has. `since`: from when the
    place in the line counts; a transfer or 回到队里 keeps it.
    """

    __tablename__ = "coming"

    day: Mapped[date]
    prefix: Mapped[str] = mapped_column(sa.String(2))
    number: Mapped[int]
    status: Mapped[Status] = mapped_column(enum_column(Status), default=Status.WAITING)
    source: Mapped[Source] = mapped_column(enum_column(Source))
    priority: Mapped[Priority] = mapped_column(enum_column(Priority), default=Priority.NONE)
    rank: Mapped[int] = mapped_column(default=1)
    """0: goes first (with a reason), 1: in order; who is called is the lowest rank, then since, then id."""
    name: Mapped[str | None] = mapped_column(Encrypted("coming.name"), info=SECRET)
    item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("service_item.id"))
    booking_id: Mapped[int | None] = mapped_column(sa.ForeignKey("booking.id"), unique=True)
    window_id: Mapped[int | None] = mapped_column(sa.ForeignKey("hall_window.id"))
    """Where called or served; while waiting: the only window that may call (after a transfer), None: any."""
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    calls: Mapped[int] = mapped_column(default=0)
    token_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True, info=SECRET)
    """The slip's own page: how many are before me."""
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    window: Mapped[Window | None] = relationship(lazy="joined")
    stretches: Mapped[list["Stretch"]] = relationship(order_by="Stretch.id")

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.UniqueConstraint("unit_code", "day", "prefix", "number"),
            sa.CheckConstraint("(status IN ('served', 'left')) = (ended_at IS NOT NULL)", name="ended_when"),
            sa.CheckConstraint(
                "status NOT IN ('called', 'serving') OR (window_id IS NOT NULL AND assignee_id IS NOT NULL)",
                name="called_where",
            ),
            sa.CheckConstraint("(priority = 'none') = (rank = 1)", name="first_with_reason"),
            sa.Index("ix_coming_next", "unit_code", "day", "status", "rank", "since", "id"),
        )

    @property
    def label(self) -> str:
        """A012"""
        return f"{self.prefix}{self.number:03d}"


class Stretch(Base):
    """One stretch of a coming's time (时段): waiting, called, serving, held; the next begins where it ends.

    `window_id`: where it was called or served; while waiting: the only window that may call, None: any.
    `clerk_id`: whose deed began it, None: the person took the number alone. `ended_at` None: it is going
    on. `is_void`: undone; voided stretches count nowhere.
    """

    __tablename__ = "stretch"
    __table_args__ = (
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="not_backwards"),
        sa.Index("ix_stretch_coming", "coming_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    coming_id: Mapped[int] = mapped_column(sa.ForeignKey("coming.id"))
    stage: Mapped[Stage] = mapped_column(enum_column(Stage))
    window_id: Mapped[int | None] = mapped_column(sa.ForeignKey("hall_window.id"))
    clerk_id: Mapped[int | None]
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_void: Mapped[bool] = mapped_column(default=False)
