"""Desk pages across features: my day (今天), reports (报表), the policy (权限), the audit log (审计)."""

from flask import Blueprint, Response, request, send_file
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import NotFound
from tracker.domain.policy import POLICY
from tracker.domain.roles import LABELS, NOT_STAFF
from tracker.overview import queries, service
from tracker.overview.forms import ComponentsForm, PeriodForm
from tracker.overview.reports import header_of, reports_of
from tracker.overview.rules import SCOPE_LABELS, this_year
from tracker.web.guard import OPEN, current_actor, page
from tracker.web.pages import Page, render, text_arg

bp = Blueprint("overview", __name__)
PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/me")
@page("me.view")
def me() -> tuple[str, int]:
    return render("overview/me.html", cards=queries.my_day(current_actor), day=clock.today())


@bp.get("/reports")
@page("report.list")
def reports() -> tuple[str, int]:
    return render("overview/reports.html", reports=reports_of(current_actor), year=clock.today().year)


@bp.route("/reports/<name>", methods=["GET", "POST"])
@page("report.list")
def report(name: str) -> Response | tuple[str, int]:
    """Choose the span, look at the first rows, take the file: both from one declaration."""
    declared = next((one for one in reports_of(current_actor) if one.name == name), None)
    if declared is None:
        raise NotFound(name)
    start, end = this_year(clock.today())
    form = PeriodForm(start=start, end=end)
    if form.sent_well() and not form.wants_look:
        file = service.report_file(current_actor, declared, form.period())
        name = service.export_name(current_actor, declared, form.period())
        return send_file(file, download_name=name, as_attachment=True, mimetype=XLSX)
    preview = [] if form.has_errors else service.preview(current_actor, declared, form.period())
    return render(
        "overview/report.html", report=declared, form=form, preview=preview, header=header_of(declared)
    )


@bp.get("/admin/policy")
@page("policy.view")
def policy() -> tuple[str, int]:
    roles = [role for role in LABELS if role not in NOT_STAFF]
    return render(
        "overview/policy.html", policy=POLICY, roles=roles, labels_shown=[_(LABELS[role]) for role in roles],
        scopes=SCOPE_LABELS,
    )


@bp.get("/audit")
@page("audit.view")
def audit() -> tuple[str, int]:
    wanted, skip = text_arg("action"), _number(text_arg("after"))
    rows = queries.audit_entries(current_actor, wanted, skip, PER_PAGE)
    further = str(skip + PER_PAGE) if len(rows) == PER_PAGE else None
    shown = Page(rows=rows, has_previous=skip > 0, next_after=further)
    return render(
        "overview/audit.html", page=shown, wanted=wanted, verdict=queries.audit_verdict(),
        names=queries.names_in(rows),
    )


def _number(text: str) -> int:
    """How many entries the pages before have shown; 0 for anything that is no such number."""
    return int(text) if text.isdecimal() and len(text) < clock.LONGEST_ID else 0


@bp.get("/_ui")
@page(OPEN)
def components() -> tuple[str, int]:
    """Every component in every state; in demonstrations only."""
    if not queries.is_demo():
        raise NotFound("_ui")
    bad = ComponentsForm(prefix="bad-")
    bad.validate()
    return render("ui.html", form=ComponentsForm(), bad_form=bad, path=request.path)
