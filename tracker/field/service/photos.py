"""Photographs of a visit come in parts (照片分片): resumed where they stopped, kept once they are whole."""

import hashlib
from dataclasses import dataclass

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.field import queries, rules
from tracker.field.models import Parked
from tracker.field.queries import record_of
from tracker.field.rules import Standing
from tracker.pictures import service as pictures
from tracker.pictures.rules import BUSY
from tracker.pictures.service import Rebuilt
from tracker.store import parts
from tracker.store.action import action
from tracker.visits import queries as visits
from tracker.visits.models import Visit

OTHER_BYTES = _("照片在路上变了样，请再传一次")


@dataclass(frozen=True)
class Progress:
    """How far one photograph has come: bytes announced, bytes here, kept with its record or not.

    fits: did the part that was just sent begin where the last one ended?
    """

    size: int
    offset: int
    is_done: bool
    fits: bool = True


@dataclass(frozen=True)
class _Wanted:
    """Who waits for a photograph: a visit, or a parked record (visit is None)."""

    size: int
    visit: Visit | None
    is_here: bool


def progress(actor: Actor, client_id: str, sha256: str) -> Progress:
    """NotFound for a photograph no record of this person announced.

    Whole and yet not with its visit (the server was stopped in between): a part sent again brings it there.
    """
    wanted = _wanted(actor, client_id, sha256)
    if wanted.is_here:
        return Progress(wanted.size, wanted.size, is_done=True)
    offset = parts.offset(actor.user_id or 0, client_id, sha256)
    is_stuck = offset == wanted.size and wanted.visit is not None
    return Progress(wanted.size, 0 if is_stuck else offset, is_done=offset == wanted.size and not is_stuck)


def _wanted(actor: Actor, client_id: str, sha256: str) -> _Wanted:
    parked = queries.parked_with_key(actor, client_id)
    became = [queries.visit_of(one.became_id) for one in parked]
    keys = [client_id, *(one.client_id for one in became if one is not None and one.client_id)]
    visit = visits.awaiting_photo(actor, keys, sha256)
    due = visits.photo_due(visit.id, sha256) if visit else None
    if visit is not None and due is not None:
        return _Wanted(due.size, visit, due.came_on is not None)
    for one in parked:
        size = dict(record_of(one).photos).get(sha256) if one.standing is Standing.OPEN else None
        if size is not None:
            return _Wanted(size, None, is_here=False)
    raise NotFound("photo")


def put_part(actor: Actor, client_id: str, sha256: str, start: int, total: int, data: bytes) -> Progress:
    """One stretch more. RuleBroken when what is whole has another hash, or is no picture: it starts anew."""
    wanted = _wanted(actor, client_id, sha256)
    if wanted.is_here:
        return Progress(wanted.size, wanted.size, is_done=True)
    if total != wanted.size or start + len(data) > total or not 0 < len(data) <= rules.LARGEST_PART:
        raise RuleBroken(OTHER_BYTES, field="photos")
    user_id = actor.user_id or 0
    offset = parts.append(user_id, client_id, sha256, start, data, clock.today())
    if offset == total:
        _check_whole(user_id, client_id, sha256)
        if wanted.visit is not None:
            settle(actor, wanted.visit, user_id, client_id, sha256)
    return Progress(total, offset, is_done=offset == total, fits=offset >= start + len(data))


def _check_whole(user_id: int, client_id: str, sha256: str) -> None:
    if hashlib.sha256(parts.whole(user_id, client_id, sha256)).hexdigest() != sha256:
        parts.forget(user_id, client_id, sha256)
        raise RuleBroken(OTHER_BYTES, field="photos")


def settle(actor: Actor, visit: Visit, user_id: int, client_id: str, sha256: str) -> None:
    """A whole photograph goes to its visit; what is no picture is marked so, and RuleBroken says why."""
    broken: RuleBroken | None = None
    rebuilt: Rebuilt | None = None
    try:
        rebuilt = pictures.rebuild(parts.whole(user_id, client_id, sha256))
    except RuleBroken as no_picture:
        broken = no_picture
    if broken is not None and broken.message == BUSY:
        raise broken
    with action(actor.without_ticket, "sync.photo", visit) as act:
        due = visits.photo_due(visit.id, sha256)
        if due is not None and due.came_on is None:
            due.came_on, due.is_broken = act.today, rebuilt is None
            if rebuilt is not None:
                pictures.keep(act, visit.__tablename__, visit.id, [rebuilt], with_original=False)
        parts.drop(user_id, client_id, sha256)
    if broken is not None:
        raise broken


def bring(actor: Actor, parked: Parked, visit: Visit) -> None:
    """The photographs that came while their record was parked go to the visit it became."""
    user_id = parked.author_id or 0
    for sha256, size in record_of(parked).photos:
        if parts.offset(user_id, parked.client_id, sha256) == size:
            try:
                settle(actor, visit, user_id, parked.client_id, sha256)
            except RuleBroken:
                continue  # the page of the visit says that it could not be opened


def tidy() -> int:
    """Nightly: parts of photographs nobody went on sending; those of records that wait for a person stay."""
    return parts.sweep(rules.parts_before(clock.today()), queries.open_keys())
