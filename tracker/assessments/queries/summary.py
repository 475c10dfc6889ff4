"""The rows of the 年度考核结果汇总表 and the pools behind it: columns only."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from tracker.assessments.models import Appraisal, Plan, Pool
from tracker.assessments.rules import NOT_HERE
from tracker.domain import clock
from tracker.domain.grades import Grade, Group, Limit, streak
from tracker.domain.roles import Actor
from tracker.excel.period import Period
from tracker.people.models import User
from tracker.people.rules import Track
from tracker.store.access import may_see, visible
from tracker.store.db import db
from tracker.township.queries import names_of as unit_names


class SummaryRow(NamedTuple):
    """One person of the year; reasons and comments are not read at all."""

    plan_id: int
    user_id: int
    name: str
    gender: str
    born_on: date | None
    political_status: str
    unit_code: str
    unit: str
    job_title: str
    track: Track
    group: Group
    attends: bool
    proposed: Grade | None
    """None too for the exporter's own sheet before it is concluded."""
    final_grade: Grade | None
    is_undetermined: bool
    excellent_years: int


def summary_rows(actor: Actor, period: Period) -> list[SummaryRow]:
    """Everybody graded here, those without a grade too, in unit order."""
    year = _year(actor, period)
    found = db.session.execute(_summary(actor, year, period.unit)).all()
    units, years = unit_names({one.unit_code for one in found}), _past_grades(actor, year, period.unit)
    return [
        SummaryRow(
            one.plan_id, one.assignee_id, one.name, one.gender, one.born_on, one.political_status,
            one.unit_code, units.get(one.unit_code, ""), one.job_title, one.track, one.group, one.attends,
            one.proposed_grade if one.assignee_id != actor.user_id or one.final_grade else None,
            one.final_grade, one.limit is Limit.UNDETERMINED, streak(years[one.assignee_id], year),
        )
        for one in found
    ]


def _people(actor: Actor, year: int, unit: str) -> sa.Select[Appraisal]:
    """The sheets of the year that the actor may report on, of one unit where the report keeps to it."""
    below = [Appraisal.unit_code.startswith(unit, autoescape=True)] if unit else []
    return (
        visible(actor, "assessment.report", Appraisal)
        .join(Plan)
        .where(Plan.year == year, Appraisal.status.not_in(NOT_HERE), *below)
    )


def _summary(actor: Actor, year: int, unit: str) -> sa.Select[*tuple[object, ...]]:
    return (
        _people(actor, year, unit)
        .join(User, User.id == Appraisal.assignee_id)
        .with_only_columns(
            Appraisal.plan_id, Appraisal.assignee_id, User.name, User.gender, User.born_on,
            User.political_status, Appraisal.unit_code, Appraisal.job_title, Appraisal.track,
            Appraisal.group, Appraisal.attends, Appraisal.proposed_grade, Appraisal.final_grade,
            Appraisal.limit,
        )
        .order_by(Appraisal.unit_code, Appraisal.id)
    )


def _year(actor: Actor, period: Period) -> int:
    """The year asked for, else the latest that has a plan."""
    if period.year or period.last:
        return period.year or (period.last or clock.today()).year
    return db.session.scalar(sa.select(sa.func.max(Plan.year)).where(may_see(actor, "plan.view", Plan))) or 0


def _past_grades(actor: Actor, year: int, unit: str) -> defaultdict[int, dict[int, Grade]]:
    """{user id: {year: final grade}} of the same people."""
    people = _people(actor, year, unit).with_only_columns(Appraisal.assignee_id)
    rows = db.session.execute(
        sa.select(Appraisal.assignee_id, Plan.year, Appraisal.final_grade)
        .join(Plan)
        .where(Appraisal.assignee_id.in_(people), Appraisal.final_grade.is_not(None))
    )
    found: defaultdict[int, dict[int, Grade]] = defaultdict(dict)
    for row in rows:
        found[row.assignee_id][row.year] = row.final_grade
    return found


def summary_pools(actor: Actor, period: Period) -> Sequence[Pool]:
    """The pools behind the summary sheet, for its notes."""
    return db.session.scalars(
        sa.select(Pool)
        .join(Plan)
        .where(may_see(actor, "assessment.report", Plan), Plan.year == _year(actor, period))
        .order_by(Plan.unit_code, Pool.id)
    ).all()
