"""Every select() about bookings (预约): which slots are free, who comes on a day, one by its code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from tracker.catalogue.models import ServiceItem
from tracker.catalogue.rules import Status as ItemStatus
from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.domain.workhours import WorkHours
from tracker.line.models import Booking, Coming
from tracker.line.rules import Status
from tracker.line.rules.bookings import (
    AHEAD_WORKDAYS,
    CODE_DIGITS,
    HOME_NOTED,
    KEPT,
    SETTING_OF,
    TAKES_A_PLACE,
    BookingKind,
    BookingStatus,
    is_ahead,
    slots_of,
)
from tracker.store.access import fetch, visible
from tracker.store.db import db
from tracker.store.secrets import blind_index, normal_phone, ring
from tracker.township.queries import setting, work_calendar


def places(kind: BookingKind) -> int:
    """How many may book one slot; 0: this kind of booking is not offered."""
    return int(setting(SETTING_OF[kind], "0"))


def kinds_offered() -> list[BookingKind]:
    """What the town takes bookings for; empty: nothing of it is to be seen."""
    return [kind for kind in BookingKind if places(kind)]


def phone_index(phone: str) -> str:
    return blind_index("booking.phone", normal_phone(phone))


def code_of(form_key: str) -> str:
    """The six digits that go with the telephone, derived so that a lost answer can be shown again."""
    number = int.from_bytes(ring().mac("receipt", f"booking:{form_key}"), "big")
    return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def code_hash(phone: str, code: str) -> str:
    return blind_index("booking.code", f"{normal_phone(phone)}:{normal_phone(code)}")


@dataclass(frozen=True)
class Day:
    """One working day and its slots that are still to come: (slot, how many places are left)."""

    day: date
    slots: list[tuple[str, int]]

    @property
    def has_place(self) -> bool:
        return any(left for _slot, left in self.slots)


def days_ahead(hall: str, kind: BookingKind) -> list[Day]:
    """From today on, the working days one may book; slots that have begun are left out."""
    calendar, now = work_calendar(), clock.local(clock.now())
    last = calendar.add(now.date(), AHEAD_WORKDAYS)
    taken = _taken(hall, kind, now.date(), last)
    found = []
    for number in range((last - now.date()).days + 1):
        day = date.fromordinal(now.date().toordinal() + number)
        if not calendar.is_workday(day):
            continue
        slots = [
            (slot, max(places(kind) - taken.get((day, slot), 0), 0))
            for slot in slots_of(kind, WorkHours.windows) if is_ahead(day, slot, now)
        ]
        if slots:
            found.append(Day(day, slots))
    return found


def _taken(hall: str, kind: BookingKind, first: date, last: date) -> dict[tuple[date, str], int]:
    rows = db.session.execute(
        sa.select(Booking.day, Booking.slot, sa.func.count())
        .where(
            Booking.unit_code == hall, Booking.kind == kind, Booking.day.between(first, last),
            Booking.status.in_(TAKES_A_PLACE),
        )
        .group_by(Booking.day, Booking.slot)
    )
    return {(row[0], row[1]): row[2] for row in rows}


def taken_in(hall: str, kind: BookingKind, day: date, slot: str) -> int:
    return _taken(hall, kind, day, day).get((day, slot), 0)


def open_days(phone: str, today: date) -> Sequence[date]:
    """The days this telephone has booked and that are not over."""
    return db.session.scalars(
        sa.select(Booking.day).where(
            Booking.phone_index == phone_index(phone), Booking.status == BookingStatus.BOOKED,
            Booking.day >= today,
        )
    ).all()


def booking(actor: Actor, action: str, booking_id: int) -> Booking:
    return fetch(actor, action, Booking, booking_id)


def by_code(actor: Actor, phone: str, code: str) -> Booking | None:
    """The booking that this telephone and these six digits open."""
    return db.session.scalar(
        visible(actor, "booking.hold", Booking).where(Booking.code_hash == code_hash(phone, code))
    )


def of_day(actor: Actor, day: date, kind: BookingKind) -> Sequence[Booking]:
    """Who has booked for this day, in the order of the slots; what was cancelled is left out."""
    query = visible(actor, "booking.list", Booking).where(
        Booking.day == day, Booking.kind == kind, Booking.status != BookingStatus.CANCELLED
    )
    return db.session.scalars(query.order_by(Booking.slot, Booking.id)).all()


def numbers_of(booking_ids: Sequence[int]) -> dict[int | None, str]:
    """{booking id: the number of the day it became}."""
    found = db.session.scalars(sa.select(Coming).where(Coming.booking_id.in_(booking_ids)))
    return {one.booking_id: one.label for one in found}


def not_come(actor: Actor, today: date) -> Sequence[Booking]:
    """Booked for the hall on an earlier day, and nobody came; booked at home, and nothing noted in time."""
    last = sa.case((Booking.kind == BookingKind.HOME, today - HOME_NOTED), else_=today)
    return db.session.scalars(
        visible(actor, "booking.miss", Booking).where(
            Booking.day < last, Booking.status == BookingStatus.BOOKED
        )
    ).all()


def served(actor: Actor, today: date) -> Sequence[Booking]:
    """Came on an earlier day, and was served."""
    return db.session.scalars(
        visible(actor, "booking.finish", Booking)
        .join(Coming, Coming.booking_id == Booking.id)
        .where(
            Booking.day < today, Booking.status == BookingStatus.ARRIVED, Coming.status == Status.SERVED
        )
    ).all()


def long_over(actor: Actor, today: date) -> Sequence[Booking]:
    """Of so long ago that nobody needs the name any more."""
    return db.session.scalars(
        visible(actor, "booking.forget", Booking).where(Booking.day < today - KEPT, Booking.phone_index != "")
    ).all()


def bookable(town_code: str, kind: BookingKind) -> Sequence[ServiceItem]:
    """The public items of a town one may book for, or have done at home."""
    fits = ServiceItem.is_bookable if kind is BookingKind.HALL else ServiceItem.at_home
    query = sa.select(ServiceItem).where(
        ServiceItem.unit_code == town_code, ServiceItem.status == ItemStatus.PUBLISHED, fits
    )
    return db.session.scalars(query.order_by(ServiceItem.code)).all()
