"""预约 by residents: a day, a slot, who comes; looked at, cancelled or come to with telephone and code."""

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _

from tracker.domain.errors import NotFound, RuleBroken
from tracker.line import queries as line
from tracker.line.forms.bookings import BookForm, MineForm
from tracker.line.models import Booking
from tracker.line.queries import bookings as queries
from tracker.line.rules.bookings import (
    BOOKING_KIND_LABELS,
    LABELS_OF,
    BookingKind,
    BookingStatus,
    words,
)
from tracker.line.service import bookings as service
from tracker.line.service.bookings import Wish
from tracker.township import queries as town
from tracker.web.guard import current_actor, public_page
from tracker.web.pages import id_arg, render

bp = Blueprint("booking_public", __name__, url_prefix="/book")
View = Response | tuple[str, int]


@bp.before_request
def only_when_offered() -> None:
    if not queries.kinds_offered():
        raise NotFound("booking")


@bp.get("")
@public_page("booking.make")
def choose() -> View:
    """Which day."""
    hall = line.hall_code(current_actor)
    offers = [(kind, queries.days_ahead(hall, kind)) for kind in queries.kinds_offered()]
    return render("line/book.html", offers=offers, kinds=BOOKING_KIND_LABELS, item=id_arg("item"))


@bp.get("/<kind>/<day>")
@public_page("booking.make")
def slots(kind: str, day: str) -> View:
    """Which half hour; at home, before or after noon."""
    wanted, found = _kind(kind), _day(_kind(kind), day)
    shown = [(slot, words(wanted, slot), left) for slot, left in found.slots]
    return render(
        "line/book_slots.html", kind=wanted, kinds=BOOKING_KIND_LABELS, day=found.day, slots=shown,
        item=id_arg("item"),
    )


@bp.route("/<kind>/<day>/<slot>", methods=["GET", "POST"])
@public_page("booking.make")
def book(kind: str, day: str, slot: str) -> View:
    """Who comes; the answer shows the code once."""
    wanted, found = _kind(kind), _day(_kind(kind), day)
    if slot not in dict(found.slots):
        raise NotFound("slot")
    form = BookForm(item_id=id_arg("item"))
    items = [(str(one.id), one.name) for one in queries.bookable(current_actor.town_code, wanted)]
    form.offer(wanted, items, town.village_choices(current_actor.town_code))
    said = {"kind": wanted, "kinds": BOOKING_KIND_LABELS, "day": found.day, "slot_words": words(wanted, slot)}
    if form.sent_well():
        try:
            wish = Wish(kind=wanted, day=found.day, slot=slot, **form.told)
            code = service.book(current_actor, wish, form_key=form.form_key.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            return render("line/book_done.html", code=code, own_phone=form.phone.data, **said)
    back = url_for("booking_public.slots", kind=kind, day=day, item=id_arg("item"))
    return render("line/book_who.html", form=form, back=back, **said)


@bp.route("/mine", methods=["GET", "POST"])
@public_page("booking.hold")
def mine() -> View:
    """我的预约: nothing of it stands in the address."""
    form = MineForm()
    form.offer(has_line=line.is_on())
    if form.sent_well():
        try:
            booking = service.held(current_actor, form.phone.data, form.code.data)
            said = _done(booking, form.what.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            return render(
                "line/book_one.html", booking=booking, said=said, kinds=BOOKING_KIND_LABELS,
                states=LABELS_OF[booking.kind], slot_words=words(booking.kind, booking.slot),
                number=queries.numbers_of([booking.id]).get(booking.id, ""),
            )
    return render("line/book_mine.html", form=form)


def _done(booking: Booking, what: str) -> str:
    """Do what was asked, and say what came of it; empty for a look."""
    if what == "cancel" and booking.status is not BookingStatus.CANCELLED:
        service.cancel_booking(current_actor, booking)
        return str(_("取消了，不用来了"))
    if what == "arrive" and booking.status is BookingStatus.BOOKED:
        return _arrived(booking)
    return ""


def _arrived(booking: Booking) -> str:
    if booking.kind is BookingKind.HOME:
        raise RuleBroken(_("这是上门办的，您在家等就行"), field="what")
    coming = service.arrive_booking(current_actor, booking)
    if coming is None:
        return str(_("记下您到了，请到窗口"))
    return str(_("您的号是 %(number)s，请等窗口叫号", number=coming.label))


def _kind(text: str) -> BookingKind:
    if text not in queries.kinds_offered():
        raise NotFound("kind")
    return BookingKind(text)


def _day(kind: BookingKind, text: str) -> queries.Day:
    """One of the days that are offered."""
    days = queries.days_ahead(line.hall_code(current_actor), kind)
    found = next((one for one in days if one.day.isoformat() == text), None)
    if found is None:
        raise NotFound("day")
    return found
