"""打开密封件: the private key for a quarter of an hour, half of it in the session's row, half in a cookie."""

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import after_this_request, current_app, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.sealed import service
from tracker.sealed.forms import UnlockForm
from tracker.sealed.rules import OPEN_MINUTES
from tracker.sealed.service import Keys
from tracker.sealed.views.frame import Answer, bp
from tracker.store import boxes, sessions
from tracker.web.forms import HouseForm, PressForm
from tracker.web.guard import current_actor, page
from tracker.web.pages import render
from tracker.web.sessions import is_secure

OPENED = "opened"


def _cookie() -> str:
    return ("__Host-" if is_secure(current_app) else "") + "tracker_opened"


def keys_now() -> Keys:
    """The private keys this person has opened within the last quarter of an hour, else nothing."""
    if "box_keys" not in g:
        private = _held()
        g.box_keys = service.with_older(current_actor.town_code, private) if private else ()
    keys: Keys = g.box_keys
    return keys


def open_until() -> datetime | None:
    """Until when the boxes stand open; None: they are locked."""
    if not keys_now():
        return None
    until: datetime = g.get("box_until") or datetime.fromisoformat(g.session_row.data[OPENED]["until"])
    return until


def _held() -> bytes | None:
    kept = (g.session_row.data or {}).get(OPENED) if g.session_row else None
    if not kept or datetime.fromisoformat(kept["until"]) <= clock.now():
        return None
    try:
        token = bytes.fromhex(request.cookies.get(_cookie(), ""))
    except ValueError:
        return None
    return boxes.let_go(token, base64.b64decode(kept["held"]))


def open_with(passphrase: str) -> Keys:
    """The right passphrase opens the boxes for this session; a wrong one is RuleBroken on the field
    password.
    """
    private = service.unlock(current_actor, passphrase)
    token, held = boxes.hold(private)
    g.box_until = clock.now() + timedelta(minutes=OPEN_MINUTES)
    kept = {"held": base64.b64encode(held).decode(), "until": g.box_until.isoformat()}
    sessions.change(g.session_token, {**(g.session_row.data or {}), OPENED: kept})
    g.box_keys = service.with_older(current_actor.town_code, private)
    after_this_request(_giving(token))
    keys: Keys = g.box_keys
    return keys


def _giving(token: bytes) -> Callable[[Any], Any]:
    def give(response: Response) -> Response:
        response.set_cookie(
            _cookie(), token.hex(), httponly=True, samesite="Strict", path="/", secure=is_secure(current_app),
            max_age=OPEN_MINUTES * 60,
        )
        return response

    return give


def ask_only_when_locked(form: HouseForm, record: Any) -> None:
    """The passphrase is asked on the form itself, so that nothing typed is lost when the time is over."""
    if service.content_of(record, keys_now()) is not None:
        del form.password


def keys_for(form: HouseForm) -> Keys:
    """The keys for a deed: opened before, or by the passphrase on this form."""
    asked = "password" in form and form.password.data
    return open_with(form.password.data) if asked and not keys_now() else keys_now()


def lock_again() -> None:
    """上锁: nothing is left, neither in the row nor in the browser."""
    data = {name: value for name, value in (g.session_row.data or {}).items() if name != OPENED}
    sessions.change(g.session_token, data)
    name = _cookie()
    after_this_request(lambda response: (response.delete_cookie(name, path="/"), response)[1])


@bp.route("/unlock", methods=["GET", "POST"])
@page("sealed.unlock")
def unlock() -> Answer:
    form = UnlockForm(next=_inside(request.args.get("next", "")))
    if form.sent_well():
        try:
            open_with(form.password.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("已打开，%(n)s 分钟后自动锁上", n=OPEN_MINUTES), "success")
            return redirect(_inside(form.next.data or ""), 303)  # type: ignore[return-value]
    return render("sealed/unlock.html", form=form, minutes=OPEN_MINUTES)


@bp.post("/lock")
@page("sealed.unlock")
def lock() -> Answer:
    if PressForm().sent_well():
        lock_again()
        flash(_("已锁上"), "success")
    return redirect(url_for("sealed.index"), 303)  # type: ignore[return-value]


def _inside(target: str) -> str:
    """An address of these pages, never one elsewhere."""
    parts = urlsplit(target)
    is_ours = not parts.netloc and not parts.scheme and "\\" not in target and "//" not in target
    good = is_ours and parts.path.startswith(("/sealed/", "/opinions/from-sealed/")) and target.isprintable()
    return target if good else url_for("sealed.index")
