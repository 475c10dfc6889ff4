"""问题 that wait for something: 暂缓, 吹哨, 班子会研究."""

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.workdays import spoken
from tracker.opinions.rules.delays import DEFER_DAYS
from tracker.problems import forms, service
from tracker.problems.models import Problem
from tracker.visits.views.frame import View, bp
from tracker.visits.views.problem_frame import step
from tracker.web.forms import HouseForm, PressForm
from tracker.web.guard import current_actor, page


@bp.route("/problems/<ref>/ask_defer", methods=["GET", "POST"])
@page("problem.ask_defer")
def ask_defer(ref: str) -> View:
    def deed(problem: Problem, form: Any) -> None:
        service.ask_defer(
            current_actor, problem, until=form.until.data, reason=form.reason.data, told=form.told.data
        )

    return step("ask_defer", ref, forms.DeferForm, deed, _("已申请暂缓，等分管领导定"), more=_latest)


def _latest(problem: Problem) -> dict[str, Any]:
    """The last day it can be put off to."""
    last = clock.today() + timedelta(days=DEFER_DAYS)
    day = min(last, problem.promised_on or last)
    return {"last": _("不能晚过 %(day)s。", day=spoken(day, clock.today().year))}


@bp.route("/problems/<ref>/defer", methods=["GET", "POST"])
@page("problem.defer")
def defer(ref: str) -> View:
    def deed(problem: Problem, _form: HouseForm) -> None:
        service.defer(current_actor, problem)

    return step("defer", ref, PressForm, deed, _("批了，到那一天自动接着办"))


@bp.route("/problems/<ref>/refuse_defer", methods=["GET", "POST"])
@page("problem.refuse_defer")
def refuse_defer(ref: str) -> View:
    def deed(problem: Problem, form: Any) -> None:
        service.refuse_defer(current_actor, problem, answer=form.answer.data)

    return step("refuse_defer", ref, forms.RefuseForm, deed, _("没有批，请接着办"))


@bp.route("/problems/<ref>/end_defer", methods=["GET", "POST"])
@page("problem.end_defer")
def end_defer(ref: str) -> View:
    def deed(problem: Problem, _form: HouseForm) -> None:
        service.end_defer(current_actor, problem)

    return step("end_defer", ref, PressForm, deed, _("接着办"))


@bp.route("/problems/<ref>/whistle", methods=["GET", "POST"])
@page("problem.whistle")
def whistle(ref: str) -> View:
    def deed(problem: Problem, form: Any) -> None:
        names = form.departments.data.splitlines()
        service.whistle(current_actor, problem, departments=names, text=form.text.data)

    return step("whistle", ref, forms.WhistleForm, deed, _("吹哨了，到场和结果分开记"))


@bp.route("/problems/<ref>/arrive", methods=["GET", "POST"])
@page("problem.arrive")
def arrive(ref: str) -> View:
    def make(problem: Problem) -> HouseForm:
        form = forms.ArriveForm(record=problem, arrived_on=clock.today())
        form.whistle_id.choices = [
            (str(one.id), one.department) for one in problem.whistles
            if one.ended_on is None and one.arrived_on is None
        ]
        return form

    def deed(problem: Problem, form: Any) -> None:
        service.arrive(
            current_actor, problem, whistle_id=form.whistle_id.data, arrived_on=form.arrived_on.data
        )

    return step("arrive", ref, make, deed, _("记下了"))


@bp.route("/problems/<ref>/end_whistle", methods=["GET", "POST"])
@page("problem.end_whistle")
def end_whistle(ref: str) -> View:
    def make(problem: Problem) -> HouseForm:
        form = forms.EndWhistleForm(record=problem, result="")
        form.whistle_id.choices = [
            (str(one.id), one.department) for one in problem.whistles if one.ended_on is None
        ]
        return form

    def deed(problem: Problem, form: Any) -> None:
        service.end_whistle(current_actor, problem, whistle_id=form.whistle_id.data, result=form.result.data)

    return step("end_whistle", ref, make, deed, _("结果记下了"))


@bp.route("/problems/<ref>/to_meeting", methods=["GET", "POST"])
@page("problem.to_meeting")
def to_meeting(ref: str) -> View:
    def make(problem: Problem) -> HouseForm:
        return forms.MeetingForm(record=problem, met_on=clock.today())

    def deed(problem: Problem, form: Any) -> None:
        service.to_meeting(current_actor, problem, met_on=form.met_on.data, decision=form.decision.data)

    return step("to_meeting", ref, make, deed, _("会议定的记下了"))
