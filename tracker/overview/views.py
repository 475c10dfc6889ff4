"""Desk pages across features: my day (今天), the policy matrix (权限), the audit log (审计)."""

from flask import Blueprint

from tracker.domain.policy import POLICY
from tracker.domain.roles import LABELS, NOT_STAFF
from tracker.web.guard import page
from tracker.web.pages import render

bp = Blueprint("overview", __name__)


@bp.get("/me")
@page("me.view")
def me() -> tuple[str, int]:
    return render("overview/me.html")


@bp.get("/admin/policy")
@page("policy.view")
def policy() -> tuple[str, int]:
    roles = [role for role in LABELS if role not in NOT_STAFF]
    return render("overview/policy.html", policy=POLICY, roles=roles, labels=LABELS)
