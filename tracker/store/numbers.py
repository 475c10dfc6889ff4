"""编号: numbers a person can say: counted series without gaps, and random ones that betray no gap."""

import secrets
from collections.abc import Callable

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
    number = Series(series).next()
    db.session.flush()
    return number


class Series:
    """A running series inside one act that needs many numbers of it: asked once, written with the act."""

    def __init__(self, name: str) -> None:
        self.counter = db.session.get(Counter, name) or Counter(series=name, value=0)
        db.session.add(self.counter)

    def next(self) -> int:
        self.counter.value += 1
        return self.counter.value


def random_number(column: sa.orm.InstrumentedAttribute[str], prefix: str, digits: int = 4) -> str:
    """prefix + a number nobody has yet. Random, so that a missing neighbour tells nothing (security.md 2.4).

    Grows by a digit whenever half of the numbers are taken.
    """
    asked = sa.select(sa.literal(1))
    return _drawn(prefix, lambda ref: db.session.scalar(asked.where(column == ref)) is not None, digits)


class RandomNumbers:
    """The same for one act that needs many: what is taken is asked once."""

    def __init__(self, column: sa.orm.InstrumentedAttribute[str], prefix: str) -> None:
        self.prefix = prefix
        alike = column.startswith(prefix, autoescape=True)
        self.taken = set(db.session.scalars(sa.select(column).where(alike)))

    def draw(self) -> str:
        ref = _drawn(self.prefix, self.taken.__contains__)
        self.taken.add(ref)
        return ref


def _drawn(prefix: str, is_taken: Callable[[str], bool], digits: int = 4) -> str:
    while True:
        for _attempt in range(8):
            ref = f"{prefix}{secrets.randbelow(10**digits):0{digits}d}"
            if not is_taken(ref):
                return ref
        digits += 1
