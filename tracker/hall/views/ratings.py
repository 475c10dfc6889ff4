"""群众评价: what residents said, whom one may still ask, the one-time code, and one's own work."""

from datetime import date, timedelta

from flask import flash, g, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.hall import queries, rules, service
from tracker.hall.models import Task
from tracker.hall.views.frame import View, bp, to
from tracker.people.queries import names_of as people_names
from tracker.store import sessions as kept
from tracker.store.access import fetch_where
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import render

A_YEAR, FEW = 365, 20


@bp.get("/tasks/ratings")
@page("rating.list")
def ratings() -> View:
    words = queries.rating_words(current_actor, FEW) if can("rating.read") else None
    rated = queries.rated_tasks(current_actor, FEW)
    return render(
        "hall/ratings.html", ratings=queries.ratings(current_actor), words=words, levels=rules.LEVEL_LABELS,
        fewest=rules.FEWEST_RATINGS, rated=rated, channels=rules.CHANNEL_OF_RATING,
        names=people_names({who for one in rated for who in (one.handler_id, one.agent_id)}),
        waiting=len(queries.cases(current_actor)) if can("rating_case.list") else None,
    )


@bp.get("/tasks/ratings/ask")
@page("task.invite")
def invites() -> View:
    """该请评价的: the form of each row is one press, the person is asked by telephone or at the window."""
    return render(
        "hall/invites.html", rows=queries.to_invite(current_actor), press=PressForm(),
        days=rules.INVITE_AFTER,
    )


@bp.route("/tasks/<ref>/invite", methods=["GET", "POST"])
@page("task.invite")
def invite(ref: str) -> View:
    """请他评价 once: what may be said, and one button."""
    task = fetch_where(current_actor, "task.invite", Task, Task.ref == ref)
    form = PressForm()
    if form.sent_well():
        try:
            service.invite(current_actor, task)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("记下了，评不评由他自己定"), "success")
            return to(url_for("hall.invites"))
    return render("hall/invite.html", form=form, task=task)


@bp.route("/tasks/<ref>/rating-code", methods=["GET", "POST"])
@page("task.ask_rating")
def ask_rating(ref: str) -> View:
    """请他评价 on a device turned round: six digits, shown here while they are good."""
    task = fetch_where(current_actor, "task.ask_rating", Task, Task.ref == ref)
    form = PressForm()
    if form.sent_well():
        try:
            code = service.ask_rating(current_actor, task)
        except RuleBroken as broken:
            form.show(broken)
        else:
            given = {"task": task.id, "code": code, "at": clock.now().isoformat()}
            kept.change(g.session_token, {**g.session_row.data, "rating_code": given})
            return to(url_for("hall.ask_rating", ref=ref))
    return render(
        "hall/rating_code.html", form=form, task=task, code=_shown_code(task), minutes=rules.CODE_MINUTES,
    )


def _shown_code(task: Task) -> str:
    """The code this session was given for this task, while it is good."""
    given = g.session_row.data.get("rating_code") or {}
    if given.get("task") != task.id or not task.is_ratable:
        return ""
    mark = clock.mark_of(f"{given['at']}~0")
    is_good = mark is not None and clock.now() - mark[0] < timedelta(minutes=rules.CODE_MINUTES)
    return str(given["code"]) if is_good else ""


@bp.get("/tasks/evidence")
@page("rating.evidence")
def evidence() -> View:
    """我办成的事: of whoever is signed in, the last twelve months."""
    today: date = clock.today()
    since = today - timedelta(days=A_YEAR)
    found = queries.evidence(current_actor, current_actor.user_id, since, today)
    return render("hall/evidence.html", evidence=found, since=since, until=today, levels=rules.LEVEL_LABELS)
