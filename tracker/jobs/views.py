"""The pages of background work (后台任务): the list, one job with its bar, take it back, do it again."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.jobs import queries, service
from tracker.jobs.queries import Job
from tracker.jobs.rules import KIND_LABELS, OPEN, STATUS_LABELS, WAITING, Standing, standing
from tracker.store.jobs import Status
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, page
from tracker.web.pages import page_of, record_page, render

bp = Blueprint("jobs", __name__)


@bp.get("/jobs")
@page("job.list")
def index() -> tuple[str, int]:
    rows = queries.jobs_of(current_actor)
    return render("jobs/index.html", rows=rows, labels=STATUS_LABELS, kinds=KIND_LABELS)


@bp.get("/jobs/<int:job_id>")
@page("job.view")
def detail(job_id: int) -> tuple[str, int]:
    job = queries.job_of(current_actor, job_id)
    return render(
        "jobs/detail.html", job=job, stands=stands(job), label=STATUS_LABELS[job.status],
        kind=KIND_LABELS[job.kind], is_open=job.status in OPEN, subject=subject_page(job), form=PressForm(),
    )


def stands(job: Job) -> Standing:
    """How far the job is, in words."""
    if job.status is Status.QUEUED:
        return WAITING
    told = queries.progress_of(job)
    return standing(told.done, told.total, told.seconds, job.kind)


def subject_page(job: Job) -> str | None:
    """Where the thing this job is about can be seen; None when it has no page."""
    kind, record_id = job.args.get("record", ("", 0))
    return page_of(kind, record_id)


@bp.post("/jobs/<int:job_id>/cancel")
@page("job.cancel")
def cancel(job_id: int) -> Response:
    """One that waited is over at once; one that runs may be done before it hears of this."""
    return _press(job_id, service.cancel, lambda job: _("正在停下") if job.status in OPEN else _("已取消"))


@bp.post("/jobs/<int:job_id>/again")
@page("job.again")
def again(job_id: int) -> Response:
    return _press(job_id, service.again, lambda _job: _("已经重新排上队"))


def _press(job_id: int, deed: Callable[[Actor, Job], None], said: Callable[[Job], str]) -> Response:
    """What a rule says (it has ended meanwhile) is told on the page of the job, which shows how it stands."""
    job = queries.job_of(current_actor, job_id)
    if PressForm(record=job).sent_well():
        try:
            deed(current_actor, job)
        except RuleBroken as broken:
            flash(str(broken), "warning")
        else:
            flash(said(job))
    return redirect(page_of("job", job_id) or "", 303)


record_page("job", lambda job_id: url_for("jobs.detail", job_id=job_id))
