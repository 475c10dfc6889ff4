"""取号: numbers of a hall's day without gap or double, and the place in the line they stand for."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.line import rules
from tracker.line.models import Booking, Coming, LineNumber, Stretch
from tracker.line.queries.halls import letters, token_for, token_hash
from tracker.line.rules import Priority, Source, Stage, Status
from tracker.store.action import Act, action
from tracker.store.db import db


def take(
    actor: Actor, *, unit_code: str, source: Source, letter: str = "", priority: Priority = Priority.NONE,
    name: str = "", item_id: int | None = None,
) -> Coming:
    """取号 at the machine or the counter of a hall. RuleBroken (field "letter") for a letter it has not."""
    with action(actor, "coming.take") as act:
        return put_coming(
            act, unit_code=unit_code, source=source, letter=letter, priority=priority, name=name,
            item_id=item_id,
        )


def put_coming(
    act: Act, *, unit_code: str, source: Source, letter: str = "", priority: Priority = Priority.NONE,
    name: str = "", item_id: int | None = None, booking: Booking | None = None,
) -> Coming:
    """Step: the next number of this hall and letter, and the first stretch of waiting.

    A `booking` whose slot is not over gives the place from where the slot begins.
    """
    known = [one for one, _name in letters(unit_code)]
    letter = letter or known[0]
    if letter not in known:
        raise RuleBroken(_("请从列出的选项里选一个"), field="letter")
    number = _next(unit_code, act.today, letter)
    starts, ends = _slot(booking) if booking else (None, None)
    coming = Coming(
        unit_code=unit_code, author_id=act.actor.user_id, created_at=act.now, day=act.today, prefix=letter,
        number=number, status=Status.WAITING, source=source, priority=priority, rank=rules.rank_of(priority),
        name=name or None, item_id=item_id, booking_id=booking.id if booking else None,
        since=rules.place_in_line(act.now, starts, ends), calls=0,
        token_hash=token_hash(token_for(unit_code, act.today, letter, number)),
    )
    coming.stretches.append(Stretch(stage=Stage.WAITING, started_at=act.now, clerk_id=act.actor.user_id))
    act.on("coming.take", coming)
    act.flush()
    return coming


def _next(unit_code: str, day: date, letter: str) -> int:
    """One more than the last one, in one statement: counted rows would give two people one number."""
    insert: Any = postgresql.insert if db.session.connection().dialect.name == "postgresql" else sqlite.insert
    made = insert(LineNumber).values(unit_code=unit_code, day=day, prefix=letter, value=1)
    statement = made.on_conflict_do_update(
        index_elements=["unit_code", "day", "prefix"], set_={"value": LineNumber.value + 1}
    ).returning(LineNumber.value)
    return int(db.session.scalar(statement) or 0)


def _slot(booking: Booking) -> tuple[datetime | None, datetime | None]:
    """When the slot begins and ends, e.g. 09:00-09:30; (None, None) for a booking without hours."""
    start, _dash, end = booking.slot.partition("-")
    if not end:
        return None, None
    return _instant(booking.day, start), _instant(booking.day, end)


def _instant(day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), clock.SHANGHAI)
