"""Every select() about bad ratings being dealt with (差评办理)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from tracker.catalogue.models import ServiceItem
from tracker.domain.roles import Actor
from tracker.hall.models import RatingCase, Task, TaskRating
from tracker.hall.rules import CASE_DEEDS, UNENDED, CaseStatus
from tracker.people.queries import names_of
from tracker.store.access import fetch_where, visible
from tracker.store.audit import history_of
from tracker.store.db import db

SHOWN = 50


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


def case_of(actor: Actor, action: str, ref: str) -> tuple[RatingCase, Task]:
    """The case of the task with this number; NotFound when it bars this actor, as if there were none.

    Cases have no number of their own to be addressed by: a gap in it would tell of one that is kept from him.
    """
    rated = sa.select(TaskRating.id).join(Task, Task.id == TaskRating.task_id).where(Task.ref == ref)
    case = fetch_where(actor, action, RatingCase, RatingCase.rating_id.in_(rated))
    return case, case.rating.task


def ref_of_case(case_id: int) -> str:
    """The number of the task a case is about."""
    return db.session.get_one(RatingCase, case_id).ref


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
