"""甄别 page by page: 受理, 不予受理, 异议, 转有权单位, 密封移送 and back, 撤回."""

from datetime import date
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.workdays import WorkCalendar, spoken
from tracker.opinions import queries, rules, service
from tracker.opinions.forms.moves import AcceptForm, DeclineForm, ReasonForm, SealForm, TransferForm
from tracker.opinions.models import Opinion
from tracker.opinions.queries.similar import like_opinion
from tracker.opinions.rules import Decline, Stream, Tray, Urgency
from tracker.opinions.views.frame import Answer, bp
from tracker.opinions.views.move import move_page, with_reason
from tracker.sealed import queries as sealed_matters
from tracker.sealed.forms import ReleaseForm
from tracker.sealed.views.opening import ask_only_when_locked, keys_for
from tracker.township import queries as town
from tracker.web.forms import HouseForm
from tracker.web.guard import current_actor, page
from tracker.web.pages import render


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
        _offer_repeats(form, opinion)
        calendar, today = town.work_calendar(), clock.today()
        form.stream.choices = [
            (value, f"{words}。{_promise(Stream(value), opinion, today, calendar)}")
            for value, words in form.stream.choices
        ]
        if opinion.urgency is Urgency.FAST:
            form.urgency.choices = [one for one in form.urgency.choices if one[0] != Urgency.SLOW]
        return form

    def deed(opinion: Opinion, form: AcceptForm) -> str | None:
        service.accept(
            current_actor, opinion, title=form.title.data, category_id=form.category_id.data,
            stream=Stream(form.stream.data), urgency=Urgency(form.urgency.data),
            village_code=form.village_code.data, about_unit=form.about_unit.data or None,
            repeat_of_id=form.repeat_of.data if form.repeat_of else None,
        )
        if opinion.urgency is Urgency.FAST and opinion.contacted_at is None:
            return str(_("已受理，是“快”的事：请 2 小时内先联系本人，联系了记一笔"))
        return None

    return move_page(
        "accept", ref, make, deed, _("已受理，期限从今天起算"), template="opinions/accept.html",
        more=lambda one: {"similar": like_opinion(current_actor, one), "labels": rules.LABELS},
    )


def _offer_repeats(form: AcceptForm, opinion: Opinion) -> None:
    """重复: earlier matters of the same telephone about the same thing; without any nothing is asked."""
    found = [one for one in like_opinion(current_actor, opinion) if one.is_same_person]
    if not found:
        del form.repeat_of
        return
    again = [(str(one.id), _("重复反映 %(ref)s", ref=f"{one.ref} {one.excerpt}")) for one in found]
    form.repeat_of.choices = [("", _("初次反映")), *again]


def _promise(stream: Stream, opinion: Opinion, today: date, calendar: WorkCalendar) -> str:
    """By when the answer would be due: a date for each clock, before anything is pressed."""
    found = rules.promises(stream, opinion.channel, opinion.submitted_on, today)
    days = [(kind, each.due_on(calendar)) for kind, each in found]
    if len(days) == 1:
        return str(_("选了以后 %(day)s到期", day=_said(days[0][1], today)))
    each = "，".join(f"{_(rules.SHORT_LABELS[kind])} {_said(day, today)}" for kind, day in days)
    return str(_("选了以后两个期限都要守：%(days)s到期", days=each))


def _said(day: date | None, today: date) -> str:
    return spoken(day, today.year) if day else ""


@bp.route("/<ref>/decline", methods=["GET", "POST"])
@page("opinion.decline")
def decline(ref: str) -> Answer:
    def make(opinion: Opinion) -> HouseForm:
        form = DeclineForm(record=opinion)
        if opinion.tray is not Tray.SUSPECT:
            form.ground.choices = [one for one in form.ground.choices if one[0] != Decline.JUNK]
        return form

    def deed(opinion: Opinion, form: DeclineForm) -> None:
        service.decline(
            current_actor, opinion, ground=Decline(form.ground.data), text=form.advice.data or ""
        )

    def more(opinion: Opinion) -> dict[str, Any]:
        is_odd = opinion.tray is Tray.SUSPECT
        return {"grounds": [one for one in Decline if one is not Decline.JUNK or is_odd]}

    return move_page(
        "decline", ref, make, deed, _("已告知不予受理和该找谁"), more=more, paths=rules.RIGHT_PATHS,
        declines=rules.DECLINE_LABELS, bases=rules.BASES,
    )


@bp.route("/<ref>/object", methods=["GET", "POST"], endpoint="object")
@page("opinion.object")
def object_to(ref: str) -> Answer:
    def deed(opinion: Opinion, form: ReasonForm) -> None:
        service.object_to(current_actor, opinion, reason=form.reason.data)

    make = with_reason(_("为什么不属本镇"), _("请写为什么不属本镇"))
    return move_page("object", ref, make, deed, _("异议记下了，等上级的结果；期限照走"))


@bp.route("/<ref>/hand_back", methods=["GET", "POST"])
@page("opinion.hand_back")
def hand_back(ref: str) -> Answer:
    def deed(opinion: Opinion, form: ReasonForm) -> None:
        service.hand_back(current_actor, opinion, answer=form.reason.data)

    make = with_reason(_("告诉他：交回给谁、怎么查"), _("请写交回给谁、怎么查"))
    return move_page("hand_back", ref, make, deed, _("已交回，群众凭查询码能看到"))


@bp.route("/<ref>/keep", methods=["GET", "POST"])
@page("opinion.keep")
def keep(ref: str) -> Answer:
    def deed(opinion: Opinion, form: ReasonForm) -> None:
        service.keep(current_actor, opinion, answer=form.reason.data)

    make = with_reason(_("上级怎么说"), _("请写上级怎么说"))
    return move_page("keep", ref, make, deed, _("记下了，由本镇办，期限照走"))


@bp.route("/<ref>/transfer", methods=["GET", "POST"])
@page("opinion.transfer")
def transfer(ref: str) -> Answer:
    def make(opinion: Opinion) -> HouseForm:
        return TransferForm(record=opinion, text="")

    def deed(opinion: Opinion, form: TransferForm) -> None:
        service.transfer(current_actor, opinion, organ=form.organ.data, text=form.text.data)

    return move_page("transfer", ref, make, deed, _("已转，群众凭查询码能看到转给了谁"))


@bp.route("/<ref>/seal", methods=["GET", "POST"])
@page("opinion.seal")
def seal(ref: str) -> Answer:
    def deed(opinion: Opinion, form: SealForm) -> None:
        service.seal(current_actor, opinion, whom=form.whom.data or "")

    return move_page("seal", ref, SealForm, deed, _("已转有权机关"))


@bp.route("/from-sealed/<ref>", methods=["GET", "POST"])
@page("sealed.release")
def release(ref: str) -> Answer:
    """移出密封, by discipline: no accusation after all, so it becomes an ordinary matter."""
    record = sealed_matters.by_ref(current_actor, "sealed.release", ref)
    form = ReleaseForm(record=record)
    ask_only_when_locked(form, record)
    if form.sent_well():
        try:
            service.release(current_actor, record, reason=form.reason.data, keys=keys_for(form))
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

    return move_page("withdraw", ref, ReasonForm, deed, _("已撤回"))
