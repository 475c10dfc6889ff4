"""Every select() about users (人员) and posts (岗位)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, selectinload

from tracker.domain import clock
from tracker.domain.roles import HEADS_OF_UNIT, LABELS, TOWN_CODE_LENGTH, Actor, Role
from tracker.people.models import Leave, Post, Relative, User
from tracker.store.access import visible
from tracker.store.db import db
from tracker.township.models import Unit


@dataclass(frozen=True)
class HeldPost:
    """A post of the signed-in person, for the switch in the page head."""

    post_id: int
    label: str
    unit_name: str
    is_current: bool


def all_logins() -> Sequence[str]:
    return db.session.scalars(sa.select(User.login)).all()


def user_by_login(login: str) -> User | None:
    return db.session.scalar(sa.select(User).where(User.login == login))


def user_by_id(user_id: int) -> User | None:
    return db.session.get(User, user_id)


@dataclass(frozen=True)
class SignedIn:
    """What a page needs to know of whoever is signed in."""

    actor: Actor
    posts: list[HeldPost]
    town_name: str
    town_phone: str


def _living_posts(user_id: int) -> Sequence[sa.Row[Post, str, str, str, str]]:
    """(post, name of its unit, name of the person, name and telephone of the town) of every post held today,
    the first one first."""
    today, town = clock.today(), aliased(Unit)
    return db.session.execute(
        sa.select(Post, Unit.name, User.name, town.name, town.phone)
        .outerjoin(Unit, Unit.unit_code == Post.unit_code)
        .outerjoin(town, town.unit_code == sa.func.substr(Post.unit_code, 1, TOWN_CODE_LENGTH))
        .join(User, User.id == Post.user_id)
        .where(
            Post.user_id == user_id, User.is_active, sa.or_(Post.until_on.is_(None), Post.until_on >= today)
        )
        .order_by(Post.id)
    ).all()


def signed_in(user_id: int, post_id: int | None = None) -> SignedIn | None:
    """This person in the chosen post (else the first one); None: disabled, or without posts."""
    rows = _living_posts(user_id)
    if not rows:
        return None
    post, _unit, name, town_name, town_phone = next((row for row in rows if row[0].id == post_id), rows[0])
    superiors, relatives = superiors_and_relatives(user_id, {row[0].unit_code for row in rows})
    actor = Actor(
        user_id=user_id, role=post.role, unit_code=post.unit_code, name=name, post_id=post.id,
        superior_ids=superiors, relative_ids=relatives,
    )
    posts = [
        HeldPost(
            one.id, f"{LABELS[one.role]} · {unit or one.unit_code}", unit or "", one.id == post.id
        )
        for one, unit, *_more in rows
    ]
    return SignedIn(actor, posts, town_name or "", town_phone or "")


def actor_of(user_id: int, post_id: int | None = None) -> Actor | None:
    """The same person as somebody who acts."""
    found = signed_in(user_id, post_id)
    return found.actor if found else None


def actor_by_login(login: str) -> Actor | None:
    user = user_by_login(login)
    return actor_of(user.id) if user else None


def superiors_and_relatives(
    user_id: int, unit_codes: Iterable[str]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """User ids, oneself left out: who heads one of these units or one above it; who is a declared relative.

    One query: every page of the desk asks it.
    """
    above = {code[:length] for code in unit_codes for length in (9, 12, 14) if length <= len(code)}
    heads = sa.select(Post.user_id.label("one"), sa.literal(0).label("kind")).where(
        Post.unit_code.in_(above), Post.role.in_(HEADS_OF_UNIT), Post.user_id != user_id
    )
    other = sa.case((Relative.user_id == user_id, Relative.relative_id), else_=Relative.user_id)
    kin = sa.select(other.label("one"), sa.literal(1).label("kind")).where(
        sa.or_(Relative.user_id == user_id, Relative.relative_id == user_id)
    )
    rows = db.session.execute(sa.union(heads, kin).order_by("one")).all()
    return tuple(row.one for row in rows if row.kind == 0), tuple(row.one for row in rows if row.kind == 1)


def accounts(actor: Actor, text: str = "") -> Sequence[User]:
    """The accounts this actor may see, with their posts; `text` matches name, login or pinyin."""
    query = visible(actor, "account.list", User).options(selectinload(User.posts))
    if text:
        query = query.where(matches(text))
    return db.session.scalars(query.order_by(User.unit_code, User.id)).all()


def matches(text: str) -> sa.ColumnElement[bool]:
    """汉字, full pinyin or initials of a name (ux.md K7)."""
    needle = text.lower()
    return sa.or_(
        User.name.contains(text, autoescape=True),
        User.login.contains(needle, autoescape=True),
        User.pinyin_full.contains(needle, autoescape=True),
        User.pinyin_initials.contains(needle, autoescape=True),
    )


def ids_by_pinyin(letters: str) -> sa.Select[int]:
    """Accounts whose name begins like this in full pinyin or in initials, as a part of another query."""
    begins = letters.lower()
    return sa.select(User.id).where(
        sa.or_(
            User.pinyin_full.startswith(begins, autoescape=True),
            User.pinyin_initials.startswith(begins, autoescape=True),
        )
    )


def staff_of(unit_code: str, roles: Iterable[Role] | None = None) -> Sequence[User]:
    """Active people with a living post in this unit or below, in one of these roles (None: in any)."""
    living = sa.or_(Post.until_on.is_(None), Post.until_on >= clock.today())
    query = (
        sa.select(User)
        .join(Post, Post.user_id == User.id)
        .where(User.is_active, living, Post.unit_code.startswith(unit_code))
        .distinct()
        .order_by(User.unit_code, User.id)
    )
    if roles is not None:
        query = query.where(Post.role.in_(list(roles)))
    return db.session.scalars(query).all()


def staff_choices(unit_code: str, roles: Iterable[Role] | None = None) -> list[tuple[str, str]]:
    """(id, name) of such people, for a select field."""
    return [(str(user.id), user.name) for user in staff_of(unit_code, roles)]


def names_of(user_ids: Iterable[int | None]) -> dict[int | None, str]:
    """{user id: name} for a page of rows, in one query; None maps to nothing."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    if not wanted:
        return {}
    rows = db.session.execute(sa.select(User.id, User.name).where(User.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def all_names() -> dict[int | None, str]:
    """{user id: name} of everybody who ever had an account, for reports of any length."""
    rows = db.session.execute(sa.select(User.id, User.name))
    return {row.id: row.name for row in rows}


def roles_of(user_id: int) -> list[Role]:
    return [row[0].role for row in _living_posts(user_id)]


def roster(town_code: str) -> Sequence[sa.Row[int, str, str]]:
    """(id, name, job title) of everybody in the town: what a text is searched for names with."""
    return db.session.execute(
        sa.select(User.id, User.name, User.job_title).where(User.unit_code.startswith(town_code))
    ).all()


def has_users() -> bool:
    return db.session.scalar(sa.select(sa.literal(1)).select_from(User).limit(1)) is not None


LEAVES_SHOWN = 200


def leaves(actor: Actor) -> Sequence[Leave]:
    """请假, the latest first."""
    query = visible(actor, "leave.list", Leave).order_by(Leave.until.desc(), Leave.id.desc())
    return db.session.scalars(query.limit(LEAVES_SHOWN)).all()


def leaves_of(user_ids: Iterable[int | None], since: date, until: date) -> dict[int, list[tuple[date, date]]]:
    """{user id: spans of leave that touch these days, both ends included}; without the reason."""
    rows: Iterable[Any] = db.session.execute(
        sa.select(Leave.assignee_id, Leave.since, Leave.until).where(
            Leave.assignee_id.in_({one for one in user_ids if one is not None}),
            Leave.cancelled_on.is_(None), Leave.since <= until, Leave.until >= since,
        ).order_by(Leave.since, Leave.id)
    )
    found: dict[int, list[tuple[date, date]]] = {}
    for user_id, first, last in rows:
        found.setdefault(user_id, []).append((first, last))
    return found


@dataclass(frozen=True)
class OnRoll:
    """One name of a roll call, with the days away (both ends included, without the reason)."""

    user_id: int
    name: str
    unit_code: str
    unit: str
    leaves: list[tuple[date, date]]


def roll_call(user_ids: Iterable[int | None], since: date, until: date) -> list[OnRoll]:
    """These people by the pinyin of their names, with the leave that touches the days; one statement."""
    is_away = sa.and_(
        Leave.assignee_id == User.id, Leave.cancelled_on.is_(None), Leave.since <= until, Leave.until >= since
    )
    rows: Iterable[Any] = db.session.execute(
        sa.select(User.id, User.name, User.unit_code, Unit.name.label("unit"), Leave.since, Leave.until)
        .outerjoin(Unit, Unit.unit_code == User.unit_code).outerjoin(Leave, is_away)
        .where(User.id.in_({one for one in user_ids if one is not None}))
        .order_by(User.pinyin_full, User.name, User.id, Leave.since, Leave.id)
    )
    found: dict[int, OnRoll] = {}
    for row in rows:
        one = found.setdefault(row.id, OnRoll(row.id, row.name, row.unit_code, row.unit or "", []))
        if row.since is not None:
            one.leaves.append((row.since, row.until))
    return list(found.values())
