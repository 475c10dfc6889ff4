"""The door: policy, transaction, ticket and audit for every change; the only commit in the house."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from tracker.domain import clock
from tracker.domain.errors import Conflict, NotFound, RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.store import audit, tickets
from tracker.store.access import allows
from tracker.store.base import Owned
from tracker.store.db import db, writing

T = TypeVar("T")


class Act:
    """One open deed: who, at which instant, and which records it touches. `row`: of the sheet it takes in."""

    def __init__(self, actor: Actor, *, is_trial: bool = False) -> None:
        self.actor, self.is_trial = actor, is_trial
        self.now: datetime = clock.now()
        self.today: date = clock.local(self.now).date()
        self.after_commit: list[Callable[[], None]] = []
        self.on_settle: list[Callable[[], None]] = []
        self.row: int | None = None
        self._touched: dict[int, tuple[str, Any, dict[str, Any], int | None]] = {}
        self._asked: dict[Any, Any] = {}
        self._first: Any = None

    def once(self, key: Any, ask: Callable[[], T]) -> T:
        """What a sheet asks again in every row: asked of the database once, kept while this act is open.

        Who adds a record puts it into the answer as well.
        """
        if key not in self._asked:
            self._asked[key] = ask()
        return self._asked[key]  # type: ignore[no-any-return]  # what `ask` answered

    def on(self, name: str, record: Any) -> None:
        """Judge this deed on one more record, and take the record into the audit."""
        if id(record) in self._touched:
            return
        known = sa.inspect(record).has_identity
        if not allows(self.actor, name, record):
            raise NotFound(name)
        if self.is_trial:
            return
        if not known:
            db.session.add(record)
        self._touched[id(record)] = (name, record, audit.open_values(record) if known else {}, self.row)

    def knows(self, record: Any) -> bool:
        return id(record) in self._touched

    def row_of(self, record: Any) -> int | None:
        """The row of the sheet that touched this record."""
        return self._touched[id(record)][3] if self.knows(record) else None

    def flush(self) -> None:
        """Give new records their ids; a trial writes nothing."""
        if not self.is_trial:
            db.session.flush()

    def check_version(self, record: Any) -> None:
        ticket = self.actor.ticket
        if ticket and ticket.seen_version is not None and record.version not in (None, ticket.seen_version):
            raise Conflict(record)

    def settle(self) -> None:
        """Flush, and write one audit entry per record touched so far; a long sheet does so now and then."""
        touched = self._touched.values()
        found = [(n, r, audit.changes_of(b, audit.open_values(r))) for n, r, b, _row in touched]
        self.flush()
        for step in self.on_settle:
            step()
        audit.write(self.actor, [audit.payload_of(self.actor, n, r, c, self.now) for n, r, c in found])
        if found and self._first is None:
            self._first = found[0][1]
        self._touched.clear()

    def finish(self) -> None:
        """Settle what is left, and remember the ticket."""
        self.settle()
        if self._first is not None:
            tickets.keep(self.actor, self._first, self.now)


@contextmanager
def action(actor: Actor, name: str, record: Any = None) -> Iterator[Act]:
    """Open the door for one deed `name` of the policy table on `record` (loaded or new; None: a whole
    sheet, whose rows are handed to act.on() one by one).

    Raises NotFound when the actor may not, Conflict when somebody was faster, Repeated when the same form
    was sent before. Actions do not nest: hand the open act on.
    """
    if "act" in db.session.info:
        raise RuntimeError(f"{name}: actions do not nest; hand the open act on")
    with writing(db.session()):
        act = db.session.info["act"] = Act(actor)
        try:
            tickets.take(actor, act.now)
            if record is not None:
                act.check_version(record)
                act.on(name, record)
            yield act
            act.finish()
            db.session.commit()
        except StaleDataError as stale:
            db.session.rollback()
            raise Conflict(record) from stale
        except IntegrityError as doubled:
            db.session.rollback()
            raise RuleBroken(_("和已有的一条记录重复了，或者不完整，没有保存。请核对后再试")) from doubled
        except BaseException:
            db.session.rollback()
            raise
        finally:
            del db.session.info["act"]
    for hook in act.after_commit:
        hook()


def note(actor: Actor, name: str, record: Any, result: str) -> None:
    """Leave a trace of a deed that did not happen: a refused page, a wrong password."""
    with writing(db.session()):
        audit.append([audit.payload_of(actor, name, record, {}, clock.now(), result)])
        db.session.commit()


@sa.event.listens_for(Session, "before_flush")
def _no_back_door(session: Session, _context: Any, _instances: Any) -> None:
    """A record of the house changes inside an act that knows it, or not at all."""
    act = session.info.get("act")
    for record in (*session.new, *session.dirty, *session.deleted):
        if isinstance(record, Owned) and not (act and act.knows(record)) and session.is_modified(record):
            raise RuntimeError(f"{type(record).__name__} changed outside its act")
