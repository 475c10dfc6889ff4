"""What tables of figures on residents' matters count, by summary rows or by the matters themselves."""

import calendar
from collections import Counter
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import fields
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any

import sqlalchemy as sa

from tracker.domain import clock
from tracker.domain.policy import everywhere, in_town, in_unit, scope_of
from tracker.domain.roles import Actor
from tracker.excel.period import Period
from tracker.opinions.models import Call, Category, Opinion, OpinionCount, OpinionSubject, Rating
from tracker.opinions.queries.ledger import PLACES, VALID_CALL, VALID_RATING
from tracker.opinions.rates import Axis, Fact, Kind, Weights, facts
from tracker.opinions.rules import Status, Tray
from tracker.store.access import visible
from tracker.store.db import db
from tracker.store.stream import stream
from tracker.township.models import Setting, Unit
from tracker.township.queries import setting, units_below
from tracker.township.rules import UnitKind

FIRST_LEVEL = 3
"""Digits of a category's code that name its first level."""
TOWN_DIGITS = 9
ACTION = "opinion.report"
SUMMED = "opinion_counts"
"""Setting: the day on which the summary was last found to agree with the full count; empty: never yet."""
WEIGHTS = {f"figures_{one.name}": one.name for one in fields(Weights)}
"""Settings of the town: the parameters of 满意率 and 综合, each between 0 and 1."""
LEFT_OUT = (Status.DECLINED, Status.WITHDRAWN, Status.TRANSFERRED, Status.REVIEW, Status.SEALED)
SOME = 500

IN_HAND = Opinion.tray == Tray.ORDINARY
"""What looks like junk is counted once a person has looked at it."""

Tally = Counter[tuple[Axis, str, Fact]]
"""(axis, code of the row, fact) → how many matters."""
SummaryKey = tuple[str, Axis, date, str, Fact, date]
"""(town, axis, month, code, fact, since): one number of OpinionCount."""
KEY = ("town_code", "axis", "month", "code", "since")
COUNTS = tuple(getattr(OpinionCount, fact.value) for fact in Fact)


def tally(actor: Actor, period: Period, axes: Sequence[Axis]) -> Tally:
    """How many matters of the period count for what, as they stood at the end of the cut-off's day.

    Whole months of a whole town come from the summary: a few hundred rows, however many matters there are.
    """
    today = clock.today()
    if not is_summed(actor, period, today):
        return _counted(kinds(actor, period), axes, period.cut_off(today))
    found = Tally()
    for row in db.session.execute(_summed(actor, period, axes, period.cut_off(today))):
        found.update({(row.axis, row.code, fact): n for fact, n in zip(Fact, row[2:], strict=True) if n})
    found.update(_counted(kinds(actor, period, is_about_somebody=True), axes, period.cut_off(today)))
    return found


def is_summed(actor: Actor, period: Period, today: date) -> bool:
    """Do the summary rows answer this? For whole months and towns, once they were counted through."""
    scope, first, last = scope_of(actor, ACTION), period.first, period.last
    is_whole_town = scope in (in_town, everywhere) or (
        scope is in_unit and len(actor.unit_code) <= TOWN_DIGITS
    )
    starts = first is None or first.day == 1
    ends = last is None or last >= today or last.day == calendar.monthrange(last.year, last.month)[1]
    return is_whole_town and not period.unit and starts and ends and bool(setting(SUMMED))


def _summed(
    actor: Actor, period: Period, axes: Sequence[Axis], cut_off: date
) -> sa.Select[*tuple[Any, ...]]:
    place = actor.town_code
    is_town = len(place) == TOWN_DIGITS  # an equation reads the key in order, a prefix does not
    row = OpinionCount
    conditions = [row.town_code == place if is_town else row.town_code.startswith(place)]
    if period.first:
        conditions.append(row.month >= period.first)
    return (
        sa.select(row.axis, row.code, *(sa.func.sum(column) for column in COUNTS))
        .where(*conditions, row.axis.in_(axes), row.month <= cut_off, row.since <= cut_off)
        .group_by(row.axis, row.code)
    )


def kinds(actor: Actor, period: Period, *, is_about_somebody: bool = False) -> Counter[Kind]:
    """The matters of the period that this actor may report, by kind; or only those that have subjects.

    Nothing to decrypt, and memory grows with the kinds only.
    """
    query = _columns(visible(actor, ACTION, Opinion)).where(
        IN_HAND, *period.narrows(Opinion.submitted_on, *PLACES)
    )
    if is_about_somebody:
        query = query.where(Opinion.id.in_(sa.select(OpinionSubject.matter_id)))
    return Counter(Kind(*row) for row in stream(query))


def _counted(found: Counter[Kind], axes: Sequence[Axis], cut_off: date) -> Tally:
    counted = Tally()
    for kind, n in found.items():
        codes = [(axis, kind.code(axis)) for axis in axes]
        for fact, day in facts(kind):
            if day <= cut_off:
                for axis, code in codes:
                    counted[axis, code, fact] += n
    return counted


