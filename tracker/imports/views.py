"""Desk pages of import (导入): the kinds, a sheet on its way through the wizard, the history, undo."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import Conflict, RuleBroken
from tracker.excel.incoming.matching import OURS, suggest
from tracker.imports import queries, rules, service
from tracker.imports.forms import FIELD, MatchForm, UploadForm, match_form
from tracker.imports.kinds import imports_of
from tracker.imports.models import ImportBatch
from tracker.imports.rules import LABELS, Status
from tracker.imports.service import Findings
from tracker.jobs.queries import progress_of
from tracker.jobs.rules import WAITING, Standing, standing
from tracker.people.queries import names_of
from tracker.store.jobs import Status as JobStatus
from tracker.web.forms import HouseForm, PressForm
from tracker.web.guard import current_actor, page
from tracker.web.pages import Page, id_arg, record_page, render, to, workbook

bp = Blueprint("imports", __name__)
View = Response | tuple[str, int]

record_page("import_batch", lambda batch_id: url_for("imports.batch", batch_id=batch_id))


@bp.get("/imports")
@page("import.list")
def index() -> tuple[str, int]:
    """What this person may take in, and what came in so far."""
    kinds, after = imports_of(current_actor), id_arg("after")
    found = queries.batches(current_actor, [one.kind for one in kinds], after)
    shown = found[: queries.PER_PAGE]
    further = str(shown[-1].id) if len(found) > queries.PER_PAGE else None
    return render(
        "imports/index.html", kinds=kinds, about=rules.ABOUT, labels=LABELS, me=current_actor.user_id,
        page=Page(shown, next_after=further, has_previous=after is not None),
        names=names_of({one.author_id for one in shown}),
        undoable={
            one.id for one in shown
            if rules.may_undo(one.kind, one.status, one.imported_at, clock.now())
        },
    )


@bp.route("/imports/<kind>", methods=["GET", "POST"])
@page("import.upload")
def upload(kind: str) -> View:
    """Template, file; a file that is none is sent back at once with what to do."""
    importer, form = service.importer_of(current_actor, kind), UploadForm()
    if form.sent_well():
        try:
            batch = service.upload(current_actor, importer, form.name, form.content())
        except RuleBroken as broken:
            form.show(broken)
        else:
            return to("imports.batch", batch_id=batch.id)
    return render(
        "imports/upload.html", form=form, importer=importer, about=rules.ABOUT.get(kind, ""),
        limits=service.browser_limits(importer),
    )


@bp.get("/imports/<kind>/template")
@page("import.upload")
def template(kind: str) -> Response:
    importer = service.importer_of(current_actor, kind)
    name = _("%(title)s导入模板.xlsx", title=_(importer.title))
    return workbook(service.template(current_actor, importer), name)


@bp.get("/imports/batches/<int:batch_id>")
@page("import.view")
def batch(batch_id: int) -> View:
    found = service.batch_of(current_actor, "import.view", batch_id)
    return _shown(found, _matching(found) if found.status is Status.UPLOADED else PressForm(record=found))


def _matching(found: ImportBatch) -> MatchForm:
    """A select for each column, the likely heading chosen beforehand."""
    importer = service.importer_of(current_actor, found.kind)
    findings = Findings.read(found.findings)
    theirs = [header for header in findings.headers if header and header not in OURS]
    headers = {header: findings.samples(header) for header in theirs}
    likely = suggest(findings.headers, importer.columns)
    form = match_form(importer.columns, headers)
    return form(record=found, **{FIELD + column: header or "" for column, header in likely.items()})


def _shown(found: ImportBatch, form: HouseForm) -> tuple[str, int]:
    """The one page of a sheet, whatever its state."""
    status = Status.FAILED if service.is_stuck(found) else found.status
    job, findings = queries.job_of(found), Findings.read(found.findings)
    message = job.message if job and status is not found.status else found.message
    return render(
        "imports/batch.html", batch=found, form=form, status=status.value, label=LABELS[status],
        message=message, stands=_stands(found, status), findings=findings, job=job,
        same=queries.same_file(current_actor, found) if status.value in ("uploaded", "checked") else None,
        has_file=service.has_file(found), most=rules.SHOWN_WRONG,
        until=rules.undo_until(found.imported_at) if found.imported_at else None,
        may_undo=rules.may_undo(found.kind, found.status, found.imported_at, clock.now()),
        is_for_good=found.kind in rules.NEVER_UNDONE, names=names_of({found.author_id}),
    )


def _stands(found: ImportBatch, status: Status) -> Standing | None:
    """How far the check or the import is; None when neither runs."""
    job = queries.job_of(found) if status in (Status.CHECKING, Status.IMPORTING) else None
    if job is None:
        return None
    if job.status is JobStatus.QUEUED:
        return WAITING
    told = progress_of(job)
    return standing(told.done, told.total, told.seconds)


@bp.post("/imports/batches/<int:batch_id>/match")
@page("import.check")
def match(batch_id: int) -> View:
    """The columns as somebody matched them; then the check."""
    found = service.batch_of(current_actor, "import.check", batch_id)
    form = _matching(found)
    return _deed(found, form, lambda: service.check(current_actor, found, form.mapping()), prefix=FIELD)


@bp.post("/imports/batches/<int:batch_id>/check")
@page("import.check")
def check(batch_id: int) -> View:
    found = service.batch_of(current_actor, "import.check", batch_id)
    return _deed(found, PressForm(record=found), lambda: service.check(current_actor, found))


@bp.post("/imports/batches/<int:batch_id>/take")
@page("import.take")
def take(batch_id: int) -> View:
    found = service.batch_of(current_actor, "import.take", batch_id)
    return _deed(found, PressForm(record=found), lambda: service.take(current_actor, found))


@bp.post("/imports/batches/<int:batch_id>/drop")
@page("import.drop")
def drop(batch_id: int) -> View:
    found = service.batch_of(current_actor, "import.drop", batch_id)
    return _deed(found, PressForm(record=found), lambda: service.drop(current_actor, found))


@bp.post("/imports/batches/<int:batch_id>/cancel")
@page("job.cancel")
def cancel(batch_id: int) -> View:
    found = service.batch_of(current_actor, "import.view", batch_id)
    return _deed(found, PressForm(record=found), lambda: service.cancel(current_actor, found))


def _deed(found: ImportBatch, form: HouseForm, deed: Callable[[], None], prefix: str = "") -> View:
    """One step of the wizard; what a rule says stands on the page of the sheet."""
    batch_id = found.id
    if form.sent_well():
        try:
            deed()
        except RuleBroken as broken:
            broken.field = broken.field and prefix + broken.field
            form.show(broken)
        except Conflict:
            flash(_("这张表刚才已经往下办了，现在是这样"), "warning")
            return to("imports.batch", batch_id=batch_id)
        else:
            return to("imports.batch", batch_id=batch_id)
    return _shown(found, form)


@bp.get("/imports/batches/<int:batch_id>/wrong")
@page("import.view")
def wrong(batch_id: int) -> Response:
    """Only the rows in which something is wrong."""
    found = service.batch_of(current_actor, "import.view", batch_id)
    importer = service.importer_of(current_actor, found.kind)
    stem = found.file_name.rpartition(".")[0] or _(found.title)
    return workbook(service.wrong_rows(found, importer), _("%(stem)s（有问题的行）.xlsx", stem=stem))


@bp.route("/imports/batches/<int:batch_id>/undo", methods=["GET", "POST"])
@page("import.undo")
def undo(batch_id: int) -> View:
    """What would go back and what is in the way; 撤销其余的 is a choice of its own."""
    found = service.batch_of(current_actor, "import.undo", batch_id)
    form = PressForm(record=found)
    if form.sent_well():
        try:
            service.undo(current_actor, found, rest=request.form.get("rest") == "yes")
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(found.message, "success")
            return to("imports.index")
    try:
        plan = service.undo_plan(current_actor, found)
    except RuleBroken as broken:
        if not form.is_sent:
            flash(str(broken), "warning")
            return to("imports.index")
        plan = None
    return render(
        "imports/undo.html", batch=found, form=form, plan=plan, most=rules.SHOWN_IN_THE_WAY,
        names=names_of({found.author_id}),
        until=rules.undo_until(found.imported_at) if found.imported_at else None,
    )
