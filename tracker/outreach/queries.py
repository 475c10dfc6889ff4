"""Every select() about proactive service (主动告知): its rules, the roll, who is to be told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from tracker.catalogue.models import ServiceItem
from tracker.domain.masking import mask_name
from tracker.domain.roles import Actor
from tracker.excel.period import Period
from tracker.hall.models import Task
from tracker.hall.queries import phone_index
from tracker.hall.rules import Outcome
from tracker.hall.rules import Status as TaskStatus
from tracker.outreach.models import Outreach, OutreachRule, RollEntry
from tracker.outreach.rules import (
    HOW_LABELS,
    KEPT,
    OCCASION_LABELS,
    STATUS_LABELS,
    WAITING,
    Occasion,
    Status,
    month_of,
)
from tracker.people.queries import all_names as all_people
from tracker.store.access import fetch, may_see, visible
from tracker.store.db import db
from tracker.store.stream import how_many, stream
from tracker.township.queries import all_names as all_units

FAR = date(9999, 12, 31)
"""Where a claim without an end stands in the order."""
NOTHING_CAME = (TaskStatus.DECLINED, TaskStatus.WITHDRAWN, TaskStatus.TERMINATED)
"""Who applied and got no further has not claimed anything."""
PER_PAGE, ON_PAPER, FEW = 50, 300, 6


def outreach(actor: Actor, action: str, outreach_id: int) -> Outreach:
    return fetch(actor, action, Outreach, outreach_id)


def rule(actor: Actor, action: str, rule_id: int) -> OutreachRule:
    return fetch(actor, action, OutreachRule, rule_id)


def entry(actor: Actor, action: str, entry_id: int) -> RollEntry:
    return fetch(actor, action, RollEntry, entry_id)


@dataclass(frozen=True)
class Wanted:
    """The filters of the list; `state`: waiting (to be told), told, ended, or all."""

    village: str = ""
    item_id: int | None = None
    state: str = "waiting"
    after: str = ""


STATES: dict[str, tuple[Status, ...]] = {
    "waiting": WAITING,
    "told": (Status.TOLD,),
    "ended": (Status.TAKEN_UP, Status.NOT_WANTED, Status.WRONG),
    "all": tuple(Status),
}


@dataclass(frozen=True)
class Found:
    """One page of people to be told; `counts`: {status: how many} under the same village and item."""

    rows: Sequence[Outreach]
    counts: dict[Status, int]
    next_after: str | None


def _placed(actor: Actor, wanted: Wanted, action: str = "outreach.list") -> sa.Select[Outreach]:
    query = visible(actor, action, Outreach)
    if wanted.village:
        query = query.where(Outreach.unit_code.startswith(wanted.village, autoescape=True))
    if wanted.item_id is not None:
        query = query.where(Outreach.item_id == wanted.item_id)
    return query


def _in_order(query: sa.Select[Outreach]) -> sa.Select[Outreach]:
    return query.order_by(sa.func.coalesce(Outreach.falls_on, FAR), Outreach.id)


def page(actor: Actor, wanted: Wanted) -> Found:
    """The earliest day first."""
    placed = _placed(actor, wanted)
    by_status = placed.with_only_columns(Outreach.status, sa.func.count()).group_by(Outreach.status)
    counts: dict[Status, int] = {row[0]: row[1] for row in db.session.execute(by_status)}
    query = placed.where(Outreach.status.in_(STATES.get(wanted.state, WAITING)), _later(wanted.after))
    rows = db.session.scalars(_in_order(query).limit(PER_PAGE + 1)).all()
    shown = rows[:PER_PAGE]
    mark = f"{(shown[-1].falls_on or FAR).isoformat()}~{shown[-1].id}" if len(rows) > PER_PAGE else None
    return Found(shown, counts, mark)


def _later(cursor: str) -> sa.ColumnElement[bool]:
    """After the last row of the page before; everything for a cursor that is none."""
    day_text, _tilde, number = cursor.partition("~")
    try:
        day = date.fromisoformat(day_text)
    except ValueError:
        return sa.true()
    if not (number.isdecimal() and len(number) < 10):
        return sa.true()
    falls_on = sa.func.coalesce(Outreach.falls_on, FAR)
    return sa.or_(falls_on > day, sa.and_(falls_on == day, Outreach.id > int(number)))


def on_paper(actor: Actor, wanted: Wanted) -> Sequence[Outreach]:
    """Who is still to be told, for the list on paper: whole names, so only for who may see them."""
    query = _placed(actor, wanted, "outreach.contact").where(Outreach.status.in_(WAITING))
    ordered = query.order_by(Outreach.unit_code, sa.func.coalesce(Outreach.falls_on, FAR), Outreach.id)
    return db.session.scalars(ordered.limit(ON_PAPER)).all()


def waiting_in(actor: Actor, village: str) -> int:
    """How many people of a village are still to be told, of those this person may see."""
    query = _placed(actor, Wanted(village=village)).where(Outreach.status.in_(WAITING))
    return db.session.scalar(query.with_only_columns(sa.func.count())) or 0


@dataclass(frozen=True)
class DayRow:
    """One line of somebody's day."""

    id: int
    title: str
    item: str
    falls_on: date | None


