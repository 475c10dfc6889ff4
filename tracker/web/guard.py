"""The guard before every view: who is this, may this role come here at all? Deny by default."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from flask import Flask, current_app, g, request
from werkzeug.local import LocalProxy

from tracker.domain import clock
from tracker.domain.errors import Forbidden, NotFound
from tracker.domain.policy import may_come
from tracker.domain.roles import Actor, Role
from tracker.web import sessions
from tracker.web.tickets import ticket_sent

F = TypeVar("F", bound=Callable[..., Any])
OPEN = "open"
"""Pages without an action of the policy table: reading what is public, signing in, /healthz."""
FRESH_FOR_SECONDS = 300


class SignInNeeded(Forbidden):
    """Nobody is signed in, or the session is over."""


class FreshSignInNeeded(Forbidden):
    """Signed in, but too long ago for this deed: the password once more."""


def page(action: str, *, fresh: bool = False) -> Callable[[F], F]:
    """Mark a desk view with the policy row it needs; `fresh` asks for a sign-in of the last 5 minutes."""
    return _marked(side="desk", action=action, fresh=fresh)


def public_page(action: str = OPEN) -> Callable[[F], F]:
    """Mark a view of the residents' side, where everybody is Role.PUBLIC, staff too."""
    return _marked(side="public", action=action, fresh=False)


def _marked(**marks: Any) -> Callable[[F], F]:
    """The marks on the function: page_side, page_action, page_fresh."""

    def mark(view: F) -> F:
        view.__dict__.update({f"page_{name}": value for name, value in marks.items()})
        return view

    return mark


class Known(Protocol):
    """Who is signed in, as the floor of the people tells it."""

    @property
    def actor(self) -> Actor: ...
    @property
    def posts(self) -> Sequence[Any]: ...
    @property
    def town_name(self) -> str: ...
    @property
    def town_phone(self) -> str: ...


Load = Callable[[int, int | None], Known | None]


def init_app(app: Flask, load: Load, public_actor: Callable[[], Actor]) -> None:
    """`load(user_id, post_id)` and `public_actor()` come from the floors above this one."""
    app.session_interface = sessions.FlashCookies()
    app.extensions["tracker_public_actor"] = public_actor

    @app.before_request
    def guard() -> None:
        view: Any = app.view_functions.get(request.endpoint or "")
        if view is None or "\0" in request.path:  # no text of the database holds a NUL
            raise NotFound("route")
        if request.endpoint == "static":
            return
        _refuse_other_sites()
        side = getattr(view, "page_side", None)
        if side is None:
            raise Forbidden("unmarked view")
        g.side = side
        g.session_row = sessions.current(app, request, side)
        g.actor = _public(stranger()) if side == "public" else _staff(load)
        _check(view)


def _refuse_other_sites() -> None:
    """A form of another site never reaches a view (beside the token in each of our forms)."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site not in (None, "same-origin", "none") or (
        origin not in (None, "null") and origin.split("://", 1)[-1] != request.host
    ):
        raise Forbidden("other site")


def stranger() -> Actor:
    """Somebody who has not signed in: a resident of the town."""
    actor: Actor = current_app.extensions["tracker_public_actor"]()
    return actor


def _public(actor: Actor) -> Actor:
    g.posts, g.town_name = [], actor.name
    remembered = g.session_row.data if g.session_row else {}
    return Actor(
        user_id=None, role=Role.PUBLIC, unit_code=actor.unit_code, name=actor.name,
        opinion_id=remembered.get("opinion"), task_id=remembered.get("task"), ticket=ticket_sent(),
    )


def _staff(load: Load) -> Actor | None:
    row = g.session_row
    known = load(row.user_id, row.data.get("post")) if row and row.user_id else None
    if known is None:
        return None
    g.posts, g.town_name, g.town_phone = known.posts, known.town_name, known.town_phone
    return Actor(**{**known.actor.__dict__, "ticket": ticket_sent()})


def _check(view: Any) -> None:
    action = view.page_action
    if action == OPEN:
        return
    if g.actor is None:
        raise SignInNeeded(action)
    if not may_come(g.actor, action):
        raise Forbidden(action)
    if view.page_fresh and not is_fresh():
        raise FreshSignInNeeded(action)


def is_fresh() -> bool:
    """Has this person given the password within the last five minutes?"""
    since = g.session_row.authenticated_at if g.session_row else None
    return since is not None and (clock.now() - since).total_seconds() <= FRESH_FOR_SECONDS


def _current_actor() -> Actor:
    actor: Actor | None = g.get("actor")
    if actor is None:
        raise SignInNeeded(request.path)
    return actor


current_actor: Any = LocalProxy(_current_actor)
"""The Actor of this request; hand `current_actor` to gate, services and queries."""


def signed_in() -> bool:
    return g.get("actor") is not None and g.actor.role is not Role.PUBLIC
