"""Desk pages of accusations (密封件), for discipline alone: list, one matter, its moves."""

from flask import Blueprint, Response, flash, redirect, url_for
from flask_babel import gettext as _

from tracker.domain.errors import RuleBroken
from tracker.people.queries import names_of, staff_choices
from tracker.sealed import queries, rules, service
from tracker.sealed.forms import ConcludeForm, SubjectsForm
from tracker.sealed.models import Sealed
from tracker.township import queries as town
from tracker.web.forms import HouseForm, PressForm
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import record_page, render

bp = Blueprint("sealed", __name__, url_prefix="/sealed")

Answer = Response | tuple[str, int]

record_page("sealed", lambda sealed_id: url_for("sealed.detail", ref=queries.ref_of(sealed_id) or "-"))


@bp.get("")
@page("sealed.list")
def index() -> Answer:
    return render(
        "sealed/index.html", rows=queries.inbox(current_actor), labels=rules.LABELS,
        years=queries.totals_by_year(current_actor),
    )


@bp.get("/<ref>")
@page("sealed.view")
def detail(ref: str) -> Answer:
    record = queries.by_ref(current_actor, "sealed.view", ref)
    moves = [
        {"label": _(move.button), "url": _url_of(move.name, ref)}
        for move in rules.FLOW.open_moves(record.status) if can(f"sealed.{move.name}", record)
    ]
    people = {one.user_id for one in record.subjects} | {note.user_id for note in record.notes}
    units = {one.unit_code for one in record.subjects if one.unit_code} | {record.village_code or ""}
    return render(
        "sealed/detail.html", record=record, moves=moves, labels=rules.LABELS, people=names_of(people),
        units=town.names_of(units), words=rules.NOTE_LABELS,
    )


def _url_of(move: str, ref: str) -> str:
    """Releasing makes an ordinary matter: that page stands on the floor above, among those."""
    return url_for("opinions.release" if move == "release" else f"sealed.{move}", ref=ref)


@bp.route("/<ref>/receive", methods=["GET", "POST"])
@page("sealed.receive")
def receive(ref: str) -> Answer:
    record = queries.by_ref(current_actor, "sealed.receive", ref)
    form = PressForm(record=record)
    if form.sent_well():
        try:
            service.receive(current_actor, record)
        except RuleBroken as broken:
            form.show(broken)
        else:
            return _done(_("已接收"), ref)
    return _move("receive", form, record)


@bp.route("/<ref>/conclude", methods=["GET", "POST"])
@page("sealed.conclude")
def conclude(ref: str) -> Answer:
    record = queries.by_ref(current_actor, "sealed.conclude", ref)
    form = ConcludeForm(record=record)
    if form.sent_well():
        try:
            service.conclude(current_actor, record, reason=form.reason.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            return _done(_("已结束"), ref)
    return _move("conclude", form, record)


@bp.route("/<ref>/subjects", methods=["GET", "POST"])
@page("sealed.subjects")
def subjects(ref: str) -> Answer:
    record = queries.by_ref(current_actor, "sealed.subjects", ref)
    form = SubjectsForm(
        record=record, people=[str(one.user_id) for one in record.subjects if one.user_id],
        units=[one.unit_code for one in record.subjects if one.unit_code],
    )
    form.people.choices = staff_choices(record.unit_code)
    form.units.choices = town.office_choices(record.unit_code) + town.village_choices(record.unit_code)
    if form.sent_well():
        try:
            service.change_subjects(
                current_actor, record, user_ids=[int(one) for one in form.people.data or ()],
                unit_codes=form.units.data or (), reason=form.reason.data,
            )
        except RuleBroken as broken:
            form.show(broken)
        else:
            return _done(_("改好了，从现在起按新名单回避"), ref)
    return render("sealed/subjects.html", form=form, record=record)


def _done(text: str, ref: str) -> Answer:
    """Back to the matter, or to the list when it has just been closed to oneself as well."""
    flash(text, "success")
    return redirect(url_for(".index") if _is_gone(ref) else url_for(".detail", ref=ref), 303)  # type: ignore[return-value]


def _is_gone(ref: str) -> bool:
    return queries.find(current_actor, ref) is None


def _move(name: str, form: HouseForm, record: Sealed) -> Answer:
    button = next(move.button for move in rules.FLOW.moves if move.name == name)
    return render("sealed/move.html", form=form, record=record, action=name, button=_(button))
