"""TrackerError → page: every refusal is a Chinese page that says what to do next."""

import logging
import secrets
from datetime import date
from typing import Any

from flask import Flask, Response, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from wtforms import Field
from wtforms.fields.choices import SelectFieldBase

from tracker.domain.errors import Conflict, Forbidden, NotFound, Repeated, RuleBroken
from tracker.web.guard import FreshSignInNeeded, SignInNeeded
from tracker.web.jinja import day
from tracker.web.pages import page_of
from tracker.web.uploads import text_of_refused

Answer = Response | tuple[str | Response, int]
log = logging.getLogger("tracker")
NOT_TYPED = ("token", "form_key", "version", "old", "page", "was_checked", "work", "work_stamp", "homepage")
MACHINES = "/sync/"
"""What stands below is asked by the phone's script: JSON, and never on to another page (decisions/0021)."""
STATES = {401: "sign_in", 403: "refused"}
OWN_PAGE = (400, 403, 404, 409, 413, 429, 500, 503)


def init_app(app: Flask) -> None:
    app.register_error_handler(SignInNeeded, _sign_in)
    app.register_error_handler(FreshSignInNeeded, _sign_in)
    app.register_error_handler(Forbidden, lambda error: _page(403))
    app.register_error_handler(NotFound, lambda error: _page(404))
    app.register_error_handler(Conflict, _conflict)
    app.register_error_handler(Repeated, _repeated)
    app.register_error_handler(RuleBroken, lambda broken: _page(400, message=str(broken)))
    app.register_error_handler(RequestEntityTooLarge, too_large)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(Exception, _unforeseen)


def _page(status: int, **context: Any) -> Answer:
    if request.path.startswith(MACHINES):
        return jsonify(state=STATES.get(status, "error"), message=context.get("message", "")), status
    template = f"errors/{status if status in OWN_PAGE else 400}.html"
    return render_template(template, side=g.get("side", "public"), **context), status


def _sign_in(error: Forbidden) -> Answer:
    """To the sign-in page and back; a form that was being sent says so instead of vanishing."""
    if request.path.startswith(MACHINES):
        return _page(401)
    if request.method == "GET":
        return redirect(url_for("people.login", next=request.full_path.rstrip("?")))  # type: ignore[return-value]
    stale = isinstance(error, FreshSignInNeeded)
    message = gettext("这一步要五分钟之内输过密码，还没有保存。") if stale else None
    return _page(403, kept=_kept(), needs_sign_in=True, message=message)


def _kept() -> list[tuple[str, str]]:
    """What was typed, so that a page that cannot save it at least gives it back."""
    form = g.get("form")
    labels = {field.name: field.label.text for field in form} if form is not None else {}
    return [
        (labels.get(name, ""), value)
        for name, value in request.form.items(multi=True)
        if value.strip() and name not in NOT_TYPED and "password" not in name
    ]


def _conflict(conflict: Conflict) -> Answer:
    """Your text beside the other one; 合并后保存 sends it again on top of the newer version."""
    form = g.get("form")
    if form is None:
        return _page(409)
    form.version.data = str(conflict.record.version)
    form.fresh_key()
    rows = [
        (field.label.text, said(field, getattr(conflict.record, field.name)), said(field, field.data))
        for field in form.asked_fields()
        if hasattr(conflict.record, field.name)
    ]
    return _page(409, form=form, rows=rows)


def said(field: Field, value: Any) -> str:
    """An answer in the words of its field: what was offered for it, never a code."""
    if isinstance(value, bool):
        return str(gettext("是") if value else gettext("否"))
    if not isinstance(field, SelectFieldBase):
        return shown(value)
    words = {str(one.value): str(one.label) for _group, some in field.iter_groups() for one in some}
    values = value if isinstance(value, list | tuple) else [value]
    return "、".join(words.get(str(one), shown(one)) for one in values) or shown(None)


def shown(value: Any) -> str:
    """A value as a person reads it in the two columns of a conflict."""
    if value is None or value == "":
        return "（空）"
    return day(value) if isinstance(value, date) else str(value)


def _repeated(repeated: Repeated) -> Answer:
    """The same form again leads to the same place as the first time."""
    url = page_of(repeated.kind, repeated.record_id)
    return redirect(url, 303) if url else _page(409)  # type: ignore[return-value]


def too_large(_error: RequestEntityTooLarge) -> Answer:
    """The files were too large; what was typed beside them is given back."""
    return _page(413, kept=_kept() if text_of_refused() else [])


def _http(error: HTTPException) -> Answer:
    return _page(error.code or 500)


def _database_away(error: OperationalError) -> Answer:
    log.error("database away: %s", type(error.orig).__name__)
    return _page(503, kept=_kept())


def _unforeseen(error: Exception) -> Answer:
    """The last resort: an id to read out over the telephone; the log holds no personal data."""
    number = secrets.token_hex(4)
    log.exception("unforeseen %s at %s", number, request.url_rule, exc_info=error)
    return _page(500, error_id=number, kept=_kept())
