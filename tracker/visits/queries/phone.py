"""Every select() about what visits recorded on a phone wait for (手机上记的走访)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from tracker.domain.roles import Actor
from tracker.store.access import may_see, visible
from tracker.store.db import db
from tracker.visits import rules
from tracker.visits.models import Follow, PhotoDue, Visit, VisitVersion


@dataclass(frozen=True)
class PhoneFacts:
    """What the page of a visit says of its coming: both clocks, its photographs, what it follows.

    written_at: by the phone's clock, put right when that clock was far out (is_corrected).
    photos: (come, announced, could not be opened). follows: numbers of visits; waits: how many are missing.
    """

    written_at: datetime | None
    is_corrected: bool
    received_at: datetime
    photos: tuple[int, int, int]
    follows: tuple[str, ...]
    waits: int


def phone_facts(actor: Actor, visit: Visit) -> PhoneFacts | None:
    """None for a visit that was written at the desk."""
    if visit.client_id is None:
        return None
    dues = db.session.scalars(sa.select(PhotoDue).where(PhotoDue.visit_id == visit.id)).all()
    follows = follows_of(visit.id)
    wanted = {one.parent_id for one in follows if one.parent_id}
    refs = db.session.scalars(
        visible(actor, "visit.view", Visit).with_only_columns(Visit.ref).where(Visit.id.in_(wanted))
    )
    return PhoneFacts(
        written_at=rules.written_at(visit.device_at, visit.skew_seconds),
        is_corrected=rules.is_clock_off(visit.skew_seconds), received_at=visit.created_at,
        photos=(sum(one.came_on is not None and not one.is_broken for one in dues), len(dues),
                sum(one.is_broken for one in dues)),
        follows=tuple(sorted(refs)),
        waits=sum(one.waits for one in follows),
    )


def sent_as(client_id: str) -> Visit | None:
    """The visit with this key of a phone, whoever asks: only its own writer is told more than 409."""
    return db.session.scalar(sa.select(Visit).where(Visit.client_id == client_id))


def was_sent(visit: Visit, sha256: str) -> bool:
    """Does the visit say just this, or did it before a correction?"""
    if visit.client_sha256 == sha256:
        return True
    said = sa.select(VisitVersion.id).where(
        VisitVersion.visit_id == visit.id, VisitVersion.client_sha256 == sha256
    )
    return db.session.scalar(said.limit(1)) is not None


def photo_due(visit_id: int, sha256: str) -> PhotoDue | None:
    return db.session.get(PhotoDue, (visit_id, sha256), populate_existing=True)


def photos_missing(visit_id: int) -> list[str]:
    """Hashes of the photographs that were announced and have not come."""
    return list(db.session.scalars(
        sa.select(PhotoDue.sha256).where(PhotoDue.visit_id == visit_id, PhotoDue.came_on.is_(None))
        .order_by(PhotoDue.sha256)
    ))


def awaiting_photo(actor: Actor, client_ids: Sequence[str], sha256: str) -> Visit | None:
    """The visit under one of these keys to which this person may put this photograph."""
    return db.session.scalar(
        visible(actor, "sync.photo", Visit)
        .join(PhotoDue, PhotoDue.visit_id == Visit.id)
        .where(Visit.client_id.in_(client_ids), PhotoDue.sha256 == sha256)
        .order_by(Visit.id.desc()).limit(1)
    )


def follows_of(visit_id: int) -> Sequence[Follow]:
    query = sa.select(Follow).where(Follow.visit_id == visit_id)
    return db.session.scalars(query.order_by(Follow.parent_client_id)).all()


def waiting_for(client_id: str, user_id: int | None) -> Sequence[Follow]:
    """Links of this person's visits that wait for the visit with this key."""
    return db.session.scalars(
        sa.select(Follow).join(Visit, Visit.id == Follow.visit_id)
        .where(Follow.parent_client_id == client_id, Follow.parent_id.is_(None), Follow.ended_on.is_(None),
               Visit.assignee_id == user_id)
    ).all()


def long_waiting(actor: Actor, action: str, before: date) -> list[tuple[Visit, date]]:
    """(visit, since when) of those this person may decide about that wait since this day or longer."""
    since = (
        sa.select(Follow.visit_id, sa.func.min(Follow.since).label("since"))
        .where(Follow.parent_id.is_(None), Follow.ended_on.is_(None), Follow.since <= before)
        .group_by(Follow.visit_id).subquery()
    )
    rows = db.session.execute(
        sa.select(Visit, since.c.since).join(since, since.c.visit_id == Visit.id)
        .where(may_see(actor, action, Visit)).order_by(since.c.since, Visit.id)
    )
    return [(row[0], row[1]) for row in rows]
