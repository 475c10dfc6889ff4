"""待辨认: the matters that look like junk until a person has read them."""

from collections.abc import Sequence

import sqlalchemy as sa

from tracker.domain.roles import Actor
from tracker.opinions.models import Opinion
from tracker.opinions.rules import Status, Tray
from tracker.store.access import visible
from tracker.store.db import db

PER_PAGE = 50


def _waiting(actor: Actor) -> sa.Select[Opinion]:
    return visible(actor, "opinion.clear_suspect", Opinion).where(
        Opinion.tray == Tray.SUSPECT, Opinion.status == Status.SUBMITTED
    )


def suspects(actor: Actor) -> Sequence[Opinion]:
    """The first page of them, the oldest first: what is sorted makes room for the next."""
    return db.session.scalars(_waiting(actor).order_by(Opinion.id).limit(PER_PAGE)).all()


def suspects_named(actor: Actor, refs: Sequence[str]) -> Sequence[Opinion]:
    """Those of these numbers that still wait here."""
    return db.session.scalars(_waiting(actor).where(Opinion.ref.in_(refs)).order_by(Opinion.id)).all()


def count_suspects(actor: Actor) -> int:
    """How many wait, for the link above the list."""
    waiting = _waiting(actor).with_only_columns(Opinion.id).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(waiting)) or 0
