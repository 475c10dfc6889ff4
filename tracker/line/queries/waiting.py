"""Who waits and whose turn it is; who is at a window; whose day is over."""

from collections.abc import Sequence
from datetime import date

from tracker.domain import clock
from tracker.domain.policy import may_come
from tracker.domain.roles import Actor
from tracker.line.models import Coming, Window
from tracker.line.queries.halls import is_on
from tracker.line.queries.windows import called_by
from tracker.line.rules import AT_WINDOW, IN_HALL, Status
from tracker.store.access import visible
from tracker.store.db import db

ONE_AT_A_TIME = (Status.CALLED, Status.SERVING)
IN_TURN = (Coming.rank, Coming.since, Coming.id)


def next_for(actor: Actor, window: Window, today: date) -> Coming | None:
    """Whose turn it is at this window. On PostgreSQL the row is taken at once, and a row that another
    window has taken is passed over (practice.md 1.6); SQLite has one writer anyway."""
    return db.session.scalar(
        visible(actor, "coming.call", Coming)
        .where(
            Coming.unit_code == window.unit_code, Coming.day == today, Coming.status == Status.WAITING,
            called_by(window),
        )
        .order_by(*IN_TURN)
        .limit(1)
        .with_for_update(skip_locked=True, of=Coming)
    )


def at_window(actor: Actor, window_id: int, today: date, *, is_held_too: bool = False) -> Coming | None:
    """Who is called to a window or served at it today; None: nobody."""
    return db.session.scalar(
        visible(actor, "coming.list", Coming)
        .where(
            Coming.window_id == window_id, Coming.day == today,
            Coming.status.in_(AT_WINDOW if is_held_too else ONE_AT_A_TIME),
        )
        .order_by(Coming.id)
        .limit(1)
    )


def now_at(actor: Actor) -> Coming | None:
    """Who is at this person's window now: called or being served; None: nobody, or no line at all."""
    if not is_on() or not may_come(actor, "coming.list"):
        return None
    return db.session.scalar(
        visible(actor, "coming.list", Coming)
        .where(
            Coming.assignee_id == actor.user_id, Coming.day == clock.today(),
            Coming.status.in_(ONE_AT_A_TIME),
        )
        .order_by(Coming.id)
        .limit(1)
    )


def of_day(actor: Actor, *, is_over: bool = False) -> Sequence[Coming]:
    """Today's numbers in the order they are called; `is_over`: those that ended, the last one first."""
    query = visible(actor, "coming.list", Coming).where(Coming.day == clock.today())
    if is_over:
        query = query.where(Coming.status.not_in(IN_HALL)).order_by(Coming.ended_at.desc(), Coming.id.desc())
    else:
        query = query.where(Coming.status.in_(IN_HALL)).order_by(*IN_TURN)
    return db.session.scalars(query).all()


def unfinished(actor: Actor, today: date) -> Sequence[Coming]:
    """Numbers of earlier days on which nobody wrote an end."""
    return db.session.scalars(
        visible(actor, "coming.leave", Coming)
        .where(Coming.day < today, Coming.status.in_(IN_HALL))
        .order_by(Coming.id)
    ).all()


def unforgotten(actor: Actor, today: date) -> Sequence[Coming]:
    """Numbers of earlier days that still carry a name."""
    return db.session.scalars(
        visible(actor, "coming.forget", Coming)
        .where(Coming.day < today, Coming.name.is_not(None))
        .order_by(Coming.id)
    ).all()
