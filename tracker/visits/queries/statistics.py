"""The rows of the 联系点工作统计表: what was done in each village beside what came of it (domain.md 4.6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from tracker.domain.roles import Actor
from tracker.excel.period import Period
from tracker.people.queries import all_names as people_names
from tracker.problems.models import Problem
from tracker.problems.queries import sum_of
from tracker.problems.rules import Status
from tracker.store.access import may_see
from tracker.store.db import db
from tracker.township.models import Unit
from tracker.township.queries import all_names as unit_names
from tracker.township.rules import UnitKind
from tracker.visits.models import ContactLink, Visit
from tracker.visits.rules import VILLAGE_DIGITS, Target

ACTION = "visit.report"
"""Judges links and villages too: who reports on the own visits has the own villages in the table."""


@dataclass
class VillageRow:
    """One village. `days` with a visit, however many forms that makes (practice.md 1.4)."""

    code: str
    name: str
    cadres: str = ""
    days: int = 0
    households: int = 0
    linked: int = 0
    linked_visited: int = 0
    raised: int = 0
    settled: int = 0
    struck_off: int = 0
    open: int = 0
    late: int = 0

    @property
    def reach(self) -> Decimal | None:
        """None where no household is linked."""
        return Decimal(self.linked_visited) / self.linked if self.linked else None


def village_rows(actor: Actor, period: Period, cut_off: date) -> list[VillageRow]:
    """By code: every village the actor reports on, and each where one's own visits or links are."""
    names = unit_names(actor.town_code)
    rows = {code: VillageRow(code, names[code]) for code in _villages(actor, period)}

    def row_of(code: str) -> VillageRow:
        return rows.setdefault(code, VillageRow(code, names.get(code, "")))

    for found in (_visited(actor, period), _reached(actor, period, cut_off), _raised(actor, period, cut_off)):
        for code, *values in db.session.execute(found):
            row, columns = row_of(code), found.selected_columns.keys()[1:]
            for name, value in zip(columns, values, strict=True):
                setattr(row, name, value)
    for code, cadres in _cadres(actor, period, cut_off).items():
        row_of(code).cadres = cadres
    return [rows[code] for code in sorted(rows)]


def _village(column: Any) -> sa.ColumnElement[str]:
    return sa.func.substr(column, 1, VILLAGE_DIGITS)


def _villages(actor: Actor, period: Period) -> Iterable[str]:
    return db.session.scalars(
        sa.select(Unit.unit_code).where(
            may_see(actor, ACTION, Unit), Unit.kind == UnitKind.VILLAGE,
            Unit.unit_code.startswith(period.unit, autoescape=True),
        )
    )


def _counted(actor: Actor, period: Period) -> list[Any]:
    """The visits that all figures of the table are about."""
    return [may_see(actor, ACTION, Visit), *period.narrows(Visit.visited_on, Visit.unit_code)]


def _visited(actor: Actor, period: Period) -> sa.Select[*tuple[Any, ...]]:
    code = _village(Visit.unit_code)
    return sa.select(
        code, sa.func.count(Visit.visited_on.distinct()).label("days"),
        sa.func.count(Visit.household_id.distinct()).label("households"),
    ).where(*_counted(actor, period)).group_by(code)


def _linked(actor: Actor, period: Period, target: Target, cut_off: date) -> list[Any]:
    """The contact points that stood at the end of the day `cut_off`."""
    return [
        may_see(actor, ACTION, ContactLink), ContactLink.target == target, ContactLink.since <= cut_off,
        sa.or_(ContactLink.until.is_(None), ContactLink.until > cut_off),
        ContactLink.unit_code.startswith(period.unit, autoescape=True),
    ]


def _reached(actor: Actor, period: Period, cut_off: date) -> sa.Select[*tuple[Any, ...]]:
    code = _village(ContactLink.unit_code)
    visited = sa.exists().where(
        Visit.household_id == ContactLink.household_id, *_counted(actor, period)
    )
    seen = sa.case((visited, ContactLink.household_id))
    return sa.select(
        code, sa.func.count(ContactLink.household_id.distinct()).label("linked"),
        sa.func.count(seen.distinct()).label("linked_visited"),
    ).where(*_linked(actor, period, Target.HOUSEHOLD, cut_off)).group_by(code)


def _raised(actor: Actor, period: Period, cut_off: date) -> sa.Select[*tuple[Any, ...]]:
    """What these visits brought to light, as it stands at the end of the day `cut_off`; what was turned into
    something else (转出) is counted where it went.

    Late like in the lists: whoever has applied for striking off waits for others.
    """
    code = _village(Visit.unit_code)
    is_settled = Problem.status == Status.SETTLED
    is_struck_off = sa.and_(Problem.struck_off_on.is_not(None), Problem.struck_off_on <= cut_off)
    is_open = sa.not_(sa.or_(is_settled, is_struck_off))
    in_hands = sa.or_(Problem.applied_on.is_(None), Problem.applied_on > cut_off)
    return sa.select(
        code, sa.func.count().label("raised"), sum_of(is_settled).label("settled"),
        sum_of(is_struck_off).label("struck_off"), sum_of(is_open).label("open"),
        sum_of(sa.and_(is_open, in_hands, Problem.promised_on < cut_off)).label("late"),
    ).join(Visit, Visit.id == Problem.visit_id).where(
        Problem.status != Status.TURNED, *_counted(actor, period)
    ).group_by(code)


def _cadres(actor: Actor, period: Period, cut_off: date) -> dict[str, str]:
    """{village code: the names of the cadres linked to the village}, the one who came first before others."""
    names = people_names()
    found: dict[str, list[str]] = {}
    for code, user_id in db.session.execute(
        sa.select(_village(ContactLink.unit_code), ContactLink.assignee_id)
        .where(*_linked(actor, period, Target.VILLAGE, cut_off))
        .order_by(ContactLink.since, ContactLink.id)
    ):
        found.setdefault(code, []).append(names.get(user_id, ""))
    return {code: "、".join(dict.fromkeys(cadres)) for code, cadres in found.items()}
