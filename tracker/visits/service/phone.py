"""Steps on a visit that a phone recorded (手机上记的走访): revision, photographs to come, what it follows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tracker.store.action import Act
from tracker.store.db import db
from tracker.visits import queries
from tracker.visits.models import Follow, PhotoDue, Visit


@dataclass(frozen=True)
class Sent:
    """By which phone's record a visit came (没有信号时记的).

    device_at: when it was written by the phone's clock; `skew_seconds`: how far that clock was behind ours
    when it was sent (negative: ahead), None when the phone did not say. Both as they were.
    """

    client_id: str
    rev: int
    sha256: str
    device_at: datetime | None = None
    skew_seconds: int | None = None


def stamp(visit: Visit, sent: Sent | None) -> None:
    """Step: which of the phone's revisions the visit says now; after a correction at the desk it is none."""
    if sent is None:
        visit.client_sha256 = None
        return
    visit.client_id, visit.client_rev, visit.client_sha256 = sent.client_id, sent.rev, sent.sha256
    visit.device_at, visit.skew_seconds = sent.device_at, sent.skew_seconds


def expect_photos(visit: Visit, photos: Iterable[tuple[str, int]]) -> None:
    """Step: photographs (hash, bytes) that the phone will send; those it announced before stay."""
    for sha256, size in photos:
        if queries.photo_due(visit.id, sha256) is None:
            db.session.add(PhotoDue(visit_id=visit.id, sha256=sha256, size=size))


def follow(act: Act, visit: Visit, client_ids: Iterable[str]) -> None:
    """Step: this visit follows others; who is not there yet is waited for (待关联), never made up."""
    known = {one.parent_client_id for one in queries.follows_of(visit.id)}
    for client_id in sorted({*client_ids} - known - {visit.client_id or ""}):
        parent = queries.sent_as(client_id)
        is_own = parent is not None and parent.assignee_id == visit.assignee_id
        db.session.add(Follow(
            visit_id=visit.id, parent_client_id=client_id, since=act.today,
            parent_id=parent.id if parent is not None and is_own else None,
        ))


def join(visit: Visit) -> None:
    """Step: visits of the same person that waited for this one find it."""
    for one in queries.waiting_for(visit.client_id or "", visit.assignee_id):
        one.parent_id = visit.id
