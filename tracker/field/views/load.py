"""从手机存下的文件: loaded at the desk, each record answered for itself."""

from typing import Any

from flask import flash
from flask_babel import gettext as _

from tracker.domain.errors import RuleBroken
from tracker.field import service
from tracker.field.forms import LoadForm
from tracker.field.rules import IN_HAND, OUTCOME_LABELS
from tracker.field.service import Loaded, Saved
from tracker.field.views.frame import View, bp
from tracker.people.queries import staff_choices
from tracker.store import preferences
from tracker.web.forms import clean
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import render, text_arg, to
from tracker.web.uploads import takes_photos

MOST_LINES = 60
LAST = "field.loaded"
"""The setting that holds what became of the last file: numbers and sentences, no words of residents."""


@bp.route("/visits/load", methods=["GET", "POST"])
@page("visit.add")
@takes_photos
def load() -> View:
    form = LoadForm()
    form.offer_visitors(staff_choices(current_actor.town_code) if can("visit.proxy") else [])
    if form.sent_well():
        try:
            loaded = _load(form)
        except RuleBroken as broken:
            form.show(broken)
        else:
            preferences.like(current_actor.user_id, LAST, remembered([_line(one) for one in loaded]))
            good = sum(one.answer.outcome in IN_HAND for one in loaded)
            flash(_("读完了 %(n)s 条，存好 %(good)s 条", n=len(loaded), good=good), "success")
            return to("field.load", done=1)
    rows = preferences.liked(current_actor.user_id, LAST) if text_arg("done") else None
    return render("field/load.html", form=form, rows=rows or [])


def remembered(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What fits into a setting: of very many those alone that were not taken in."""
    if len(lines) <= MOST_LINES:
        return lines
    return [one for one in lines if not one["good"]][:MOST_LINES]


def _load(form: LoadForm) -> list[Loaded]:
    """Every file is looked at before the first one is taken in."""
    found = [service.read(data) for data in form.blobs()]
    return [one for saved in found for one in service.load(current_actor, saved, _whose(form, saved))]


def _whose(form: LoadForm, saved: Saved) -> int | None:
    """As it was said; not said, the colleague in whose account the file was saved."""
    if "visitor_id" not in form or form.visitor is not None:
        return form.visitor
    owner = service.owner_of(current_actor, saved)
    if owner is None:
        raise RuleBroken(_("看不出这个文件是谁的，请选是谁的走访"), field="visitor_id")
    return owner


def _line(one: Loaded) -> dict[str, Any]:
    """One line of the result, as it is kept for the page after the redirect."""
    answer = one.answer
    return {
        "number": one.number, "day": clean(one.day) or "", "label": OUTCOME_LABELS[answer.outcome],
        "message": answer.message, "ref": answer.ref, "good": answer.outcome in IN_HAND, "photos": one.photos,
        "refused": one.photos_refused,
    }
