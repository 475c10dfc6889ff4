"""Desk pages of export (导出): choose a report, look, take the file; the register and the second person."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, send_file, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.policy import may_come
from tracker.excel.report import Report, column_keys, flat_columns, has_unmasked
from tracker.exports import queries, service
from tracker.exports.forms import PurposeForm, RefuseForm, ReportForm
from tracker.exports.models import Export
from tracker.exports.offered import reports_of
from tracker.exports.rules import JOB_ROWS, LABELS, Status, needs_purpose, spans, this_year
from tracker.exports.service import Wanted
from tracker.people.queries import names_of
from tracker.store import files
from tracker.township.queries import place_choices
from tracker.web.forms import HouseForm, PressForm
from tracker.web.guard import current_actor, page
from tracker.web.pages import Page, id_arg, record_page, render

bp = Blueprint("exports", __name__)
View = Response | tuple[str, int]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"

record_page("export", lambda export_id: url_for("exports.detail", export_id=export_id))


def _to(endpoint: str, **values: Any) -> Response:
    return redirect(url_for(endpoint, **values), 303)  # type: ignore[return-value]  # werkzeug's is Flask's


@bp.get("/reports")
@page("report.list")
def reports() -> tuple[str, int]:
    return render("exports/reports.html", reports=reports_of(current_actor))


def _declared(name: str) -> Report:
    found = next((one for one in reports_of(current_actor) if one.name == name), None)
    if found is None:
        raise NotFound(name)
    return found


def _form(declared: Report, *, from_address: bool) -> ReportForm:
    """The choices of this report: as they were sent, or as the address says; else this year so far."""
    form = ReportForm()
    form.offer(
        units=place_choices(current_actor.town_code), splits=[split.title for split in declared.all_splits],
        columns=list(column_keys(declared)),
        may_unmask=has_unmasked(declared) and may_come(current_actor, declared.unmask),
    )
    if from_address:
        start, end = this_year(clock.today())
        said = set(request.args) & {"start", "end", "year"}
        form.read_address(request.args, **({} if said else {"start": start, "end": end}))
    return form


@bp.route("/reports/<name>", methods=["GET", "POST"])
@page("report.list")
def report(name: str) -> View:
    """Choose span, scope and columns, look at the first rows, take the file: all from one declaration."""
    declared = _declared(name)
    form = _form(declared, from_address=request.method == "GET")
    if form.sent_well():
        if form.wants_look:
            return _to("exports.report", name=name, **form.address())
        wanted = Wanted(declared, form.period(), form.choice())
        rows = service.counted(current_actor, wanted)
        if needs_purpose(rows, is_unmasked=wanted.choice.is_unmasked):
            return _to("exports.take", name=name, **form.address())
        export = service.order(current_actor, wanted)
        service.make(current_actor, export)
        return _sent(export)
    wanted = Wanted(declared, form.period(), form.choice())
    preview = None if form.has_errors else service.look(current_actor, wanted)
    sides = [column.side for column in flat_columns(wanted.shaped)]
    return render(
        "exports/report.html", report=declared, form=form, preview=preview, sides=sides,
        spans=[(label, {"start": first.isoformat(), "end": last.isoformat()})
               for label, first, last in spans(clock.today())],
    )


@bp.route("/reports/<name>/take", methods=["GET", "POST"])
@page("report.list", fresh=True)
def take(name: str) -> View:
    """What a large or unmasked file is for (security.md 2.6); the choice stands in the address."""
    declared = _declared(name)
    chosen = _form(declared, from_address=True)
    wanted = Wanted(declared, chosen.period(), chosen.choice())
    form = PurposeForm()
    if form.sent_well():
        try:
            export = service.order(current_actor, wanted, form.purpose.data or "")
            if export.status is Status.ORDERED and not export.job_id:
                service.make(current_actor, export)
        except RuleBroken as broken:
            form.show(broken)
        else:
            return _to("exports.detail", export_id=export.id)
    rows = service.counted(current_actor, wanted)
    titles = [title for key, title in column_keys(declared) if key in wanted.choice.columns]
    return render(
        "exports/take.html", report=declared, form=form, wanted=wanted, rows=min(rows, JOB_ROWS),
        is_capped=rows > JOB_ROWS, columns=titles,
        back=url_for("exports.report", name=name, **chosen.address()),
    )


@bp.get("/exports")
@page("export.list")
def index() -> tuple[str, int]:
    """The register: one's own files; leaders and the auditor read all of the town."""
    after = id_arg("after")
    rows = queries.exports_of(current_actor, after)
    shown = rows[: queries.PER_PAGE]
    further = str(shown[-1].id) if len(rows) > queries.PER_PAGE else None
    names = names_of({one.author_id for one in shown} | {one.approver_id for one in shown})
    return render(
        "exports/index.html", page=Page(shown, next_after=further, has_previous=after is not None),
        waiting=queries.waiting_for(current_actor) if may_come(current_actor, "export.approve") else [],
        labels=LABELS, names=names,
    )


@bp.get("/exports/<int:export_id>")
@page("export.view")
def detail(export_id: int) -> tuple[str, int]:
    return _detail(queries.export_of(current_actor, export_id), PressForm())


def _detail(export: Export, form: HouseForm) -> tuple[str, int]:
    is_mine = export.author_id == current_actor.user_id
    return render(
        "exports/detail.html", export=export, form=form, label=LABELS[export.status], is_mine=is_mine,
        names=names_of({export.author_id, export.approver_id}), status=export.status.value,
        has_file=files.path_of(files.RESULTS, export.file) is not None,
        may_judge=not is_mine and may_come(current_actor, "export.approve"),
    )


@bp.post("/exports/<int:export_id>/make")
@page("export.make")
def make(export_id: int) -> View:
    """The second person has agreed: now the file."""
    export = queries.export_of(current_actor, export_id, "export.make")
    form = PressForm(record=export)
    if form.sent_well():
        try:
            service.start(current_actor, export)
        except RuleBroken as broken:
            form.show(broken)
            return _detail(export, form)
    return _to("exports.detail", export_id=export_id)


@bp.get("/exports/<int:export_id>/file")
@page("export.take")
def file(export_id: int) -> Response:
    return _sent(queries.export_of(current_actor, export_id, "export.take"))


def _sent(export: Export) -> Response:
    kind = ZIP if export.download_name.endswith(".zip") else XLSX
    return send_file(
        service.take(current_actor, export), download_name=export.download_name, as_attachment=True,
        mimetype=kind,
    )


@bp.route("/exports/<int:export_id>/approve", methods=["GET", "POST"])
@page("export.approve", fresh=True)
def approve(export_id: int) -> View:
    """The second person reads what the file will hold before saying yes."""
    export = queries.export_of(current_actor, export_id, "export.approve")
    form = PressForm(record=export)
    return _judged(export, form, "exports/approve.html", lambda: service.approve(current_actor, export))


@bp.route("/exports/<int:export_id>/refuse", methods=["GET", "POST"])
@page("export.refuse")
def refuse(export_id: int) -> View:
    export = queries.export_of(current_actor, export_id, "export.refuse")
    form = RefuseForm(record=export)
    return _judged(
        export, form, "exports/refuse.html",
        lambda: service.refuse(current_actor, export, reason=form.reason.data or ""),
    )


def _judged(export: Export, form: HouseForm, template: str, deed: Callable[[], None]) -> View:
    if form.sent_well():
        try:
            deed()
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("记下了，申请的人会看到"))
            return _to("exports.index")
    return render(template, form=form, export=export, name=names_of({export.author_id})[export.author_id])
