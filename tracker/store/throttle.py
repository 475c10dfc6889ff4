"""How often something may be tried: kept in the database, so that it survives restarts and is exact."""

import hashlib
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain import clock
from tracker.store.base import Base, UtcDateTime
from tracker.store.db import db, writing


class Throttle(Base):
    """Tries of one kind against one name in one window."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    tries: Mapped[int]
    until: Mapped[datetime] = mapped_column(UtcDateTime)


def _key(kind: str, name: str) -> str:
    return hashlib.sha256(f"{kind}:{name}".encode()).hexdigest()


def wait_for(kind: str, name: str, limit: int) -> timedelta | None:
    """How long this name has to wait, or None when another try is welcome."""
    row = db.session.get(Throttle, _key(kind, name))
    now = clock.now()
    if row is None or row.tries < limit or row.until <= now:
        return None
    return row.until - now


def count_try(kind: str, name: str, window: timedelta) -> None:
    """Note one failed try; its own small transaction, outside any deed."""
    with writing(db.session()):
        row = db.session.get(Throttle, _key(kind, name))
        now = clock.now()
        if row is None or row.until <= now:
            row = db.session.merge(Throttle(key=_key(kind, name), tries=0, until=now + window))
        row.tries += 1
        db.session.commit()


def forget(kind: str, name: str) -> None:
    """A success wipes the slate."""
    with writing(db.session()):
        db.session.execute(sa.delete(Throttle).where(Throttle.key == _key(kind, name)))
        db.session.commit()
