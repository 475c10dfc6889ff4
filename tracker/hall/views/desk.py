"""工作台: the keyboard screen of the window, and the voucher it prints."""

from collections.abc import Sequence

import segno
from flask import g, request, url_for
from flask_babel import gettext as _

from tracker.catalogue import queries as catalogue
from tracker.catalogue.models import ServiceItem
from tracker.catalogue.rules import KIND_LABELS, SIX_FACTS
from tracker.catalogue.rules import Status as ItemStatus
from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.hall import queries, rules, service
from tracker.hall.forms import ReceiveForm
from tracker.hall.models import Task
from tracker.hall.views.frame import View, bp, ticks, to
from tracker.people.queries import names_of as people_names
from tracker.store import receipts
from tracker.store import sessions as kept
from tracker.store.access import fetch_where
from tracker.township import queries as town
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can, moment
from tracker.web.pages import render, side_served, text_arg


@bp.route("/tasks/desk", methods=["GET", "POST"])
@page("task.receive")
def desk() -> View:
    """Left what is open, in the middle the form of the chosen item, right its guide."""
    text, wanted = text_arg("q"), text_arg("item")
    found = catalogue.items(current_actor, text=text, status=ItemStatus.PUBLISHED)
    item = _chosen(found, wanted, text)
    form = _receive_form(item) if item else None
    if item and form and form.sent_well():
        try:
            task = _take_in(item, form)
        except RuleBroken as broken:
            form.show(broken)
        else:
            return to(url_for("hall.voucher", ref=task.ref))
    return render(
        "hall/desk.html", form=form, item=item, found=found, text=text,
        queue=queries.desk_queue(current_actor), kinds=KIND_LABELS, six=SIX_FACTS,
        promise=queries.promise_of(item) if item else None,
        first_word=_first_word(item) if item else "",
    )


def _chosen(found: Sequence[ServiceItem], wanted: str, text: str) -> ServiceItem | None:
    """The item that was picked, else the only one the words mean: by its name, else at all."""
    picked = [one for one in found if str(one.id) == wanted]
    named = [one for one in found if all(word in one.name for word in text.split())]
    for choice in (picked, named if text else [], found if text else []):
        if len(choice) == 1:
            return choice[0]
    return None


def _first_word(item: ServiceItem) -> str:
    """The word on the one main button."""
    if not can("task.accept"):
        return rules.DEEDS["task.receive"]
    return rules.DEEDS[f"task.{item.first_move}"]


def _receive_form(item: ServiceItem) -> ReceiveForm:
    by_agent = not can("task.accept")
    villages = town.village_choices(current_actor.town_code)
    mine = {code for code, _name in villages} & {current_actor.unit_code}
    form = ReceiveForm(
        channel=rules.Channel.AGENT if by_agent else rules.Channel.WINDOW, village_code="".join(mine)
    )
    form.offer(villages, ticks(item), asks_id=item.asks_id, by_agent=by_agent)
    if not form.is_sent:
        form.applicant.render_kw = {**form.applicant.render_kw, "autofocus": True}
    return form


def _ticks(item: ServiceItem) -> list[tuple[str, str]]:
    return [(material.name, material.words) for material in item.materials]


def _take_in(item: ServiceItem, form: ReceiveForm) -> Task:
    """Take in, and go on with the next move unless the clerk said 先收件; the voucher may be shown now."""
    goes_on = can("task.accept") and "later" not in request.form
    task = service.receive(
        current_actor,
        service.Application(
            item=item, applicant=form.applicant.data, phone=form.phone.data or "",
            village_code=form.village_code.data, channel=form.channel.data, handed_in=form.handed_in.data,
            id_number=form.id_number.data or "" if form.id_number else "",
            is_id_missing=form.is_id_missing.data if form.is_id_missing else False,
        ),
        form_key=form.form_key.data, then=item.first_move if goes_on else "",
    )
    made = {"task": task.id, "key": form.form_key.data}
    kept.change(g.session_token, {**g.session_row.data, "voucher": made})
    return task


@bp.get("/tasks/<ref>/voucher")
@page("task.view")
def voucher(ref: str) -> View:
    """收件、受理凭证 to print; the receipt stands on it while this session remembers having made it."""
    task = fetch_where(current_actor, "task.view", Task, Task.ref == ref)
    remembered = g.session_row.data.get("voucher") or {}
    key = remembered.get("key") if remembered.get("task") == task.id else None
    token = service.rate_token(key) if key else None
    return render(
        "hall/voucher.html", task=task, sheet=_(rules.SHEETS[task.status]),
        code=receipts.issued(key) if key else None,
        qr=_qr(token) if token and side_served("public") else None, back_url=url_for("hall.detail", ref=ref),
        village=town.names_of({task.village_code}).get(task.village_code, ""),
        handler=people_names([task.assignee_id]).get(task.assignee_id, ""), now_text=moment(clock.now()),
        materials=[one for one in task.item.materials if one.name in task.handed_in],
    )


def _qr(token: str) -> dict[str, str]:
    """Two squares to point a phone at: progress, and the rating."""
    pages = {"progress": url_for("hall_public.progress", _external=True),
             "rate": url_for("hall_public.rate", token=token, _external=True)}
    return {name: segno.make(url, error="m").svg_data_uri(scale=3) for name, url in pages.items()}
