"""Rating a finished task (评价): by progress, by the slip, or by a code on a device of the hall."""

from flask import Response, url_for
from flask_babel import gettext as _

from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Actor
from tracker.hall import queries, rules, service
from tracker.hall.forms import DeviceRateForm, RateForm
from tracker.hall.models import Task
from tracker.hall.public.frame import View, bp, is_staff_browser, rate_form, to
from tracker.hall.public.progress import progress_of
from tracker.hall.rules import RatingChannel
from tracker.store.access import fetch
from tracker.web.guard import current_actor, public_page
from tracker.web.pages import render


@bp.post("/task/rate")
@public_page("task.rate")
def rate_here() -> View:
    """The rating under the progress of the task whose receipt was entered."""
    task = fetch(current_actor, "task.rate", Task, current_actor.task_id or 0)
    form = rate_form()
    return _rated(current_actor, task, form, RatingChannel.ONLINE) or progress_of(task, form)


@bp.route("/rate/<token>", methods=["GET", "POST"])
@public_page()
def rate(token: str) -> View:
    """The rating by the token on the voucher; it opens nothing else, and once only."""
    task = queries.task_of_token(token)
    if task is None:
        raise NotFound("token")
    form = rate_form()
    actor = service.holder_of(current_actor, task)
    return _rated(actor, task, form, RatingChannel.SLIP) or render(
        "hall/rate.html", form=form, task=task, may_rate=task.is_ratable and not is_staff_browser(),
        is_staff_browser=is_staff_browser(),
    )


@bp.route("/rate", methods=["GET", "POST"])
@public_page()
def device() -> View:
    """The device turned to the resident: six digits and the five words; no session stays on it."""
    form = DeviceRateForm()
    form.offer()
    return _rated_by_code(form) or render(
        "hall/rate_device.html", form=form, is_staff_browser=is_staff_browser()
    )


def _rated_by_code(form: DeviceRateForm) -> Response | None:
    if not form.sent_well():
        return None
    try:
        _check_device()
        task = service.open_code(current_actor, form.code.data)
    except RuleBroken as broken:
        form.show(broken)
        return None
    return _rated(service.holder_of(current_actor, task), task, form, RatingChannel.DEVICE)


def _check_device() -> None:
    if is_staff_browser():
        raise RuleBroken(_("这台电脑上有工作人员登录着。请用您自己的手机评价"))


def _rated(actor: Actor, task: Task, form: RateForm, channel: RatingChannel) -> Response | None:
    """On to the thanks when the form was good; None while there is something to show."""
    if form.sent_well():
        try:
            _check_device()
            service.rate(
                actor, task, level=form.level.data, words=form.words.data or "", phone=form.phone.data or "",
                channel=channel,
            )
        except RuleBroken as broken:
            form.show(broken)
        else:
            return to(url_for("hall_public.rated"))
    return None


@bp.get("/task/rated")
@public_page()
def rated() -> View:
    return render("hall/rated.html")


@bp.get("/services/ratings")
@public_page("rating_case.read")
def results() -> View:
    """What residents said, added up, and what became of the bad ratings; nobody is named."""
    return render(
        "hall/results.html", ratings=queries.public_ratings(current_actor),
        published=queries.published_cases(current_actor), levels=rules.LEVEL_LABELS,
        fewest=rules.FEWEST_RATINGS,
    )
