"""Idempotency (同一张表只办一次): forms that have had their effect, kept in the transaction of the effect."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain import clock
from tracker.domain.errors import Repeated, RuleBroken
from tracker.domain.roles import Actor, Role
from tracker.domain.text import _
from tracker.store.base import Base, UtcDateTime
from tracker.store.db import db

KEEP_TICKET = timedelta(hours=24)
KEEP_ANONYMOUS_TICKET = timedelta(minutes=30)


class UsedTicket(Base):
    """Forms that have had their effect: the same key again shows the first result (idempotency)."""

    __tablename__ = "used_ticket"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    user_id: Mapped[int | None]
    body_digest: Mapped[str] = mapped_column(sa.String(64))
    kind: Mapped[str] = mapped_column(sa.String(40))
    record_id: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


def take(actor: Actor, now: datetime) -> None:
    """Raise Repeated when this very form has had its effect, RuleBroken when its text differs."""
    ticket = actor.ticket
    if ticket is None:
        return
    db.session.execute(sa.delete(UsedTicket).where(UsedTicket.expires_at < now))
    used = db.session.get(UsedTicket, ticket.key)
    if used is None:
        return
    if used.body_digest != ticket.body_digest or used.user_id != actor.user_id:
        raise RuleBroken(_("这张表已经交过一次，内容和这次不同。要改内容，请打开一张新表。"))
    raise Repeated(used.kind, used.record_id)


def keep(actor: Actor, record: Any, now: datetime) -> None:
    """Remember what this form did; the record has its id by now. Of a resident's one no instant is kept."""
    ticket, anonymous = actor.ticket, actor.role is Role.PUBLIC
    if ticket is None:
        return
    db.session.add(
        UsedTicket(
            key=ticket.key,
            user_id=actor.user_id,
            body_digest=ticket.body_digest,
            kind=record.__tablename__,
            record_id=record.id,
            expires_at=clock.rounded_up(now + KEEP_ANONYMOUS_TICKET, KEEP_ANONYMOUS_TICKET) if anonymous
            else now + KEEP_TICKET,
        )
    )
