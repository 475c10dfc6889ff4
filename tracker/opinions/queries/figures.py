"""What the tables of figures on residents' matters count: kinds of matters, and the headings of the rows."""

from collections import Counter
from datetime import date
from typing import Any

import sqlalchemy as sa

from tracker.domain.roles import Actor
from tracker.excel.period import Period
from tracker.opinions.models import Call, Category, Opinion
from tracker.opinions.queries.ledger import PLACES, VALID_CALL
from tracker.opinions.rates import Alike
from tracker.store.access import visible
from tracker.store.db import db
from tracker.store.stream import stream
from tracker.township.models import Unit
from tracker.township.queries import units_below
from tracker.township.rules import UnitKind

FIRST_LEVEL = 3
"""Digits of a category's code that name its first level."""


def counted(actor: Actor, period: Period, cut_off: date) -> Counter[Alike]:
    """How many matters of each kind came in the period, as they stand at the end of the day `cut_off`.

    Nothing to decrypt, and memory grows with the kinds only.
    """
    return Counter(Alike(*row) for row in stream(_kinds(actor, period, cut_off)))


def _kinds(actor: Actor, period: Period, cut_off: date) -> sa.Select[*tuple[Any, ...]]:
    """应办结 = due by the cut-off, or closed earlier (domain.md 11.3)."""
    is_done = sa.and_(Opinion.replied_on.is_not(None), Opinion.replied_on <= cut_off)
    has_limit = Opinion.due_on.is_not(None)
    is_due = sa.or_(is_done, sa.and_(has_limit, Opinion.due_on <= cut_off))
    return (
        visible(actor, "opinion.report", Opinion)
        .outerjoin(Call, VALID_CALL)
        .where(*period.narrows(Opinion.submitted_on, *PLACES))
        .with_only_columns(
            Opinion.village_code, Opinion.office_code, Opinion.category_id, Opinion.status, _yes(is_done),
            _yes(is_due), _yes(sa.and_(is_due, has_limit)),
            _yes(sa.and_(is_done, has_limit, Opinion.replied_on <= Opinion.due_on)),
            _yes(sa.and_(sa.not_(is_done), has_limit, Opinion.due_on < cut_off)),
            Call.satisfaction, Call.solved,
        )
    )


def _yes(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    """1, or 0 also where a day is missing."""
    return sa.case((condition, 1), else_=0)


def villages(actor: Actor) -> list[Unit]:
    """The villages a table has rows for, in the order of their codes."""
    return sorted(units_below(actor.town_code, UnitKind.VILLAGE), key=lambda unit: unit.unit_code)


def offices(actor: Actor) -> list[Unit]:
    return sorted(units_below(actor.town_code, UnitKind.OFFICE), key=lambda unit: unit.unit_code)


def first_levels(actor: Actor) -> tuple[list[str], dict[int | None, str]]:
    """The names of the first level in the order of the tree, and {category id: name of its first level}.

    Towns of a county share the rows of one name.
    """
    rows = db.session.execute(
        sa.select(Category.id, Category.unit_code, Category.code, Category.name)
        .where(Category.unit_code.startswith(actor.town_code))
        .order_by(Category.code, Category.unit_code)
    ).all()
    names = {(row.unit_code, row.code): row.name for row in rows if len(row.code) == FIRST_LEVEL}
    tops = [(row.id, (row.unit_code, row.code[:FIRST_LEVEL])) for row in rows]
    return list(dict.fromkeys(names.values())), {one: names[top] for one, top in tops if top in names}
