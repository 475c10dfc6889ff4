"""Bookings (预约、上门) at the desk: the list of a day, one, making one for somebody on the telephone."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.line import queries as line
from tracker.line.forms.bookings import CancelForm, DeskBookForm, GoerForm
from tracker.line.models import Booking
from tracker.line.queries import bookings as queries
from tracker.line.rules import PRIORITY_LABELS, Priority
from tracker.line.rules.bookings import (
    BOOKING_KIND_LABELS,
    BOOKING_TAGS,
    LABELS_OF,
    BookingKind,
    words,
)
from tracker.line.service import bookings as service
from tracker.line.service.bookings import Wish
from tracker.people.queries import names_of as people_names
from tracker.township import queries as town
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, page
from tracker.web.jinja import moment
from tracker.web.pages import record_page, render, text_arg, to

bp = Blueprint("bookings", __name__, url_prefix="/bookings")
View = Response | tuple[str, int]

record_page("booking", lambda booking_id: url_for("bookings.detail", booking_id=booking_id))


@bp.before_request
def only_when_offered() -> None:
    if not queries.kinds_offered():
        raise NotFound("booking")


def _shown_day() -> date:
    try:
        return date.fromisoformat(text_arg("day"))
    except ValueError:
        return clock.today()


def _words() -> dict[str, Any]:
    return {
        "kinds": BOOKING_KIND_LABELS, "states": LABELS_OF, "tags": BOOKING_TAGS, "slot_words": words,
        "priorities": PRIORITY_LABELS, "in_order": Priority.NONE,
    }


def _of_day(day: date) -> dict[str, Any]:
    lists = [(kind, queries.of_day(current_actor, day, kind)) for kind in BookingKind]
    rows = [one for _kind, found in lists for one in found]
    return {
        "lists": lists, "day": day, "people": people_names(one.assignee_id for one in rows),
        "numbers": queries.numbers_of([one.id for one in rows]),
        "villages": town.names_of({one.village_code for one in rows}),
    }


@bp.get("")
@page("booking.list")
def index() -> View:
    day = _shown_day()
    one_day = timedelta(days=1)
    return render(
        "line/bookings.html", before=max(day, date.min + one_day) - one_day,
        after=min(day, date.max - one_day) + one_day,
        offered=queries.kinds_offered(), press=PressForm(), **_of_day(day), **_words(),
    )


@bp.get("/paper")
@page("booking.list")
def paper() -> View:
    """The list of a day on paper, for whoever goes to people's homes."""
    day = _shown_day()
    return render(
        "print/bookings.html", back_url=url_for("bookings.index", day=day), now_text=moment(clock.now()),
        **_of_day(day), **_words(),
    )


@bp.route("/new", methods=["GET", "POST"])
@page("booking.make")
def new() -> View:
    """替人预约: the same rules as for residents; `kind` in the address, else the first that is offered."""
    offered, kind = queries.kinds_offered(), text_arg("kind")
    wanted = BookingKind(kind) if kind in offered else offered[0]
    days = queries.days_ahead(line.hall_code(current_actor), wanted)
    form = DeskBookForm()
    items = [(str(one.id), one.name) for one in queries.bookable(current_actor.town_code, wanted)]
    form.offer(wanted, items, town.village_choices(current_actor.town_code))
    form.when.choices = [("", _("（还没选）")), *_free(wanted, days)]
    if form.sent_well():
        day_text, _tilde, slot = form.when.data.partition("~")
        try:
            wish = Wish(kind=wanted, day=date.fromisoformat(day_text), slot=slot, **form.told)
            code = service.book(current_actor, wish, form_key=form.form_key.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("约好了。预约码 %(code)s，请告诉他：凭电话和预约码可以改", code=code), "success")
            return to("bookings.index", day=day_text)
    return render("line/booking_new.html", form=form, kind=wanted, **_words())


def _free(kind: BookingKind, days: list[queries.Day]) -> list[tuple[str, str]]:
    return [
        (f"{one.day.isoformat()}~{slot}", f"{one.day.isoformat()} {words(kind, slot)}")
        for one in days for slot, left in one.slots if left
    ]


@bp.get("/<int:booking_id>")
@page("booking.view")
def detail(booking_id: int) -> View:
    one = queries.booking(current_actor, "booking.view", booking_id)
    return render(
        "line/booking.html", one=one, press=PressForm(record=one),
        people=people_names([one.assignee_id, one.author_id]), village=town.town_name(one.village_code),
        number=queries.numbers_of([one.id]).get(one.id, ""), **_words(),
    )


def _pressed(name: str, booking_id: int) -> View:
    one = queries.booking(current_actor, f"booking.{name}", booking_id)
    if PressForm(record=one).sent_well():
        try:
            said = DEEDS[name](one)
        except RuleBroken as broken:
            flash(str(broken), "warning")
        else:
            flash(said, "success")
    return to("bookings.index", day=one.day)


def _arrive(one: Booking) -> str:
    coming = service.arrive_booking(current_actor, one)
    return str(_("到了，号是 %(number)s", number=coming.label) if coming else _("记下到了"))


def _finish(one: Booking) -> str:
    service.finish_booking(current_actor, one)
    return str(_("记下办完了"))


def _miss(one: Booking) -> str:
    service.miss_booking(current_actor, one)
    return str(_("记下没有来"))


DEEDS = {"arrive": _arrive, "finish": _finish, "miss": _miss}


@bp.post("/<int:booking_id>/arrive")
@page("booking.arrive")
def arrive(booking_id: int) -> View:
    return _pressed("arrive", booking_id)


@bp.post("/<int:booking_id>/finish")
@page("booking.finish")
def finish(booking_id: int) -> View:
    return _pressed("finish", booking_id)


@bp.post("/<int:booking_id>/miss")
@page("booking.miss")
def miss(booking_id: int) -> View:
    return _pressed("miss", booking_id)


@bp.route("/<int:booking_id>/cancel", methods=["GET", "POST"])
@page("booking.cancel")
def cancel(booking_id: int) -> View:
    one = queries.booking(current_actor, "booking.cancel", booking_id)
    form = CancelForm(record=one)
    if form.sent_well():
        try:
            service.cancel_booking(current_actor, one, reason=form.reason.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("取消了，请打电话告诉他"), "success")
            return to("bookings.index", day=one.day)
    return render("line/booking_step.html", form=form, one=one, word=_("取消预约"), **_words())


@bp.route("/<int:booking_id>/goer", methods=["GET", "POST"])
@page("booking.assign")
def goer(booking_id: int) -> View:
    """定谁上门."""
    one = queries.booking(current_actor, "booking.assign", booking_id)
    form = GoerForm(record=one, user_id=one.assignee_id)
    form.user_id.choices = [("", _("（还没选）")), *service.goers(current_actor)]
    if form.sent_well():
        try:
            service.assign_booking(current_actor, one, form.user_id.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("定好了"), "success")
            return to("bookings.index", day=one.day)
    return render("line/booking_step.html", form=form, one=one, word=_("定谁上门"), **_words())
