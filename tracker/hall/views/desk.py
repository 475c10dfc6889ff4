"""工作台: the keyboard screen of the window: who waits, the form of the matter, its guide with the ticks."""

from collections.abc import Sequence
from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _

from tracker.catalogue import queries as catalogue
from tracker.catalogue.models import ServiceItem
from tracker.catalogue.rules import KIND_LABELS, SIX_FACTS
from tracker.catalogue.rules import Status as ItemStatus
from tracker.domain.errors import RuleBroken
from tracker.hall import queries, rules, service
from tracker.hall.forms import LookForm, ReceiveForm
from tracker.hall.models import Task
from tracker.hall.queries import visitors
from tracker.hall.rules import Scan
from tracker.hall.views.frame import View, bp, remember, to
from tracker.hall.views.visitor import Visitor, forget_scan, keep_scan, papers_had, visitor
from tracker.line import queries as line
from tracker.township import queries as town
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import render, text_arg

NEXT = ("notify", "ask_decline", "decline", "mandate")
"""Moves a clerk may go on to from the counter, each on its own page."""


@bp.route("/tasks/desk", methods=["GET", "POST"])
@page("task.receive")
def desk() -> View:
    """Left who waits and what is open, in the middle the form of the chosen item, right its guide."""
    text, person = text_arg("q"), visitor()
    found = catalogue.items(current_actor, text=text, status=ItemStatus.PUBLISHED)
    item = _chosen(found, text, person)
    form = _receive_form(item, person) if item else None
    if item and form and "known" not in request.form and form.sent_well():
        try:
            task = _take_in(item, form, person)
        except RuleBroken as broken:
            _show(form, broken)
        else:
            return to(_after(task))
    return render("hall/desk.html", **_screen(found, text, person, item, form))


def _screen(
    found: Sequence[ServiceItem], text: str, person: Visitor, item: ServiceItem | None,
    form: ReceiveForm | None,
) -> dict[str, Any]:
    known = person.known(form.applicant.data or "", form.phone.data or "") if form else visitors.NOBODY
    waiting = line.desk_of(current_actor)
    return {
        "form": form, "item": item, "found": found, "text": text, "visitor": person,
        "queue": queries.desk_queue(current_actor), "kinds": KIND_LABELS, "six": SIX_FACTS,
        "line": waiting,
        "matters": dict(catalogue.item_choices(current_actor)) if waiting else {},
        "known": known, "had": papers_had(item, known) if item else {},
        "promise": queries.promise_of(item) if item else None,
        "first_word": _first_word(item) if item else "", "next_words": _next_words(),
    }


def _chosen(found: Sequence[ServiceItem], text: str, person: Visitor) -> ServiceItem | None:
    """The item that was picked, else the only one the words mean, else what the number was taken for."""
    wanted = text_arg("item") or _asked_for(text, person)
    picked = [one for one in found if str(one.id) == wanted]
    named = [one for one in found if all(word in one.name for word in text.split())]
    for choice in (picked, named if text else [], found if text else []):
        if len(choice) == 1:
            return choice[0]
    return None


def _asked_for(text: str, person: Visitor) -> str:
    """What somebody took the number for, as long as nothing was taken in at this coming."""
    if text or person.earlier or person.coming is None:
        return ""
    return str(person.coming.item_id or "")


def _first_word(item: ServiceItem) -> str:
    """The word on the one main button."""
    if not can("task.accept"):
        return rules.DEEDS["task.receive"]
    return rules.DEEDS[f"task.{item.first_move}"]


def _next_words() -> list[tuple[str, str]]:
    """The other buttons: (move, word), those this person may go on to."""
    words = {
        "notify": _("缺材料，一次告知"), "ask_decline": _("报不予受理"), "decline": _("不予受理"),
        "mandate": _("转代办"),
    }
    return [(name, words[name]) for name in NEXT if can("task.accept") and can(f"task.{name}")]