def _columns(query: sa.Select[Any], *more: Any) -> sa.Select[*tuple[Any, ...]]:
    """The columns of a Kind."""
    return (
        query.outerjoin(Call, VALID_CALL).outerjoin(Rating, VALID_RATING)
        .outerjoin(Category, Category.id == Opinion.category_id)
        .with_only_columns(
            *more, Opinion.town_code, Opinion.village_code, Opinion.office_code,
            sa.func.substr(Category.code, 1, FIRST_LEVEL), Opinion.submitted_on, Opinion.status,
            Opinion.merged_into_id.is_not(None), Opinion.declined_for, Opinion.replied_on, Opinion.due_on,
            Opinion.contacted_at.is_not(None), Call.solved, Call.satisfaction, Call.is_proxy,
            Rating.solved, Rating.satisfaction,
        )
    )


def day_range(since: str, until: str, counted: str) -> list[sa.ColumnElement[bool]]:
    """For lists: submitted from, up to; only what 收件 counts. What is no day narrows nothing."""
    found: list[sa.ColumnElement[bool]] = []
    if (first := _day(since)) is not None:
        found.append(Opinion.submitted_on >= first)
    if (last := _day(until)) is not None:
        found.append(Opinion.submitted_on <= last)
    if counted:
        found += [Opinion.status.not_in(LEFT_OUT), Opinion.merged_into_id.is_(None)]
    return found


def _day(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text)
    return None


def _for_everybody() -> sa.Select[Any]:
    """The matters the summary counts: sealed ones are nobody's, those with subjects not everybody's."""
    about = sa.select(OpinionSubject.id).where(OpinionSubject.matter_id == Opinion.id)
    return sa.select(Opinion).where(Opinion.status != Status.SEALED, IN_HAND, sa.not_(about.exists()))


def kinds_of(ids: Collection[int]) -> dict[int, Kind]:
    """What these matters are to the summary, now; without those it does not count."""
    found, rest = {}, iter(sorted(ids))
    while some := list(islice(rest, SOME)):
        query = _columns(_for_everybody().where(Opinion.id.in_(some)), Opinion.id)
        found.update({row[0]: Kind(*row[1:]) for row in db.session.execute(query)})
    return found


def full_count() -> Counter[SummaryKey]:
    """The whole summary, counted anew from the matters."""
    found = Counter(_of_month(Kind(*row)) for row in stream(_columns(_for_everybody())))
    return summary_of(found)


def _of_month(kind: Kind) -> Kind:
    return kind._replace(submitted_on=kind.submitted_on.replace(day=1))


def summary_of(found: Counter[Kind]) -> Counter[SummaryKey]:
    """The summary rows of these matters; a count may be negative."""
    rows, today = Counter[SummaryKey](), clock.today()
    for kind, n in found.items():
        month = kind.submitted_on.replace(day=1)
        codes = [(axis, kind.code(axis)) for axis in Axis]
        for fact, day in facts(_of_month(kind)):
            # an answer is never in the future, and what came before it is over too
            since = day.replace(day=1) if kind.replied_on else folded(day, today)
            for axis, code in codes:
                rows[kind.town_code, axis, month, code, fact, since] += n
    return rows


def folded(since: date, today: date) -> date:
    """A day of a month that is over as the first of it: a cut-off is the end of a month, or today."""
    return since.replace(day=1) if since < today.replace(day=1) else since


def unfolded(today: date) -> list[Any]:
    """The rows of days in months that are over, key and counts side by side."""
    row = OpinionCount
    stored = sa.select(*(getattr(row, name) for name in KEY), *COUNTS).where(row.since < today.replace(day=1))
    return [one for one in db.session.execute(stored) if one.since.day != 1]


def summary() -> Counter[SummaryKey]:
    """The summary as it is kept; days whose month ended since they were written as if folded."""
    row, found, today = OpinionCount, Counter[SummaryKey](), clock.today()
    for one in stream(sa.select(row.town_code, row.axis, row.month, row.code, row.since, *COUNTS)):
        town, axis, month, code, since = one[:5]
        counts = zip(Fact, one[5:], strict=True)
        key = (town, axis, month, code)
        found.update({(*key, fact, folded(since, today)): n for fact, n in counts if n})
    return found


def weights() -> Weights:
    """The parameters of 满意率 and 综合 as the town has set them; what is no number is as if unset."""
    rows = db.session.execute(sa.select(Setting.name, Setting.value).where(Setting.name.in_(WEIGHTS)))
    return Weights(**{WEIGHTS[name]: found for name, value in rows if (found := _part(value)) is not None})


def _part(text: str) -> Decimal | None:
    """0 to 1."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if 0 <= found <= 1 else None


def villages(actor: Actor) -> list[Unit]:
    """The villages a table has rows for, in the order of their codes."""
    return sorted(units_below(actor.town_code, UnitKind.VILLAGE), key=lambda unit: unit.unit_code)


def offices(actor: Actor) -> list[Unit]:
    return sorted(units_below(actor.town_code, UnitKind.OFFICE), key=lambda unit: unit.unit_code)


def first_levels(actor: Actor) -> dict[str, str]:
    """{code on the axis of categories: name of the first level}, in the order of the tree.

    Towns of a county share the rows of one name.
    """
    rows = db.session.execute(
        sa.select(Category.unit_code, Category.code, Category.name)
        .where(Category.unit_code.startswith(actor.town_code), Category.level == 1)
        .order_by(Category.code, Category.unit_code)
    )
    return {row.unit_code + row.code: row.name for row in rows}