def my_day(actor: Actor) -> list[DayRow]:
    """The first few to be told."""
    query = _in_order(visible(actor, "outreach.tell", Outreach).where(Outreach.status.in_(WAITING)))
    return [
        DayRow(one.id, mask_name(one.name), one.item.name, one.falls_on)
        for one in db.session.scalars(query.limit(FEW))
    ]


# --- the rules and the roll


def rules_of(actor: Actor, action: str = "outreach.rules") -> Sequence[OutreachRule]:
    """Those in use first."""
    query = visible(actor, action, OutreachRule)
    return db.session.scalars(query.order_by(OutreachRule.is_used.desc(), OutreachRule.id)).all()


def same_rule(town: str, item_id: int, occasion: Occasion, age: int | None) -> OutreachRule | None:
    return db.session.scalar(
        sa.select(OutreachRule).where(
            OutreachRule.unit_code == town, OutreachRule.item_id == item_id,
            OutreachRule.occasion == occasion, OutreachRule.age.is_not_distinct_from(age),
            OutreachRule.is_used,
        )
    )


def entry_keys(village: str) -> Sequence[str]:
    return db.session.scalars(sa.select(RollEntry.key).where(RollEntry.unit_code == village)).all()


def entry_of_key(key: str) -> RollEntry | None:
    return db.session.scalar(sa.select(RollEntry).where(RollEntry.key == key))


def roll(actor: Actor, *, village: str = "", after: int = 0) -> tuple[Sequence[RollEntry], int | None]:
    """One page of the roll in the order it came in, and the id the next page begins after."""
    query = visible(actor, "roll.list", RollEntry).where(RollEntry.id > after)
    if village:
        query = query.where(RollEntry.unit_code.startswith(village, autoescape=True))
    rows = db.session.scalars(query.order_by(RollEntry.id).limit(PER_PAGE + 1)).all()
    shown = rows[:PER_PAGE]
    return shown, shown[-1].id if len(rows) > PER_PAGE else None


def roll_count(actor: Actor) -> int:
    return db.session.scalar(visible(actor, "roll.list", RollEntry).with_only_columns(sa.func.count())) or 0


# --- whom the rules find


def expiring(town: str, item_id: int, since: date, until: date) -> Sequence[Task]:
    """Granted, and the certificate runs out between these two days."""
    return db.session.scalars(
        sa.select(Task).where(
            Task.item_id == item_id, Task.unit_code.startswith(town), Task.outcome == Outcome.GRANTED,
            Task.valid_until.between(since, until),
        ).order_by(Task.id)
    ).all()


def entries_born(town: str, first: date, last: date) -> Sequence[RollEntry]:
    """Who was born in the months from `first` to `last`, of a roll of birth dates."""
    return db.session.scalars(
        sa.select(RollEntry).where(
            RollEntry.unit_code.startswith(town), RollEntry.item_id.is_(None),
            RollEntry.birth_month.between(month_of(first), month_of(last)),
        ).order_by(RollEntry.id)
    ).all()


def entries_entitled(town: str, item_id: int, today: date) -> Sequence[RollEntry]:
    """Who stands on a roll of people entitled to this item, as long as the claim is open."""
    return db.session.scalars(
        sa.select(RollEntry).where(
            RollEntry.unit_code.startswith(town), RollEntry.item_id == item_id,
            sa.or_(RollEntry.until.is_(None), RollEntry.until >= today),
        ).order_by(RollEntry.id)
    ).all()


class Applied(NamedTuple):
    """An application for an item, as far as it tells who applied and when."""

    id: int
    applicant_index: str
    phone_index: str | None
    village_code: str
    received_on: date


