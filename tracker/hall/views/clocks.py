"""特别程序, 延期, 不予受理 signed, 容缺 papers: a page each, in the manner of the other moves."""

from typing import Any

from flask_babel import gettext as _

from tracker.hall import forms, service
from tracker.hall.models import Task
from tracker.hall.rules import PAUSE_LABELS
from tracker.hall.views.frame import View, bp
from tracker.hall.views.moves import move_page
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, page
from tracker.web.jinja import day, paragraphs

Facts = list[tuple[str, Any]]


def pause_facts(task: Task) -> Facts:
    """What was asked for, as the one who decides reads it."""
    one = task.asked_pause
    if one is None:
        return []
    return [
        (_("哪一种"), _(PAUSE_LABELS[one.kind])), (_("依据"), one.basis), (_("通知书编号"), one.notice_no),
        (_("大约要"), _("%(n)s 个工作日", n=one.expected_workdays)), (_("申请日期"), day(one.asked_on)),
    ]


def extension_facts(task: Task) -> Facts:
    one = task.asked_extension
    if one is None:
        return []
    return [
        (_("延多久"), _("%(n)s 个工作日", n=one.workdays)), (_("为什么"), paragraphs(one.reason)),
        (_("申请日期"), day(one.asked_on)), (_("现在的应办结日"), day(task.due_on)),
    ]


def decline_facts(task: Task) -> Facts:
    if task.decline_asked_by is None:
        return []
    return [(_("理由"), paragraphs(task.reason)), (_("去处和救济途径"), paragraphs(task.path))]


@bp.route("/tasks/<ref>/ask_pause", methods=["GET", "POST"])
@page("task.ask_pause")
def ask_pause(ref: str) -> View:
    return move_page(
        "ask_pause", ref, forms.PauseForm,
        lambda task, form: service.ask_pause(
            current_actor, task, kind=form.kind.data, basis=form.basis.data, notice_no=form.notice_no.data,
            expected_workdays=form.expected_workdays.data,
        ),
        lambda task, form: form.offer(task.gap_rule),
    )


@bp.route("/tasks/<ref>/pause", methods=["GET", "POST"])
@page("task.pause")
def pause(ref: str) -> View:
    return move_page(
        "pause", ref, PressForm, lambda task, form: service.pause(current_actor, task), facts=pause_facts
    )


@bp.route("/tasks/<ref>/refuse_pause", methods=["GET", "POST"])
@page("task.refuse_pause")
def refuse_pause(ref: str) -> View:
    return move_page(
        "refuse_pause", ref, forms.ReasonForm,
        lambda task, form: service.refuse_pause(current_actor, task, refusal=form.refusal.data),
        facts=pause_facts,
    )


@bp.route("/tasks/<ref>/resume", methods=["GET", "POST"])
@page("task.resume")
def resume(ref: str) -> View:
    return move_page(
        "resume", ref, forms.ResultForm,
        lambda task, form: service.resume(current_actor, task, result=form.result.data),
    )


@bp.route("/tasks/<ref>/ask_extension", methods=["GET", "POST"])
@page("task.ask_extension")
def ask_extension(ref: str) -> View:
    return move_page(
        "ask_extension", ref, forms.ExtensionForm,
        lambda task, form: service.ask_extension(
            current_actor, task, workdays=form.workdays.data, reason=form.reason.data
        ),
    )


@bp.route("/tasks/<ref>/grant_extension", methods=["GET", "POST"])
@page("task.grant_extension")
def grant_extension(ref: str) -> View:
    return move_page(
        "grant_extension", ref, PressForm,
        lambda task, form: service.grant_extension(current_actor, task), facts=extension_facts,
    )


@bp.route("/tasks/<ref>/refuse_extension", methods=["GET", "POST"])
@page("task.refuse_extension")
def refuse_extension(ref: str) -> View:
    return move_page(
        "refuse_extension", ref, forms.ReasonForm,
        lambda task, form: service.refuse_extension(current_actor, task, refusal=form.refusal.data),
        facts=extension_facts,
    )


@bp.route("/tasks/<ref>/ask_decline", methods=["GET", "POST"])
@page("task.ask_decline")
def ask_decline(ref: str) -> View:
    return move_page(
        "ask_decline", ref, forms.DeclineForm,
        lambda task, form: service.ask_decline(
            current_actor, task, reason=form.reason.data, path=form.path.data
        ),
    )


@bp.route("/tasks/<ref>/refuse_decline", methods=["GET", "POST"])
@page("task.refuse_decline")
def refuse_decline(ref: str) -> View:
    return move_page(
        "refuse_decline", ref, forms.ReasonForm,
        lambda task, form: service.refuse_decline(current_actor, task, refusal=form.refusal.data),
        facts=decline_facts,
    )


@bp.route("/tasks/<ref>/follow", methods=["GET", "POST"])
@page("task.follow")
def follow(ref: str) -> View:
    return move_page("follow", ref, PressForm, lambda task, form: service.follow(current_actor, task))


@bp.route("/tasks/<ref>/remind", methods=["GET", "POST"])
@page("task.remind")
def remind(ref: str) -> View:
    return move_page("remind", ref, PressForm, lambda task, form: service.remind(current_actor, task))


@bp.route("/tasks/<ref>/terminate", methods=["GET", "POST"])
@page("task.terminate")
def terminate(ref: str) -> View:
    return move_page(
        "terminate", ref, forms.TerminateForm,
        lambda task, form: service.terminate(current_actor, task, reason=form.reason.data),
    )
