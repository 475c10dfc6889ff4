"""A page for each move of a residents' matter (受理、交办、答复、回访 …)."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from tracker.domain.errors import RuleBroken
from tracker.opinions import queries, rules, service
from tracker.opinions.forms.moves import (
    AcceptForm,
    AssignForm,
    CallForm,
    DeclineForm,
    ReasonForm,
    ReplyForm,
    RouteForm,
    SealForm,
)
from tracker.opinions.models import Opinion
from tracker.opinions.rules import Decline, Outcome, Satisfaction, Solved, Stream, Urgency
from tracker.opinions.views.frame import Answer, bp
from tracker.sealed import queries as sealed_matters
from tracker.sealed.forms import ReleaseForm
from tracker.township import queries as town
from tracker.web.forms import HouseForm, PressForm
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import render


def _move(
    action: str, ref: str, make: Callable[[Opinion], HouseForm], deed: Callable[[Opinion, Any], None],
    done: str, **context: Any,
) -> Answer:
    """The shape all move pages share: fetch by right, show the form, do the deed, say so."""
    opinion = queries.by_ref(current_actor, f"opinion.{action}", ref)
    form = make(opinion)
    if form.sent_well():
        try:
            deed(opinion, form)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(done, "success")
            target = url_for(".detail", ref=ref) if can("opinion.view", opinion) else url_for(".index")
            return redirect(target, 303)  # type: ignore[return-value]
    button = next(move.button for move in rules.FLOW.moves if move.name == action)
    return render(
        "opinions/move.html", form=form, opinion=opinion, action=action, button=_(button),
        names=queries.names_beside([opinion]), **context,
    )


@bp.route("/<ref>/accept", methods=["GET", "POST"])
@page("opinion.accept")
def accept(ref: str) -> Answer:
    def make(opinion: Opinion) -> HouseForm:
        form = AcceptForm(
            record=opinion, title=opinion.title or rules.title_of(opinion.text),
            stream=rules.usual_stream(opinion.channel).value,
        )
        form.village_code.choices = [("", _("不知道")), *town.village_choices(opinion.town_code)]
        form.category_id.choices = [("", _("请选")), *queries.category_choices(opinion.town_code)]
        form.about_unit.choices = [("", _("没有反映哪个单位")), *town.office_choices(opinion.town_code)]
        return form

    def deed(opinion: Opinion, form: AcceptForm) -> None:
        service.accept(
            current_actor, opinion, title=form.title.data, category_id=form.category_id.data,
            stream=Stream(form.stream.data), urgency=Urgency(form.urgency.data),
            village_code=form.village_code.data, about_unit=form.about_unit.data or None,
        )

    return _move("accept", ref, make, deed, _("已受理，期限从今天起算"))


@bp.route("/<ref>/route", methods=["GET", "POST"])
@page("opinion.route")
def route(ref: str) -> Answer:
    def make(opinion: Opinion) -> HouseForm:
        form = RouteForm(record=opinion)
        form.office_code.choices = queries.office_choices(opinion)
        form.assignee_id.choices = [("", _("由部门负责人指派")), *queries.handlers_in_town(opinion)]
        return form

    def deed(opinion: Opinion, form: RouteForm) -> None:
        service.route(
            current_actor, opinion, office_code=form.office_code.data, assignee_id=form.assignee_id.data
        )

    return _move("route", ref, make, deed, _("已交办"))


@bp.route("/<ref>/assign", methods=["GET", "POST"])
@page("opinion.assign")
def assign(ref: str) -> Answer:
    def make(opinion: Opinion) -> HouseForm:
        form = AssignForm(record=opinion)
        form.assignee_id.choices = queries.handler_choices(opinion, opinion.unit_code)
        return form

    def deed(opinion: Opinion, form: AssignForm) -> None:
        service.assign(current_actor, opinion, assignee_id=form.assignee_id.data)

    return _move("assign", ref, make, deed, _("已指派"))


@bp.route("/<ref>/return", methods=["GET", "POST"])
@page("opinion.return_unit")
def return_unit(ref: str) -> Answer:
    def deed(opinion: Opinion, form: ReasonForm) -> None:
        service.return_unit(current_actor, opinion, reason=form.reason.data)

    return _move("return_unit", ref, ReasonForm, deed, _("已申请退单，受理员 24 小时内定"))


@bp.route("/<ref>/allow_return", methods=["GET", "POST"])
@page("opinion.allow_return")
def allow_return(ref: str) -> Answer:
    def deed(opinion: Opinion, _form: PressForm) -> None:
        service.allow_return(current_actor, opinion)

    return _move("allow_return", ref, PressForm, deed, _("已同意退单，请改派"))


@bp.route("/<ref>/refuse_return", methods=["GET", "POST"])
@page("opinion.refuse_return")
def refuse_return(ref: str) -> Answer:
    def deed(opinion: Opinion, form: ReasonForm) -> None:
        service.refuse_return(current_actor, opinion, answer=form.reason.data)

    return _move("refuse_return", ref, ReasonForm, deed, _("没有同意退单，仍由原部门办"))


@bp.route("/<ref>/draft", methods=["GET", "POST"])
@page("opinion.draft")
def draft(ref: str) -> Answer:
    def deed(opinion: Opinion, form: ReplyForm) -> None:
        service.draft(
            current_actor, opinion, outcome=Outcome(form.outcome.data), text=form.answer.data,
            basis=form.basis.data or "",
        )

    return _move("draft", ref, ReplyForm, deed, _("拟好了，等部门负责人签发"))


@bp.route("/<ref>/sign", methods=["GET", "POST"])
@page("opinion.sign")
def sign(ref: str) -> Answer:
    def deed(opinion: Opinion, _form: PressForm) -> None:
        service.sign(current_actor, opinion)

    return _move("sign", ref, PressForm, deed, _("已签发，群众凭查询码可以看到"))


@bp.route("/<ref>/send_back", methods=["GET", "POST"])
@page("opinion.send_back")
def send_back(ref: str) -> Answer:
    def deed(opinion: Opinion, form: ReasonForm) -> None:
        service.send_back(current_actor, opinion, reason=form.reason.data)

    return _move("send_back", ref, ReasonForm, deed, _("已退回承办人修改"))


@bp.route("/<ref>/call_back", methods=["GET", "POST"])
@page("opinion.call_back")
def call_back(ref: str) -> Answer:
    def deed(opinion: Opinion, form: CallForm) -> None:
        service.call_back(
            current_actor, opinion, solved=Solved(form.solved.data),
            satisfaction=Satisfaction(form.satisfaction.data), text=form.words.data or "",
        )

    return _move("call_back", ref, CallForm, deed, _("回访记下了"))


@bp.route("/<ref>/miss_call", methods=["GET", "POST"])
@page("opinion.miss_call")
def miss_call(ref: str) -> Answer:
    def deed(opinion: Opinion, _form: PressForm) -> None:
        service.miss_call(current_actor, opinion)

    return _move("miss_call", ref, PressForm, deed, _("记下了一次没联系上"))


@bp.route("/<ref>/close", methods=["GET", "POST"])
@page("opinion.close")
def close(ref: str) -> Answer:
    def deed(opinion: Opinion, _form: PressForm) -> None:
        service.close(current_actor, opinion)

    return _move("close", ref, PressForm, deed, _("已办结"))


@bp.route("/<ref>/reopen", methods=["GET", "POST"])
@page("opinion.reopen")
def reopen(ref: str) -> Answer:
    def deed(opinion: Opinion, form: ReasonForm) -> None:
        service.reopen(current_actor, opinion, reason=form.reason.data)

    return _move("reopen", ref, ReasonForm, deed, _("已退回重办，要换一个人办，期限减半，从今天起算"))


@bp.route("/<ref>/decline", methods=["GET", "POST"])
@page("opinion.decline")
def decline(ref: str) -> Answer:
    def deed(opinion: Opinion, form: DeclineForm) -> None:
        service.decline(
            current_actor, opinion, ground=Decline(form.ground.data), text=form.advice.data or ""
        )

    return _move(
        "decline", ref, DeclineForm, deed, _("已告知不予受理和该找谁"), paths=rules.RIGHT_PATHS,
        declines=rules.DECLINE_LABELS,
    )


@bp.route("/<ref>/seal", methods=["GET", "POST"])
@page("opinion.seal")
def seal(ref: str) -> Answer:
    def deed(opinion: Opinion, form: SealForm) -> None:
        service.seal(current_actor, opinion, whom=form.whom.data or "")

    return _move("seal", ref, SealForm, deed, _("已转有权机关"))


@bp.route("/from-sealed/<ref>", methods=["GET", "POST"])
@page("sealed.release")
def release(ref: str) -> Answer:
    """移出密封, by discipline: no accusation after all, so it becomes an ordinary matter."""
    record = sealed_matters.by_ref(current_actor, "sealed.release", ref)
    form = ReleaseForm(record=record)
    if form.sent_well():
        try:
            service.release(current_actor, record, reason=form.reason.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("已移出，受理员现在能看到"), "success")
            return redirect(url_for("sealed.detail", ref=ref), 303)  # type: ignore[return-value]
    return render("sealed/move.html", form=form, record=record, action="release", button=_("移出密封"))


@bp.route("/<ref>/withdraw", methods=["GET", "POST"])
@page("opinion.withdraw")
def withdraw(ref: str) -> Answer:
    def deed(opinion: Opinion, form: ReasonForm) -> None:
        service.withdraw(current_actor, opinion, reason=form.reason.data)

    return _move("withdraw", ref, ReasonForm, deed, _("已撤回"))
