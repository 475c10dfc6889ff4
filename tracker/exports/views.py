"""Desk pages of export (导出): choose a report, look, take the file; the register and the second person."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, flash, request, send_file, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import Conflict, NotFound, Repeated, RuleBroken
from tracker.domain.policy import may_come
from tracker.domain.roles import Actor
from tracker.domain.text import _ as N_
from tracker.excel.report import Report, column_keys, flat_columns, has_unmasked
from tracker.exports import queries, service
from tracker.exports.forms import PurposeForm, RefuseForm, ReportForm
from tracker.exports.models import Export
from tracker.exports.offered import REPORTS, reports_of
from tracker.exports.rules import AGREED_FOR, JOB_ROWS, LABELS, Status, needs_purpose, spans, this_year
from tracker.exports.service import Wanted
from tracker.people.queries import names_of
from tracker.store import files
from tracker.township.queries import place_choices
from tracker.web.forms import HouseForm, PressForm
from tracker.web.guard import current_actor, page
from tracker.web.pages import XLSX, Page, id_arg, record_page, render, to

bp = Blueprint("exports", __name__)
View = Response | tuple[str, int]
ZIP = "application/zip"
MEANWHILE = N_("刚才已经有人办了，现在是这样")
ONE_PRESS = timedelta(seconds=10)
"""The same choice sent again within this is a double press; later, somebody wants the file anew."""

record_page("export", lambda export_id: url_for("exports.detail", export_id=export_id))


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
        form.read_address(request.args, start=start, end=end)
    return form


@bp.route("/reports/<name>", methods=["GET", "POST"])
@page("report.list")
def report(name: str) -> View:
    """Choose span, scope and columns, look at the first rows, take the file: all from one declaration."""
    declared = _declared(name)
    form = _form(declared, from_address=request.method == "GET")
    if form.sent_well():
        if form.wants_look:
            return to("exports.report", name=name, **form.address())
        wanted = Wanted(declared, form.period(), form.choice())
        rows = service.counted(current_actor, wanted)
        if needs_purpose(rows, is_unmasked=wanted.choice.is_unmasked):
            return to("exports.take", name=name, **form.address())
        try:
            return _at_once(current_actor, wanted)
        except RuleBroken as broken:
            form.show(broken)
    wanted = Wanted(declared, form.period(), form.choice())
    preview = None if form.has_errors else service.look(current_actor, wanted)
    sides = [column.side for column in flat_columns(wanted.shaped)]
    return render(
        "exports/report.html", report=declared, form=form, preview=preview, sides=sides,
        spans=_spans(form), span=" · ".join(filter(None, (wanted.period.caption, wanted.period.unit_name))),
    )


def _spans(form: ReportForm) -> list[tuple[str, dict[str, Any]]]:
    """(words, the address of this page with that span and what else was chosen)."""
    kept = {name: value for name, value in form.address().items() if name != "year"}
    return [
        (label, {**kept, "start": first, "end": last}) for label, first, last in spans(clock.today())
    ]


def _at_once(actor: Actor, wanted: Wanted) -> View:
    """The page stays open while the browser keeps the file: each choice sent from it is a form of its own."""
    ticket = actor.ticket
    own = ticket and replace(ticket, key=ticket.key[:32] + ticket.body_digest[:32])
    try:
        export = service.order(replace(actor.without_ticket, ticket=own), wanted)
    except Repeated as repeated:
        export = queries.export_of(actor, repeated.record_id)
        if clock.now() - export.created_at > ONE_PRESS:
            export = service.order(actor.without_ticket, wanted)
    service.make(actor, export)
    return _sent(export)


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
            return to("exports.detail", export_id=export.id)
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
        label_of=_label, names=names, may_report=may_come(current_actor, "report.list"),
    )


@bp.get("/exports/<int:export_id>")
@page("export.view")
def detail(export_id: int) -> tuple[str, int]:
    return _detail(queries.export_of(current_actor, export_id), PressForm())


def _detail(export: Export, form: HouseForm) -> tuple[str, int]:
    is_mine = export.author_id == current_actor.user_id
    return render(
        "exports/detail.html", export=export, form=form, label=_label(export), is_mine=is_mine,
        names=names_of({export.author_id, export.approver_id}), status=export.status.value,
        has_file=files.path_of(files.RESULTS, export.file) is not None,
        may_judge=not is_mine and may_come(current_actor, "export.approve"),
        again=_same_choice(export) if is_mine else None, holds=_holds(export),
        until=export.made_at and export.made_at + files.KEPT,
        agreed_until=export.decided_at and export.decided_at + AGREED_FOR,
    )


def _label(export: Export) -> str:
    """An order that was agreed to waits for its own person, not for the machine."""
    is_agreed = export.status is Status.ORDERED and export.approver_id and not export.job_id
    return str(_("已同意，等着做出文件") if is_agreed else _(LABELS[export.status]))


def _holds(export: Export) -> list[tuple[str, str]]:
    """What a report was narrowed to, in words; nothing for a form, whose caption says whom it is about."""
    if export.source not in REPORTS:
        return []
    wanted = service.wanted_of(export)
    kept = [_(title) for key, title in column_keys(wanted.report) if key in wanted.choice.columns]
    return [
        (_("范围"), wanted.period.unit_name or _("全部")),
        (_("列"), "、".join(kept) or _("全部列")),
    ]


def _same_choice(export: Export) -> str | None:
    """The page of the report with the choice of this export; None when it is not there for this person."""
    if export.source not in [one.name for one in reports_of(current_actor)]:
        return None
    kept = export.choice
    return url_for(
        "exports.report", name=export.source, start=kept["start"] or "", end=kept["end"] or "",
        year=kept["year"], unit=kept["unit"] or None, split=kept["split"] or None, columns=kept["columns"],
        unmasked="y" if kept["is_unmasked"] else None,
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
        except Conflict:
            flash(_(MEANWHILE), "warning")
    return to("exports.detail", export_id=export_id)


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
    """The page of yes or no, as long as somebody waits for it."""
    export_id = export.id
    if request.method == "GET" and export.status is not Status.WAITING:
        return to("exports.detail", export_id=export_id)
    if form.sent_well():
        try:
            deed()
        except RuleBroken as broken:
            form.show(broken)
        except Conflict:
            flash(_(MEANWHILE), "warning")
            return to("exports.detail", export_id=export_id)
        else:
            flash(_("记下了，申请的人会看到"))
            return to("exports.index")
    name = names_of({export.author_id})[export.author_id]
    return render(template, form=form, export=export, name=name, holds=_holds(export))
