"""A deed on trial (试做): the steps that would take a sheet in check it, and nothing is written."""

from collections.abc import Iterator
from contextlib import contextmanager

from tracker.domain.roles import Actor
from tracker.store.action import Act
from tracker.store.db import db


@contextmanager
def trial(actor: Actor) -> Iterator[Act]:
    """An act whose steps are judged and then forgotten. It only reads: no writer has to wait for it, numbers
    are not used up. What its steps made is known to themselves alone, through act.once()."""
    if "act" in db.session.info:
        raise RuntimeError("a trial stands alone, outside every act")
    db.session.rollback()
    act = db.session.info["act"] = Act(actor, is_trial=True)
    try:
        with db.session.no_autoflush:
            yield act
    finally:
        db.session.rollback()
        del db.session.info["act"]
