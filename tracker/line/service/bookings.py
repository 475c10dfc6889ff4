"""Deeds on bookings (预约): made, come to, over, cancelled; each slot holds so many and no more."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain import clock
from tracker.domain.errors import NotFound, Repeated, RuleBroken
from tracker.domain.roles import Actor, Role
from tracker.domain.text import _
from tracker.domain.workhours import WorkHours
from tracker.line import queries as line
from tracker.line.models import Booking, Coming
from tracker.line.queries import bookings as queries
from tracker.line.rules import Priority, Source
from tracker.line.rules import bookings as rules
from tracker.line.rules.bookings import BOOKING_FLOW, BookingKind, BookingStatus
from tracker.line.service.numbers import put_coming
from tracker.people.queries import staff_choices
from tracker.store import throttle
from tracker.store.action import Act, action
from tracker.store.secrets import normal_phone
from tracker.township.queries import village_choices, work_calendar

TRIES, WINDOW, HOUR = 5, timedelta(minutes=15), timedelta(hours=1)
UNKNOWN = _("没有找到。请看看电话和 6 位预约码")


@dataclass(frozen=True)
class Wish:
    """What somebody books: checked for shape by the form; `village` and `place` for a visit at home."""

    kind: BookingKind
    day: date
    slot: str
    name: str
    phone: str
    item_id: int | None = None
    priority: Priority = Priority.NONE
    village: str = ""
    place: str = ""


def book(actor: Actor, wish: Wish, *, form_key: str) -> str:
    """预约; answers the six digits that open it together with the telephone, also when sent again.

    RuleBroken (field slot, phone, village, place, item_id) when the slot is full or not offered; at no field
    when residents have made too many within the hour.
    """
    code, calendar = queries.code_of(form_key), work_calendar()
    known = {one.id for one in queries.bookable(actor.town_code, wish.kind)}
    with suppress(Repeated), action(actor, "booking.make") as act:
        hall, phone = line.hall_code(actor), normal_phone(wish.phone)
        if not calendar.is_workday(wish.day) or wish.day > calendar.add(act.today, rules.AHEAD_WORKDAYS):
            raise RuleBroken(_("这一天不能约，请选列出来的日子"), field="slot")
        if not _is_offered(wish):
            raise RuleBroken(_("这个时段已经过了，请选列出来的时段"), field="slot")
        _check_rest(actor, wish, known)
        rules.check_few(queries.open_days(phone, act.today), wish.day)
        taken = queries.taken_in(hall, wish.kind, wish.day, wish.slot)
        rules.check_free(taken, queries.places(wish.kind))
        if actor.user_id is None:
            rules.check_crowd(throttle.note("booking_made", actor.town_code, HOUR))
        act.on("booking.make", Booking(
            unit_code=hall, author_id=actor.user_id, kind=wish.kind, status=BookingStatus.BOOKED,
            item_id=wish.item_id, day=wish.day, slot=wish.slot, name=wish.name, phone=phone,
            phone_index=queries.phone_index(phone), place=wish.place or None, village_code=wish.village,
            priority=wish.priority, code_hash=queries.code_hash(phone, code),
        ))
    return code


def _is_offered(wish: Wish) -> bool:
    now = clock.local(clock.now())
    is_known = wish.slot in rules.slots_of(wish.kind, WorkHours.windows)
    return is_known and rules.is_ahead(wish.day, wish.slot, now)


def _check_rest(actor: Actor, wish: Wish, known: set[int]) -> None:
    if wish.kind is BookingKind.HOME and wish.item_id is None:
        raise RuleBroken(_("请选要上门办哪件事"), field="item_id")
    if wish.item_id is not None and wish.item_id not in known:
        raise RuleBroken(_("这件事不能这样约，请换一件"), field="item_id")
    rules.check_place(wish.kind, wish.village, wish.place)
    if wish.village and wish.village not in dict(village_choices(actor.town_code)):
        raise RuleBroken(_("请选是哪个村"), field="village")


def held(actor: Actor, phone: str, code: str) -> Booking:
    """The booking that telephone and code open. RuleBroken at `code`; after some tries one has to wait."""
    wait = throttle.wait_for("booking", normal_phone(phone), TRIES)
    if wait is not None:
        minutes = int(wait.total_seconds() // 60) + 1
        raise RuleBroken(_("试的次数太多，请过 {n} 分钟再来"), field="code", n=minutes)
    found = queries.by_code(actor, phone, code)
    if found is None:
        throttle.count_try("booking", normal_phone(phone), WINDOW)
        raise RuleBroken(UNKNOWN, field="code")
    return found


def arrive_booking(actor: Actor, booking: Booking) -> Coming | None:
    """到了: from now on it stands in the line with the others; None: this town has no line."""
    with action(actor, "booking.arrive", booking) as act:
        if booking.kind is not BookingKind.HALL:
            raise NotFound("booking")
        booking.status = BOOKING_FLOW.step(booking.status, "arrive")
        rules.check_today(booking.day, act.today)
        if not line.is_on():
            return None
        return put_coming(
            act, unit_code=booking.unit_code, source=Source.BOOKING, priority=booking.priority,
            name=booking.name, item_id=booking.item_id, booking=booking,
        )


def finish_booking(actor: Actor, booking: Booking) -> None:
    """办完了, at the hall without a line or at home."""
    with action(actor, "booking.finish", booking) as act:
        put_finished(act, booking)


def put_finished(act: Act, booking: Booking) -> None:
    """Step for features above: what was booked is done; the act must know the booking."""
    booking.status, booking.ended_on = BOOKING_FLOW.step(booking.status, "finish"), act.today


def cancel_booking(actor: Actor, booking: Booking, *, reason: str = "") -> None:
    """取消, by whoever booked or by the hall; the place is free again."""
    with action(actor, "booking.cancel", booking) as act:
        booking.status, booking.ended_on = BOOKING_FLOW.step(booking.status, "cancel"), act.today
        booking.reason = reason


def miss_booking(actor: Actor, booking: Booking) -> None:
    """没有来; at home: nobody opened."""
    with action(actor, "booking.miss", booking) as act:
        booking.status, booking.ended_on = BOOKING_FLOW.step(booking.status, "miss"), act.today


def goers(actor: Actor) -> list[tuple[str, str]]:
    """(id, name) of who may be sent to somebody's home: the windows, and the agents of the villages."""
    return staff_choices(actor.town_code, (Role.WINDOW, Role.WINDOW_HEAD, Role.AGENT))


def assign_booking(actor: Actor, booking: Booking, user_id: int) -> None:
    """定谁上门."""
    with action(actor, "booking.assign", booking):
        if booking.kind is not BookingKind.HOME or booking.status is not BookingStatus.BOOKED:
            raise RuleBroken(_("不用上门，或者已经去过了"))
        if str(user_id) not in dict(goers(actor)):
            raise RuleBroken(_("请选是谁去"), field="user_id")
        booking.assignee_id = user_id


def close_bookings(actor: Actor) -> int:
    """Nightly: who did not come to the hall on an earlier day, visits at home nobody noted in time, who was
    served, and names nobody needs any more; answers how many came to nothing. Twice changes nothing."""
    with action(actor, "booking.miss") as act:
        missed = queries.not_come(actor, act.today)
        for one in missed:
            act.on("booking.miss", one)
            one.status, one.ended_on = BOOKING_FLOW.step(one.status, "miss"), act.today
        for one in queries.served(actor, act.today):
            act.on("booking.finish", one)
            put_finished(act, one)
        for one in queries.long_over(actor, act.today):
            act.on("booking.forget", one)
            one.name = one.phone = one.phone_index = one.reason = ""
            one.place = None
    return len(missed)
