"""Cookies and sessions: the cookie holds a random token, the row behind it decides; flashes ride alone."""

import json
import secrets
from typing import Any

from flask import Flask, Request, Response, g
from flask.sessions import SessionInterface, SessionMixin
from itsdangerous import BadSignature, Signer

from tracker.store import sessions
from tracker.store.sessions import SessionRow

FLASHES = "flashes"
DEVICE = "device"
DEVICE_KEPT_SECONDS = 180 * 24 * 3600


class Flashes(dict[str, Any], SessionMixin):
    """What Flask calls the session holds nothing but flashed messages."""

    modified = False

    def __setitem__(self, key: str, value: Any) -> None:
        super().__setitem__(key, value)
        self.modified = True

    def pop(self, *args: Any) -> Any:
        self.modified = True
        return super().pop(*args)


class FlashCookies(SessionInterface):
    """Flashed messages in a signed cookie without a time: a clock stepped back throws nobody out."""

    def open_session(self, app: Flask, request: Request) -> Flashes:
        signer = Signer(app.config["SECRET_KEY"], salt=FLASHES)
        try:
            return Flashes(json.loads(signer.unsign(request.cookies.get(FLASHES, ""))))
        except (BadSignature, ValueError):
            return Flashes()

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        if not session.modified:
            return
        if not session:
            response.delete_cookie(FLASHES, httponly=True, samesite="Lax")
            return
        signed = Signer(app.config["SECRET_KEY"], salt=FLASHES).sign(json.dumps(dict(session)).encode())
        response.set_cookie(FLASHES, signed.decode(), httponly=True, samesite="Lax", secure=is_secure(app))


def is_secure(app: Flask) -> bool:
    return bool(app.config["SECURE_COOKIES"])


def cookie_name(app: Flask, side: str) -> str:
    """The two halves have cookies of their own; __Host- where https makes that possible."""
    return ("__Host-" if is_secure(app) else "") + f"tracker_{side}"


def current(app: Flask, request: Request, side: str) -> SessionRow | None:
    """The living session of this side of the house, or None."""
    token = request.cookies.get(cookie_name(app, side))
    g.session_token = token
    return sessions.find(token, side) if token else None


def keep_token(app: Flask, response: Response, side: str, token: str) -> None:
    """Hand the token to the browser; it lives there until the browser closes."""
    response.set_cookie(
        cookie_name(app, side), token, httponly=True, path="/", secure=is_secure(app),
        samesite="Lax" if side == "desk" else "Strict",
    )


def drop_token(app: Flask, response: Response, side: str) -> None:
    response.delete_cookie(cookie_name(app, side), path="/", httponly=True, secure=is_secure(app))


def known_device(app: Flask, request: Request) -> str:
    """The mark of a browser somebody has signed in with before; empty for a stranger."""
    try:
        return Signer(app.config["SECRET_KEY"], salt=DEVICE).unsign(request.cookies.get(DEVICE, "")).decode()
    except BadSignature:
        return ""


def keep_device(app: Flask, response: Response) -> None:
    """Mark this browser: strangers' wrong tries cannot lock its owner out."""
    mark = Signer(app.config["SECRET_KEY"], salt=DEVICE).sign(secrets.token_hex(16)).decode()
    response.set_cookie(
        DEVICE, mark, httponly=True, samesite="Strict", secure=is_secure(app), max_age=DEVICE_KEPT_SECONDS
    )
