"""The rows of 好差评台账 and 差评办理台账: columns only, one after the other."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from tracker.catalogue.models import ServiceItem
from tracker.domain.roles import Actor
from tracker.excel.period import Period
from tracker.hall.models import RatingCase, Task, TaskRating
from tracker.hall.rules import CaseStatus, Level, RatingChannel
from tracker.people.queries import all_names as people_names
from tracker.store.access import visible
from tracker.store.stream import how_many, stream
from tracker.township.queries import all_names as unit_names


class RatedTask(NamedTuple):
    """One rated task: whose work it was, and that it was rated; never how (domain.md 6.5)."""

    ref: str
    item: str
    village: str
    done_on: date | None
    rated_on: date
    channel: RatingChannel
    handler: str
    agent: str


class CaseLine(NamedTuple):
    """One bad rating and what became of it, without who rated."""

    ref: str
    item: str
    rated_on: date
    level: Level
    contact_by: date | None
    contacted_on: date | None
    is_justified: bool | None
    mend_by: date
    mended_on: date | None
    called_on: date | None
    is_settled: bool | None
    appeal_granted: bool | None
    published_on: date | None
    status: CaseStatus


def rated_rows(actor: Actor, period: Period) -> Iterator[RatedTask]:
    """The tasks rated within the period, in the order of their numbers."""
    villages, people = unit_names(actor.town_code), people_names()
    for one in stream(_rated(actor, period)):
        yield RatedTask(
            one.ref, one.name, villages.get(one.village_code, ""), one.done_on, one.rated_on, one.channel,
            people.get(one.handler_id, ""), people.get(one.agent_id, ""),
        )


def rated_count(actor: Actor, period: Period) -> int:
    return how_many(_rated(actor, period))


def _rated(actor: Actor, period: Period) -> sa.Select[*tuple[Any, ...]]:
    return (
        visible(actor, "rating.report", Task)
        .join(TaskRating, TaskRating.task_id == Task.id)
        .join(ServiceItem, ServiceItem.id == Task.item_id)
        .where(*period.narrows(TaskRating.rated_on, Task.village_code, Task.unit_code))
        .with_only_columns(
            Task.ref, ServiceItem.name, Task.village_code, Task.done_on, TaskRating.rated_on,
            TaskRating.channel, TaskRating.handler_id, TaskRating.agent_id,
        )
        .order_by(Task.id)
    )


def case_rows(actor: Actor, period: Period) -> Iterator[CaseLine]:
    """The bad ratings of the period this actor may know of; of the own ones there is no row."""
    for one in stream(_cases(actor, period)):
        yield CaseLine(*one)


def case_count(actor: Actor, period: Period) -> int:
    return how_many(_cases(actor, period))


def _cases(actor: Actor, period: Period) -> sa.Select[*tuple[Any, ...]]:
    return (
        visible(actor, "rating_case.list", RatingCase)
        .join(TaskRating, TaskRating.id == RatingCase.rating_id)
        .join(Task, Task.id == TaskRating.task_id)
        .join(ServiceItem, ServiceItem.id == Task.item_id)
        .where(*period.narrows(TaskRating.rated_on, Task.village_code, Task.unit_code))
        .with_only_columns(
            Task.ref, ServiceItem.name, TaskRating.rated_on, TaskRating.level, RatingCase.contact_by,
            RatingCase.contacted_on, RatingCase.is_justified, RatingCase.mend_by, RatingCase.mended_on,
            RatingCase.called_on, RatingCase.is_settled, RatingCase.appeal_granted, RatingCase.published_on,
            RatingCase.status,
        )
        .order_by(Task.id)
    )
