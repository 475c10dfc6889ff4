"""Residents' pages across features: town home, privacy, help, letter size; and /healthz."""

from flask import Blueprint

from tracker.store.db import answers
from tracker.township import queries as town
from tracker.web.guard import current_actor, public_page
from tracker.web.pages import render

bp = Blueprint("home", __name__)


@bp.get("/")
@public_page()
def index() -> tuple[str, int]:
    return render("overview/home.html", villages=town.villages(current_actor.unit_code))


@bp.get("/privacy")
@public_page()
def privacy() -> tuple[str, int]:
    return render("overview/privacy.html")


@bp.get("/help")
@public_page()
def help_page() -> tuple[str, int]:
    return render("overview/help.html")


@bp.get("/healthz")
@public_page()
def healthz() -> tuple[str, int]:
    return ("ok", 200) if answers() else ("database away", 503)
