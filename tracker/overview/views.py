"""Desk pages across features: my day (今天), the policy (权限), backups (备份), the audit log (审计)."""

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import NotFound
from tracker.domain.policy import POLICY
from tracker.domain.roles import LABELS, NOT_STAFF
from tracker.overview import queries, service
from tracker.overview.forms import ComponentsForm
from tracker.overview.rules import SCOPE_LABELS
from tracker.web.forms import PressForm
from tracker.web.guard import OPEN, current_actor, page
from tracker.web.pages import Page, render, text_arg

bp = Blueprint("overview", __name__)
PER_PAGE = 50


@bp.get("/me")
@page("me.view")
def me() -> tuple[str, int]:
    return render("overview/me.html", cards=queries.my_day(current_actor), day=clock.today())


@bp.get("/admin/policy")
@page("policy.view")
def policy() -> tuple[str, int]:
    roles = [role for role in LABELS if role not in NOT_STAFF]
    return render(
        "overview/policy.html", policy=POLICY, roles=roles, labels_shown=[_(LABELS[role]) for role in roles],
        scopes=SCOPE_LABELS,
    )


@bp.route("/admin/backups", methods=["GET", "POST"])
@page("backup.make")
def backups() -> Response | tuple[str, int]:
    """The copies on this machine, and a new one made in the background."""
    form = PressForm()
    if form.sent_well():
        job_id = service.order_backup(current_actor)
        return redirect(url_for("jobs.detail", job_id=job_id), 303)  # type: ignore[return-value]
    return render("overview/backups.html", form=form, copies=service.copies_made())


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
