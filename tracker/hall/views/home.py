"""上门: who is visited at home on a day, agreeing on it, taking in there what was booked."""

from datetime import date, timedelta

from flask import flash, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.hall.forms.home import AtDoorForm, HomeForm
from tracker.hall.models import Task
from tracker.hall.queries.home import at_home
from tracker.hall.service import home as service
from tracker.hall.service.home import AtHome
from tracker.hall.views.frame import View, bp, ticks, to, voucher_shown
from tracker.line.queries import bookings
from tracker.line.rules.bookings import BOOKING_TAGS, HOME_LABELS, BookingKind, words
from tracker.people.queries import names_of as people_names
from tracker.store.access import fetch_where
from tracker.township import queries as town
from tracker.web.guard import current_actor, page
from tracker.web.pages import render, text_arg


def _shown_day() -> date:
    try:
        return date.fromisoformat(text_arg("day"))
    except ValueError:
        return clock.today()


@bp.get("/tasks/home")
@page("task.agree_home")
def home_day() -> View:
    """上门清单 of a day: what was booked, and tasks it was agreed on for."""
    day, one_day = _shown_day(), timedelta(days=1)
    booked = bookings.of_day(current_actor, day, BookingKind.HOME) if bookings.kinds_offered() else ()
    tasks = at_home(current_actor, day)
    codes = {one.village_code for one in booked} | {one.village_code for one in tasks}
    handlers = [one.assignee_id for one in booked] + [one.assignee_id for one in tasks]
    return render(
        "hall/home_day.html", day=day, booked=booked, tasks=tasks, villages=town.names_of(codes),
        before=max(day, date.min + one_day) - one_day, after=min(day, date.max - one_day) + one_day,
        people=people_names(handlers), slot_words=words,
        states=HOME_LABELS, tags=BOOKING_TAGS,
    )


@bp.route("/tasks/<ref>/home", methods=["GET", "POST"])
@page("task.agree_home")
def agree_home(ref: str) -> View:
    """约上门."""
    task = fetch_where(current_actor, "task.agree_home", Task, Task.ref == ref)
    form = HomeForm(record=task)
    if form.sent_well():
        try:
            service.agree_home(
                current_actor, task, day=form.home_on.data, place=form.home_place.data
            )
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("约好了，到时候去他家办"), "success")
            return to(url_for("hall.detail", ref=ref))
    return render("hall/home_agree.html", form=form, task=task)


@bp.route("/bookings/<int:booking_id>/take-in", methods=["GET", "POST"])
@page("task.receive")
def take_in_at_home(booking_id: int) -> View:
    """上门收件: name, telephone and item stand in the booking and are not asked again."""
    booking = bookings.booking(current_actor, "booking.finish", booking_id)
    if booking.item is None:
        raise NotFound("item")
    form = AtDoorForm(record=booking)
    form.offer(ticks(booking.item), asks_id=booking.item.asks_id)
    if form.sent_well():
        at_door = AtHome(
            handed_in=form.handed_in.data if form.handed_in else (),
            id_number=(form.id_number.data or "") if form.id_number else "",
            is_id_missing=bool(form.is_id_missing and form.is_id_missing.data),
        )
        try:
            task = service.take_in_at_home(current_actor, booking, at_door, form_key=form.form_key.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            return voucher_shown(form.form_key.data) or to(url_for("hall.detail", ref=task.ref))
    return render("hall/home_take_in.html", form=form, booking=booking)
