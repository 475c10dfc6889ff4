"""编号: numbers a person can say: counted series without gaps, and random ones that betray no gap."""

import secrets

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.base import Base
from tracker.store.db import db


class Counter(Base):
    """One running series, e.g. visits of one town in one year."""

    __tablename__ = "counter"

    series: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    value: Mapped[int]


def next_number(series: str) -> int:
    """The next number of a series, inside the running act (writers take turns, so no gap, no double)."""
    counter = db.session.get(Counter, series)
    if counter is None:
        counter = Counter(series=series, value=0)
        db.session.add(counter)
    counter.value += 1
    db.session.flush()
    return counter.value


def random_number(column: sa.orm.InstrumentedAttribute[str], prefix: str, digits: int = 4) -> str:
    """prefix + a number nobody has yet. Random, so that a missing neighbour tells nothing (security.md 2.4).

    Grows by a digit whenever half of the numbers are taken.
    """
    while True:
        for _attempt in range(8):
            ref = f"{prefix}{secrets.randbelow(10**digits):0{digits}d}"
            if db.session.scalar(sa.select(sa.literal(1)).where(column == ref)) is None:
                return ref
        digits += 1
