"""What a browser keeps of the receipts (凭证) it opened: marks that tell nobody which, for /progress."""

from flask import Response, current_app, request

from tracker.opinions.rules.entering import MOST_MARKS
from tracker.opinions.service import mark_of
from tracker.web import sessions

COOKIE, PATH = "seen", "/progress"
KEPT_SECONDS = 90 * 24 * 3600
BETWEEN = "."


def marks() -> list[str]:
    """The marks this browser sends; forged ones fit no receipt."""
    return request.cookies.get(COOKIE, "").split(BETWEEN)[:MOST_MARKS]


def keep_mark(response: Response, code: str) -> None:
    """This browser has opened this receipt: nobody else's wrong tries stop it from now on."""
    known = marks()
    if any(one == mark_of(code, one[:8]) for one in known if one):
        return
    kept = BETWEEN.join([mark_of(code), *(one for one in known if one)][:MOST_MARKS])
    response.set_cookie(
        COOKIE, kept, httponly=True, samesite="Strict", secure=sessions.is_secure(current_app), path=PATH,
        max_age=KEPT_SECONDS,
    )


def drop_marks(response: Response) -> None:
    response.delete_cookie(COOKIE, path=PATH, httponly=True, secure=sessions.is_secure(current_app))
