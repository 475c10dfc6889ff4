"""What waits for a day to come (暂缓、等材料), what limits run, and which head may take a matter over."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from tracker.domain import clock
from tracker.domain.deadline import Unit
from tracker.domain.roles import Role
from tracker.opinions.models import Opinion, OpinionClock, Question, Request
from tracker.opinions.queries import handler_choices
from tracker.opinions.rules import RequestKind, Status
from tracker.people.queries import staff_of
from tracker.store.db import db


def deferred_until_today() -> Sequence[Opinion]:
    """暂缓 whose day to look again has come."""
    asked = sa.select(Request.opinion_id).where(
        Request.kind == RequestKind.DEFER, Request.is_agreed.is_(True), Request.ended_on.is_(None),
        Request.until <= clock.today(),
    )
    return _in_order(Opinion.status == Status.DEFERRED, Opinion.id.in_(asked))


def waited_long_enough() -> Sequence[Opinion]:
    """等材料 whose last day is over."""
    asked = sa.select(Question.opinion_id).where(
        Question.resumed_on.is_(None), Question.until < clock.today()
    )
    return _in_order(Opinion.status == Status.WAITING, Opinion.id.in_(asked))


def with_running_limits(after: int, limit: int) -> Sequence[Opinion]:
    """Some matters with a running clock of days, by id, from beyond `after` on."""
    running = sa.select(OpinionClock.opinion_id).where(
        OpinionClock.stopped_on.is_(None), OpinionClock.unit != Unit.HOUR
    )
    return db.session.scalars(
        sa.select(Opinion)
        .where(Opinion.id > after, Opinion.status != Status.SEALED, Opinion.id.in_(running))
        .order_by(Opinion.id)
        .limit(limit)
    ).all()


def waiting_requests(kind: RequestKind) -> sa.Select[int]:
    """Ids of the matters with a request of this kind that nobody has decided."""
    return sa.select(Request.opinion_id).where(Request.kind == kind, Request.is_agreed.is_(None))


def _in_order(*conditions: sa.ColumnElement[Any]) -> Sequence[Opinion]:
    return db.session.scalars(sa.select(Opinion).where(*conditions).order_by(Opinion.id)).all()


def head_who_may(opinion: Opinion, office_code: str) -> int | None:
    """The head of this office, who is asked to take the matter over; None: there is none who may."""
    may = dict(handler_choices(opinion, office_code))
    heads = staff_of(office_code, (Role.UNIT_HEAD, Role.WINDOW_HEAD))
    return next((one.id for one in heads if str(one.id) in may), None)
