"""The public versions of items (改了什么), and the rows of the catalogue's two reports."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from tracker.catalogue.models import ServiceItem, ServiceVersion
from tracker.catalogue.rules import Kind, Status, Topic, Type
from tracker.domain.roles import Actor
from tracker.excel.period import Period
from tracker.store.access import may_see, visible
from tracker.store.db import db
from tracker.store.stream import how_many, stream
from tracker.township.queries import all_names as unit_names


def versions(item: ServiceItem) -> Sequence[ServiceVersion]:
    """Every public version of one item, the newest first."""
    return db.session.scalars(
        sa.select(ServiceVersion)
        .where(ServiceVersion.item_id == item.id)
        .order_by(ServiceVersion.number.desc())
    ).all()


def last_version(item_id: int) -> ServiceVersion | None:
    return db.session.scalar(
        sa.select(ServiceVersion)
        .where(ServiceVersion.item_id == item_id)
        .order_by(ServiceVersion.number.desc())
        .limit(1)
    )


def news(actor: Actor, most: int = 50) -> Sequence[tuple[ServiceVersion, ServiceItem]]:
    """The latest changes of what is public now, first versions left out: what became less for residents."""
    rows = db.session.execute(
        sa.select(ServiceVersion, ServiceItem)
        .join(ServiceItem, ServiceItem.id == ServiceVersion.item_id)
        .where(
            may_see(actor, "service.read", ServiceItem), ServiceItem.status == Status.PUBLISHED,
            ServiceVersion.number > 1,
        )
        .order_by(ServiceVersion.since.desc(), ServiceVersion.id.desc())
        .limit(most)
    )
    return [(row[0], row[1]) for row in rows]


class CatalogueRow(NamedTuple):
    """One item of the catalogue as a report shows it."""

    code: str
    name: str
    type: Type
    topic: Topic
    kind: Kind
    department: str
    materials: int
    trips: int
    legal_workdays: int | None
    promised_workdays: int
    fee: str
    by_agent: bool
    at_home: bool
    status: Status
    published_on: date | None
    number: int


class ChangeRow(NamedTuple):
    """One change of a public item; numbers below zero: it became more."""

    since: date
    code: str
    name: str
    number: int
    materials_less: int
    steps_less: int
    workdays_less: int
    changed: dict[str, Any]
    reason: str


def catalogue_rows(actor: Actor, _period: Period) -> Iterator[CatalogueRow]:
    """The whole catalogue as it stands, by code; a period does not narrow it."""
    departments = unit_names(actor.town_code)
    for one in stream(_catalogue(actor)):
        yield CatalogueRow(
            one.code, one.name, one.type, one.topic, one.kind, departments.get(one.department_code, ""),
            len(one.materials_kept or ()), one.trips, one.legal_workdays, one.promised_workdays, one.fee,
            one.by_agent, one.at_home, one.status, one.published_on, one.number,
        )


def catalogue_count(actor: Actor, _period: Period) -> int:
    return how_many(_catalogue(actor))


def _catalogue(actor: Actor) -> sa.Select[*tuple[Any, ...]]:
    kept = ServiceItem
    return visible(actor, "service.report", ServiceItem).with_only_columns(
        kept.code, kept.name, kept.type, kept.topic, kept.kind, kept.department_code, kept.materials_kept,
        kept.trips, kept.legal_workdays, kept.promised_workdays, kept.fee, kept.by_agent, kept.at_home,
        kept.status, kept.published_on, kept.number,
    ).order_by(kept.code)


def change_rows(actor: Actor, period: Period) -> Iterator[ChangeRow]:
    """Changes of public items within the period, by code, then by date; first versions are no change."""
    for one in stream(_changes(actor, period)):
        yield ChangeRow(
            one.since, one.code, one.name, one.number, one.materials_less, one.steps_less, one.workdays_less,
            one.changed, one.reason,
        )


def change_count(actor: Actor, period: Period) -> int:
    return how_many(_changes(actor, period))


def _changes(actor: Actor, period: Period) -> sa.Select[*tuple[Any, ...]]:
    kept = ServiceVersion
    return (
        sa.select(
            kept.since, ServiceItem.code, ServiceItem.name, kept.number, kept.materials_less,
            kept.steps_less, kept.workdays_less, kept.changed, kept.reason,
        )
        .join(ServiceItem, ServiceItem.id == kept.item_id)
        .where(
            may_see(actor, "service.report", ServiceItem), kept.number > 1,
            *period.narrows(kept.since, ServiceItem.unit_code, ServiceItem.unit_code),
        )
        .order_by(ServiceItem.code, kept.since, kept.id)
    )
