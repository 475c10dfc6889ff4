"""覆盖: does every key village have its cadre and its visit, and which households nobody has seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.households.models import Household
from tracker.households.queries import COUNT_UP_TO, PER_PAGE, label_of
from tracker.people.queries import names_of as people_names
from tracker.store.access import visible
from tracker.store.db import db
from tracker.township.models import Unit
from tracker.township.queries import names_of as unit_names
from tracker.township.rules import KeyKind, UnitKind
from tracker.visits import rules
from tracker.visits.models import ContactLink, Visit
from tracker.visits.queries.contacts import within
from tracker.visits.rules import Target


@dataclass(frozen=True)
class KeyVillage:
    """One key village: who contacts it, when somebody was there last, and whether this quarter."""

    code: str
    name: str
    kinds: tuple[KeyKind, ...]
    cadres: str
    last_on: date | None
    is_visited: bool


@dataclass(frozen=True)
class Unseen:
    """A household nobody has been to this quarter; `last_on`: the last time, None: never."""

    household: Household
    name: str
    cadre: str
    last_on: date | None


@dataclass(frozen=True)
class UnseenPage:
    """One page of them; `count` goes up to COUNT_UP_TO."""

    rows: list[Unseen]
    count: int
    next_after: str | None


def key_villages(actor: Actor) -> list[KeyVillage]:
    """Every 重点村 this actor looks after, in the order of the town."""
    last_on = sa.select(sa.func.max(Visit.visited_on)).where(within(Visit.unit_code, Unit.unit_code))
    rows = db.session.execute(
        visible(actor, "contact.gaps", Unit)
        .where(Unit.kind == UnitKind.VILLAGE, Unit.is_key_village)
        .with_only_columns(Unit, last_on.scalar_subquery())
        .order_by(Unit.sort_key, Unit.unit_code)
    ).all()
    start, cadres = rules.quarter_start(clock.today()), _cadres({unit.unit_code for unit, _day in rows})
    return [
        KeyVillage(
            unit.unit_code, unit.name, unit.key_kinds, cadres.get(unit.unit_code, ""), day,
            day is not None and day >= start,
        )
        for unit, day in rows
    ]


def _cadres(codes: set[str]) -> dict[str, str]:
    """{village code: names of who contacts the village}."""
    rows = db.session.execute(
        sa.select(ContactLink.unit_code, ContactLink.assignee_id)
        .where(
            ContactLink.until.is_(None), ContactLink.target == Target.VILLAGE,
            ContactLink.unit_code.in_(codes),
        )
        .order_by(ContactLink.since, ContactLink.id)
    ).all()
    names = people_names(user_id for _code, user_id in rows)
    found: dict[str, list[str]] = {}
    for code, user_id in rows:
        found.setdefault(code, []).append(names.get(user_id, ""))
    return {code: "、".join(dict.fromkeys(some)) for code, some in found.items()}


def villages_to_mark(actor: Actor) -> list[Unit]:
    """Every village whose being a key village this actor may say."""
    return list(db.session.scalars(
        visible(actor, "unit.mark_key", Unit).where(Unit.kind == UnitKind.VILLAGE)
        .order_by(Unit.sort_key, Unit.unit_code)
    ))


def village_to_mark(actor: Actor, unit_id: int) -> Unit | None:
    """One of them; None when it is no village of this actor's."""
    return db.session.scalar(
        visible(actor, "unit.mark_key", Unit).where(Unit.kind == UnitKind.VILLAGE, Unit.id == unit_id)
    )


def unseen_households(actor: Actor, village: str = "", after: str = "") -> UnseenPage:
    """Households this actor may see and nobody has been to this quarter, by village and 户号."""
    start = rules.quarter_start(clock.today())
    query = visible(actor, "household.list", Household).where(
        ~sa.exists().where(Visit.household_id == Household.id, Visit.visited_on >= start)
    )
    if village:
        query = query.where(Household.village_code == village)
    inner = query.with_only_columns(Household.id).limit(COUNT_UP_TO + 1).subquery()
    count = db.session.scalar(sa.select(sa.func.count()).select_from(inner)) or 0
    last_on = sa.select(sa.func.max(Visit.visited_on)).where(Visit.household_id == Household.id)
    rows = db.session.execute(
        _after(query, after).add_columns(last_on.scalar_subquery())
        .order_by(Household.village_code, Household.number).limit(PER_PAGE + 1)
    ).all()
    shown = rows[:PER_PAGE]
    last = shown[-1][0] if len(rows) > PER_PAGE else None
    return UnseenPage(_named(shown), count, f"{last.village_code}.{last.number}" if last else None)


def _after(query: sa.Select[Household], after: str) -> sa.Select[Household]:
    village, _dot, number = after.partition(".")
    if not number.isdecimal() or len(number) > 9:
        return query
    return query.where(sa.tuple_(Household.village_code, Household.number) > sa.tuple_(village, int(number)))


def _named(rows: Sequence[sa.Row[*tuple[Any, ...]]]) -> list[Unseen]:
    units = unit_names({row[0].village_code for row in rows})
    people = people_names(row[0].assignee_id for row in rows)
    return [
        Unseen(one, label_of(one, units.get(one.village_code, "")), people.get(one.assignee_id, ""), last_on)
        for one, last_on in rows
    ]
