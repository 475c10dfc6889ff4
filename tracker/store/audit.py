"""审计: one entry per touched record, chained by hashes, written by the door alone."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain import clock
from tracker.domain.roles import Actor, Role
from tracker.store.base import Base, UtcDateTime
from tracker.store.db import db


class AuditEntry(Base):
    """Who did what to which record, when, and which columns changed; append-only (trigger, grants)."""

    __tablename__ = "audit_entry"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    user_id: Mapped[int | None] = mapped_column(index=True)
    role: Mapped[str] = mapped_column(sa.String(20))
    unit_code: Mapped[str] = mapped_column(sa.String(20), index=True)
    action: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[str] = mapped_column(sa.String(40))
    record_id: Mapped[int | None]
    record_version: Mapped[int | None]
    result: Mapped[str] = mapped_column(sa.String(10))
    changes: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    hash: Mapped[str] = mapped_column(sa.String(64))

    __table_args__ = (sa.Index("ix_audit_entry_record", "kind", "record_id"),)


class AuditPending(Base):
    """Deeds of anonymous residents wait here for the nightly batch: a chain position would date them."""

    __tablename__ = "audit_pending"

    id: Mapped[int] = mapped_column(primary_key=True)
    payload: Mapped[dict[str, Any]] = mapped_column(sa.JSON)


def plain(value: Any) -> Any:
    """A column value as JSON can hold it; no floats, so that the hash is the same everywhere."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal | float):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    return value


def open_values(record: Any) -> dict[str, Any]:
    """The record's columns as they may stand in the log: those marked secret are left out."""
    model: Any = type(record)
    return {name: plain(getattr(record, name)) for name in _open_columns(model)}


@cache
def _open_columns(model: Any) -> tuple[str, ...]:
    mapper: Any = sa.inspect(model)
    return tuple(one.key for one in mapper.column_attrs if not mapper.columns[one.key].info.get("secret"))


