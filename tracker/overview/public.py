"""Residents' pages across features: town home, privacy, help, letter size; and /healthz."""

from flask import Blueprint

from tracker.opinions.rules.retention import kept_days
from tracker.opinions.service.retention import DAYS
from tracker.overview.queries import database_answers
from tracker.township.queries import setting
from tracker.web.guard import public_page
from tracker.web.pages import render

bp = Blueprint("home", __name__)
probe = Blueprint("probe", __name__)
"""Served by both halves of the house."""


@bp.get("/")
@public_page()
def index() -> tuple[str, int]:
    return render("overview/home.html")


@bp.get("/privacy")
@public_page()
def privacy() -> tuple[str, int]:
    return render("overview/privacy.html", kept_days=kept_days(setting(DAYS)))


@bp.get("/help")
@public_page()
def help_page() -> tuple[str, int]:
    return render("overview/help.html")


@probe.get("/healthz")
@public_page()
def healthz() -> tuple[str, int]:
    return ("ok", 200) if database_answers() else ("database away", 503)
