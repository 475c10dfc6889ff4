"""Every select() of the annual assessment (年度考核): plans, places, sheets, who waits for whom."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import defer

from tracker.assessments import rules
from tracker.assessments.models import (
    Appraisal,
    Line,
    Plan,
    Pool,
    PoolLine,
    Verdict,
    Waiting,
    Workspace,
)
from tracker.assessments.rules import NOT_HERE, PlanStatus, Status
from tracker.domain import clock
from tracker.domain.grades import Grade, Group, Limit
from tracker.domain.policy import may_come
from tracker.domain.roles import HEADS_OF_UNIT, Actor, Role
from tracker.people.models import Post, User
from tracker.people.queries import names_of
from tracker.store.access import allows, fetch_where, may_see, visible
from tracker.store.db import db
from tracker.township.queries import names_of as unit_names

PER_PAGE = 50
LONG_TEXTS = ("summary", "comment", "improvement", "reason", "situation_codes")
LIGHT = tuple(defer(getattr(Appraisal, name)) for name in LONG_TEXTS)
"""Lists do not open the long encrypted texts."""


def _readable_plans(actor: Actor, action: str) -> sa.ColumnElement[bool]:
    """A draft is for those who write it; once staff are asked, everybody may read it."""
    allowed = may_see(actor, action, Plan)
    return allowed if may_come(actor, "plan.revise") else sa.and_(allowed, Plan.status != PlanStatus.DRAFT)


def plans(actor: Actor) -> Sequence[Plan]:
    return db.session.scalars(
        sa.select(Plan).where(_readable_plans(actor, "plan.view")).order_by(Plan.year.desc(), Plan.unit_code)
    ).all()


def plan_of(actor: Actor, action: str, year: int, town: str = "") -> Plan:
    """The year's plan of the actor's town (county staff name the town), or NotFound."""
    of_year = sa.and_(Plan.year == year, Plan.unit_code == (town or actor.town_code))
    return fetch_where(actor, action, Plan, sa.and_(of_year, _readable_plans(actor, action)))


def pool_of(actor: Actor, action: str, plan: Plan, group: Group) -> Pool:
    return fetch_where(actor, action, Pool, sa.and_(Pool.plan_id == plan.id, Pool.group == group))


def sheet_of(actor: Actor, action: str, year: int, appraisal_id: int) -> Appraisal:
    of_year = Appraisal.plan_id.in_(sa.select(Plan.id).where(Plan.year == year))
    return fetch_where(actor, action, Appraisal, sa.and_(Appraisal.id == appraisal_id, of_year))


def year_of_plan(plan_id: int) -> int | None:
    return db.session.scalar(sa.select(Plan.year).where(Plan.id == plan_id))


def year_of_sheet(appraisal_id: int) -> int | None:
    return db.session.scalar(sa.select(Plan.year).join(Appraisal).where(Appraisal.id == appraisal_id))


def has_plan(town: str, year: int) -> bool:
    return db.session.scalar(sa.select(Plan.id).where(Plan.unit_code == town, Plan.year == year)) is not None


def staff(town: str) -> Sequence[User]:
    """Everybody who works in the town."""
    query = sa.select(User).where(User.is_active, User.unit_code.startswith(town))
    return db.session.scalars(query.order_by(User.unit_code, User.id)).all()


def _living_posts() -> sa.ColumnElement[bool]:
    return sa.or_(Post.until_on.is_(None), Post.until_on >= clock.today())


def leading_ids(user_ids: Iterable[int]) -> set[int]:
    """领导成员 among these: by the staff list, or by a post that only such people hold."""
    by_post = sa.select(Post.user_id).where(Post.role.in_(rules.LEADING_ROLES), _living_posts())
    leads = sa.or_(User.is_leading_member, User.id.in_(by_post))
    return set(db.session.scalars(sa.select(User.id).where(User.id.in_(list(user_ids)), leads)))


def leader_candidates(town: str) -> list[tuple[int, Role, str]]:
    """(user id, role, unit code) of whoever may be somebody's 主管领导."""
    rows = db.session.execute(
        sa.select(Post.user_id, Post.role, Post.unit_code)
        .join(User, User.id == Post.user_id)
        .where(User.is_active, Post.role.in_(HEADS_OF_UNIT), Post.unit_code.startswith(town), _living_posts())
        .order_by(Post.user_id)
    )
    return [(row.user_id, row.role, row.unit_code) for row in rows]


def leader_choices(town: str) -> list[tuple[str, str]]:
    names = names_of({user_id for user_id, _role, _code in leader_candidates(town)})
    return [(str(user_id), name) for user_id, name in sorted(names.items(), key=lambda pair: pair[0] or 0)]


