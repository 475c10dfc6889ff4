"""移交: offer a task, take it, send it back, recall it; the list of what waits to be taken (等我接收)."""

from flask import flash, url_for
from flask_babel import gettext as _

from tracker.domain.errors import NotFound, RuleBroken
from tracker.hall import rules, service
from tracker.hall.forms import together as forms
from tracker.hall.models import Task
from tracker.hall.queries import together as queries
from tracker.hall.views.frame import View, bp, to
from tracker.hall.views.moves import move_page
from tracker.people.queries import names_of as people_names
from tracker.store.access import fetch_where
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, page
from tracker.web.pages import render


@bp.route("/tasks/<ref>/offer", methods=["GET", "POST"])
@page("task.offer")
def offer(ref: str) -> View:
    return move_page(
        "offer", ref, forms.OfferForm,
        lambda task, form: service.offer(
            current_actor, task, receiver=form.receiver.data, reason=form.reason.data
        ),
        lambda task, form: form.offer(
            [(one.value, one.label) for one in queries.receivers(task, current_actor)]
        ),
    )


@bp.route("/tasks/<ref>/recall", methods=["GET", "POST"])
@page("task.recall")
def recall(ref: str) -> View:
    return move_page(
        "recall", ref, PressForm, lambda task, form: service.recall(current_actor, task)
    )


@bp.get("/tasks/offers")
@page("task.take")
def offers() -> View:
    """等我接收: what waits for me, and what I wait for."""
    waiting, sent = queries.offers_to(current_actor), queries.offers_by(current_actor)
    people = [one.from_id for _task, one in waiting] + [one.to_id for _task, one in sent]
    return render("hall/offers.html", waiting=waiting, sent=sent, names=people_names(people))


@bp.post("/tasks/<ref>/take")
@page("task.take")
def take(ref: str) -> View:
    task = queries.offered_to(current_actor, ref)
    if task is None:
        raise NotFound("task_handover")
    if PressForm().sent_well():
        try:
            service.take(current_actor, task)
        except RuleBroken as broken:
            flash(_(broken.message), "danger")
        else:
            flash(_("接下来了，这件事现在由您负责"), "success")
            return to(url_for("hall.detail", ref=ref))
    return to(url_for("hall.offers"))


@bp.route("/tasks/<ref>/return_offer", methods=["GET", "POST"])
@page("task.return_offer")
def return_offer(ref: str) -> View:
    """退回: whoever offered it reads why; nobody else's offer opens here."""
    task = fetch_where(current_actor, "task.return_offer", Task, Task.ref == ref)
    if queries.offered_to(current_actor, ref) is None:
        return to(url_for("hall.offers"))
    form, word = forms.ReturnOfferForm(), _(rules.DEEDS["task.return_offer"])
    if form.sent_well():
        try:
            service.return_offer(current_actor, task, answer=form.answer.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("记下了：%(what)s", what=word), "success")
            return to(url_for("hall.offers"))
    return render(
        "hall/move.html", form=form, task=task, move="return_offer", word=word, rows=[],
        consequence=_(rules.CONSEQUENCES["return_offer"]),
    )
