"""要看一看的: records from phones that disagree with what is stored, and visits that wait for another one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.field import queries, rules, service
from tracker.field.forms import DecideForm, EndForm
from tracker.field.models import Parked
from tracker.field.rules import Record, Side
from tracker.field.views.frame import View, bp
from tracker.households.queries import by_id, label_of
from tracker.people.queries import names_of as people_names
from tracker.township.queries import names_of as unit_names
from tracker.visits import queries as visits
from tracker.visits.models import Visit
from tracker.visits.rules import KIND_LABELS, PURPOSE_LABELS, TURN_LABELS, Turn, written_at
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import record_page, render, to

record_page("parked_item", lambda parked_id: url_for("field.decide", parked_id=parked_id))


@bp.app_context_processor
def for_lists() -> dict[str, Callable[[], int]]:
    return {"field_parked": lambda: queries.to_decide(current_actor)}


@bp.get("/visits/parked")
@page("sync.list")
def parked() -> View:
    waiting = visits.long_waiting(current_actor, "visit.correct", rules.asked_before(clock.today()))
    items, done = queries.open_items(current_actor), queries.decided_items(current_actor)
    ids = [one.assignee_id for one in (*items, *done)] + [one.decided_by for one in done]
    return render(
        "field/parked.html", rows=[(one, queries.record_of(one)) for one in items], done=done,
        for_others={one.id for one in items if not queries.may_decide(current_actor, one)},
        waiting=waiting, days=rules.ASKED_AFTER_DAYS, kept_days=service.kept_days(), people=people_names(ids),
        standings=rules.STANDING_LABELS, units=unit_names({one.unit_code for one in items}),
    )


@bp.route("/visits/parked/<int:parked_id>", methods=["GET", "POST"])
@page("sync.view")
def decide(parked_id: int) -> View:
    """Two columns, and what shall become of the one that was sent."""
    item = queries.parked(current_actor, "sync.view", parked_id)
    if item.is_cleared:
        return render("field/cleared.html", **_decided(item))
    record, visit = queries.record_of(item), service.visit_beside(current_actor, item)
    form = _form(item, record, visit)
    if form is not None and form.sent_well():
        try:
            return _do(form, item)
        except RuleBroken as broken:
            form.show(broken)
        except NotFound:
            form.form_errors.append(_("您不能这样定这一条，请选别的，或者请党政办来定"))
    return render(
        "field/decide.html", form=form, visit=visit, sides=_sides(item, record, visit),
        matters=_matters(item, record), photos=len(record.photos),
        written_at=written_at(item.device_at, item.skew_seconds), ask_the_writer=service.ASK_THE_WRITER,
        **_decided(item),
    )


def _decided(item: Parked) -> dict[str, Any]:
    """Who, when, how, and the visit it became for who may see it."""
    became = queries.visit_of(item.became_id)
    return {
        "item": item, "people": people_names([item.assignee_id, item.decided_by]),
        "standings": rules.STANDING_LABELS,
        "became": became.ref if became is not None and can("visit.view", became) else "",
    }


def _form(item: Parked, record: Record, visit: Visit | None) -> DecideForm | None:
    """None when it is decided, or for its writer alone to decide."""
    if item.standing is not rules.FLOW.initial or not queries.may_decide(current_actor, item):
        return None
    may_correct = visit is not None and can("visit.correct", visit)
    stood = visit.client_rev if visit else 0
    new = [number for number, one in enumerate(record.matters) if one.since > stood]
    form = DecideForm(record=item, matters=new, reason="", verdict="")
    form.verdict.choices = [
        (move.name, _(move.button)) for move in rules.FLOW.moves if move.name != "correct" or may_correct
    ]
    form.matters.choices = [(number, text) for number, text in enumerate(_matters(item, record))]
    if not record.matters or not may_correct:
        del form.matters
    return form


def _do(form: DecideForm, item: Parked) -> View:
    if form.verdict.data == "drop":
        service.drop(current_actor, item, reason=form.reason.data or "")
        flash(_("记下了：这一条不要了，原因留着"), "success")
        return to("field.parked")
    if form.verdict.data == "correct":
        chosen = form.matters.data if "matters" in form else []
        visit = service.correct(current_actor, item, chosen or [])
        flash(_("当作更正存好了，原来的内容留在下面"), "success")
    else:
        visit = service.store(current_actor, item)
        flash(_("存好了，编号 %(ref)s", ref=visit.ref), "success")
    service.bring(current_actor.without_ticket, item, visit)
    return to("visits.detail", ref=visit.ref)


@dataclass(frozen=True)
class _Told:
    """One of the two columns in plain values."""

    visited_on: date
    place: str
    kind: Any
    words: str
    participants: str
    purposes: Any
    present_count: int | None
    companions: Any


def _sides(item: Parked, record: Record, visit: Visit | None) -> list[Side]:
    """Line by line, the words of the form on both sides; nothing on the left when there is nothing."""
    ids = {*record.companions, *(visit.companion_ids if visit else ())}
    people = people_names(ids)
    sent = _shown(_Told(
        record.visited_on, _place(item.unit_code, _household_of(record)), record.kind, record.words,
        record.participants, record.purposes, record.present_count, record.companions,
    ), people)
    stored = {} if visit is None else _shown(_Told(
        visit.visited_on, _place(visit.unit_code, visit.household_id), visit.kind, visit.words or "",
        visit.participants or "", visit.purposes, visit.present_count, visit.companion_ids,
    ), people)
    return [Side(label, stored.get(label, ""), text) for label, text in sent.items()]


def _shown(told: _Told, people: dict[int | None, str]) -> dict[str, str]:
    return {
        _("哪天去的"): told.visited_on.isoformat(), _("去了谁家、哪个村"): told.place,
        _("怎么走访的"): _(KIND_LABELS[told.kind]), _("群众原话"): told.words,
        _("走访目的"): "、".join(_(PURPOSE_LABELS[one]) for one in told.purposes),
        _("到会人数"): str(told.present_count or ""), _("在场的人"): told.participants,
        _("一起去的同事"): "、".join(people.get(one, "") for one in told.companions),
    }


def _household_of(record: Record) -> int | None:
    return int(record.place[1:]) if record.place.startswith("h") else None


def _place(unit_code: str, household_id: int | None) -> str:
    """The household masked as in every list, else the village or group."""
    household = by_id([household_id]).get(household_id)
    names = unit_names({unit_code, unit_code[:12]})
    village = names.get(unit_code[:12], "")
    if household is not None:
        return label_of(household, village)
    return village if len(unit_code) <= 12 else f"{village} {names.get(unit_code, '')}"


def _matters(item: Parked, record: Record) -> list[str]:
    """What was heard. What is to become an opinion is read by its writer alone: it may be an accusation."""
    is_mine = current_actor.user_id == item.assignee_id
    return [
        f"{_(TURN_LABELS[one.turn])}：{one.content}" if is_mine or one.turn is not Turn.OPINION
        else _("内容只有记的人看得到")
        for one in record.matters
    ]


@bp.route("/visits/<ref>/end_waiting", methods=["GET", "POST"])
@page("visit.correct")
def end_waiting(ref: str) -> View:
    """不再等: what this visit follows never came."""
    visit = visits.visit(current_actor, "visit.correct", ref)
    waits = any(one.waits for one in visits.follows_of(visit.id))
    form = EndForm()
    if form.sent_well():
        try:
            service.end_waiting(current_actor, visit, reason=form.reason.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("记下了，不再等那一条"), "success")
            return to("visits.detail", ref=ref)
    return render("field/end_waiting.html", form=form, visit=visit, waits=waits)
