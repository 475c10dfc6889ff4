"""Keeping what is being typed (自动保存), and single keys on or off (快捷键)."""

from datetime import datetime

from flask import Blueprint, Response, abort, g, jsonify, redirect, request
from flask.sansio.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.store import preferences, typed
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, page
from tracker.web.pages import local_path

bp = Blueprint("workbench", __name__)

KEYS = "keys"
NOT_KEPT = frozenset({"token", "form_key", "version", "kept_page"})


@bp.post("/me/typed")
@page("me.view")
def keep() -> Response:
    """A form says what it holds; the answer says when it was kept. The page is the form's own address."""
    where = local_path(request.form.get("kept_page", ""))
    if not PressForm().sent_well() or not where:
        abort(400)
    fields = {name: request.form.getlist(name) for name in request.form if name not in NOT_KEPT}
    is_kept = typed.keep(current_actor.user_id, where, fields)
    text = _("已自动保存 %(at)s", at=f"{clock.local(clock.now()):%H:%M}") if is_kept else ""
    return jsonify(text=text or _("太长了，没有自动保存，请先提交"))


@bp.post("/me/typed/drop")
@page("me.view")
def drop() -> Response:
    """不要了: the unfinished text goes; back to the empty form."""
    where = local_path(request.form.get("kept_page", "")) or "/me"
    if PressForm().sent_well():
        typed.drop(current_actor.user_id, where)
    return redirect(request.script_root + where, 303)  # type: ignore[return-value]


@bp.post("/me/keys")
@page("me.view")
def keys() -> Response:
    """Single keys off, or on again (WCAG 2.1.4)."""
    where = local_path(request.form.get("kept_page", "")) or "/me"
    if PressForm().sent_well():
        is_off = request.form.get("keys") == "off"
        preferences.like(current_actor.user_id, KEYS, "off" if is_off else None)
    return redirect(request.script_root + where, 303)  # type: ignore[return-value]


@bp.after_app_request
def forget_what_was_sent(response: Response) -> Response:
    """A form that led on to another page needs its unfinished text no more."""
    actor = g.get("actor")
    if request.method == "POST" and response.status_code == 303 and actor is not None and actor.user_id:
        typed.drop(actor.user_id, request.path)
    return response


@bp.record_once
def tell_templates(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(kept_typed=kept_typed, keys_off=keys_off)


def kept_typed() -> datetime | None:
    """When an unfinished text of this page was kept last, for the person who sees it; None: there is none."""
    actor = g.get("actor")
    if actor is None or actor.user_id is None or request.method != "GET":
        return None
    return typed.kept_at(actor.user_id, request.path)


def keys_off() -> bool:
    actor = g.get("actor")
    return actor is not None and preferences.liked(actor.user_id, KEYS) == "off"
