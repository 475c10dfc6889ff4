"""凭凭证跟进: supplement, answer, take back, rate, have it done again, say who makes trouble."""

from flask import flash, g
from flask_babel import gettext as _

from tracker.domain.errors import RuleBroken
from tracker.opinions import queries, service
from tracker.opinions.forms.aftercare import AGREES_MEANS
from tracker.opinions.forms.progress import (
    AnswerForm,
    CodeForm,
    ConsentForm,
    RateForm,
    ReopenForm,
    RetaliationForm,
    SupplementForm,
)
from tracker.opinions.models import Opinion
from tracker.opinions.public.frame import Page, bp
from tracker.opinions.queries.progress import open_question
from tracker.opinions.rules import Satisfaction, Solved
from tracker.sealed.rules import Way
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, public_page
from tracker.web.jinja import day_cn
from tracker.web.pages import render, to
from tracker.web.uploads import takes_photos


@bp.route("/progress/supplement", methods=["GET", "POST"])
@public_page("opinion.supplement")
@takes_photos
def supplement() -> Page:
    form = SupplementForm()
    opinion = _opened()
    if opinion is None:
        return _too_late(form.text.data)
    if form.sent_well():
        try:
            way = service.supplement(
                current_actor, opinion, text=form.text.data or "", photos=form.blobs()
            )
        except RuleBroken as broken:
            form.show(broken)
        else:
            return _went(way, _("收到了，已经交给办事的人"))
    return render("opinions/supplement.html", form=form, opinion=opinion)


def _went(way: Way, done: str) -> Page:
    """Where it went: to the county's own door, to discipline, or to the office."""
    if way is Way.COUNTY:
        return render("opinions/say_county.html", form=None)
    flash(done if way is Way.ORDINARY else _("收到了，已按规定转有权机关处理"))
    return to(".progress")


@bp.route("/progress/answer", methods=["GET", "POST"])
@public_page("opinion.answer_question")
@takes_photos
def answer() -> Page:
    """What the handler asked, answered; when it was about papers, the matter goes on."""
    form = AnswerForm()
    opinion = _opened()
    if opinion is None:
        return _too_late(form.text.data)
    question = open_question(opinion)
    if question is None:
        flash(_("没有等您回答的问题"))
        return to(".progress")
    if form.sent_well():
        try:
            way = service.answer_with_photos(
                current_actor, opinion, question.id, text=form.text.data or "", photos=form.blobs()
            )
        except RuleBroken as broken:
            form.show(broken)
        else:
            return _went(way, _("收到了，办事的人会看到您的回答"))
    return render("opinions/supplement_answer.html", form=form, opinion=opinion, question=question)


@bp.route("/progress/withdraw", methods=["GET", "POST"])
@public_page("opinion.withdraw")
def withdraw() -> Page:
    form = PressForm()
    opinion = _opened()
    if opinion is None:
        return _too_late("")
    if form.sent_well():
        try:
            service.withdraw(current_actor, opinion, reason="")
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("已经撤回，这件事不再办了"))
            return to(".progress")
    return render("opinions/withdraw.html", form=form, opinion=opinion)


@bp.route("/progress/rate", methods=["GET", "POST"])
@public_page("opinion.rate")
def rate() -> Page:
    form = RateForm()
    opinion = _opened()
    if opinion is None:
        return _too_late(form.feeling.data)
    if form.sent_well():
        try:
            is_again = service.rate(
                current_actor, opinion, satisfaction=Satisfaction(form.satisfaction.data),
                solved=Solved(form.solved.data), agrees=AGREES_MEANS.get(form.agrees.data),
                feeling=form.feeling.data or "",
            )
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_again(opinion) if is_again else _("记下了，谢谢您告诉我们"))
            return to(".progress")
    return render("opinions/rate.html", form=form, opinion=opinion)


def _again(opinion: Opinion) -> str:
    return str(_("记下了。这件事退回重办，换一个人办，%(day)s前再答复您", day=day_cn(opinion.due_on)))


@bp.route("/progress/reopen", methods=["GET", "POST"])
@public_page("opinion.reopen")
def reopen() -> Page:
    """没解决，请重办."""
    form = ReopenForm()
    opinion = _opened()
    if opinion is None:
        return _too_late(form.reason.data)
    if form.sent_well():
        try:
            service.reopen(current_actor, opinion, reason=form.reason.data or "")
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_again(opinion))
            return to(".progress")
    return render("opinions/reopen.html", form=form, opinion=opinion)


@bp.post("/progress/consent")
@public_page("opinion.consent")
def consent() -> Page:
    """同意公开, given or taken back; what stands on the notices is gone with their next page."""
    form = ConsentForm()
    opinion = _opened()
    if opinion is None:
        return _too_late("")
    if form.sent_well():
        may_publish = form.may_publish.data == "yes"
        service.set_consent(current_actor, opinion, may_publish=may_publish)
        flash(_("记下了，可以不带姓名公开") if may_publish else _("记下了，不公开，已经公开的也撤下来了"))
    return to(".progress")


@bp.route("/progress/retaliation", methods=["GET", "POST"])
@public_page("opinion.progress")
def retaliation() -> Page:
    """因为反映问题受到为难或报复: to discipline, without a trace on the matter (信访工作条例 18, 46)."""
    form = RetaliationForm()
    is_open = bool(g.session_row and (g.session_row.data.get("sealed") or current_actor.opinion_id))
    if not is_open:
        return _too_late(form.text.data)
    if form.sent_well():
        way = service.report_retaliation(
            current_actor, _opened(), text=form.text.data or "", whom=form.whom.data or ""
        )
        if way is Way.COUNTY:
            return render("opinions/retaliation_county.html", form=form)
        flash(_("收到了，已按规定转有权机关处理"))
        return to(".progress")
    return render("opinions/retaliation.html", form=form)


def _opened() -> Opinion | None:
    """The matter of this session; None when its quarter of an hour is over, or it was handed on."""
    opinion_id = current_actor.opinion_id
    if opinion_id is None or queries.is_sealed_away(opinion_id):
        return None
    return queries.opened_by_receipt(current_actor)


def _too_late(text: str | None) -> Page:
    """The session is over: the code once more, with what was typed kept on the page."""
    return render("opinions/code.html", form=CodeForm(code=""), was_written=text or "")
