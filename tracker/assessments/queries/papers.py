"""What the printed forms of the assessment are filled from (登记表、测评表): sheets, pools, their people."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from tracker.assessments.models import Appraisal, Line, Plan, Pool
from tracker.assessments.queries import lines_of
from tracker.assessments.rules import NOT_HERE
from tracker.domain.roles import Actor
from tracker.people.models import User
from tracker.store.access import allows, may_see, visible
from tracker.store.db import db
from tracker.township.queries import names_of as unit_names


@dataclass(frozen=True)
class Paper:
    """One person's sheet with the words this reader may read; `sees_reason`: also why there is no grade."""

    line: Line
    user: User
    sees_reason: bool

    @property
    def sheet(self) -> Appraisal:
        return self.line.sheet


@dataclass(frozen=True)
class Voted:
    """One line of a ballot: only who it is, in the order of the units."""

    number: int
    name: str
    job_title: str


@dataclass(frozen=True)
class Ballot:
    """The ballot of one group of staff in one year's plan."""

    pool: Pool
    town: str
    people: tuple[Voted, ...]


def paper_choices(actor: Actor, unit: str, limit: int) -> Sequence[sa.Row[int, int, str, str]]:
    """(sheet id, year, name, unit code) of whoever is assessed here, the latest year first."""
    return db.session.execute(
        visible(actor, "assessment.view", Appraisal)
        .join(Plan)
        .join(User, User.id == Appraisal.assignee_id)
        .where(Appraisal.status.not_in(NOT_HERE), Appraisal.unit_code.startswith(unit))
        .with_only_columns(Appraisal.id, Plan.year, User.name, Appraisal.unit_code)
        .order_by(Plan.year.desc(), Appraisal.unit_code, Appraisal.id)
        .limit(limit)
    ).all()


def papers(actor: Actor, ids: Sequence[int]) -> list[Paper]:
    """These sheets as far as this actor may read them, in unit order."""
    rows = db.session.execute(
        visible(actor, "assessment.view", Appraisal)
        .join(User, User.id == Appraisal.assignee_id)
        .add_columns(User)
        .where(Appraisal.id.in_(ids), Appraisal.status.not_in(NOT_HERE))
        .order_by(Appraisal.unit_code, Appraisal.id)
    ).all()
    lines = lines_of(actor, [sheet for sheet, _user in rows])
    return [
        Paper(line, user, allows(actor, "assessment.reason", sheet))
        for line, (sheet, user) in zip(lines, rows, strict=True)
    ]


def ballot_choices(actor: Actor, unit: str, limit: int) -> Sequence[Pool]:
    """One ballot for each group of staff in each plan, the latest year first."""
    return db.session.scalars(
        visible(actor, "assessment.report", Pool)
        .join(Plan)
        .where(Pool.unit_code.startswith(unit), _has_people(actor))
        .order_by(Plan.year.desc(), Pool.id)
        .limit(limit)
    ).all()


def _has_people(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        may_see(actor, "assessment.report", Appraisal), Appraisal.plan_id == Pool.plan_id,
        Appraisal.group == Pool.group, Appraisal.status.not_in(NOT_HERE),
    )


def ballots(actor: Actor, ids: Sequence[int]) -> list[Ballot]:
    pools = db.session.scalars(
        visible(actor, "assessment.report", Pool).where(Pool.id.in_(ids)).order_by(Pool.id)
    ).all()
    towns = unit_names({pool.unit_code for pool in pools})
    return [Ballot(pool, towns.get(pool.unit_code, ""), _voted(actor, pool)) for pool in pools]


def _voted(actor: Actor, pool: Pool) -> tuple[Voted, ...]:
    """Never sorted by anything but unit and entry (domain.md 3.1)."""
    rows = db.session.execute(
        visible(actor, "assessment.report", Appraisal)
        .join(User, User.id == Appraisal.assignee_id)
        .where(
            Appraisal.plan_id == pool.plan_id, Appraisal.group == pool.group,
            Appraisal.status.not_in(NOT_HERE),
        )
        .with_only_columns(User.name, Appraisal.job_title)
        .order_by(Appraisal.unit_code, Appraisal.id)
    )
    return tuple(Voted(number, row.name, row.job_title) for number, row in enumerate(rows, start=1))
