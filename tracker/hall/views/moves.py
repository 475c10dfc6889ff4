"""The moves of a task (办件): a page each, which says what will happen before it does."""

from collections.abc import Callable
from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _

from tracker.catalogue.rules import missing
from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.hall import forms, queries, rules, service
from tracker.hall.models import Task
from tracker.hall.views.frame import View, bp, has_code, to, voucher_shown
from tracker.hall.views.presence import busy_with
from tracker.store.access import fetch_where
from tracker.web.forms import HouseForm, PressForm
from tracker.web.guard import current_actor, page
from tracker.web.pages import render


def move_page(
    name: str, ref: str, form_of: type[HouseForm], deed: Callable[[Task, Any], None],
    prepare: Callable[[Task, Any], None] = lambda task, form: None,
    facts: Callable[[Task], list[tuple[str, Any]]] = lambda task: [],
) -> View:
    """One page for every move: what will happen, what has to be said, one button."""
    task = fetch_where(current_actor, f"task.{name}", Task, Task.ref == ref)
    form = form_of(record=task)
    prepare(task, form)
    if form.sent_well():
        try:
            deed(task, form)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("记下了：%(what)s", what=_(rules.DEEDS[f"task.{name}"])), "success")
            return to(url_for("hall.detail", ref=ref))
    return render(
        "hall/move.html", form=form, task=task, move=name, word=_(rules.DEEDS[f"task.{name}"]),
        consequence=_(rules.consequence(name, task.times, clock.today())), rows=facts(task),
        **({} if form.is_sent else busy_with(task, name)),
    )


@bp.route("/tasks/<ref>/accept", methods=["GET", "POST"])
@page("task.accept")
def accept(ref: str) -> View:
    return move_page(
        "accept", ref, forms.AcceptForm,
        lambda task, form: service.accept(
            current_actor, task, handed_in=form.ticked, promise=form.promise
        ),
        lambda task, form: form.offer(task.item.materials),
    )


@bp.route("/tasks/<ref>/spot", methods=["GET", "POST"])
@page("task.spot")
def spot(ref: str) -> View:
    return move_page(
        "spot", ref, forms.SpotForm,
        lambda task, form: service.spot(current_actor, task, handed_in=form.ticked),
        lambda task, form: form.offer(task.item.materials),
    )


@bp.route("/tasks/<ref>/notify", methods=["GET", "POST"])
@page("task.notify")
def notify(ref: str) -> View:
    return move_page(
        "notify", ref, forms.NotifyForm,
        lambda task, form: service.notify(
            current_actor, task, notice=form.notice.data, correct_by=form.correct_by.data,
            again_reason=(form.again_reason.data or "") if form.again_reason else "",
        ),
        _prepare_notice,
    )


def _prepare_notice(task: Task, form: Any) -> None:
    """What the ticks say is missing stands in the notice already."""
    if not task.told_count:
        del form.again_reason
    if not form.is_sent:
        lines = missing(task.item.materials, task.handed_in)
        form.notice.data = "\n".join(f"{n}. {name}" for n, name in enumerate(lines, 1))
        form.correct_by.data = queries.usual_correction()


@bp.route("/tasks/<ref>/decline", methods=["GET", "POST"])
@page("task.decline")
def decline(ref: str) -> View:
    return move_page(
        "decline", ref, forms.DeclineForm,
        lambda task, form: service.decline(
            current_actor, task, reason=form.reason.data, path=form.path.data
        ),
    )


@bp.route("/tasks/<ref>/finish", methods=["GET", "POST"])
@page("task.finish")
def finish(ref: str) -> View:
    return move_page(
        "finish", ref, forms.FinishForm,
        lambda task, form: service.finish(
            current_actor, task, outcome=form.outcome.data, reason=form.reason.data or "",
            path=form.path.data or "",
            late_reason=(form.late_reason.data or "") if form.late_reason else "",
        ),
        lambda task, form: form.offer(is_late=task.times.is_late(clock.today())),
    )


@bp.route("/tasks/<ref>/deliver", methods=["GET", "POST"])
@page("task.deliver")
def deliver(ref: str) -> View:
    return move_page("deliver", ref, PressForm, lambda task, form: service.deliver(current_actor, task))


@bp.route("/tasks/<ref>/withdraw", methods=["GET", "POST"])
@page("task.withdraw")
def withdraw(ref: str) -> View:
    return move_page(
        "withdraw", ref, forms.WithdrawForm,
        lambda task, form: service.withdraw(current_actor, task, reason=form.reason.data),
    )


@bp.route("/tasks/<ref>/code", methods=["GET", "POST"])
@page("task.give_code")
def give_code(ref: str) -> View:
    """给本人查询码 of what came from a visit: its voucher, with the receipt on it once."""
    task = fetch_where(current_actor, "task.give_code", Task, Task.ref == ref)
    form = PressForm()
    if form.sent_well():
        try:
            service.give_code(current_actor, task, form.form_key.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            return voucher_shown(form.form_key.data) or to(url_for("hall.detail", ref=ref))
    return render("hall/give_code.html", form=form, task=task, is_given=has_code(task))
