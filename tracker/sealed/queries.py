"""Every select() about accusations (密封件), and the roster that texts are searched with."""

from collections.abc import Sequence

import sqlalchemy as sa

from tracker.domain.roles import HEADS_OF_UNIT, TOWN_CODE_LENGTH, Actor, Role
from tracker.people.models import Post, User
from tracker.sealed.models import Sealed
from tracker.sealed.rules import Person
from tracker.store.access import fetch_where, visible
from tracker.store.db import db

ABOVE = (Role.HEAD, Role.DEPUTY, Role.DISCIPLINE)
"""Posts an accusation against which goes to the county, past the town (security.md 2.4 rule 2)."""


def roster_of(town_code: str) -> list[Person]:
    """Everybody who works in the town, also who left: one query."""
    above = (
        sa.select(sa.literal(1))
        .where(Post.user_id == User.id, Post.role.in_(ABOVE), Post.unit_code.startswith(town_code))
        .exists()
    )
    rows = db.session.execute(
        sa.select(
            User.id, User.name, User.job_title, User.pinyin_full,
            sa.or_(User.is_leading_member, above).label("is_above"),
        ).where(User.unit_code.startswith(town_code))
    )
    return [Person(row.id, row.name, row.job_title, row.pinyin_full, bool(row.is_above)) for row in rows]


def heads_of(unit_code: str) -> list[int]:
    """User ids of whoever heads exactly this unit: naming a unit names its heads (security.md 2.4)."""
    if len(unit_code) <= TOWN_CODE_LENGTH:
        return []
    rows = db.session.scalars(
        sa.select(Post.user_id)
        .where(Post.unit_code == unit_code, Post.role.in_(HEADS_OF_UNIT))
        .distinct()
        .order_by(Post.user_id)
    )
    return list(rows)


def inbox(actor: Actor) -> Sequence[Sealed]:
    """What waits for discipline, then what is done; the newest first."""
    return db.session.scalars(
        visible(actor, "sealed.list", Sealed)
        .order_by(Sealed.concluded_on.is_not(None), Sealed.created_at.desc(), Sealed.id.desc())
        .limit(200)
    ).all()


def totals_by_year(actor: Actor) -> Sequence[sa.Row[int, int]]:
    """(year, how many): the only statistics of accusations there are (domain.md 5.4)."""
    year = sa.extract("year", Sealed.delivered_on)
    columns = (year.label("year"), sa.func.count().label("n"))
    query = visible(actor, "sealed.list", Sealed).with_only_columns(*columns)
    return db.session.execute(query.group_by(year).order_by(year.desc())).all()


def by_ref(actor: Actor, action: str, ref: str) -> Sealed:
    return fetch_where(actor, action, Sealed, Sealed.ref == ref)


def ref_of(sealed_id: int) -> str | None:
    """For the receipt page of whoever has just sent it, and for addresses of pages that ask rights again."""
    return db.session.scalar(sa.select(Sealed.ref).where(Sealed.id == sealed_id))


def released_to(*, sealed_id: int | None = None, shell_id: int | None = None) -> int | None:
    """The ordinary matter a receipt opens once the accusation was released: by its id or by its shell's."""
    condition = Sealed.id == sealed_id if sealed_id is not None else Sealed.shell_id == shell_id
    return db.session.scalar(sa.select(Sealed.released_to).where(condition))


def find(actor: Actor, ref: str) -> Sealed | None:
    return db.session.scalar(visible(actor, "sealed.view", Sealed).where(Sealed.ref == ref))
