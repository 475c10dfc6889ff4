"""Every select() about residents' matters (民意、诉求) and their categories (类别)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import defer, lazyload, selectinload

from tracker.domain import clock
from tracker.domain.roles import Actor, Role
from tracker.opinions.models import Category, Opinion
from tracker.opinions.queries import search
from tracker.opinions.queries.aftercare import had_in_hand
from tracker.opinions.queries.figures import day_range
from tracker.opinions.rules import ANSWERED, OPEN, Channel, Status, Stream, Tray, Urgency
from tracker.people.models import User
from tracker.people.queries import actor_of, staff_of
from tracker.people.queries import matches as people_like
from tracker.people.queries import names_of as person_names
from tracker.sealed.queries import released_to
from tracker.store import receipts
from tracker.store.access import fetch_where, visible
from tracker.store.audit import AuditEntry, history_of
from tracker.store.db import db
from tracker.township.queries import names_of as unit_names
from tracker.township.queries import office_choices as offices_of

PER_PAGE = 20
COUNT_UP_TO = 1000
WEEK = timedelta(days=7)
HANDLING = (Role.HANDLER, Role.UNIT_HEAD, Role.CADRE, Role.WINDOW, Role.WINDOW_HEAD)
"""Posts that may be given a matter."""


@dataclass(frozen=True)
class Filters:
    """What the list page asks; empty means all. due: late, week, check (withdrawals to ask about); mine: mine
    in hand; handler: a name, its pinyin or initials.
    """

    text: str = ""
    status: str = ""
    village: str = ""
    category: str = ""
    office: str = ""
    due: str = ""
    mine: str = ""
    stream: str = ""
    urgency: str = ""
    channel: str = ""
    handler: str = ""
    since: str = ""
    until: str = ""
    counted: str = ""


@dataclass(frozen=True)
class Totals:
    """The sentence above the list, counted over at most COUNT_UP_TO submissions (件次).

    `matters`: 事项, those that are not dealt with under another one.
    """

    found: int
    matters: int
    answered: int
    late: int

    @property
    def is_capped(self) -> bool:
        return self.found > COUNT_UP_TO


@dataclass(frozen=True)
class Names:
    """Names beside the ids of a page of matters, fetched at once."""

    people: dict[int | None, str]
    units: dict[str, str]
    categories: dict[int | None, str]


def matching(actor: Actor, filters: Filters, today: date) -> sa.Select[Opinion]:
    query = visible(actor, "opinion.list", Opinion).where(Opinion.tray == Tray.ORDINARY)
    if filters.status in set(Status):
        query = query.where(Opinion.status == Status(filters.status))
    if filters.village:
        query = query.where(Opinion.village_code == filters.village)
    if filters.office:
        query = query.where(Opinion.office_code == filters.office)
    if filters.category:
        below = sa.select(Category.id).where(
            Category.unit_code == actor.town_code, Category.code.startswith(filters.category, autoescape=True)
        )
        query = query.where(Opinion.category_id.in_(below))
    if filters.due:
        query = query.where(_is_due(filters.due, today))
    query = query.where(*_of_kind(actor, filters), *day_range(filters.since, filters.until, filters.counted))
    return search.narrowed(query, filters.text) if filters.text else query


def _of_kind(actor: Actor, filters: Filters) -> list[sa.ColumnElement[bool]]:
    """Words that are none of ours narrow nothing."""
    found: list[sa.ColumnElement[bool]] = []
    if filters.stream in set(Stream):
        found.append(Opinion.stream == Stream(filters.stream))
    if filters.urgency in set(Urgency):
        found.append(Opinion.urgency == Urgency(filters.urgency))
    if filters.channel in set(Channel):
        found.append(Opinion.channel == Channel(filters.channel))
    if filters.mine:
        found.append(Opinion.assignee_id == actor.user_id)
    if filters.handler:
        found.append(Opinion.assignee_id.in_(sa.select(User.id).where(people_like(filters.handler))))
    return found


def _is_due(due: str, today: date) -> sa.ColumnElement[bool]:
    waiting = Opinion.status.in_(OPEN)
    if due == "late":
        return sa.and_(waiting, Opinion.due_on < today)
    if due == "check":
        return sa.and_(Opinion.status == Status.WITHDRAWN, Opinion.is_withdrawal_to_check)
    return sa.and_(waiting, Opinion.due_on >= today, Opinion.due_on <= today + WEEK)


def inbox(
    actor: Actor, filters: Filters, after: tuple[datetime, int] | None = None
) -> tuple[Sequence[Opinion], bool]:
    """One page of the list, the newest first, and whether there is more; `after`: the last row before."""
    query = matching(actor, filters, clock.today()).options(
        lazyload(Opinion.subjects), defer(Opinion.place), defer(Opinion.phone)
    )
    if after is not None:
        query = query.where(search.older_than(query, after))
    rows = db.session.scalars(query.order_by(*search.order_of(query)).limit(PER_PAGE + 1)).all()
    return rows[:PER_PAGE], len(rows) > PER_PAGE


def totals(actor: Actor, filters: Filters) -> Totals:
    today = clock.today()
    found = (
        matching(actor, filters, today)
        .with_only_columns(Opinion.status, Opinion.due_on, Opinion.merged_into_id)
        .limit(COUNT_UP_TO + 1)
        .subquery()
    )
    late = sa.and_(found.c.status.in_(OPEN), found.c.due_on < today)
    row = db.session.execute(
        sa.select(
            sa.func.count(),
            sa.func.count().filter(found.c.merged_into_id.is_(None)),
            sa.func.count().filter(found.c.status.in_(ANSWERED)),
            sa.func.count().filter(late),
        )
    ).one()
    return Totals(*row)


def names_beside(opinions: Sequence[Opinion], known: Mapping[str, str] | None = None) -> Names:
    """`known`: names of units the page has at hand already; only the others are asked for."""
    codes = {code for one in opinions for code in (one.village_code, one.office_code, one.unit_code) if code}
    units, missing = dict(known or {}), codes - set(known or {})
    return Names(
        people=person_names(user_id for one in opinions for user_id in (one.assignee_id, one.author_id)),
        units=units | (unit_names(missing) if missing else {}),
        categories=category_names({one.category_id for one in opinions if one.category_id}),
    )


def by_ref(actor: Actor, action: str, ref: str) -> Opinion:
    """One matter by the number people say, or NotFound."""
    return fetch_where(actor, action, Opinion, Opinion.ref == ref)


def opened_by_receipt(actor: Actor) -> Opinion:
    """The matter whose receipt this resident has entered, or NotFound."""
    return fetch_where(actor, "opinion.progress", Opinion, Opinion.id == actor.opinion_id)


def ref_of(opinion_id: int) -> str | None:
    """For addresses of pages that ask rights again."""
    return db.session.scalar(sa.select(Opinion.ref).where(Opinion.id == opinion_id))


def is_sealed_away(opinion_id: int) -> bool:
    """Whether the receipt of this matter may say no more than that it was handed on."""
    return db.session.scalar(sa.select(Opinion.status).where(Opinion.id == opinion_id)) is Status.SEALED


def submitted_on(opinion_id: int) -> date | None:
    return db.session.scalar(sa.select(Opinion.submitted_on).where(Opinion.id == opinion_id))


def by_outside_no(actor: Actor, outside_no: str) -> Opinion | None:
    """The matter with this 留言编号 that this actor may import into; the first when there are several."""
    return db.session.scalar(
        visible(actor, "opinion.import", Opinion)
        .where(Opinion.town_code == actor.town_code, Opinion.outside_no == outside_no)
        .options(selectinload(Opinion.replies))
        .order_by(Opinion.id)
        .limit(1)
    )


def outside_numbers(actor: Actor) -> Sequence[sa.Row[str | None, Status]]:
    """(留言编号, status) of every message of another platform in the actor's town that this actor may see.

    The number of a hidden one is free, as at the desk: what a sheet answers tells nobody about themselves.
    """
    return db.session.execute(
        visible(actor, "opinion.import", Opinion)
        .where(Opinion.town_code == actor.town_code, Opinion.outside_no.is_not(None))
        .with_only_columns(Opinion.outside_no, Opinion.status)
    ).all()


def history(opinion: Opinion) -> Sequence[AuditEntry]:
    """What was done to a matter, by the audit log, oldest first."""
    return history_of(opinion)


def categories_of(town_code: str) -> Sequence[Category]:
    """The tree of a town, a parent right before what lies below it."""
    return db.session.scalars(
        sa.select(Category).where(Category.unit_code == town_code).order_by(Category.code)
    ).all()


def category_choices(town_code: str) -> list[tuple[str, str]]:
    """(id, name) for a select field, indented by level."""
    return [(str(one.id), "\u3000" * (one.level - 1) + one.name) for one in categories_of(town_code)]


def category_filter(town_code: str) -> list[tuple[str, str]]:
    """(code, name) of the first level: a filter takes what lies below along."""
    rows = db.session.execute(
        sa.select(Category.code, Category.name)
        .where(Category.unit_code == town_code, Category.level == 1)
        .order_by(Category.code)
    )
    return [(row.code, row.name) for row in rows]


def category_named(town_code: str, parent_code: str, name: str) -> Category | None:
    return db.session.scalar(
        sa.select(Category).where(
            Category.unit_code == town_code, Category.parent_code == parent_code, Category.name == name
        )
    )


def category_ids(town_code: str) -> dict[str, int | None]:
    """{name: id of the highest category of this name}."""
    rows = db.session.execute(
        sa.select(Category.name, Category.id)
        .where(Category.unit_code == town_code)
        .order_by(Category.level.desc(), Category.code.desc())
    )
    return {row.name: row.id for row in rows}


def category_like(town_code: str, name: str) -> Category | None:
    """The highest category of this name."""
    return db.session.scalar(
        sa.select(Category)
        .where(Category.unit_code == town_code, Category.name == name)
        .order_by(Category.level, Category.code)
        .limit(1)
    )


def category_by_id(town_code: str, category_id: int | None) -> Category | None:
    if category_id is None:
        return None
    return db.session.scalar(
        sa.select(Category).where(Category.unit_code == town_code, Category.id == category_id)
    )


def category_names(ids: set[int]) -> dict[int | None, str]:
    rows = db.session.execute(sa.select(Category.id, Category.name).where(Category.id.in_(ids)))
    return {row.id: row.name for row in rows}


def office_choices(opinion: Opinion) -> list[tuple[str, str]]:
    """(code, name) of the offices the matter may go to: none that it is about."""
    about = {one.unit_code for one in opinion.subjects}
    return [choice for choice in offices_of(opinion.town_code) if choice[0] not in about]


def handler_choices(opinion: Opinion, office_code: str) -> list[tuple[str, str]]:
    """(id, name) of the people of an office who may handle the matter: nobody who is barred.

    Done again, it goes to somebody who never had it; a town's code offers everybody in the town.
    """
    if office_code == opinion.town_code:
        return handlers_in_town(opinion)
    return [(str(one.id), one.name) for one in _free(opinion, staff_of(office_code, HANDLING))]


def handlers_in_town(opinion: Opinion) -> list[tuple[str, str]]:
    """(id, name and office) of everybody in the town who may handle it, for the clerk who knows whom."""
    offices = dict(office_choices(opinion))
    people = [one for one in staff_of(opinion.town_code, HANDLING) if one.unit_code in offices]
    return [(str(one.id), f"{one.name}（{offices[one.unit_code]}）") for one in _free(opinion, people)]


def _free(opinion: Opinion, people: Sequence[User]) -> list[User]:
    """Those among them whom nothing keeps from this matter."""
    gone = had_in_hand(opinion) if opinion.reopened else set()
    has_code = opinion.channel is not Channel.FIELD or receipts.given(Opinion.__tablename__, [opinion.id])
    if has_code:  # who wrote it down has seen the receipt: no rating of one's own
        gone = gone | {opinion.author_id}
    found = [one for one in people if one.id not in gone]
    return [one for one in found if not _is_barred(opinion, one.id)] if opinion.subjects else found


def people_of(unit_code: str) -> list[tuple[str, str]]:
    """(id, name) of those who may handle matters of a unit; whoever is barred from one is refused there."""
    return [(str(one.id), one.name) for one in staff_of(unit_code, HANDLING)]


def _is_barred(opinion: Opinion, user_id: int) -> bool:
    actor = actor_of(user_id)
    return actor is None or opinion.bars(actor)


def what_receipt_opens(kind: str, record_id: int) -> int | None:
    """The matter a receipt opens now; None: it says no more than that the matter was handed on."""
    if kind == "opinion" and not is_sealed_away(record_id):
        return record_id
    return released_to(sealed_id=record_id) if kind == "sealed" else released_to(shell_id=record_id)
