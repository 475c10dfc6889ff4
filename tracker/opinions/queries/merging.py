"""并案: the family of a matter as one person may see it: the main one, those under it, the earliest due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import defer, lazyload

from tracker.domain.roles import Actor
from tracker.opinions.models import Opinion
from tracker.opinions.rules import OPEN
from tracker.store.access import visible
from tracker.store.db import db


@dataclass(frozen=True)
class Family:
    """Matters dealt with as one. `main`: set when the one that is looked at lies under it."""

    main: Opinion | None
    children: Sequence[Opinion]
    due_on: date | None
    """The earliest limit of all of them: every clock runs on."""

    @property
    def times(self) -> int:
        """件次: how often it came."""
        return 1 + len(self.children)


def family_of(actor: Actor, opinion: Opinion) -> Family:
    """The family around a matter this person has open."""
    main = None
    if opinion.merged_into_id is not None:
        query = visible(actor, "opinion.view", Opinion).where(Opinion.id == opinion.merged_into_id)
        main = db.session.scalar(query)
    found = children(actor, opinion)
    limits = [one.due_on for one in (opinion, *found) if one.due_on is not None]
    return Family(main, found, min(limits, default=None))


def children(actor: Actor, opinion: Opinion) -> Sequence[Opinion]:
    """Those merged into it that this person may see, the oldest first."""
    query = visible(actor, "opinion.view", Opinion).where(Opinion.merged_into_id == opinion.id)
    query = query.options(lazyload(Opinion.subjects), defer(Opinion.place))
    return db.session.scalars(query.order_by(Opinion.created_at, Opinion.id)).all()


def children_of(opinion: Opinion) -> Sequence[Opinion]:
    """All that are merged into it and still open, whoever may see them: the answer goes to each."""
    query = sa.select(Opinion).where(Opinion.merged_into_id == opinion.id, Opinion.status.in_(OPEN))
    return db.session.scalars(query.order_by(Opinion.id)).all()


def children_of_any(opinion: Opinion) -> Sequence[Opinion]:
    """All that are merged into it, in whatever state, whoever may see them."""
    query = sa.select(Opinion).where(Opinion.merged_into_id == opinion.id)
    return db.session.scalars(query.order_by(Opinion.id)).all()


def has_children(opinion: Opinion) -> bool:
    """Is anything merged into it, whoever may see it?"""
    query = sa.select(sa.literal(1)).where(Opinion.merged_into_id == opinion.id).limit(1)
    return db.session.scalar(query) is not None


def children_counts(actor: Actor, ids: Collection[int]) -> dict[int, int]:
    """{main matter: how many lie under it that this person may see}, for a page of a list."""
    if not ids:
        return {}
    query = visible(actor, "opinion.list", Opinion).where(Opinion.merged_into_id.in_(ids))
    rows = db.session.execute(
        query.with_only_columns(Opinion.merged_into_id, sa.func.count()).group_by(Opinion.merged_into_id)
    )
    return {main: count for main, count in rows if main is not None}


def is_earlier_of_same_person(actor: Actor, opinion: Opinion, other_id: int) -> bool:
    """Did the same telephone bring this other matter before? Asked among what this person may see."""
    if opinion.phone_index is None or other_id == opinion.id:
        return False
    query = visible(actor, "opinion.list", Opinion).where(
        Opinion.id == other_id, Opinion.phone_index == opinion.phone_index,
        Opinion.submitted_on <= opinion.submitted_on,
    )
    return db.session.scalar(query.with_only_columns(Opinion.id)) is not None


def main_of(opinion: Opinion) -> Opinion | None:
    """The matter it is merged into, whoever may see it."""
    return db.session.get(Opinion, opinion.merged_into_id) if opinion.merged_into_id is not None else None
