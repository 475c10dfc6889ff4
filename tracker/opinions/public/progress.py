"""查进度: whoever has the receipt reads how far the matter has come."""

from typing import Any

from flask import Response, current_app, g, redirect, request, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.opinions import queries, rules, service
from tracker.opinions.forms.progress import CodeForm
from tracker.opinions.models import Opinion
from tracker.opinions.public import opened
from tracker.opinions.public.frame import Page, bp
from tracker.opinions.queries.progress import Course, course_of, open_question
from tracker.opinions.queries.telling import told_to_resident
from tracker.opinions.rules import Sequel, Status
from tracker.pictures.queries import of as pictures_of
from tracker.store import sessions as kept
from tracker.township import queries as town
from tracker.web import sessions
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, public_page
from tracker.web.jinja import day_cn
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
            remembered = service.enter(form.code.data, opened.marks())
        except RuleBroken as broken:
            form.show(broken)
        else:
            response: Response = redirect(url_for(".progress"), 303)  # type: ignore[assignment]
            token = kept.start("public", None, remembered, SESSION_MINUTES)
            sessions.keep_token(current_app, response, "public", token)
            opened.keep_mark(response, form.code.data)
            return response
    return render("opinions/code.html", form=form)


def _standing() -> Page:
    """What the receipt in this session opens; of a sealed matter one sentence and no more."""
    if g.session_row.data.get("sealed") or queries.is_sealed_away(current_actor.opinion_id or 0):
        return render("opinions/handed_on.html", press=PressForm())
    if current_actor.opinion_id is None:
        return render("opinions/code.html", form=CodeForm())
    opinion = queries.opened_by_receipt(current_actor)
    course = course_of(opinion)
    return render(
        "opinions/progress.html", opinion=opinion, course=course, steps=_steps(opinion, course),
        press=PressForm(), words=rules, question=open_question(opinion), may=_open_deeds(opinion),
        notes=[note.text for note in opinion.notes if note.move == "decline" and note.text],
        path=rules.right_path(opinion.declined_for), review_by=_review_by(opinion),
        pictures=pictures_of(Opinion.__tablename__, opinion.id), told=told_to_resident(opinion),
    )


def _steps(opinion: Opinion, course: Course) -> list[dict[str, Any]]:
    """The five plain steps with their dates, and in words who has it (ux.md R6)."""
    states = rules.step_states(course.status, has_rating=opinion.rating is not None)
    told_by = rules.notice_clock(opinion.submitted_on).due_on(town.work_calendar())
    when = (opinion.submitted_on, course.accepted_on, None, course.replied_on, None)
    notes = (
        "", course.office or (_("%(day)s前定下来", day=day_cn(told_by)) if states[1] == "now" else ""),
        _in_hand(opinion, course) if states[2] == "now" else "", "", "",
    )
    return [
        {
            "what": _(what), "state": state, "note": note,
            "when": day_cn(day) if day and state != "todo" else "",
        }
        for what, state, day, note in zip(rules.STEPS, states, when, notes, strict=True)
    ]


def _in_hand(opinion: Opinion, course: Course) -> str:
    """Who has it now and by when there is an answer, in words."""
    who = {
        Status.ROUTED: _("%(office)s正在安排人办", office=course.office),
        Status.WAITING: _("等您补材料，收到就接着办"),
        Status.SIGNING: _("已经写好答复，等%(office)s负责人签字", office=course.office),
    }.get(course.status, _("%(office)s在办", office=course.office))
    if opinion.reopened:
        who = _("您说没有解决，换一个人重办：%(who)s", who=who)
    if course.due_on is None:
        return str(who)
    return str(_("%(who)s，%(day)s前答复您", who=who, day=day_cn(course.due_on)))


def _open_deeds(opinion: Opinion) -> dict[str, bool]:
    """Which of the resident's own deeds stand open now."""
    is_answered = opinion.replied_on is not None
    outcome = opinion.reply.outcome if opinion.reply else None
    may_ask = rules.may_ask_reopen(opinion.replied_on, outcome, opinion.reopened, clock.today())
    return {
        "rate": is_answered and opinion.rating is None,
        "reopen": opinion.status in rules.ANSWERED and may_ask,
        "withdraw": opinion.status in rules.OPEN,
    }


def _review_by(opinion: Opinion) -> str:
    """复查: by when it can be asked for, where nothing else is left; empty otherwise."""
    reply = opinion.reply
    if reply is None or reply.replied_on is None or opinion.replied_on is None:
        return ""
    if rules.sequel(reply.outcome, opinion.reopened) is Sequel.REOPEN:
        return ""
    last = reply.review_until or rules.review_clock(reply.replied_on).due_on(town.work_calendar())
    return day_cn(last) if last and clock.today() <= last else ""


@bp.post("/progress/leave")
@public_page("opinion.progress")
def leave() -> Page:
    """离开并清除: the session ends and the browser forgets this site."""
    response: Response = redirect(url_for("home.index"), 303)  # type: ignore[assignment]
    if PressForm().sent_well():
        if g.session_row:
            kept.end(g.session_token)
        sessions.drop_token(current_app, response, "public")
        opened.drop_marks(response)
        g.clear_site_data = True
    return response