def unit_choices(plan: Plan) -> list[tuple[str, str]]:
    """(code, name) of the units that have somebody in this plan."""
    codes = sa.select(Appraisal.unit_code).where(Appraisal.plan_id == plan.id).distinct()
    return sorted(unit_names(set(db.session.scalars(codes))).items())


def sheets_in(plan: Plan, *conditions: sa.ColumnElement[bool]) -> Sequence[Appraisal]:
    """The sheets of one plan, for a deed that has asked the policy for the plan."""
    return db.session.scalars(
        sa.select(Appraisal)
        .where(Appraisal.plan_id == plan.id, *conditions)
        .options(*LIGHT)
        .order_by(Appraisal.unit_code, Appraisal.id)
    ).all()


def without_leader(plan: Plan) -> Sequence[Appraisal]:
    nobody = Appraisal.leader_id.is_(None)
    return sheets_in(plan, nobody, Appraisal.comment_due == sa.true(), Appraisal.status.not_in(NOT_HERE))


def decided_excellent(plan: Plan) -> Sequence[Appraisal]:
    return sheets_in(plan, Appraisal.status == Status.DECIDED, Appraisal.decided_grade == Grade.EXCELLENT)


def ready_to_conclude(plan: Plan, today: date) -> Sequence[Appraisal]:
    return sheets_in(plan, _ready(today))


def _ready(today: date) -> sa.ColumnElement[bool]:
    """Decided, and 优秀 only after the last day of its publicity."""
    plain = sa.and_(Appraisal.status == Status.DECIDED, Appraisal.decided_grade != Grade.EXCELLENT)
    shown = sa.and_(Appraisal.status == Status.PUBLICISED, Appraisal.publicity_ends_on < today)
    return sa.or_(plain, shown)


def unfinished(plan: Plan) -> int:
    done = (Status.CONCLUDED, Status.RECORDED, Status.LEFT)
    query = sa.select(sa.func.count()).select_from(Appraisal)
    return db.session.scalar(query.where(Appraisal.plan_id == plan.id, Appraisal.status.not_in(done))) or 0


def headcounts(plan_id: int) -> tuple[Counter[Group], Counter[Group]]:
    """Per group: who should take part, and who of them gets no grade this year."""
    rows = db.session.execute(
        sa.select(Appraisal.group, Appraisal.limit, sa.func.count().label("n"))
        .where(Appraisal.plan_id == plan_id, Appraisal.status.not_in(NOT_HERE))
        .group_by(Appraisal.group, Appraisal.limit)
    )
    people: Counter[Group] = Counter()
    undetermined: Counter[Group] = Counter()
    for row in rows:
        people[row.group] += row.n
        undetermined[row.group] += row.n if row.limit is Limit.UNDETERMINED else 0
    return people, undetermined


def excellent_count(plan_id: int, group: Group, besides: int = 0) -> int:
    """How many of the group hold 优秀 now, one sheet left out; asked under the write lock."""
    query = sa.select(sa.func.count()).select_from(Appraisal).where(
        Appraisal.plan_id == plan_id, Appraisal.group == group, Appraisal.id != besides,
        Appraisal.decided_grade == Grade.EXCELLENT,
    )
    return db.session.scalar(query) or 0


def pool_in(plan_id: int, group: Group) -> Pool:
    return db.session.scalars(sa.select(Pool).where(Pool.plan_id == plan_id, Pool.group == group)).one()


def pool_lines(plan: Plan) -> list[PoolLine]:
    rows = db.session.execute(
        sa.select(Appraisal.group, Appraisal.decided_grade, sa.func.count().label("n"))
        .where(Appraisal.plan_id == plan.id, Appraisal.status.not_in(NOT_HERE))
        .group_by(Appraisal.group, Appraisal.decided_grade)
    )
    people: Counter[Group] = Counter()
    taken: Counter[Group] = Counter()
    for row in rows:
        people[row.group] += row.n
        taken[row.group] += row.n if row.decided_grade is Grade.EXCELLENT else 0
    return [PoolLine(pool, people[pool.group], taken[pool.group]) for pool in plan.pools]


def pool_line_of(sheet: Appraisal) -> PoolLine:
    """The places of this person's group, the person's own left out."""
    pool = pool_in(sheet.plan_id, sheet.group)
    return PoolLine(pool, pool.base or 0, excellent_count(sheet.plan_id, sheet.group, besides=sheet.id))


