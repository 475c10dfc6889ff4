"""What a phone sends (没有信号), made as the phone makes it: hashed, keyed, with both clocks."""

import base64
import hashlib
import json
import secrets
from typing import Any

from factories import VILLAGE
from photos import photo as jpeg_of
from photos import picture

from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.field import rules, service
from tracker.field.rules import Envelope

WORDS = "井里的水发浑，晾一夜底下一层沙"


def key() -> str:
    return secrets.token_hex(16)


def sha_of(record: Any) -> str:
    """As the phone hashes it, by other means than the product: JSON of sorted keys."""
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def record(**facts: Any) -> dict[str, Any]:
    return {
        "visited_on": clock.today().isoformat(), "place": f"v{VILLAGE}", "kind": "home", "purposes": [],
        "words": WORDS, "participants": "", "present_count": None, "companions": [], "matters": [],
        "photos": [], "household": None, **facts,
    }


def item(client_id: str = "", rev: int = 1, **more: Any) -> dict[str, Any]:
    """The JSON of one visit; what is not of the envelope is of the record."""
    around = {
        name: more.pop(name)
        for name in ("base_rev", "tried", "depends_on", "device_time", "device_now", "user", "sha256")
        if name in more
    }
    payload = record(**more)
    now = clock.now().isoformat()
    return {
        "client_id": client_id or key(), "rev": rev, "base_rev": None, "tried": [], "depends_on": [],
        "sha256": sha_of(payload), "device_time": now, "device_now": now, "tz_offset": -480, "user": "",
        "payload": payload, **around,
    }


def envelope(client_id: str = "", rev: int = 1, **more: Any) -> Envelope:
    return rules.envelope_of(item(client_id, rev, **more))


def taken(actor: Actor, client_id: str = "", rev: int = 1, **more: Any) -> service.Answer:
    return service.take(actor, envelope(client_id, rev, **more))


def matter(content: str = WORDS, **more: Any) -> dict[str, Any]:
    return {"content": content, "urgency": "usual", "turn": "problem", "settled": "", "since": 1, **more}


def photo(side: int = 60) -> tuple[bytes, dict[str, Any]]:
    """A photograph, and how a record announces it."""
    data = jpeg_of(image=picture(side, side))
    return data, {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}


def saved(*items: dict[str, Any], user: str = "", photos: tuple[bytes, ...] = ()) -> bytes:
    """A file as the phone saves it."""
    files = {hashlib.sha256(data).hexdigest(): base64.b64encode(data).decode() for data in photos}
    return json.dumps(
        {"format": "tracker-visits", "version": 1, "user": user, "items": list(items), "photos": files}
    ).encode()


def parked(actor: Actor) -> tuple[Any, Any]:
    """(visit, parked record): one key, two contents."""
    from tracker.field.models import Parked
    from tracker.store.db import db
    from tracker.visits.queries import sent_as

    client_id = key()
    taken(actor, client_id)
    taken(actor, client_id, words="水清了", matters=[matter("路灯坏了")])
    found = db.session.query(Parked).filter_by(client_id=client_id).one()
    return sent_as(client_id), found


MACHINES: dict[str, tuple[str, str]] = {
    "field.take_visit": ("POST", "/sync/visits"), "field.waiting": ("POST", "/sync/waiting"),
    "field.photo": ("PUT", f"/sync/photos/{'0' * 64}?client_id={'a' * 32}"),
}
"""Every address that is written to by a script instead of a form: JSON or bytes, the token in X-Token."""
