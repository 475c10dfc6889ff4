"""问题 on the main way: assign, settle, handle, apply, check, strike off, put back."""

from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.people.queries import staff_choices
from tracker.problems import forms, queries, service
from tracker.problems.models import Problem
from tracker.problems.rules import Urgency
from tracker.problems.service import Assignment, Confirmation
from tracker.visits.views.frame import View, bp
from tracker.visits.views.problem_frame import moved
from tracker.web.guard import current_actor, page


@bp.route("/problems/<ref>/assign", methods=["GET", "POST"])
@page("problem.assign")
def assign(ref: str) -> View:
    problem = queries.problem(current_actor, "problem.assign", ref)
    held = f"{problem.assignee_id}@{problem.unit_code}" if problem.assignee_id else ""
    form = forms.AssignForm(record=problem, assignee=held)
    form.assignee.choices = _post_choices()
    if problem.urgency is Urgency.FAST:
        del form.urgency
    leaders = staff_choices(current_actor.town_code, (Role.DEPUTY, Role.HEAD))
    form.leader_id.choices = [("", _("（不定）")), *leaders]

    def deed(problem: Problem) -> None:
        assignee_id, unit_code = form.post
        service.assign(current_actor, problem, Assignment(
            assignee_id=assignee_id, unit_code=unit_code, promised_on=form.promised_on.data,
            measure=form.measure.data or "", leader_id=form.leader_id.data,
            urgency=form.urgency.data if form.urgency else None,
        ))

    return moved("assign", problem, form, deed, _("交办好了"))


def _post_choices() -> dict[str, str | dict[str, str]]:
    """People by the office they sit in; the value tells both."""
    offices: dict[str, dict[str, str]] = {}
    for user_id, name, unit_code, unit_name in queries.handler_posts(current_actor.town_code):
        offices.setdefault(unit_name, {})[f"{user_id}@{unit_code}"] = f"{name} · {unit_name}"
    return {"": _("（还没选）"), **offices}


@bp.route("/problems/<ref>/settle", methods=["GET", "POST"])
@page("problem.settle")
def settle(ref: str) -> View:
    form = forms.ResultForm(record=(problem := queries.problem(current_actor, "problem.settle", ref)))
    return moved(
        "settle", problem, form,
        lambda one: service.settle(current_actor, one, result=form.result.data), _("记下了，当场解决"),
    )


@bp.route("/problems/<ref>/progress", methods=["GET", "POST"])
@page("problem.progress")
def progress(ref: str) -> View:
    form = forms.ProgressForm(record=(problem := queries.problem(current_actor, "problem.progress", ref)))
    return moved(
        "progress", problem, form,
        lambda one: service.progress(
            current_actor, one, text=form.text.data, measure=form.measure.data or ""
        ),
        _("进展记下了"),
    )


@bp.route("/problems/<ref>/apply", methods=["GET", "POST"])
@page("problem.apply")
def apply(ref: str) -> View:
    form = forms.ResultForm(record=(problem := queries.problem(current_actor, "problem.apply", ref)))
    return moved(
        "apply", problem, form,
        lambda one: service.apply(current_actor, one, result=form.result.data), _("申请交上去了，等别人核查"),
    )


@bp.route("/problems/<ref>/check", methods=["GET", "POST"])
@page("problem.check")
def check(ref: str) -> View:
    form = forms.CheckForm(record=(problem := queries.problem(current_actor, "problem.check", ref)))
    return moved(
        "check", problem, form,
        lambda one: service.check(current_actor, one, text=form.text.data or ""), _("核查通过，等群众确认"),
    )


@bp.route("/problems/<ref>/strike_off", methods=["GET", "POST"])
@page("problem.strike_off")
def strike_off(ref: str) -> View:
    problem = queries.problem(current_actor, "problem.strike_off", ref)
    form = forms.StrikeOffForm(
        record=problem, confirmed_on=clock.today(), confirmed_how="phone",
        asked_by=str(current_actor.user_id),
    )
    handled = queries.handler_ids(problem)
    form.asked_by.choices = [
        (user_id, name) for user_id, name in staff_choices(current_actor.town_code)
        if int(user_id) not in handled
    ]

    def deed(problem: Problem) -> None:
        service.strike_off(current_actor, problem, Confirmation(
            by=form.confirmed_by.data, on=form.confirmed_on.data, words=form.confirmed_words.data or "",
            how=form.confirmed_how.data, asked_by=form.asked_by.data,
        ))

    return moved("strike_off", problem, form, deed, _("已销号"))


@bp.route("/problems/<ref>/rehang", methods=["GET", "POST"])
@page("problem.rehang")
def rehang(ref: str) -> View:
    form = forms.RehangForm(record=(problem := queries.problem(current_actor, "problem.rehang", ref)))
    return moved(
        "rehang", problem, form,
        lambda one: service.rehang(current_actor, one, reason=form.reason.data),
        _("重新挂账了，经办人接着办"),
    )
