"""Steps of deeds on the records of the rooms above: pictures kept, moved, dropped (存、移、删)."""

import secrets
from collections.abc import Collection, Sequence
from typing import Any

from tracker.pictures import queries, rules
from tracker.pictures.models import Original
from tracker.pictures.queries import model_of
from tracker.pictures.service.rebuilding import Rebuilt, rebuild
from tracker.store.action import Act
from tracker.store.db import db


def keep(
    act: Act, kind: str, record_id: int, photos: Sequence[bytes | Rebuilt], *, with_original: bool = True
) -> None:
    """Step: keep pictures with a record. Hand in what `rebuild_all` made before the door opened.

    with_original=False: nothing is kept of what the phone wrote into them. RuleBroken at "photos" when
    there are too many.
    """
    rules.check_count(len(photos))
    last = queries.last_number(kind, record_id)
    rules.check_room(last, len(photos))
    for number, photo in enumerate(photos, start=last + 1):
        made = photo if isinstance(photo, Rebuilt) else rebuild(photo)
        name = secrets.token_hex(16)
        db.session.add(_picture(kind, record_id, name, number, made))
        if with_original:
            db.session.add(Original(name=name, data=made.original))


def _picture(kind: str, record_id: int, name: str, number: int, made: Rebuilt) -> Any:
    return model_of(kind)(
        kind=kind, record_id=record_id, name=name, number=number, width=made.width, height=made.height,
        shown=made.shown, thumb=made.thumb,
    )


def move(act: Act, from_kind: str, from_id: int, to_kind: str, to_id: int) -> None:
    """Step: the pictures of one record become another's; into the sealed room under its key."""
    pictures = queries.of(from_kind, from_id)
    last = queries.last_number(to_kind, to_id)
    for number, one in enumerate(pictures, start=last + 1):
        moved = model_of(to_kind)(
            kind=to_kind, record_id=to_id, name=one.name, number=number, width=one.width, height=one.height,
            shown=one.shown, thumb=one.thumb,
        )
        db.session.delete(one)
        db.session.flush()
        db.session.add(moved)
    db.session.flush()


def drop(act: Act, kind: str, record_id: int, only: Collection[str] | None = None) -> int:
    """Step: the pictures of a record go with their originals and who asked for them; answers how many.

    only: the names of those that go (None: all).
    """
    pictures = [one for one in queries.of(kind, record_id) if only is None or one.name in only]
    names = [one.name for one in pictures]
    for record in (*pictures, *queries.originals_of(names), *queries.looks_of(names)):
        db.session.delete(record)
    db.session.flush()
    return len(pictures)