def workspace(actor: Actor, plan: Plan, status: str = "", after: str = "") -> Workspace:
    """The year's page for somebody who may read the plan: the people this actor may see, in unit order."""
    query = visible(actor, "assessment.list", Appraisal).where(Appraisal.plan_id == plan.id).options(*LIGHT)
    if status in set(Status):
        query = query.where(Appraisal.status == Status(status))
    code, _dot, last = after.partition(".")
    if last.isdecimal() and len(last) < 16:
        in_same_unit = sa.and_(Appraisal.unit_code == code, Appraisal.id > int(last))
        query = query.where(sa.or_(Appraisal.unit_code > code, in_same_unit))
    rows = db.session.scalars(query.order_by(Appraisal.unit_code, Appraisal.id).limit(PER_PAGE + 1)).all()
    is_mine = Appraisal.assignee_id == actor.user_id
    front = sheets_in(plan, sa.or_(Appraisal.status == Status.PUBLICISED, is_mine))
    shown = rows[:PER_PAGE]
    line = {one.sheet.id: one for one in lines_of(actor, list({*shown, *front}))}
    return Workspace(
        mine=next((line[one.id] for one in front if one.assignee_id == actor.user_id), None),
        publicised=[line[one.id] for one in front if one.status is Status.PUBLICISED],
        lines=[line[one.id] for one in shown],
        next_after=f"{shown[-1].unit_code}.{shown[-1].id}" if len(rows) > PER_PAGE else None,
    )


def lines_of(actor: Actor, rows: Sequence[Appraisal]) -> list[Line]:
    names = names_of({one for row in rows for one in (row.assignee_id, row.leader_id)})
    units = unit_names({row.unit_code for row in rows})
    return [
        Line(
            row, names.get(row.assignee_id, ""), units.get(row.unit_code, ""), names.get(row.leader_id, ""),
            _reading(actor, row),
        )
        for row in rows
    ]


def _reading(actor: Actor, sheet: Appraisal) -> rules.Reading:
    return rules.reading(
        sheet.status, sheet.decided_grade,
        keeps=allows(actor, "assessment.grade", sheet),
        deliberates=allows(actor, "assessment.deliberate", sheet),
        leads=sheet.leader_id == actor.user_id,
        is_self=sheet.assignee_id == actor.user_id,
    )


def my_sheets(actor: Actor) -> Sequence[Appraisal]:
    """The own sheets of all years, the latest first."""
    query = visible(actor, "assessment.view", Appraisal).where(Appraisal.assignee_id == actor.user_id)
    return db.session.scalars(query.join(Plan).options(*LIGHT).order_by(Plan.year.desc())).all()


def verdicts(actor: Actor, sheet: Appraisal) -> list[tuple[Verdict, str]]:
    """Every grade ever written down for this person with the writer's name, oldest first; for its keepers."""
    if not allows(actor, "assessment.grade", sheet) or sheet.assignee_id == actor.user_id:
        return []
    query = sa.select(Verdict).where(Verdict.appraisal_id == sheet.id).order_by(Verdict.id)
    found = db.session.scalars(query).all()
    names = names_of({one.user_id for one in found})
    return [(one, names.get(one.user_id, "")) for one in found]


def my_appraisal(actor: Actor, year: int) -> Appraisal | None:
    """The own sheet of this year, None before the population is drawn."""
    return db.session.scalar(
        visible(actor, "assessment.view", Appraisal)
        .join(Plan)
        .where(Plan.year == year, Appraisal.assignee_id == actor.user_id)
    )


WAITS = {
    "summarise": Appraisal.status == Status.WAITING,
    "propose": Appraisal.status == Status.SUMMARISED,
    "decide": Appraisal.status == Status.PROPOSED,
}


def waiting_for_me(actor: Actor, limit: int = PER_PAGE) -> list[Waiting]:
    """The sheets whose next step is this actor's, for the day's page: the own one first."""
    found: list[tuple[str, Appraisal]] = []
    for move in ("summarise", "propose", "decide", "conclude"):
        if may_come(actor, f"assessment.{move}"):
            query = visible(actor, f"assessment.{move}", Appraisal).join(Plan).options(*LIGHT)
            query = query.where(Plan.status == PlanStatus.SETTLED, *_my_turn(actor, move))
            query = query.order_by(Appraisal.unit_code, Appraisal.id).limit(limit - len(found))
            found += [(move, sheet) for sheet in db.session.scalars(query)]
    names = names_of({sheet.assignee_id for _move, sheet in found})
    return [Waiting(move, s.year, s.id, names.get(s.assignee_id, "")) for move, s in found]


def _my_turn(actor: Actor, move: str) -> list[sa.ColumnElement[bool]]:
    waits = WAITS[move] if move in WAITS else _ready(clock.today())
    if move == "summarise":
        return [waits]
    others = Appraisal.assignee_id != actor.user_id
    return [waits, others, Appraisal.leader_id == actor.user_id] if move == "propose" else [waits, others]
