"""Every select() of the annual assessment (年度考核): plans, places, sheets, who waits for whom."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import defer

from tracker.assessments import rules
from tracker.assessments.models import Appraisal, Plan, Pool, Verdict
from tracker.assessments.rules import NOT_HERE, PlanStatus, Status
from tracker.domain import clock
from tracker.domain.grades import Grade, Group, Limit, Situation, word
from tracker.domain.policy import may_come
from tracker.domain.roles import HEADS_OF_UNIT, Actor, Role
from tracker.people.models import Post, User
from tracker.people.queries import names_of
from tracker.store.access import allows, fetch_where, may_see, visible
from tracker.store.db import db
from tracker.township.queries import names_of as unit_names

PER_PAGE = 50
LIGHT = tuple(
    defer(column)
    for column in (
        Appraisal.summary, Appraisal.comment, Appraisal.improvement, Appraisal.reason, Appraisal.situation_codes
    )
)
"""Lists do not open the long encrypted texts."""


@dataclass(frozen=True)
class PoolLine:
    """One pool as the workspace speaks of it: who should take part, places, 优秀 decided so far."""

    pool: Pool
    people: int
    taken: int

    @property
    def quota(self) -> rules.Quota:
        return self.pool.quota


@dataclass(frozen=True)
class Line:
    """One person in the workspace, with the words this reader may read."""

    sheet: Appraisal
    name: str
    unit: str
    leader: str
    proposed: str
    decided: str

    @property
    def is_undetermined(self) -> bool:
        return self.sheet.limit is Limit.UNDETERMINED


@dataclass(frozen=True)
class Sheet(Line):
    """One person's page: the long texts too, empty where this reader may not read them."""

    summary: str
    comment: str
    improvement: str
    situations: tuple[Situation, ...]
    reason: str
    sees_reason: bool
    verdicts: Sequence[Verdict]
    verdict_names: Mapping[int | None, str]


@dataclass(frozen=True)
class Filters:
    """What the workspace is narrowed to; empty means all."""

    unit: str = ""
    status: str = ""
    after: str = ""


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
    query = sa.select(Plan.id).where(Plan.unit_code == town, Plan.year == year)
    return db.session.scalar(query) is not None


# --- the population


def staff(town: str) -> Sequence[User]:
    """Everybody who works in the town."""
    return db.session.scalars(
        sa.select(User).where(User.is_active, User.unit_code.startswith(town)).order_by(User.unit_code, User.id)
    ).all()


def _living_posts() -> sa.ColumnElement[bool]:
    return sa.or_(Post.until_on.is_(None), Post.until_on >= clock.today())


def leading_ids(user_ids: Iterable[int]) -> set[int]:
    """领导成员 among these: by the staff list, or by a post that only such people hold."""
    wanted = list(user_ids)
    by_post = sa.select(Post.user_id).where(Post.role.in_(rules.LEADING_ROLES), _living_posts())
    return set(
        db.session.scalars(
            sa.select(User.id).where(User.id.in_(wanted), sa.or_(User.is_leading_member, User.id.in_(by_post)))
        )
    )


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
    codes = set(db.session.scalars(sa.select(Appraisal.unit_code).where(Appraisal.plan_id == plan.id).distinct()))
    return sorted(unit_names(codes).items())


def sheets_in(plan: Plan, *conditions: sa.ColumnElement[bool]) -> Sequence[Appraisal]:
    """The sheets of one plan, for a deed that has asked the policy for the plan."""
    return db.session.scalars(
        sa.select(Appraisal)
        .where(Appraisal.plan_id == plan.id, *conditions)
        .options(*LIGHT)
        .order_by(Appraisal.unit_code, Appraisal.id)
    ).all()


def sheets_of_unit(plan: Plan, unit_code: str) -> Sequence[Appraisal]:
    return sheets_in(plan, Appraisal.unit_code == unit_code)


def without_leader(plan: Plan) -> Sequence[Appraisal]:
    return sheets_in(
        plan, Appraisal.leader_id.is_(None), Appraisal.comment_due, Appraisal.status.not_in(NOT_HERE)
    )


def decided_excellent(plan: Plan) -> Sequence[Appraisal]:
    return sheets_in(plan, Appraisal.status == Status.DECIDED, Appraisal.decided_grade == Grade.EXCELLENT)


def ready_to_conclude(plan: Plan, today: date) -> Sequence[Appraisal]:
    return sheets_in(plan, _ready(today))


def _ready(today: date) -> sa.ColumnElement[bool]:
    """Decided, and 优秀 only after the last day of its publicity."""
    plain = sa.and_(Appraisal.status == Status.DECIDED, Appraisal.decided_grade != Grade.EXCELLENT)
    shown = sa.and_(Appraisal.status == Status.PUBLICISED, Appraisal.publicity_ends_on < today)
    return sa.or_(plain, shown)


def publicised(plan: Plan) -> list[Line]:
    """优秀 in publicity: read by all staff of the town, whoever may read the plan (公示, 本机关范围)."""
    rows = sheets_in(plan, Appraisal.status == Status.PUBLICISED)
    return _lines(rows, lambda sheet: ("", word(Grade.EXCELLENT, sheet.group)))


