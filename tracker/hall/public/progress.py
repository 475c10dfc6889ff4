"""Progress by receipt (查办件)."""

from flask import current_app, g, url_for

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.hall import rules, service
from tracker.hall.forms import ProgressForm, RateForm
from tracker.hall.models import Task
from tracker.hall.public.frame import View, bp, is_staff_browser, rate_form, to
from tracker.store import sessions as kept
from tracker.store.access import fetch
from tracker.web import sessions
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, public_page
from tracker.web.pages import render

SESSION_MINUTES = 15  # security.md 2.3.1


@bp.route("/task", methods=["GET", "POST"])
@public_page()
def progress() -> View:
    """Enter the receipt; behind it, for a quarter of an hour, the task it opens."""
    form = ProgressForm()
    if form.sent_well():
        try:
            task_id = service.open_progress(form.code.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            response = to(url_for("hall_public.progress"))
            if g.session_row:
                kept.end(g.session_token)
            token = kept.start("public", None, {"task": task_id}, SESSION_MINUTES)
            sessions.keep_token(current_app, response, "public", token)
            return response
    if current_actor.task_id and not form.is_sent:
        return progress_of(fetch(current_actor, "task.track", Task, current_actor.task_id))
    return render("hall/receipt.html", form=form)


def progress_of(task: Task, form: RateForm | None = None) -> View:
    today = clock.today()
    return render(
        "hall/progress.html", task=task, form=form or rate_form(), outcomes=rules.OUTCOME_LABELS,
        pause_labels=rules.PAUSE_LABELS,
        steps=rules.public_steps(
            task.times, is_deemed=task.is_deemed, is_rated=task.rated_on is not None, today=today
        ),
        may_rate=task.is_ratable and not is_staff_browser(), is_staff_browser=is_staff_browser(),
        leave=PressForm(),
    )


@bp.post("/task/leave")
@public_page()
def leave() -> View:
    """离开并清除: the session ends, the browser forgets."""
    response = to(url_for("home.index"))
    if PressForm().sent_well() and g.session_row:
        kept.end(g.session_token)
        sessions.drop_token(current_app, response, "public")
        g.clear_site_data = True
    return response
