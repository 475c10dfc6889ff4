"""Who may act for a resident (代办), whom a task can be handed to (移交), and what waits to be taken."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from tracker.catalogue.models import ServiceItem
from tracker.domain.roles import Actor, Role
from tracker.domain.text import _
from tracker.hall.models import Task, TaskAgency, TaskHandover
from tracker.hall.rules import OPEN, RUNNING, HandoverState
from tracker.people.models import User
from tracker.people.queries import names_of as people_names
from tracker.people.queries import staff_of
from tracker.store import receipts
from tracker.store.access import visible
from tracker.store.db import db
from tracker.township.queries import names_of as unit_names

WINDOWS = (Role.WINDOW, Role.WINDOW_HEAD)
OFFICES = (Role.HANDLER, Role.UNIT_HEAD)


def agents(actor: Actor, task: Task) -> list[tuple[str, str]]:
    """(id, 村 姓名) of who may run the errand: the agents of the villages, who brought it back, oneself."""
    found = staff_of(actor.town_code, [Role.AGENT])
    units = unit_names({one.unit_code for one in found})
    rows = {str(one.id): f"{units.get(one.unit_code, '')} {one.name}".strip() for one in found}
    more = {one for one in (task.author_id, actor.user_id) if one is not None and str(one) not in rows}
    return [*rows.items(), *((str(one), name) for one, name in people_names(more).items())]


@dataclass(frozen=True)
class Receiver:
    """One line of 交给谁; user_id None: whoever sits in that office."""

    value: str
    label: str
    unit_code: str
    user_id: int | None = None


def receivers(task: Task, actor: Actor) -> list[Receiver]:
    """Colleagues of the hall; once it is accepted also offices of the town and agents of the villages."""
    is_running = task.status in RUNNING
    roles = (*WINDOWS, *OFFICES, Role.AGENT) if is_running else WINDOWS
    people = staff_of(actor.town_code if is_running else task.unit_code, roles)
    units = unit_names({one.unit_code for one in people})
    desks = {one.unit_code for one in staff_of(actor.town_code, OFFICES)} if is_running else set()
    offices = [
        Receiver(f"o{code}", _("{office}，谁在谁接").format(office=units[code]), code)
        for code in sorted(desks & units.keys()) if code != actor.unit_code
    ]
    near = [one for one in people if one.id not in (actor.user_id, task.assignee_id)]
    return [*offices, *(_person(one, units) for one in near)]


def _person(user: User, units: dict[str, str]) -> Receiver:
    label = f"{units.get(user.unit_code, '')} {user.name}".strip()
    return Receiver(f"u{user.id}", label, user.unit_code, user.id)


def is_for(actor: Actor, one: TaskHandover) -> bool:
    """Is this offer meant for this actor: by name, or for whoever sits in the office?"""
    if one.to_id is not None:
        return one.to_id == actor.user_id
    return one.to_unit == actor.unit_code and one.from_id != actor.user_id


def _offered(actor: Actor, name: str) -> sa.Select[Task, TaskHandover]:
    return (
        visible(actor, name, Task)
        .join(TaskHandover, TaskHandover.task_id == Task.id)
        .add_columns(TaskHandover)
        .where(TaskHandover.state == HandoverState.OFFERED, Task.status.in_(OPEN))
        .order_by(TaskHandover.offered_at, TaskHandover.id)
    )


def _meant_for(actor: Actor) -> sa.ColumnElement[bool]:
    """The SQL half of is_for."""
    office = sa.and_(
        TaskHandover.to_id.is_(None), TaskHandover.to_unit == actor.unit_code,
        TaskHandover.from_id.is_distinct_from(actor.user_id),
    )
    return sa.or_(TaskHandover.to_id == actor.user_id, office)


def offers_to(actor: Actor) -> Sequence[sa.Row[Task, TaskHandover]]:
    """What waits for this actor to take it (等我接收), the oldest first."""
    return db.session.execute(_offered(actor, "task.take").where(_meant_for(actor))).all()


def offers_by(actor: Actor) -> Sequence[sa.Row[Task, TaskHandover]]:
    """What this actor has offered and nobody has taken yet."""
    return db.session.execute(
        _offered(actor, "task.recall").where(TaskHandover.from_id == actor.user_id)
    ).all()


def handlers_of(task_id: int, item_code: str) -> tuple[int, ...]:
    """Whoever took this task in, has it, had it before, or runs it as 代办; () for another service."""
    row = db.session.execute(
        sa.select(Task.assignee_id, Task.author_id, TaskAgency.agent_id)
        .join(ServiceItem, ServiceItem.id == Task.item_id)
        .outerjoin(TaskAgency, TaskAgency.task_id == Task.id)
        .where(Task.id == task_id, ServiceItem.code == item_code)
    ).first()
    if row is None:
        return ()
    before = db.session.scalars(sa.select(TaskHandover.from_id).where(TaskHandover.task_id == task_id))
    return tuple(sorted({one for one in (*row, *before) if one is not None}))


def without_code(actor: Actor, task_ids: Iterable[int | None]) -> dict[int, str]:
    """{id: number} of those whose applicant has no 查询码 yet, as far as this actor may give one."""
    wanted = {one for one in task_ids if one is not None}
    if not wanted:
        return {}
    rows = db.session.execute(
        visible(actor, "task.give_code", Task).where(Task.id.in_(wanted)).with_only_columns(Task.id, Task.ref)
    ).all()
    given = receipts.given(Task.__tablename__, [row.id for row in rows])
    return {row.id: row.ref for row in rows if row.id not in given}


def count_to(actor: Actor) -> int:
    """How many wait for this actor."""
    waiting = _offered(actor, "task.take").where(_meant_for(actor)).order_by(None)
    some = waiting.with_only_columns(Task.id).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(some)) or 0


def offered_to(actor: Actor, ref: str) -> Task | None:
    """The task of this number if it waits for this actor."""
    found = db.session.execute(_offered(actor, "task.take").where(_meant_for(actor), Task.ref == ref)).first()
    return found[0] if found else None
