"""Residents' pages of the hall: the catalogue (办事指南), progress by receipt (查办件), rating (评价)."""

from flask import Blueprint, Response, current_app, g, redirect, request, url_for
from flask_babel import gettext as _

from tracker.catalogue import queries as catalogue
from tracker.catalogue.models import ServiceItem
from tracker.catalogue.rules import KIND_LABELS, SIX_FACTS, TOPIC_LABELS, TYPE_LABELS, Topic
from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Actor
from tracker.hall import queries, rules, service
from tracker.hall.forms import ProgressForm, RateForm
from tracker.hall.models import Task
from tracker.store import sessions as kept
from tracker.store.access import fetch, fetch_where
from tracker.township import queries as town
from tracker.web import sessions
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, public_page
from tracker.web.pages import render, text_arg

bp = Blueprint("hall_public", __name__)

View = Response | tuple[str, int]
SESSION_MINUTES = 15  # security.md 2.3.1


def _to(url: str) -> Response:
    return redirect(url, 303)  # type: ignore[return-value]  # werkzeug's is Flask's here


@bp.get("/services")
@public_page("service.read")
def services() -> View:
    text, wanted = text_arg("q"), text_arg("topic")
    topic = Topic(wanted) if wanted in set(Topic) else None
    return render(
        "hall/catalogue.html", items=catalogue.published(current_actor, text=text, topic=topic), text=text,
        topic=topic, topics=catalogue.topics_published(current_actor), labels=TOPIC_LABELS, kinds=KIND_LABELS,
    )


@bp.get("/services/<code>")
@public_page("service.read")
def guide(code: str) -> View:
    item = fetch_where(current_actor, "service.read", ServiceItem, catalogue.is_public(code))
    department = town.unit_of(item.department_code) if item.department_code else None
    return render(
        "hall/guide.html", item=item, labels=SIX_FACTS, types=TYPE_LABELS, topics=TOPIC_LABELS,
        kinds=KIND_LABELS, department=department,
    )


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
            response = _to(url_for("hall_public.progress"))
            if g.session_row:
                kept.end(g.session_token)
            token = kept.start("public", None, {"task": task_id}, SESSION_MINUTES)
            sessions.keep_token(current_app, response, "public", token)
            return response
    if current_actor.task_id and not form.is_sent:
        return _progress_of(fetch(current_actor, "task.track", Task, current_actor.task_id))
    return render("hall/receipt.html", form=form)


def _progress_of(task: Task, form: RateForm | None = None) -> View:
    today = clock.today()
    return render(
        "hall/progress.html", task=task, form=form or _rate_form(), outcomes=rules.OUTCOME_LABELS,
        steps=rules.public_steps(
            task.times, is_deemed=task.is_deemed, is_rated=task.rated_on is not None, today=today
        ),
        may_rate=task.is_ratable and not _is_staff_browser(), is_staff_browser=_is_staff_browser(),
        leave=PressForm(),
    )


def _rate_form() -> RateForm:
    form = RateForm()
    form.offer()
    return form


def _is_staff_browser() -> bool:
    """Somebody of the staff is signed in here: residents do not rate on such a screen (domain.md 12.11)."""
    token = request.cookies.get(sessions.cookie_name(current_app, "desk"))
    return bool(token and kept.find(token, "desk"))


@bp.post("/task/rate")
@public_page("task.rate")
def rate_here() -> View:
    """The rating under the progress of the task whose receipt was entered."""
    task = fetch(current_actor, "task.rate", Task, current_actor.task_id or 0)
    form = _rate_form()
    return _rated(current_actor, task, form) or _progress_of(task, form)


@bp.route("/rate/<token>", methods=["GET", "POST"])
@public_page()
def rate(token: str) -> View:
    """The rating by the token on the voucher; it opens nothing else, and once only."""
    task = queries.task_of_token(token)
    if task is None:
        raise NotFound("token")
    form = _rate_form()
    return _rated(service.holder_of(current_actor, task), task, form) or render(
        "hall/rate.html", form=form, task=task, may_rate=task.is_ratable and not _is_staff_browser(),
        is_staff_browser=_is_staff_browser(),
    )


def _rated(actor: Actor, task: Task, form: RateForm) -> Response | None:
    """On to the thanks when the form was good; None while there is something to show."""
    if form.sent_well():
        try:
            if _is_staff_browser():
                raise RuleBroken(_("这台电脑上有工作人员登录着。请用您自己的手机评价"))
            service.rate(actor, task, level=form.level.data, words=form.words.data or "")
        except RuleBroken as broken:
            form.show(broken)
        else:
            return _to(url_for("hall_public.rated"))
    return None


@bp.get("/task/rated")
@public_page()
def rated() -> View:
    return render("hall/rated.html")


@bp.post("/task/leave")
@public_page()
def leave() -> View:
    """离开并清除: the session ends, the browser forgets."""
    response = _to(url_for("home.index"))
    if PressForm().sent_well() and g.session_row:
        kept.end(g.session_token)
        sessions.drop_token(current_app, response, "public")
        g.clear_site_data = True
    return response
