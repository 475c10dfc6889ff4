"""The roll (户名册): one household, the list, those of a village, how one is called."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from tracker.domain.masking import mask_name
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.households.models import Household
from tracker.households.queries.finding import Hit, matching
from tracker.households.rules import Care
from tracker.store.access import fetch, visible
from tracker.store.db import db

PHONE_PLACE = "household.phone"
PER_PAGE = 20
COUNT_UP_TO = 1000


@dataclass(frozen=True)
class Found:
    """One page of the list, with where the next one starts (None: this is the last)."""

    rows: Sequence[Household]
    count: int
    next_after: str | None


def household(actor: Actor, action: str, household_id: int) -> Household:
    return fetch(actor, action, Household, household_id)


def found(
    actor: Actor, *, village: str = "", text: str = "", care: str = "", after: str = ""
) -> Found:
    """The list in the order of villages and 户号; `text` as rules.Sought reads it."""
    query = visible(actor, "household.list", Household)
    if village:
        query = query.where(Household.village_code == village)
    if care in set(Care):
        query = query.where(Household.care_codes.contains(care))
    if text:
        return _typed(query, text, after)
    inner = query.with_only_columns(Household.id).limit(COUNT_UP_TO + 1).subquery()
    count = db.session.scalar(sa.select(sa.func.count()).select_from(inner)) or 0
    place = _place(after)
    if place:
        query = query.where(sa.tuple_(Household.village_code, Household.number) > sa.tuple_(*place))
    rows = db.session.scalars(
        query.order_by(Household.village_code, Household.number).limit(PER_PAGE + 1)
    ).all()
    return _page(rows, count)


def _typed(query: sa.Select[Household], text: str, after: str) -> Found:
    hits = matching(query, text)
    place = _place(after)
    rest = [one for one in hits if place is None or (one.village_code, one.number) > place]
    return _page(_rows(rest[: PER_PAGE + 1]), min(len(hits), COUNT_UP_TO + 1))


def _rows(hits: Sequence[Hit]) -> Sequence[Household]:
    wanted = [one.id for one in hits]
    order = Household.village_code, Household.number
    return db.session.scalars(sa.select(Household).where(Household.id.in_(wanted)).order_by(*order)).all()


def _page(rows: Sequence[Household], count: int) -> Found:
    last = rows[PER_PAGE - 1] if len(rows) > PER_PAGE else None
    return Found(rows[:PER_PAGE], count, f"{last.village_code}.{last.number}" if last else None)


def _place(after: str) -> tuple[str, int] | None:
    village, _dot, number = after.partition(".")
    return (village, int(number)) if number.isdecimal() and len(number) <= 9 else None


def label_of(household: Household, village: str) -> str:
    """石门村 第一组 012 户 张**: enough to know the door, masked for who looks over the shoulder."""
    number = _("{n:03d} 户").format(n=household.number)
    parts = (village, household.group_name, number, mask_name(household.head_name))
    return " ".join(part for part in parts if part)


def by_id(household_ids: Iterable[int | None]) -> dict[int | None, Household]:
    """{id: household} for a page of rows that name households, in one query."""
    wanted = {household_id for household_id in household_ids if household_id is not None}
    if not wanted:
        return {}
    rows = db.session.scalars(sa.select(Household).where(Household.id.in_(wanted)))
    return {row.id: row for row in rows}


def unlinked(actor: Actor, village: str) -> Sequence[Household]:
    """Households of a village that nobody is linked to yet, for the arrangement of contact points."""
    return db.session.scalars(
        visible(actor, "household.link", Household)
        .where(Household.village_code == village, Household.assignee_id.is_(None))
        .order_by(Household.number)
    ).all()


def households_of(village_code: str) -> Sequence[Household]:
    """All of a village, for a sheet that comes in."""
    return db.session.scalars(
        sa.select(Household).where(Household.village_code == village_code).order_by(Household.number)
    ).all()
