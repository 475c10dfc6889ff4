"""Service items as the hall keeps them: the list, one by its code, the choices of forms."""

from collections.abc import Sequence

import sqlalchemy as sa

from tracker.catalogue.models import ServiceItem
from tracker.catalogue.queries.finding import nearest
from tracker.catalogue.rules import Status, Topic
from tracker.domain.roles import Actor
from tracker.store.access import may_see, visible
from tracker.store.db import db


def items(actor: Actor, *, text: str = "", status: Status | None = None) -> Sequence[ServiceItem]:
    """The catalogue as staff see it, drafts and all; with words those that come nearest first."""
    query = visible(actor, "service.list", ServiceItem)
    if status is not None:
        query = query.where(ServiceItem.status == status)
    return nearest(query, text)


def published(actor: Actor, *, text: str = "", topic: Topic | None = None) -> Sequence[ServiceItem]:
    """What residents may read of their town's catalogue."""
    query = visible(actor, "service.read", ServiceItem).where(ServiceItem.status == Status.PUBLISHED)
    if topic is not None:
        query = query.where(ServiceItem.topic == topic)
    return nearest(query, text)


def is_public(code: str) -> sa.ColumnElement[bool]:
    """The condition for one published guide."""
    return sa.and_(ServiceItem.code == code, ServiceItem.status == Status.PUBLISHED)


def item_codes(town_code: str) -> Sequence[str]:
    return db.session.scalars(sa.select(ServiceItem.code).where(ServiceItem.unit_code == town_code)).all()


def item_by_code(town_code: str, code: str) -> ServiceItem | None:
    return db.session.scalar(
        sa.select(ServiceItem).where(ServiceItem.unit_code == town_code, ServiceItem.code == code)
    )


def item_choices(actor: Actor) -> list[tuple[str, str]]:
    """(id, name) of the items, for the filter of the list."""
    rows = db.session.execute(
        sa.select(ServiceItem.id, ServiceItem.name)
        .where(may_see(actor, "service.list", ServiceItem))
        .order_by(ServiceItem.code)
    )
    return [(str(row.id), row.name) for row in rows]


def offered(town_code: str) -> list[tuple[str, str]]:
    """(code, name) of what the town's hall takes in, for who brings a request back from a visit."""
    rows = db.session.execute(
        sa.select(ServiceItem.code, ServiceItem.name)
        .where(ServiceItem.unit_code == town_code, ServiceItem.status == Status.PUBLISHED)
        .order_by(ServiceItem.code)
    )
    return [(row.code, row.name) for row in rows]