def _receive_form(item: ServiceItem, person: Visitor) -> ReceiveForm:
    """The form as far as it can be filled for this person; `known` sent: filled again with what is known."""
    by_agent = not can("task.accept")
    villages = town.village_choices(current_actor.town_code)
    mine = {code for code, _name in villages} & {current_actor.unit_code}
    start: dict[str, Any] = {"village_code": "".join(mine), **person.facts}
    form = ReceiveForm(
        channel=rules.Channel.AGENT if by_agent else rules.Channel.WINDOW, id_number=person.id_number,
        follow_by=queries.usual_correction(), **start,
    )
    known = person.known(form.applicant.data or "", form.phone.data or "")
    asks_id = item.asks_id and (bool(form.id_number.data) or not known.id_number)
    form.offer(villages, item, asks_id=asks_id, by_agent=by_agent)
    if not form.is_sent or "known" in request.form:
        ticked = set(form.handed_in.data or ()) | set(papers_had(item, known))
        form.handed_in.data = [one.name for one in item.materials if one.name in ticked]
        form.village_code.data = form.village_code.data or known.village_code
    if not form.is_sent:
        first = form.phone if form.applicant.data else form.applicant
        first.render_kw = {**(first.render_kw or {}), "autofocus": True}
    return form


def _show(form: ReceiveForm, broken: RuleBroken) -> None:
    """A number that does not fit is told at its field; pressed again it comes in without (证件暂缺)."""
    form.show(broken)
    if broken.field == "id_number" and form.id_number and form.id_number.data:
        form.is_id_missing.data = True


def _take_in(item: ServiceItem, form: ReceiveForm, person: Visitor) -> Task:
    """Take in, and go on with the next move unless the clerk said otherwise; the voucher may be shown now."""
    goes_on = can("task.accept") and not {"later", "next"} & set(request.form)
    known = person.known(form.applicant.data, form.phone.data or "")
    task = service.receive(
        current_actor,
        service.Application(
            item=item, applicant=form.applicant.data, phone=form.phone.data or "",
            village_code=form.village_code.data, channel=_channel(form), handed_in=form.handed_in.data,
            id_number=(form.id_number.data or "") if form.id_number else known.id_number,
            is_id_missing=form.is_id_missing.data if form.is_id_missing else False,
            coming_id=person.coming.id if person.coming else None,
            promise=form.promise if goes_on else rules.NOTHING,
        ),
        form_key=form.form_key.data, then=item.first_move if goes_on else "",
    )
    remember(task.id, form.form_key.data)
    forget_scan()
    return task


def _channel(form: ReceiveForm) -> rules.Channel:
    """转代办: somebody else runs the errand from here on."""
    return rules.Channel.AGENT if request.form.get("next") == "mandate" else form.channel.data


def _after(task: Task) -> str:
    """To the slip; or to the page of the move the clerk chose."""
    move = request.form.get("next", "")
    if move in NEXT and can(f"task.{move}", task):
        return url_for(f"hall.{move}", ref=task.ref)
    return url_for("hall.voucher", ref=task.ref)


@bp.post("/tasks/desk/look")
@page("task.receive")
def look() -> View:
    """The search box: a receipt or a number of a task opens it, a card fills in the form, words find items.

    Sent and not asked for by address: what a reader sends is personal.
    """
    form, person = LookForm(), visitor()
    here = {**person.address, "item": text_arg("item") or None}
    if not form.sent_well():
        flash(_("没有看清，请再扫一次或者写短一点"), "warning")
        return to(url_for("hall.desk", **here))
    kind, value = rules.scanned(form.q.data or "")
    if kind is Scan.ID_CARD:
        keep_scan(value)
        return to(url_for("hall.desk", **{**here, "scan": "1"}))
    if kind is Scan.WORDS:
        return to(url_for("hall.desk", **{**person.address, "q": value}))
    ref = _ref_of(kind, value)
    return to(url_for("hall.detail", ref=ref) if ref else url_for("hall.desk", **here))


def _ref_of(kind: Scan, value: str) -> str | None:
    """The task a receipt opens or a number names, when this person may see it; else None, and said."""
    try:
        number = service.open_progress(value) if kind is Scan.RECEIPT else None
    except RuleBroken as broken:
        flash(_(broken.message).format(**broken.params), "warning")
        return None
    ref = visitors.ref_seen(current_actor, number or value)
    if ref is None:
        flash(_("没有找到这件办件，或者不归这里管"), "warning")
    return ref
