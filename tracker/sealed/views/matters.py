"""The list of accusations (密封件), one of them, its moves."""

from typing import Any

from flask import redirect, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.people.queries import names_of, staff_choices
from tracker.pictures.queries import of as pictures_of
from tracker.pictures.views import picture_of, shown
from tracker.sealed import queries, rules, service
from tracker.sealed.forms import ConcludeForm, HandUpForm, SubjectsForm
from tracker.sealed.models import Sealed
from tracker.sealed.rules import Holder
from tracker.sealed.views.frame import Answer, bp, done
from tracker.sealed.views.opening import ask_only_when_locked, keys_for, keys_now, open_until
from tracker.township import queries as town
from tracker.web.forms import HouseForm, PressForm
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import render


@bp.get("")
@page("sealed.list")
def index() -> Answer:
    """Numbers, dates, states: needs no passphrase."""
    return render(
        "sealed/index.html", rows=queries.inbox(current_actor), labels=rules.LABELS,
        years=queries.totals_by_year(current_actor), until=open_until(), press=PressForm(),
        has_key=queries.current_key(current_actor.town_code, Holder.DISCIPLINE) is not None,
    )


@bp.get("/<ref>")
@page("sealed.view")
def detail(ref: str) -> Answer:
    record = queries.by_ref(current_actor, "sealed.view", ref)
    content = service.content_of(record, keys_now())
    if content is not None:
        service.note_reading(current_actor, record)
        record = queries.by_ref(current_actor, "sealed.view", ref)
    people = {one.user_id for one in record.subjects} | {note.user_id for note in record.notes}
    village = content.village_code if content else None
    units = {one.unit_code for one in record.subjects if one.unit_code} | {village or ""}
    return render(
        "sealed/detail.html", record=record, content=content, moves=_moves(record), labels=rules.LABELS,
        people=names_of(people), units=town.names_of(units), words=rules.NOTE_LABELS, until=open_until(),
        notes=[(note, service.note_text(note, keys_now())) for note in record.notes],
        pictures=pictures_of("sealed", record.id) if content is not None else [],
    )


@bp.get("/<ref>/photos/<picture>")
@page("sealed.view")
def picture(ref: str, picture: str) -> Answer:
    """A photograph, while the matter itself stands open."""
    record = queries.by_ref(current_actor, "sealed.view", ref)
    if service.content_of(record, keys_now()) is None:
        return redirect(url_for("sealed.unlock", next=url_for("sealed.detail", ref=ref)), 303)  # type: ignore[return-value]
    return shown(picture_of(record, picture))


def _moves(record: Sealed) -> list[dict[str, str]]:
    """Releasing makes an ordinary matter: that page stands on the floor above, among those."""
    pages = {"release": "opinions.release"}
    return [
        {
            "label": _(move.button),
            "url": url_for(pages.get(move.name, f"sealed.{move.name}"), ref=record.ref),
        }
        for move in rules.FLOW.open_moves(record.status) if can(f"sealed.{move.name}", record)
    ]


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
            return done(_("已接收"), ref)
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
            return done(_("已结束"), ref)
    return _move("conclude", form, record)


@bp.route("/<ref>/hand_up", methods=["GET", "POST"])
@page("sealed.hand_up")
def hand_up(ref: str) -> Answer:
    record = queries.by_ref(current_actor, "sealed.hand_up", ref)
    form = HandUpForm(record=record, on=clock.today())
    ask_only_when_locked(form, record)
    if form.sent_well():
        try:
            service.hand_up(
                current_actor, record, reason=form.reason.data, on=form.on.data, keys=keys_for(form)
            )
        except RuleBroken as broken:
            form.show(broken)
        else:
            return done(_("记下了，已交县里"), ref)
    return _move("hand_up", form, record, is_kept=service.can_reach_county(record.unit_code))


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
            return done(_("改好了，从现在起按新名单回避"), ref)
    return render("sealed/subjects.html", form=form, record=record)


def _move(name: str, form: HouseForm, record: Sealed, **more: Any) -> Answer:
    button = next(move.button for move in rules.FLOW.moves if move.name == name)
    return render("sealed/move.html", form=form, record=record, action=name, button=_(button), **more)
