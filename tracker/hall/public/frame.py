"""What the residents' pages of the hall share: the blueprint, the way on, the form of the rating."""

from flask import Blueprint, Response, current_app, redirect, request

from tracker.hall.forms import RateForm
from tracker.store import sessions as kept
from tracker.web import sessions

bp = Blueprint("hall_public", __name__)

View = Response | tuple[str, int]


def to(url: str) -> Response:
    return redirect(url, 303)  # type: ignore[return-value]  # werkzeug's is Flask's here


def rate_form() -> RateForm:
    form = RateForm()
    form.offer()
    return form


def is_staff_browser() -> bool:
    """Somebody of the staff is signed in here: residents do not rate on such a screen (domain.md 12.11)."""
    token = request.cookies.get(sessions.cookie_name(current_app, "desk"))
    return bool(token and kept.find(token, "desk"))
