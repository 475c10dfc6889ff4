"""Who has a record open just now (谁正开着): so that two people do not work on one thing unawares."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain import clock
from tracker.store.base import Base, UtcDateTime
from tracker.store.db import db, writing

LASTS = timedelta(minutes=10)
STILL_HERE = timedelta(seconds=150)
"""An open page says so once a minute; who was silent for longer has closed it."""


class Presence(Base):
    """One person at one record; no trace of work, so it is forgotten after ten minutes."""

    __tablename__ = "presence"

    kind: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    record_id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


def arrive(kind: str, record_id: int, user_id: int) -> None:
    """This person has the record open now; whoever left is forgotten by the way."""
    now = clock.now()
    with writing(db.session()):
        db.session.execute(sa.delete(Presence).where(Presence.at <= now - LASTS))
        row = db.session.get(Presence, (kind, record_id, user_id))
        if row is None:
            row = Presence(kind=kind, record_id=record_id, user_id=user_id, since=now)
            db.session.add(row)
        row.at = now
        db.session.commit()


def others(kind: str, record_id: int, user_id: int | None) -> Sequence[sa.Row[int, datetime]]:
    """(user_id, since) of everybody else who has the record open, the first comer first."""
    query = sa.select(Presence.user_id, Presence.since).where(
        Presence.kind == kind, Presence.record_id == record_id, Presence.at > clock.now() - LASTS
    )
    return db.session.execute(query.where(Presence.user_id != user_id).order_by(Presence.since)).all()


def ahead_of(kind: str, record_id: int, user_id: int | None) -> sa.Row[int, datetime] | None:
    """(user_id, since) of who opened the record before this person and has it open still; None: nobody."""
    mine = db.session.get(Presence, (kind, record_id, user_id)) if user_id is not None else None
    query = sa.select(Presence.user_id, Presence.since).where(
        Presence.kind == kind, Presence.record_id == record_id, Presence.user_id != user_id,
        Presence.at > clock.now() - STILL_HERE,
    )
    if mine is not None:
        query = query.where(Presence.since < mine.since)
    return db.session.execute(query.order_by(Presence.since).limit(1)).first()
