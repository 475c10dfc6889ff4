"""窗口: which there are and what they call, the letters of the numbers, machine and screen of the hall."""

from flask import flash, url_for
from flask_babel import gettext as _

from tracker.domain.errors import RuleBroken
from tracker.line import queries, service
from tracker.line.forms import LetterForm, WindowForm
from tracker.line.models import LineLetter, Window
from tracker.line.views.frame import View, bp, pressed
from tracker.people.queries import names_of as people_names
from tracker.store.access import fetch
from tracker.web.guard import current_actor, page
from tracker.web.pages import render, side_served, to


@bp.get("/line/windows")
@page("window.edit")
def windows() -> View:
    hall = queries.hall_code(current_actor)
    found = [one for one in queries.windows(current_actor, is_used=False) if one.unit_code == hall]
    key = queries.key_of(hall)
    pages = {
        name: url_for(f"line_public.{name}", hall=key, _external=True) for name in ("number", "screen")
    } if side_served("public") else {}
    return render(
        "line/windows.html", windows=found, letters=queries.letter_rows(current_actor, hall), pages=pages,
        clerks=people_names(one.assignee_id for one in found if one.assignee_id),
    )


@bp.route("/line/windows/new", methods=["GET", "POST"])
@page("window.edit")
def new_window() -> View:
    form = WindowForm()
    del form.is_used
    if form.sent_well():
        try:
            service.add_window(current_actor, name=form.name.data, prefixes=form.prefixes.data or "")
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("加好了：%(name)s", name=form.name.data), "success")
            return to("line.windows")
    return render("line/window.html", form=form, window=None)


@bp.route("/line/windows/<int:window_id>", methods=["GET", "POST"])
@page("window.edit")
def window(window_id: int) -> View:
    row = fetch(current_actor, "window.edit", Window, window_id)
    form = WindowForm(record=row)
    if form.sent_well():
        try:
            service.change_window(
                current_actor, row, name=form.name.data, prefixes=form.prefixes.data or "",
                is_used=form.is_used.data,
            )
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("改好了：%(name)s", name=row.name), "success")
            return to("line.windows")
    return render("line/window.html", form=form, window=row)


@bp.post("/line/windows/<int:window_id>/open")
@page("window.open")
def open_window(window_id: int) -> View:
    row = fetch(current_actor, "window.open", Window, window_id)
    return pressed(lambda: service.open_window(current_actor, row))


@bp.post("/line/windows/<int:window_id>/close")
@page("window.close")
def close_window(window_id: int) -> View:
    row = fetch(current_actor, "window.close", Window, window_id)
    return pressed(lambda: service.close_window(current_actor, row))


@bp.route("/line/letters/new", methods=["GET", "POST"])
@page("window.edit")
def new_letter() -> View:
    form = LetterForm()
    del form.is_used
    if form.sent_well():
        try:
            service.add_letter(current_actor, letter=form.letter.data, name=form.name.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("加好了：%(name)s", name=form.name.data), "success")
            return to("line.windows")
    return render("line/letter.html", form=form, letter=None)


@bp.route("/line/letters/<int:letter_id>", methods=["GET", "POST"])
@page("window.edit")
def letter(letter_id: int) -> View:
    row = fetch(current_actor, "window.edit", LineLetter, letter_id)
    form = LetterForm(record=row)
    del form.letter
    if form.sent_well():
        try:
            service.change_letter(current_actor, row, name=form.name.data, is_used=form.is_used.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("改好了：%(name)s", name=row.name), "success")
            return to("line.windows")
    return render("line/letter.html", form=form, letter=row)
