"""Every select() about households (户)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from tracker.domain.masking import compact, mask_name
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.households.models import Household
from tracker.households.rules import Care
from tracker.store.access import fetch, visible
from tracker.store.db import db
from tracker.store.secrets import blind_index, normal_phone

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
    """The list in the order of villages and 户号; `text` is a phone number or a 户号."""
    query = visible(actor, "household.list", Household)
    if village:
        query = query.where(Household.village_code == village)
    if care in set(Care):
        query = query.where(Household.care_codes.contains(care))
    if text:
        query = query.where(_named(text))
    inner = query.with_only_columns(Household.id).limit(COUNT_UP_TO + 1).subquery()
    count = db.session.scalar(sa.select(sa.func.count()).select_from(inner)) or 0
    rows = db.session.scalars(
        _after(query, after).order_by(Household.village_code, Household.number).limit(PER_PAGE + 1)
    ).all()
    last = rows[PER_PAGE - 1] if len(rows) > PER_PAGE else None
    return Found(rows[:PER_PAGE], count, f"{last.village_code}.{last.number}" if last else None)


def _named(text: str) -> sa.ColumnElement[bool]:
    by_phone = Household.phone_index == blind_index(PHONE_PLACE, normal_phone(text))
    number = compact(text)
    if number.isdecimal() and len(number) < 6:
        return by_phone | (Household.number == int(number))
    return by_phone


def _after(query: sa.Select[Household], after: str) -> sa.Select[Household]:
    village, _dot, number = after.partition(".")
    if not number.isdecimal() or len(number) > 9:
        return query
    return query.where(sa.tuple_(Household.village_code, Household.number) > sa.tuple_(village, int(number)))


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