class Applicants:
    """Who has applied for an item: the same name, with the same telephone or in the same village."""

    def __init__(self, item_id: int) -> None:
        rows = db.session.execute(
            sa.select(
                Task.id, Task.applicant_index, Task.phone_index, Task.village_code, Task.received_on
            ).where(Task.item_id == item_id, Task.status.not_in(NOTHING_CAME)).order_by(Task.id)
        )
        self._by_name: dict[str, list[Applied]] = {}
        for row in rows:
            self._by_name.setdefault(row.applicant_index, []).append(Applied(*row))

    def found(
        self, name_index: str, phone: str | None, village: str, *, from_id: int = 0, since: date | None = None
    ) -> Applied | None:
        """The first application after the task `from_id`, not received before `since` (None: at any time)."""
        number = phone_index(phone) if phone else ""
        for one in self._by_name.get(name_index, []):
            is_near = bool(village) and one.village_code == village
            is_same = is_near or (number and one.phone_index == number)
            if is_same and one.id > from_id and (since is None or one.received_on >= since):
                return one
        return None


def known_keys(keys: Sequence[str], chunk: int = 500) -> set[str]:
    """Which of these have been listed before."""
    found: set[str] = set()
    for start in range(0, len(keys), chunk):
        piece = keys[start : start + chunk]
        found |= set(db.session.scalars(sa.select(Outreach.key).where(Outreach.key.in_(piece))))
    return found


def still_open(actor: Actor) -> Sequence[Outreach]:
    """Whoever may still come, for the look at what was handed in meanwhile."""
    query = visible(actor, "outreach.take_up", Outreach)
    open_ones = (Status.TO_TELL, Status.TOLD, Status.NOT_REACHED)
    return db.session.scalars(query.where(Outreach.status.in_(open_ones)).order_by(Outreach.item_id)).all()


def long_over(actor: Actor, today: date) -> Sequence[Outreach]:
    """Ended so long ago that nobody needs the name any more."""
    query = visible(actor, "outreach.forget", Outreach)
    return db.session.scalars(query.where(Outreach.ended_on < today - KEPT, Outreach.name_index != "")).all()


def task_named(actor: Actor, ref: str, item_id: int) -> int | None:
    """The id of the task with this number, of the same item and town; None when there is none."""
    return db.session.scalar(
        sa.select(Task.id).where(
            Task.ref == ref, Task.item_id == item_id, Task.unit_code.startswith(actor.town_code)
        )
    )


def ref_of(task_id: int | None) -> str:
    """The number of a task; empty when there is none."""
    return db.session.scalar(sa.select(Task.ref).where(Task.id == task_id)) or "" if task_id else ""


def behind_task(actor: Actor, task_id: int) -> Sequence[Outreach]:
    """The outreach that led to a task, as far as this person may read it."""
    query = visible(actor, "outreach.view", Outreach).where(Outreach.task_id == task_id)
    return db.session.scalars(query).all()


def items_listed(actor: Actor) -> list[tuple[str, str]]:
    """(id, name) of the items somebody is to be told of."""
    seen = sa.select(Outreach.item_id).where(may_see(actor, "outreach.list", Outreach))
    rows = db.session.execute(
        sa.select(ServiceItem.id, ServiceItem.name).where(ServiceItem.id.in_(seen)).order_by(ServiceItem.code)
    )
    return [(str(row.id), row.name) for row in rows]


# --- the ledger


class LedgerRow(NamedTuple):
    """One person in the ledger."""

    village: str
    name: str
    item: str
    occasion: str
    falls_on: date | None
    teller: str
    told_on: date | None
    how: str
    status: str
    task_ref: str
    ended_on: date | None


def ledger_rows(actor: Actor, period: Period) -> Iterator[LedgerRow]:
    """Who was listed in the period, by village and day."""
    people, units = all_people(), all_units(actor.town_code)
    query = (
        _ledger(actor, period)
        .join(ServiceItem, ServiceItem.id == Outreach.item_id)
        .outerjoin(Task, Task.id == Outreach.task_id)
        .with_only_columns(
            Outreach.unit_code, Outreach.name, ServiceItem.name.label("item"), Outreach.occasion,
            Outreach.falls_on, Outreach.told_by, Outreach.assignee_id, Outreach.told_on, Outreach.how,
            Outreach.status, Task.ref, Outreach.ended_on,
        )
        .order_by(Outreach.unit_code, sa.func.coalesce(Outreach.falls_on, FAR), Outreach.id)
    )
    for one in stream(query):
        yield LedgerRow(
            units.get(one.unit_code, ""), one.name, one.item, OCCASION_LABELS[one.occasion], one.falls_on,
            people.get(one.told_by or one.assignee_id, ""), one.told_on,
            HOW_LABELS[one.how] if one.how else "", STATUS_LABELS[one.status], one.ref or "", one.ended_on,
        )


def ledger_count(actor: Actor, period: Period) -> int:
    return how_many(_ledger(actor, period))


def _ledger(actor: Actor, period: Period) -> sa.Select[Outreach]:
    return visible(actor, "outreach.report", Outreach).where(
        *period.narrows(Outreach.listed_on, Outreach.unit_code)
    )
