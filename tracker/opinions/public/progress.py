"""查进度: whoever has the receipt reads, adds, answers, rates."""


from flask import Response, current_app, flash, g, redirect, request, url_for
from flask_babel import gettext as _

from tracker.domain.errors import RuleBroken
from tracker.opinions import queries, rules, service
from tracker.opinions.forms.progress import CodeForm, RateForm, SupplementForm
from tracker.opinions.models import Opinion
from tracker.opinions.public.frame import Page, bp
from tracker.opinions.rules import Satisfaction
from tracker.sealed.rules import Way
from tracker.store import sessions as kept
from tracker.township import queries as town
from tracker.web import sessions
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, public_page
from tracker.web.pages import render

SESSION_MINUTES = 15


@bp.route("/progress", methods=["GET", "POST"])
@public_page("opinion.progress")
def progress() -> Page:
    if request.method == "GET" and g.session_row:
        return _standing()
    form = CodeForm()
    if form.sent_well():
        try:
            remembered = service.enter(form.code.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            response: Response = redirect(url_for(".progress"), 303)  # type: ignore[assignment]
            token = kept.start("public", None, remembered, SESSION_MINUTES)
            sessions.keep_token(current_app, response, "public", token)
            return response
    return render("opinions/code.html", form=form)


def _standing() -> Page:
    """What the receipt in this session opens; of a sealed matter one sentence and no more."""
    if g.session_row.data.get("sealed") or queries.is_sealed_away(current_actor.opinion_id or 0):
        return render("opinions/handed_on.html", press=PressForm())
    if current_actor.opinion_id is None:
        return render("opinions/code.html", form=CodeForm())
    opinion = queries.opened_by_receipt(current_actor)
    states = rules.step_states(opinion.status, has_rating=opinion.rating is not None)
    names = queries.names_beside([opinion])
    notes = [note.text for note in opinion.notes if note.move == "decline" and note.text]
    return render(
        "opinions/progress.html", opinion=opinion, press=PressForm(), labels=rules.LABELS,
        steps=list(zip(rules.STEPS, states, strict=True)), outcomes=rules.OUTCOME_LABELS, notes=notes,
        office=names.units.get(opinion.office_code or "", ""), path=rules.right_path(opinion.declined_for),
        declines=rules.DECLINE_LABELS, satisfactions=rules.SATISFACTION_LABELS,
        solveds=rules.SOLVED_LABELS,
        told_by=rules.notice_clock(opinion.submitted_on).due_on(town.work_calendar()),
    )


@bp.route("/progress/supplement", methods=["GET", "POST"])
@public_page("opinion.supplement")
def supplement() -> Page:
    form = SupplementForm()
    opinion = _opened()
    if opinion is None:
        return _too_late(form.text.data)
    if form.sent_well():
        way = service.supplement(current_actor, opinion, text=form.text.data)
        if way is Way.COUNTY:
            return render("opinions/say_county.html", form=None)
        flash(_("收到了，已经交给办事的人") if way is Way.ORDINARY else _("收到了，已按规定转有权机关处理"))
        return redirect(url_for(".progress"), 303)  # type: ignore[return-value]
    return render("opinions/supplement.html", form=form, opinion=opinion)


@bp.route("/progress/rate", methods=["GET", "POST"])
@public_page("opinion.rate")
def rate() -> Page:
    form = RateForm()
    opinion = _opened()
    if opinion is None:
        return _too_late(form.text.data)
    if form.sent_well():
        try:
            service.rate(
                current_actor, opinion, satisfaction=Satisfaction(form.satisfaction.data),
                solved=rules.Solved(form.solved.data), text=form.text.data or "",
            )
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("记下了，谢谢您告诉我们"))
            return redirect(url_for(".progress"), 303)  # type: ignore[return-value]
    return render("opinions/rate.html", form=form, opinion=opinion)


@bp.post("/progress/leave")
@public_page("opinion.progress")
def leave() -> Page:
    """离开并清除: the session ends and the browser forgets this site."""
    response: Response = redirect(url_for("home.index"), 303)  # type: ignore[assignment]
    if PressForm().sent_well():
        if g.session_row:
            kept.end(g.session_token)
        sessions.drop_token(current_app, response, "public")
        g.clear_site_data = True
    return response


def _opened() -> Opinion | None:
    """The matter of this session, None when its quarter of an hour is over."""
    return queries.opened_by_receipt(current_actor) if current_actor.opinion_id is not None else None


def _too_late(text: str | None) -> Page:
    """The session is over: the code once more, with what was typed kept on the page."""
    return render("opinions/code.html", form=CodeForm(code=""), was_written=text or "")
