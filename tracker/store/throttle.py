"""How often something may be tried: kept in the database, so that it survives restarts and is exact.

Keys are keyed hashes: the eight digits of a receipt are few enough to be tried out.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain import clock
from tracker.store.base import Base, UtcDateTime
from tracker.store.db import db, writing
from tracker.store.secrets import ring

LONG_OVER = timedelta(days=2)
"""Beyond every window and memory there is."""
HALF_DAY = timedelta(hours=12)


class Throttle(Base):
    """Tries of one kind against one name in one window."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    tries: Mapped[int]
    until: Mapped[datetime] = mapped_column(UtcDateTime)


def _key(kind: str, name: str) -> str:
    return ring().mac("index", f"throttle:{kind}:{name}").hex()


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


def note(kind: str, name: str, window: timedelta) -> int:
    """Step of an open transaction: one more within the window; answers how many. What is over goes.

    What is counted are residents' sendings: the end is rounded up to the window, at most to the half-day,
    so that no row tells when one came (security.md 2.3.3).
    """
    now = clock.now()
    key = _key(kind, name)
    db.session.execute(sa.delete(Throttle).where(Throttle.until < now - LONG_OVER, Throttle.key != key))
    row = db.session.get(Throttle, key)
    if row is None or row.until <= now:
        until = clock.rounded_up(now + window, min(window, HALF_DAY))
        row = db.session.merge(Throttle(key=key, tries=0, until=until))
    row.tries += 1
    return row.tries


def forget(kind: str, name: str) -> None:
    """A success wipes the slate."""
    with writing(db.session()):
        db.session.execute(sa.delete(Throttle).where(Throttle.key == _key(kind, name)))
        db.session.commit()


def slow_down(kind: str, name: str, wait: Callable[[int], timedelta], memory: timedelta) -> None:
    """Note one failed try: the next is welcome after wait(number of tries), asked by wait_for(…, 1).

    So much quiet as `memory` wipes the slate. Its own small transaction, outside any deed.
    """
    with writing(db.session()):
        row = db.session.get(Throttle, _key(kind, name), with_for_update=True)
        now = clock.now()
        if row is None or row.until + memory <= now:
            row = db.session.merge(Throttle(key=_key(kind, name), tries=0, until=now))
        row.tries += 1
        row.until = now + wait(row.tries)
        db.session.commit()