def changes_of(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """{column: [before, after]} for what differs; `before` is empty for a new record."""
    return {
        column: [before.get(column), value]
        for column, value in after.items()
        if column != "version" and before.get(column) != value
    }


def canonical(entry: dict[str, Any]) -> bytes:
    return json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def chain_hash(previous: str, entry: Mapping[str, Any]) -> str:
    """The hash of one entry, given by its columns, behind the previous one."""
    body = {
        "seq": entry["seq"],
        "at": entry["at"].astimezone(UTC).isoformat(),
        "user": entry["user_id"],
        "role": entry["role"],
        "unit": entry["unit_code"],
        "action": entry["action"],
        "kind": entry["kind"],
        "id": entry["record_id"],
        "version": entry["record_version"],
        "result": entry["result"],
        "changes": entry["changes"],
    }
    return hashlib.sha256(previous.encode() + canonical(body)).hexdigest()


def append(payloads: Iterable[dict[str, Any]]) -> None:
    """Put entries at the end of the chain, inside the running transaction (writers take turns)."""
    last = db.session.execute(
        sa.select(AuditEntry.seq, AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)
    ).first()
    seq, previous = (last.seq, last.hash) if last else (0, "")
    entries: list[dict[str, Any]] = []
    for payload in payloads:
        seq += 1
        entry = {**payload, "seq": seq, "at": datetime.fromisoformat(payload["at"])}
        entry["hash"] = previous = chain_hash(previous, entry)
        entries.append(entry)
    if entries:
        db.session.execute(sa.insert(AuditEntry), entries)


def payload_of(
    actor: Actor, action: str, record: Any, changes: dict[str, Any], at: datetime, result: str = "ok"
) -> dict[str, Any]:
    return {
        "at": at.replace(microsecond=0).isoformat(),
        "user_id": actor.user_id,
        "role": actor.role.value,
        "unit_code": getattr(record, "unit_code", None) or actor.unit_code,
        "action": action,
        "kind": getattr(record, "__tablename__", ""),
        "record_id": getattr(record, "id", None),
        "record_version": getattr(record, "version", None),
        "result": result,
        "changes": changes,
    }


def write(actor: Actor, payloads: Sequence[dict[str, Any]]) -> None:
    """Chain now; for residents leave the entry for the nightly batch, with the half-day only."""
    if actor.role is not Role.PUBLIC:
        append(payloads)
        return
    half_day = half_day_of(clock.now()).isoformat()
    db.session.add_all(AuditPending(payload={**payload, "at": half_day}) for payload in payloads)


def half_day_of(instant: datetime) -> datetime:
    """Midnight or noon (Asia/Shanghai) before `instant`: all the time we keep of a resident's deed."""
    here = clock.local(instant)
    return here.replace(hour=12 if here.hour >= 12 else 0, minute=0, second=0, microsecond=0)


def kept_instant(actor: Actor, now: datetime) -> datetime:
    """Of a resident's own deed only the half-day is kept (security.md 2.3.3)."""
    return half_day_of(now) if actor.role is Role.PUBLIC else now


def chain_pending() -> int:
    """The nightly batch: move what waits into the chain; answers how many."""
    waiting = db.session.scalars(sa.select(AuditPending).order_by(AuditPending.id)).all()
    append([row.payload for row in waiting])
    for row in waiting:
        db.session.delete(row)
    return len(waiting)


@dataclass(frozen=True)
class Verdict:
    """What verification found.

    first_bad: seq of the first broken entry, None when whole. missed: seq of a checkpoint kept elsewhere that
    the chain does not meet (cut off or written anew), None when all agree.
    """

    count: int
    first_bad: int | None
    pending: int
    last_hash: str
    missed: int | None = None

    @property
    def checkpoint(self) -> str:
        """One line to keep outside this machine, on paper or elsewhere."""
        return f"{self.count} {self.last_hash}"


def verify(checkpoints: Mapping[int, str] | None = None) -> Verdict:
    """Walk the whole chain; streams, so a million rows need no memory. `checkpoints`: {seq: hash}."""
    waiting = dict(checkpoints or {})
    previous, count, expected = "", 0, 1
    rows = db.session.scalars(
        sa.select(AuditEntry).order_by(AuditEntry.seq).execution_options(yield_per=1000)
    )
    pending = db.session.scalar(sa.select(sa.func.count()).select_from(AuditPending)) or 0
    with closing(rows):
        for entry in rows:
            if entry.seq != expected or chain_hash(previous, vars(entry)) != entry.hash:
                return Verdict(count, entry.seq, pending, previous)
            previous, count, expected = entry.hash, count + 1, expected + 1
            if waiting.get(entry.seq) == entry.hash:
                del waiting[entry.seq]
    return Verdict(count, None, pending, previous, missed=min(waiting, default=None))


@dataclass(frozen=True)
class Hidden:
    """Entries that nobody reads on a page: by the record's kind, or by the action."""

    kinds: tuple[str, ...]
    actions: tuple[str, ...]


def entries(
    town_code: str, action_text: str, skip: int, limit: int, hidden: Hidden
) -> Sequence[AuditEntry]:
    """A page of the log of one town, the newest first, after the first `skip` entries.

    What is `hidden` stays in the chain and off the page: that there is an accusation is itself a secret.
    Hence pages are counted, not named by the seq they end at: from one seq to the next one could count
    what was left out.
    """
    query = sa.select(AuditEntry).where(
        AuditEntry.unit_code.startswith(town_code),
        AuditEntry.kind.not_in(hidden.kinds),
        AuditEntry.action.not_in(hidden.actions),
    )
    if action_text:
        query = query.where(AuditEntry.action.contains(action_text, autoescape=True))
    return db.session.scalars(query.order_by(AuditEntry.seq.desc()).offset(skip).limit(limit)).all()


def history_of(record: Any) -> Sequence[AuditEntry]:
    """What was done to this record, oldest first."""
    return db.session.scalars(
        sa.select(AuditEntry)
        .where(AuditEntry.kind == record.__tablename__, AuditEntry.record_id == record.id)
        .order_by(AuditEntry.seq)
    ).all()
