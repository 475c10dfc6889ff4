"""Every select() about ratings (好差评): what was said, of whose work, and whom one may still ask."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import sqlalchemy as sa

from tracker.catalogue.models import ServiceItem
from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.hall.models import RatingCode, Task, TaskAgency, TaskRating
from tracker.hall.rules import (
    FEWEST_RATINGS,
    FINISHED,
    GOOD,
    INVITE_AFTER,
    INVITE_WITHIN,
    Channel,
    Level,
    Outcome,
    rated_before,
)
from tracker.store.access import may_see, visible
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
    """All ratings this actor may count."""
    seen = may_see(actor, "rating.list", Task)
    return Ratings(_count(seen), _finished(seen), _levels(seen))


def public_ratings(actor: Actor) -> Ratings:
    """For everybody: the counts too up to the end of last month."""
    seen, before = may_see(actor, "rating.read_sum", Task), rated_before(clock.today())
    count = _count(sa.and_(seen, TaskRating.rated_on < before))
    return Ratings(count, _finished(sa.and_(seen, Task.done_on < before)), _levels(seen))


def _count(seen: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count()).select_from(TaskRating).join(TaskRating.task).where(seen, COUNTED)
    return db.session.scalar(query) or 0


def _finished(seen: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count()).select_from(Task).where(seen, Task.status.in_(FINISHED))
    return db.session.scalar(query) or 0


def _levels(about: sa.ColumnElement[bool]) -> list[tuple[Level, int]]:
    """By level, up to the end of last month, in whole fives as they came (domain.md 12.16).

    Never of a span: a sum that one rating joins or leaves alone tells how that one was, and the lists tell
    whose it is. What was excluded keeps its place in the fives, so that no other one moves up.
    """
    came = (
        sa.select(TaskRating.level, TaskRating.is_excluded)
        .join(TaskRating.task)
        .where(about, TaskRating.rated_on < rated_before(clock.today()))
    )
    count = db.session.scalar(sa.select(sa.func.count()).select_from(came.subquery())) or 0
    told = came.order_by(TaskRating.rated_on, TaskRating.id).limit(count - count % FEWEST_RATINGS).subquery()
    rows = db.session.execute(
        sa.select(told.c.level, sa.func.count()).where(told.c.is_excluded.is_(False)).group_by(told.c.level)
    )
    found = {row[0]: row[1] for row in rows}
    if sum(found.values()) < FEWEST_RATINGS:
        return []
    return [(level, found.get(level, 0)) for level in Level]


def rating_words(actor: Actor, limit: int = SHOWN) -> list[tuple[str, str, Level]]:
    """(item, words, level) of the newest up to the end of last month; nothing about what this actor handled.

    Never the task, the day or the order they came in, and the item ("" otherwise) only where five or more
    rated it: beside the list of rated tasks each of these would tell who wrote.
    """
    before = rated_before(clock.today())
    often_rated = (
        sa.select(Task.item_id)
        .join(TaskRating, TaskRating.task_id == Task.id)
        .where(TaskRating.rated_on < before)
        .group_by(Task.item_id)
        .having(sa.func.count() >= FEWEST_RATINGS)
    )
    item = sa.case((Task.item_id.in_(often_rated), ServiceItem.name), else_="")
    rows = db.session.execute(
        sa.select(item, TaskRating.words, TaskRating.level)
        .select_from(TaskRating)
        .join(Task, Task.id == TaskRating.task_id)
        .join(ServiceItem, ServiceItem.id == Task.item_id)
        .where(
            may_see(actor, "rating.read", Task), TaskRating.words.is_not(None), COUNTED,
            TaskRating.rated_on < before,
            Task.assignee_id.is_distinct_from(actor.user_id),
            TaskRating.handler_id.is_distinct_from(actor.user_id),
            TaskRating.agent_id.is_distinct_from(actor.user_id),
        )
        .order_by(TaskRating.rated_on.desc(), TaskRating.id.desc())
        .limit(limit)
    )
    return sorted((name, words or "", level) for name, words, level in rows)


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

    `levels`: of everything ever rated, not of the span; empty while fewer than five. One rating alone is told
    to nobody it is about.
    """

    finished_count: int
    agency_count: int
    rated_count: int
    overdue_count: int
    rows: Sequence[EvidenceRow]
    levels: list[tuple[Level, int]] = field(default_factory=list)

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
    rated = sa.or_(TaskRating.handler_id == user_id, TaskRating.agent_id == user_id)
    return Evidence(
        total[0], total[1] or 0, total[2], total[3] or 0,
        [EvidenceRow(*row) for row in rows], _levels(sa.and_(seen, rated)),
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


def is_any_code_open(town_code: str) -> bool:
    """Whether there is a code one could find by trying."""
    query = sa.select(RatingCode.id).join(Task, Task.id == RatingCode.task_id)
    is_open = RatingCode.ends_at > clock.now(), Task.unit_code.startswith(town_code)
    return db.session.scalar(query.where(*is_open).limit(1)) is not None


def is_code_taken(code_hash: str) -> bool:
    return db.session.scalar(sa.select(RatingCode.id).where(RatingCode.code_hash == code_hash)) is not None
