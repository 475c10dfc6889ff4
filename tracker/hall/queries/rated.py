"""Every select() about ratings (好差评): what was said, of whose work, and whom one may still ask."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from tracker.catalogue.models import ServiceItem
from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.hall.models import RatingCase, RatingCode, Task, TaskAgency, TaskRating
from tracker.hall.rules import (
    CASE_DEEDS,
    FEWEST_RATINGS,
    FINISHED,
    GOOD,
    INVITE_AFTER,
    INVITE_WITHIN,
    UNENDED,
    CaseStatus,
    Channel,
    Level,
    Outcome,
    rated_before,
)
from tracker.people.queries import names_of
from tracker.store.access import fetch, may_see, visible
from tracker.store.audit import history_of
from tracker.store.db import db

SHOWN = 50
COUNTED: sa.ColumnElement[bool] = TaskRating.is_excluded.is_(False)
"""What was found to be a mistake (误评) is in no sum."""


@dataclass(frozen=True)
class Ratings:
    """How finished tasks were rated; `levels` is empty while there are too few to hide who said what."""

    count: int
    finished_count: int
    levels: list[tuple[Level, int]]

    @property
    def good_count(self) -> int:
        """Those who said 满意 or better."""
        return sum(n for level, n in self.levels if level in GOOD)

    @property
    def told_count(self) -> int:
        """How many ratings `levels` is about."""
        return sum(n for _level, n in self.levels)


def ratings(actor: Actor) -> Ratings:
    """All ratings this actor may count; of the own work up to the end of last month only, like everybody."""
    seen = may_see(actor, "rating.list", Task)
    own = sa.or_(
        sa.func.coalesce(TaskRating.handler_id == actor.user_id, sa.false()),
        sa.func.coalesce(TaskRating.agent_id == actor.user_id, sa.false()),
    )
    told = sa.or_(sa.not_(own), TaskRating.rated_on < rated_before(clock.today()))
    count = sum(_by_level(_counted(seen)).values())
    return Ratings(count, _finished(seen), _levels(_by_level(_counted(seen).where(told))))


def public_ratings(actor: Actor) -> Ratings:
    """For everybody: up to the end of last month, so that no single rating can be told from the sum."""
    seen, before = may_see(actor, "rating.read_sum", Task), rated_before(clock.today())
    found = _by_level(_counted(seen).where(TaskRating.rated_on < before))
    finished = _finished(sa.and_(seen, Task.done_on < before))
    return Ratings(sum(found.values()), finished, _levels(found))


def _counted(seen: sa.ColumnElement[bool]) -> sa.Select[Level, int]:
    return sa.select(TaskRating.level, sa.func.count()).join(TaskRating.task).where(seen, COUNTED)


def _finished(seen: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count()).select_from(Task).where(seen, Task.status.in_(FINISHED))
    return db.session.scalar(query) or 0


def _by_level(counted: sa.Select[Level, int]) -> dict[Level, int]:
    rows = db.session.execute(counted.group_by(TaskRating.level))
    return {row[0]: row[1] for row in rows}


def _levels(found: dict[Level, int]) -> list[tuple[Level, int]]:
    """Nothing while there are fewer than five (domain.md 12.16)."""
    if sum(found.values()) < FEWEST_RATINGS:
        return []
    return [(level, found.get(level, 0)) for level in Level]


def rating_words(actor: Actor, limit: int = SHOWN) -> list[tuple[str, str, Level]]:
    """(item, words, level), never the task nor the day; nothing about what this actor handled."""
    rows = db.session.execute(
        sa.select(ServiceItem.name, TaskRating.words, TaskRating.level)
        .select_from(TaskRating)
        .join(Task, Task.id == TaskRating.task_id)
        .join(ServiceItem, ServiceItem.id == Task.item_id)
        .where(
            may_see(actor, "rating.read", Task), TaskRating.words.is_not(None), COUNTED,
            Task.assignee_id.is_distinct_from(actor.user_id),
            TaskRating.handler_id.is_distinct_from(actor.user_id),
            TaskRating.agent_id.is_distinct_from(actor.user_id),
        )
        .order_by(TaskRating.rated_on.desc(), ServiceItem.name)
        .limit(limit)
    )
    return [(name, words or "", level) for name, words, level in rows]


@dataclass(frozen=True)
class RatedRow:
    """One task that was rated: that, when and where, not how."""

    ref: str
    item: str
    rated_on: date
    channel: str
    handler_id: int | None
    agent_id: int | None


def rated_tasks(actor: Actor, limit: int = SHOWN) -> Sequence[RatedRow]:
    """The newest first; each leads to its case."""
    rows = db.session.execute(
        visible(actor, "rating.list", Task)
        .join(TaskRating, TaskRating.task_id == Task.id)
        .join(ServiceItem, ServiceItem.id == Task.item_id)
        .with_only_columns(
            Task.ref, ServiceItem.name, TaskRating.rated_on, TaskRating.channel, TaskRating.handler_id,
            TaskRating.agent_id,
        )
        .order_by(TaskRating.rated_on.desc(), TaskRating.id.desc())
        .limit(limit)
    )
    return [RatedRow(*row) for row in rows]


# --- what one person did


@dataclass(frozen=True)
class EvidenceRow:
    """One finished task of this person, which the page links: what came of it, and whether it was rated."""

    ref: str
    item: str
    is_agency: bool
    done_on: date | None
    outcome: Outcome | None
    is_overdue: bool
    is_rated: bool
    may_view: bool
    """Whether the reader may open the case itself."""


@dataclass(frozen=True)
class Evidence:
    """What one person got done for residents (群众认可, domain.md 8.4): counts and cases, never a score.

    `levels`: the sum up to the end of last month, empty while fewer than five; one rating alone is told to
    nobody it is about.
    """

    finished_count: int
    agency_count: int
    rated_count: int
    overdue_count: int
    rows: Sequence[EvidenceRow]
    levels: list[tuple[Level, int]] = field(default_factory=list)
    levels_before: date | None = None

    @property
    def good_count(self) -> int:
        return sum(n for level, n in self.levels if level in GOOD)

    @property
    def levels_count(self) -> int:
        return sum(n for _level, n in self.levels)


def agent_of() -> sa.ColumnElement[int | None]:
    """Who did the 代办 of a task: as it was entrusted, nobody while that is not said; without any mandate,
    who brought it."""
    mandate = sa.select(TaskAgency.agent_id).where(TaskAgency.task_id == Task.id).correlate(Task)
    brought = sa.and_(Task.channel == Channel.AGENT, ~mandate.exists())
    return sa.case((brought, Task.author_id), else_=mandate.scalar_subquery())


def agent_of_task(task: Task) -> int | None:
    """The same for one task; None: nobody acted for the resident."""
    return db.session.scalar(sa.select(agent_of()).where(Task.id == task.id))


def evidence(actor: Actor, user_id: int, since: date, until: date) -> Evidence:
    """The finished tasks of one person, ended from `since` to `until`: handled at a window, or as 代办."""
    agent = agent_of()
    mine = sa.or_(agent == user_id, Task.assignee_id == user_id)
    seen = may_see(actor, "rating.evidence", Task)
    finished = sa.and_(seen, mine, Task.status.in_(FINISHED), Task.done_on.between(since, until))
    is_agency = sa.func.coalesce(agent == user_id, sa.false())
    total = db.session.execute(
        sa.select(
            sa.func.count(), sa.func.sum(sa.case((is_agency, 1), else_=0)), sa.func.count(Task.rated_on),
            sa.func.sum(sa.case((Task.is_overdue, 1), else_=0)),
        ).where(finished)
    ).one()
    rows = db.session.execute(
        sa.select(
            Task.ref, ServiceItem.name, is_agency, Task.done_on, Task.outcome, Task.is_overdue,
            Task.rated_on.is_not(None), may_see(actor, "task.view", Task),
        )
        .join(ServiceItem, ServiceItem.id == Task.item_id)
        .where(finished)
        .order_by(Task.done_on.desc(), Task.id.desc())
        .limit(SHOWN)
    )
    before = rated_before(clock.today())
    levels = _by_level(
        _counted(seen).where(
            Task.done_on.between(since, until), TaskRating.rated_on < before,
            sa.or_(TaskRating.handler_id == user_id, TaskRating.agent_id == user_id),
        )
    )
    return Evidence(
        total[0], total[1] or 0, total[2], total[3] or 0,
        [EvidenceRow(*row) for row in rows], _levels(levels), before,
    )


# --- whom one may still ask


@dataclass(frozen=True)
class InviteRow:
    """Somebody whose matter is finished and who has not said how it was."""

    task: Task
    days: int
    """Since the end, in calendar days."""


def to_invite(actor: Actor, limit: int = SHOWN) -> list[InviteRow]:
    """Unrated a day after the end, and once more after three days; the oldest first."""
    today = clock.today()
    due = sa.or_(
        *(
            sa.and_(Task.invited == asked, Task.done_on <= today - timedelta(days=days))
            for asked, days in enumerate(INVITE_AFTER)
        )
    )
    rows = db.session.scalars(
        visible(actor, "task.invite", Task)
        .where(
            Task.status.in_(FINISHED), Task.rated_on.is_(None), due,
            Task.done_on >= today - timedelta(days=INVITE_WITHIN),
        )
        .order_by(Task.done_on, Task.id)
        .limit(limit)
    )
    return [InviteRow(task, (today - task.done_on).days) for task in rows if task.done_on]


def task_of_code(code_hash: str, town_code: str) -> Task | None:
    """The finished task of this town that the code opens now."""
    return db.session.scalar(
        sa.select(Task)
        .join(RatingCode, RatingCode.task_id == Task.id)
        .where(
            RatingCode.code_hash == code_hash, RatingCode.ends_at > clock.now(),
            Task.unit_code.startswith(town_code), Task.rated_on.is_(None),
        )
    )


def is_code_taken(code_hash: str) -> bool:
    return db.session.scalar(sa.select(RatingCode.id).where(RatingCode.code_hash == code_hash)) is not None


# --- 差评办理


@dataclass(frozen=True)
class CaseRow:
    """One bad rating that is being dealt with."""

    case: RatingCase
    ref: str
    item: str


def cases(actor: Actor, *, is_open: bool = True, limit: int = SHOWN) -> list[CaseRow]:
    """Those that wait, the earliest day first; or those that ended, the newest first."""
    if is_open:
        return cases_for(actor, UNENDED, limit)
    query = visible(actor, "rating_case.list", RatingCase).where(RatingCase.status.not_in(UNENDED))
    return _case_rows(query.order_by(RatingCase.id.desc()).limit(limit))


def cases_for(actor: Actor, statuses: Collection[CaseStatus], limit: int = SHOWN) -> list[CaseRow]:
    """Those in one of these states, the earliest day first."""
    query = visible(actor, "rating_case.list", RatingCase).where(RatingCase.status.in_(statuses))
    return _case_rows(query.order_by(RatingCase.mend_by, RatingCase.id).limit(limit))


def _case_rows(query: sa.Select[RatingCase]) -> list[CaseRow]:
    """One statement: the task and its item come along."""
    facts = query.join(TaskRating, TaskRating.id == RatingCase.rating_id).join(
        Task, Task.id == TaskRating.task_id
    ).join(ServiceItem, ServiceItem.id == Task.item_id).add_columns(Task.ref, ServiceItem.name)
    return [CaseRow(*row) for row in db.session.execute(facts)]


def case_of(actor: Actor, action: str, case_id: int) -> tuple[RatingCase, Task]:
    """The case and its task; NotFound when it bars this actor, as if there were none."""
    case = fetch(actor, action, RatingCase, case_id)
    return case, db.session.get_one(Task, case.rating.task_id)


def case_history(case: RatingCase) -> list[tuple[str, int | None, datetime]]:
    """(deed, who, when) of one case, newest first."""
    found = [(entry.action.partition(".")[2], entry.user_id, entry.at) for entry in history_of(case)]
    return [(CASE_DEEDS[deed], who, at) for deed, who, at in reversed(found) if deed in CASE_DEEDS]


@dataclass(frozen=True)
class Published:
    """What residents read of a bad rating: neither who rated nor who was rated, and only the month."""

    item: str
    month: date
    words: str
    is_settled: bool | None


def published_cases(actor: Actor, limit: int = SHOWN) -> list[Published]:
    rows = db.session.execute(
        visible(actor, "rating_case.read", RatingCase)
        .join(TaskRating, TaskRating.id == RatingCase.rating_id)
        .join(Task, Task.id == TaskRating.task_id)
        .join(ServiceItem, ServiceItem.id == Task.item_id)
        .where(RatingCase.status == CaseStatus.CLOSED)
        .with_only_columns(
            ServiceItem.name, RatingCase.published_on, RatingCase.public_words, RatingCase.is_settled
        )
        .order_by(RatingCase.published_on.desc(), RatingCase.id.desc())
        .limit(limit)
    )
    return [
        Published(name, day.replace(day=1), words, settled) for name, day, words, settled in rows if day
    ]


def names_in_case(case: RatingCase) -> list[str]:
    """What must not stand in public words: who rated, who was rated, the telephone."""
    task = db.session.get_one(Task, case.rating.task_id)
    people = names_of([case.rated_id, case.agent_id])
    return [task.applicant, task.phone or "", case.phone or "", task.ref, *people.values()]
