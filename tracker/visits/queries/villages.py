"""The rows of the 村情一览: each village by what the town's own books say of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from tracker.domain.roles import Actor
from tracker.excel.period import Period
from tracker.households.models import Household
from tracker.households.rules import Care
from tracker.people.queries import all_names as people_names
from tracker.problems.models import Problem
from tracker.problems.queries import sum_of
from tracker.problems.rules import OPEN, Status
from tracker.store.access import may_see, visible
from tracker.store.db import db
from tracker.township.models import Unit
from tracker.township.rules import UnitKind
from tracker.visits.models import ContactLink, Visit
from tracker.visits.queries.arrangements import key_words
from tracker.visits.rules import VILLAGE_DIGITS, Target

ACTION = "village.report"


@dataclass
class VillageFacts:
    """One village. `people`: of the households whose number is known; None where none is."""

    code: str
    name: str
    key: str
    cadres: str = ""
    households: int = 0
    people: int | None = None
    linked: int = 0
    hardship: int = 0
    alone: int = 0
    children: int = 0
    disabled: int = 0
    veteran: int = 0
    days: int = 0
    visited: int = 0
    raised: int = 0
    solved: int = 0
    open: int = 0


def village_facts(actor: Actor, period: Period, cut_off: date) -> list[VillageFacts]:
    """In the order of the town; households and open problems as they are now, the rest of the period."""
    rows = {
        one.unit_code: VillageFacts(
            one.unit_code, one.name, key_words(one.is_key_village, one.key_codes)
        )
        for one in db.session.scalars(
            visible(actor, ACTION, Unit)
            .where(Unit.kind == UnitKind.VILLAGE, Unit.unit_code.startswith(period.unit, autoescape=True))
            .order_by(Unit.sort_key, Unit.unit_code)
        )
    }
    for found in (_households(actor), _visits(actor, period), _problems(actor, period)):
        for code, *values in db.session.execute(found):
            if code in rows:
                for name, value in zip(found.selected_columns.keys()[1:], values, strict=True):
                    setattr(rows[code], name, value)
    for code, cadres in _cadres(actor, cut_off).items():
        if code in rows:
            rows[code].cadres = cadres
    return list(rows.values())


def _households(actor: Actor) -> sa.Select[*tuple[Any, ...]]:
    cares = [sum_of(Household.care_codes.contains(care.value)).label(care.value) for care in Care]
    return sa.select(
        Household.village_code, sa.func.count().label("households"),
        sa.func.sum(Household.people_count).label("people"),
        sum_of(Household.assignee_id.is_not(None)).label("linked"), *cares,
    ).where(may_see(actor, ACTION, Household)).group_by(Household.village_code)


def _visits(actor: Actor, period: Period) -> sa.Select[*tuple[Any, ...]]:
    code = sa.func.substr(Visit.unit_code, 1, VILLAGE_DIGITS)
    return sa.select(
        code, sa.func.count(Visit.visited_on.distinct()).label("days"),
        sa.func.count(Visit.household_id.distinct()).label("visited"),
    ).where(may_see(actor, ACTION, Visit), *period.narrows(Visit.visited_on, Visit.unit_code)).group_by(code)


def _problems(actor: Actor, period: Period) -> sa.Select[*tuple[Any, ...]]:
    """登记 and 解决 of the period, 没解决 as it is now: also what was raised before."""
    raised = sa.and_(sa.true(), *period.narrows(Problem.registered_on, Problem.village_code))
    solved = sa.or_(
        sa.and_(Problem.status == Status.SETTLED, raised),
        sa.and_(
            Problem.struck_off_on.is_not(None),
            *period.narrows(Problem.struck_off_on, Problem.village_code),
        ),
    )
    return sa.select(
        Problem.village_code, sum_of(raised).label("raised"), sum_of(solved).label("solved"),
        sum_of(Problem.status.in_(OPEN)).label("open"),
    ).where(
        Problem.status != Status.TURNED, may_see(actor, "problem.report", Problem)
    ).group_by(Problem.village_code)


def _cadres(actor: Actor, cut_off: date) -> dict[str, str]:
    """{village code: names of who contacted the village on that day}."""
    names = people_names()
    found: dict[str, list[str]] = {}
    for code, user_id in db.session.execute(
        sa.select(ContactLink.unit_code, ContactLink.assignee_id)
        .where(
            may_see(actor, ACTION, ContactLink), ContactLink.target == Target.VILLAGE,
            ContactLink.since <= cut_off,
            sa.or_(ContactLink.until.is_(None), ContactLink.until > cut_off),
        )
        .order_by(ContactLink.since, ContactLink.id)
    ):
        found.setdefault(code, []).append(names.get(user_id, ""))
    return {code: "、".join(dict.fromkeys(some)) for code, some in found.items()}
