"""Sign-in sessions as rows: a session dies on logout, everywhere, at the next request."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain import clock
from tracker.store.base import Base, UtcDateTime
from tracker.store.db import db, writing

ABSOLUTE = timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=2)
RESIDENTS_IDLE = timedelta(hours=1)
"""Longer than any session of a resident may lie idle."""


class SessionRow(Base):
    """One open session; the cookie holds the token, the table only its hash."""

    __tablename__ = "session"

    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    side: Mapped[str] = mapped_column(sa.String(10))
    user_id: Mapped[int | None] = mapped_column(index=True)
    idle_minutes: Mapped[int]
    data: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    authenticated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find(token: str, side: str) -> SessionRow | None:
    """The living session behind a cookie; touches it every other minute, in a transaction of its own."""
    row = db.session.get(SessionRow, _hash(token))
    now = clock.now()
    if row is None or row.side != side or not _alive(row, now):
        return None
    if now - row.seen_at > TOUCH_EVERY:
        with writing(db.session()):
            row.seen_at = now
            db.session.commit()
    return row


def _alive(row: SessionRow, now: datetime) -> bool:
    return now - row.created_at < ABSOLUTE and now - row.seen_at < timedelta(minutes=row.idle_minutes)


def start(side: str, user_id: int | None, data: dict[str, Any], idle_minutes: int) -> str:
    """Open a new session and return its token, which exists nowhere but in the answer.

    Residents' sessions that are over go at once: they say which matter somebody read, and when.
    """
    token = secrets.token_urlsafe(32)
    now = clock.now()
    with writing(db.session()):
        if user_id is None:
            db.session.execute(sa.delete(SessionRow).where(_is_over(now)))
        db.session.add(
            SessionRow(
                token_hash=_hash(token), side=side, user_id=user_id, data=data, idle_minutes=idle_minutes,
                created_at=now, seen_at=now, authenticated_at=now if user_id else None,
            )
        )
        db.session.commit()
    return token


def change(token: str, data: dict[str, Any]) -> None:
    """Replace what a session remembers (post, flashes)."""
    with writing(db.session()):
        db.session.execute(
            sa.update(SessionRow).where(SessionRow.token_hash == _hash(token)).values(data=data)
        )
        db.session.commit()


def end(token: str) -> None:
    with writing(db.session()):
        db.session.execute(sa.delete(SessionRow).where(SessionRow.token_hash == _hash(token)))
        db.session.commit()


def end_all_of(user_id: int) -> None:
    """Inside the running act: password changed or account disabled, so every session of this person dies."""
    db.session.execute(sa.delete(SessionRow).where(SessionRow.user_id == user_id))


def _is_over(now: datetime) -> sa.ColumnElement[bool]:
    """Sessions nobody can go on with; those of residents as soon as they have lain idle for an hour."""
    return sa.or_(
        SessionRow.created_at < now - ABSOLUTE,
        sa.and_(SessionRow.user_id.is_(None), SessionRow.seen_at < now - RESIDENTS_IDLE),
    )


def sweep() -> int:
    """The nightly broom: sessions that are over; answers how many."""
    gone = db.session.execute(sa.delete(SessionRow).where(_is_over(clock.now())))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE gives a cursor result
