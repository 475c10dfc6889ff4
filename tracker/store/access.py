"""The gate: which rows an actor may see; every query on records of the house starts here."""

from typing import Any, TypeVar

import sqlalchemy as sa

from tracker.domain.errors import NotFound
from tracker.domain.policy import scope_of
from tracker.domain.roles import Actor
from tracker.store.base import Owned, Recusable
from tracker.store.db import db

M = TypeVar("M", bound=Owned)


def may_see(actor: Actor, action: str, model: type[M]) -> sa.ColumnElement[bool]:
    """The condition alone: rows on which this actor may do `action`, nobody's recusal broken."""
    scope = scope_of(actor, action)
    if scope is None:
        return sa.false()
    allowed: sa.ColumnElement[bool] = scope(actor, model)
    if issubclass(model, Recusable):
        return sa.and_(allowed, model.not_barred(actor))
    return allowed


def visible(actor: Actor, action: str, model: type[M]) -> sa.Select[M]:
    """select(model), narrowed to the rows on which this actor may do this action."""
    return sa.select(model).where(may_see(actor, action, model))


def allows(actor: Actor, action: str, record: Any) -> bool:
    """The same question for one loaded or new record."""
    scope = scope_of(actor, action)
    if scope is None or not scope(actor, record):
        return False
    return not (isinstance(record, Recusable) and record.bars(actor))


def fetch(actor: Actor, action: str, model: type[M], record_id: int) -> M:
    """One record, or NotFound: invisible and absent look the same."""
    return fetch_where(actor, action, model, model.id == record_id)


def fetch_where(actor: Actor, action: str, model: type[M], condition: sa.ColumnElement[bool]) -> M:
    """Like fetch(), for records known by another unique key (a reference, a code)."""
    record = db.session.scalar(visible(actor, action, model).where(condition))
    if record is None:
        raise NotFound(model.__name__)
    return record
