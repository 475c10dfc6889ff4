"""The blueprint of the line's desk pages: all of them absent while the town lines nobody up."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, g, redirect, request, url_for
from flask_babel import gettext

from tracker.domain.errors import NotFound, RuleBroken
from tracker.line import queries
from tracker.line.models import Coming
from tracker.store.access import fetch
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor
from tracker.web.pages import record_page

bp = Blueprint("line", __name__)

View = Response | tuple[str, int]


@bp.before_request
def only_when_on() -> None:
    if not queries.is_on():
        raise NotFound("line")


def _coming_page(coming_id: int) -> str:
    """Where a form that was sent twice leads to: the slip for residents, the line for the desk."""
    if g.get("side") == "public":
        coming = fetch(current_actor, "coming.read", Coming, coming_id)
        return url_for("line_public.slip", token=queries.token_of(coming))
    return back_url()


record_page("coming", _coming_page)
record_page(
    "hall_window", lambda _id: back_url() if request.args.get("back") else url_for("line.windows")
)
record_page("line_letter", lambda _id: url_for("line.windows"))


def back_url() -> str:
    """The page the button stood on: the desk, or the line."""
    return url_for("hall.desk" if request.args.get("back", "desk") == "desk" else "line.index")


def back() -> Response:
    return redirect(back_url(), 303)  # type: ignore[return-value]  # werkzeug's is Flask's here


def say_no(broken: RuleBroken) -> None:
    """A button of a list has no field: the refusal stands on top of the page it leads back to."""
    text = gettext(broken.message)
    flash(text.format(**broken.params) if broken.params else text, "danger")


def pressed(deed: Callable[[], None]) -> View:
    """One button of the line, and back to the page it stood on, refused or done."""
    if not PressForm().sent_well():
        flash(gettext("这一页放得太久了，请再按一次"), "warning")
        return back()
    try:
        deed()
    except RuleBroken as broken:
        say_no(broken)
    return back()
