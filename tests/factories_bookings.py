"""Bookings (预约、上门), made by the real services in a town that takes them."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from factories import HALL, TOWN, VILLAGE, make_actor, make_town, make_user, put
from factories_hall import make_item

from tracker.domain import clock
from tracker.domain.roles import Actor, Role
from tracker.line.models import Booking
from tracker.line.queries import halls_of
from tracker.line.rules.bookings import BookingKind
from tracker.line.service import bookings as service
from tracker.store.db import db
from tracker.township.models import Setting
from tracker.township.queries import setting, work_calendar

RESIDENT = Actor(user_id=None, role=Role.PUBLIC, unit_code=TOWN)
_numbers = count(1)
_last_code = ""


def take_bookings(places: int = 2) -> None:
    """设置: this town takes bookings of both kinds."""
    make_town()
    for name in ("booking_per_slot", "home_per_half_day"):
        if not setting(name):
            put(Setting, {"name": name, "value": str(places)})
    if HALL not in halls_of(TOWN):
        make_user(Role.WINDOW, unit=HALL)


def next_workday(days: int = 1) -> date:
    return work_calendar().add(clock.today(), days)


def a_wish(kind: BookingKind = BookingKind.HALL, **facts: Any) -> service.Wish:
    number = next(_numbers)
    at_home = {}
    if kind is BookingKind.HOME:
        item = facts.pop("item", None) or make_item(at_home=True)
        at_home = {"item_id": item.id, "village": VILLAGE, "place": "3 组，往东第二家"}
    wanted = {
        "kind": kind, "day": next_workday(), "slot": "am" if at_home else "09:00-09:30", "name": "周桂兰",
        "phone": f"136{number:08d}", **at_home, **facts,
    }
    return service.Wish(**wanted)


def make_booking(kind: BookingKind = BookingKind.HALL, *, by: Actor | None = None, **facts: Any) -> Booking:
    """Somebody who has booked for the next working day, unless told otherwise."""
    take_bookings(20)
    global _last_code
    _last_code = service.book(by or RESIDENT, a_wish(kind, **facts), form_key=f"booking-{next(_numbers)}")
    found = db.session.scalars(db.select(Booking).order_by(Booking.id.desc())).first()
    assert found is not None
    return found


def code_of_last() -> str:
    """The six digits of the booking made last."""
    return _last_code


def of_today(kind: BookingKind = BookingKind.HALL, **facts: Any) -> Booking:
    """The same with its day come."""
    one = make_booking(kind, **facts)
    db.session.execute(db.update(Booking).where(Booking.id == one.id).values(day=clock.today()))
    db.session.commit()
    return one


def made_long_ago(one: Booking, days: int) -> None:
    day = clock.today() - timedelta(days=days)
    db.session.execute(db.update(Booking).where(Booking.id == one.id).values(day=day))
    db.session.commit()


def hall_clerk() -> Actor:
    return make_actor(Role.WINDOW, unit=HALL)
