"""When a phone was last heard of (手机上的记录): one day and how many records wait there, nothing else.

So that a page can tell "nothing was recorded" from "we have not heard yet". No hour, no place, no device.
"""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.base import Base
from tracker.store.db import db, writing

MOST_WAITING = 9999


class PhoneSync(Base):
    """The last day one person's phone was heard of, and how many records waited on it then."""

    __tablename__ = "phone_sync"

    user_id: Mapped[int] = mapped_column(primary_key=True)
    heard_on: Mapped[date]
    waiting: Mapped[int]


def heard(user_id: int, day: date, waiting: int) -> None:
    """Keep what the phone says now; its own small transaction, outside the door like presence."""
    with writing(db.session()):
        db.session.merge(PhoneSync(user_id=user_id, heard_on=day, waiting=min(max(waiting, 0), MOST_WAITING)))
        db.session.commit()


def last_heard(user_ids: Iterable[int]) -> dict[int, tuple[date, int]]:
    """{user: (day, records that waited there)}; who never kept anything on a phone is missing."""
    rows = db.session.execute(
        sa.select(PhoneSync.user_id, PhoneSync.heard_on, PhoneSync.waiting)
        .where(PhoneSync.user_id.in_(set(user_ids)))
    )
    return {row.user_id: (row.heard_on, row.waiting) for row in rows}