def unfinished(plan: Plan) -> int:
    done = (Status.CONCLUDED, Status.RECORDED, Status.LEFT)
    query = sa.select(sa.func.count()).select_from(Appraisal)
    return db.session.scalar(query.where(Appraisal.plan_id == plan.id, Appraisal.status.not_in(done))) or 0


# --- places for 优秀


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
    return (
        db.session.scalar(
            sa.select(sa.func.count())
            .select_from(Appraisal)
            .where(
                Appraisal.plan_id == plan_id, Appraisal.group == group, Appraisal.id != besides,
                Appraisal.decided_grade == Grade.EXCELLENT,
            )
        )
        or 0
    )


def pool_in(plan_id: int, group: Group) -> Pool:
    return db.session.scalars(sa.select(Pool).where(Pool.plan_id == plan_id, Pool.group == group)).one()


def pool_lines(plan: Plan) -> list[PoolLine]:
    people, _undetermined = headcounts(plan.id)
    taken = Counter(
        db.session.scalars(
            sa.select(Appraisal.group).where(
                Appraisal.plan_id == plan.id, Appraisal.decided_grade == Grade.EXCELLENT
            )
        )
    )
    return [PoolLine(pool, people[pool.group], taken[pool.group]) for pool in plan.pools]


# --- the workspace and one sheet


def workspace(actor: Actor, plan: Plan, filters: Filters) -> tuple[list[Line], str | None]:
    """The people this actor may see, in unit order, and where the next page begins."""
    query = visible(actor, "assessment.list", Appraisal).where(Appraisal.plan_id == plan.id).options(*LIGHT)
    if filters.unit:
        query = query.where(Appraisal.unit_code == filters.unit)
    if filters.status in set(Status):
        query = query.where(Appraisal.status == Status(filters.status))
    code, _dot, last = filters.after.partition(".")
    if last.isdecimal() and len(last) < 16:
        after = sa.and_(Appraisal.unit_code == code, Appraisal.id > int(last))
        query = query.where(sa.or_(Appraisal.unit_code > code, after))
    query = query.order_by(Appraisal.unit_code, Appraisal.id).limit(PER_PAGE + 1)
    rows = db.session.scalars(query).all()
    shown = rows[:PER_PAGE]
    more = f"{shown[-1].unit_code}.{shown[-1].id}" if len(rows) > PER_PAGE else None
    return _lines(shown, lambda sheet: readable_grades(actor, sheet)), more


def _lines(rows: Sequence[Appraisal], grades: "Callable[[Appraisal], tuple[str, str]]") -> list[Line]:
    names = names_of({one for row in rows for one in (row.assignee_id, row.leader_id)})
    units = unit_names({row.unit_code for row in rows})
    return [
        Line(row, names.get(row.assignee_id, ""), units.get(row.unit_code, ""), names.get(row.leader_id, ""),
             *grades(row))
        for row in rows
    ]


def readable_grades(actor: Actor, sheet: Appraisal) -> tuple[str, str]:
    """(proposed, decided) in the words of the group; empty where this actor may not read them."""
    proposed = sheet.proposed_grade if reads_proposal(actor, sheet) else None
    decided = sheet.decided_grade if _reads_decision(actor, sheet) else None
    return tuple(word(one, sheet.group) if one else "" for one in (proposed, decided))  # type: ignore[return-value]


def reads_proposal(actor: Actor, sheet: Appraisal) -> bool:
    return rules.proposal_is_open(
        sheet.status, may_read=_reads_grades(actor, sheet),
        may_deliberate=allows(actor, "assessment.deliberate", sheet),
        is_leader=sheet.leader_id == actor.user_id, is_self=sheet.assignee_id == actor.user_id,
    )


def _reads_decision(actor: Actor, sheet: Appraisal) -> bool:
    return rules.decision_is_open(
        sheet.status, sheet.decided_grade, may_read=_reads_grades(actor, sheet),
        may_deliberate=allows(actor, "assessment.deliberate", sheet) and sheet.assignee_id != actor.user_id,
        is_self=sheet.assignee_id == actor.user_id,
    )


def _reads_grades(actor: Actor, sheet: Appraisal) -> bool:
    """Keepers of the grades read all but, before the end, their own."""
    return allows(actor, "assessment.grade", sheet) and sheet.assignee_id != actor.user_id


def sheet_page(actor: Actor, sheet: Appraisal) -> Sheet:
    """One person's page as this actor may read it."""
    line = _lines([sheet], lambda one: readable_grades(actor, one))[0]
    is_self = sheet.assignee_id == actor.user_id
    reads, reasons = reads_proposal(actor, sheet), allows(actor, "assessment.reason", sheet)
    found = verdicts(sheet) if _reads_grades(actor, sheet) else []
    return Sheet(
        **line.__dict__,
        summary=sheet.summary if is_self or sheet.summarised_at else "",
        comment=sheet.comment if reads else "", improvement=sheet.improvement if reads else "",
        situations=sheet.situations if reasons else (), reason=sheet.reason if reasons else "",
        sees_reason=reasons, verdicts=found, verdict_names=names_of({one.user_id for one in found}),
    )


def verdicts(sheet: Appraisal) -> Sequence[Verdict]:
    """Every grade that was ever written down for this person, oldest first."""
    return db.session.scalars(
        sa.select(Verdict).where(Verdict.appraisal_id == sheet.id).order_by(Verdict.id)
    ).all()
