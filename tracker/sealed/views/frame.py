"""The blueprint of the discipline office's pages (密封件) and what they share."""

from flask import Blueprint, Response, flash, redirect, url_for

from tracker.sealed import queries
from tracker.web.guard import current_actor
from tracker.web.pages import record_page

bp = Blueprint("sealed", __name__, url_prefix="/sealed")

Answer = Response | tuple[str, int]

record_page("alias", lambda _id: url_for("sealed.names"))
record_page("relative", lambda _id: url_for("sealed.relatives"))
record_page("box_key", lambda _id: url_for("sealed.keys"))
record_page("county_box", lambda _id: url_for("sealed.county"))
record_page("sealed", lambda sealed_id: url_for("sealed.detail", ref=queries.ref_of(sealed_id) or "-"))


def done(text: str, ref: str) -> Answer:
    """Back to the matter, or to the list when it has just been closed to oneself as well."""
    flash(text, "success")
    is_gone = queries.find(current_actor, ref) is None
    return redirect(url_for("sealed.index") if is_gone else url_for("sealed.detail", ref=ref), 303)  # type: ignore[return-value]
