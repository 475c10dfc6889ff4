"""Every select() about accusations (密封件), and the roster that texts are searched with."""

from collections.abc import Sequence

import sqlalchemy as sa

from tracker.domain.roles import HEADS_OF_UNIT, TOWN_CODE_LENGTH, Actor, Role
from tracker.people.models import Post, Relative, User
from tracker.sealed.models import Alias, BoxKey, CountyBox, Sealed
from tracker.sealed.rules import Holder, Person
from tracker.store.access import fetch_where, visible
from tracker.store.db import db
from tracker.township.queries import village_choices

ABOVE = (Role.HEAD, Role.DEPUTY, Role.DISCIPLINE)
"""Posts an accusation against which goes to the county, past the town (security.md 2.4 rule 2)."""


def roster_of(town_code: str) -> list[Person]:
    """Everybody who works in the town, also who left, with what else people call them: two queries."""
    known = db.session.execute(sa.select(Alias.user_id, Alias.text).where(Alias.unit_code == town_code))
    aliases: dict[int, list[str]] = {}
    for row in known:
        aliases.setdefault(row.user_id, []).append(row.text)
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
    return [
        Person(
            row.id, row.name, row.job_title, row.pinyin_full, bool(row.is_above),
            tuple(aliases.get(row.id, ())),
        )
        for row in rows
    ]


def village_names(town_code: str) -> list[str]:
    """What the villages are called: 石门村的支书 names a person."""
    return [name for _code, name in village_choices(town_code)]


def names_a_head(record: Sealed) -> bool:
    """Is one of its subjects somebody an accusation against whom goes to the county?"""
    named = {one.user_id for one in record.subjects}
    return any(person.is_above and person.user_id in named for person in roster_of(record.unit_code))


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


def current_key(town_code: str, holder: Holder) -> BoxKey | None:
    return db.session.scalar(
        sa.select(BoxKey).where(BoxKey.unit_code == town_code, BoxKey.holder == holder, BoxKey.is_current)
    )


def own_keys(town_code: str) -> Sequence[BoxKey]:
    """Every key discipline ever had, the newest first."""
    return db.session.scalars(
        sa.select(BoxKey)
        .where(BoxKey.unit_code == town_code, BoxKey.holder == Holder.DISCIPLINE)
        .order_by(BoxKey.id.desc())
    ).all()


def key_with(town_code: str, public: bytes) -> BoxKey | None:
    """The key of discipline with this public half."""
    return next((key for key in own_keys(town_code) if key.public_key == public), None)


def keys_in_use(actor: Actor) -> Sequence[BoxKey]:
    """The current key of each holder, and discipline's older ones."""
    return db.session.scalars(
        visible(actor, "box_key.list", BoxKey)
        .where(sa.or_(BoxKey.is_current, BoxKey.holder == Holder.DISCIPLINE))
        .order_by(BoxKey.holder, BoxKey.id.desc())
    ).all()


def publics_of(town_code: str) -> list[bytes]:
    """For whom a new box is: discipline and escrow, where there is one. Empty while discipline has no key."""
    rows = db.session.execute(
        sa.select(BoxKey.holder, BoxKey.public_key).where(
            BoxKey.unit_code == town_code, BoxKey.is_current,
            BoxKey.holder.in_((Holder.DISCIPLINE, Holder.ESCROW)),
        )
    ).all()
    return [row.public_key for row in rows] if any(row.holder is Holder.DISCIPLINE for row in rows) else []


def county_public(town_code: str) -> bytes | None:
    key = current_key(town_code, Holder.COUNTY)
    return key.public_key if key else None


def unboxed(town_code: str) -> Sequence[Sealed]:
    """Accusations that still lie under the key ring, for the one deed that boxes them all."""
    return db.session.scalars(
        sa.select(Sealed).where(Sealed.unit_code == town_code, Sealed.box.is_(None)).order_by(Sealed.id)
    ).all()


def county_boxes(actor: Actor, *, is_again: bool = False) -> Sequence[CountyBox]:
    query = visible(actor, "county_box.take", CountyBox)
    return db.session.scalars(query if is_again else query.where(CountyBox.taken_on.is_(None))).all()


def county_counts(actor: Actor) -> tuple[int, int]:
    """(waiting, all): how many boxes there are for the county, no more."""
    found = visible(actor, "county_box.take", CountyBox).subquery()
    row = db.session.execute(
        sa.select(sa.func.count().filter(found.c.taken_on.is_(None)), sa.func.count()).select_from(found)
    ).one()
    return row[0], row[1]


def aliases_of(actor: Actor, user_id: int | None = None) -> Sequence[Alias]:
    query = visible(actor, "sealed.names", Alias).order_by(Alias.user_id, Alias.id)
    return db.session.scalars(query if user_id is None else query.where(Alias.user_id == user_id)).all()


def relatives(actor: Actor) -> Sequence[Relative]:
    return db.session.scalars(visible(actor, "sealed.relatives", Relative).order_by(Relative.id)).all()


def relation_of(actor: Actor, one: int, other: int) -> Relative | None:
    query = visible(actor, "sealed.relatives", Relative)
    return db.session.scalar(query.where(Relative.user_id == one, Relative.relative_id == other))
