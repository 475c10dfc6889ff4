"""What came of telling somebody: one page for each move."""

from collections.abc import Callable
from typing import Any

from flask import flash
from flask_babel import gettext as _

from tracker.domain.errors import RuleBroken
from tracker.outreach import forms, queries, service
from tracker.outreach.models import Outreach
from tracker.outreach.rules import CONSEQUENCES, DEEDS
from tracker.outreach.views.frame import View, bp
from tracker.web.forms import HouseForm
from tracker.web.guard import current_actor, page
from tracker.web.pages import render, to


def _move(
    name: str, outreach_id: int, form_of: type[HouseForm], deed: Callable[[Outreach, Any], None]
) -> View:
    one = queries.outreach(current_actor, f"outreach.{name}", outreach_id)
    form = form_of(record=one)
    if not form.is_sent and "note" in form:
        form.note.data = ""
    if form.sent_well():
        try:
            deed(one, form)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("记下了：%(what)s", what=_(DEEDS[f"outreach.{name}"])), "success")
            return to("outreach.detail", outreach_id=outreach_id)
    return render(
        "outreach/move.html", form=form, one=one, word=_(DEEDS[f"outreach.{name}"]),
        consequence=_(CONSEQUENCES[name]),
    )


@bp.route("/<int:outreach_id>/tell", methods=["GET", "POST"])
@page("outreach.tell")
def tell(outreach_id: int) -> View:
    return _move(
        "tell", outreach_id, forms.TellForm,
        lambda one, form: service.tell(
            current_actor, one, how=form.how.data, note=form.note.data or ""
        ),
    )


@bp.route("/<int:outreach_id>/miss", methods=["GET", "POST"])
@page("outreach.miss")
def miss(outreach_id: int) -> View:
    return _move(
        "miss", outreach_id, forms.MissForm,
        lambda one, form: service.miss(current_actor, one, note=form.note.data or ""),
    )


@bp.route("/<int:outreach_id>/take-up", methods=["GET", "POST"])
@page("outreach.take_up")
def take_up(outreach_id: int) -> View:
    return _move(
        "take_up", outreach_id, forms.TakeUpForm,
        lambda one, form: service.take_up(current_actor, one, task_ref=form.task_ref.data or ""),
    )


@bp.route("/<int:outreach_id>/refuse", methods=["GET", "POST"])
@page("outreach.refuse")
def refuse(outreach_id: int) -> View:
    return _move(
        "refuse", outreach_id, forms.RefuseForm,
        lambda one, form: service.refuse(current_actor, one, note=form.note.data),
    )


@bp.route("/<int:outreach_id>/correct", methods=["GET", "POST"])
@page("outreach.correct")
def correct(outreach_id: int) -> View:
    return _move(
        "correct", outreach_id, forms.CorrectForm,
        lambda one, form: service.correct(current_actor, one, note=form.note.data),
    )
