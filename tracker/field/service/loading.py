"""A file saved from a phone, loaded at the desk (从手机存下的文件): the same records the same way."""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.domain.errors import Forbidden, NotFound, RuleBroken
from tracker.domain.policy import may_come
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.field import rules
from tracker.field.rules import IN_HAND, Outcome
from tracker.field.service import photos
from tracker.field.service.intake import OTHER_ACCOUNT, Answer, take_for
from tracker.field.service.reading import account_key, account_key_of
from tracker.people.queries import staff_choices

FORMAT = "tracker-visits"
MOST_ITEMS = 300
NOT_OURS = _("这不是手机上“存成文件”存下来的文件，请换一个")


@dataclass(frozen=True)
class Saved:
    """One file: whose it is by the key of the account, its records and photographs as they were sent."""

    user: str
    items: list[Any]
    photos: dict[str, str]


@dataclass(frozen=True)
class Loaded:
    """What became of one record: its day for the person to know it by, the sentence, its photographs."""

    number: int
    day: str
    answer: Answer
    photos: int
    photos_refused: int


def read(data: bytes) -> Saved:
    """RuleBroken at "files" when it is no such file."""
    try:
        told = json.loads(data)
        items, pictures = list(told["items"]), dict(told.get("photos") or {})
        if told["format"] != FORMAT or len(items) > MOST_ITEMS:
            raise ValueError(FORMAT)
        return Saved(str(told.get("user") or ""), items, pictures)
    except (KeyError, TypeError, ValueError, RecursionError) as wrong:
        raise RuleBroken(NOT_OURS, field="files") from wrong


def load(actor: Actor, saved: Saved, visitor_id: int | None) -> list[Loaded]:
    """Each record by itself: one bad one stops none of the others.

    `visitor_id`: whose visits they are, None for the person who loads them.
    """
    actor = actor.without_ticket
    _check_whose(actor, saved, visitor_id)
    return [
        _load_one(actor, number, item, saved.photos, visitor_id)
        for number, item in enumerate(saved.items, start=1)
    ]


def _check_whose(actor: Actor, saved: Saved, visitor_id: int | None) -> None:
    if visitor_id in (None, actor.user_id):
        if saved.user and saved.user != account_key(actor):
            raise RuleBroken(_(OTHER_ACCOUNT), field="files")
        return
    if not may_come(actor, "visit.proxy"):
        raise Forbidden("visit.proxy")
    if saved.user and saved.user != account_key_of(visitor_id):
        raise RuleBroken(_("这个文件不是这位同事的，请核对是谁的走访"), field="visitor_id")


def owner_of(actor: Actor, saved: Saved) -> int | None:
    """The colleague in whose account it was saved, None when it is nobody of the town."""
    keys = {account_key_of(int(user_id)): int(user_id) for user_id, _name in staff_choices(actor.town_code)}
    return keys.get(saved.user)


def _load_one(
    actor: Actor, number: int, item: Any, pictures: dict[str, str], visitor_id: int | None
) -> Loaded:
    try:
        envelope = rules.envelope_of(item)
    except RuleBroken as broken:
        return Loaded(number, "", Answer(Outcome.REFUSED, str(broken)), 0, 0)
    answer = take_for(actor, envelope, visitor_id)
    day = str(envelope.record.get("visited_on", ""))[:10]
    kept = refused = 0
    if answer.outcome in IN_HAND or answer.outcome is Outcome.CONFLICT:
        for sha256, data in _files(answer.photos_missing, pictures):
            is_kept = _put(actor, envelope.client_id, sha256, data)
            kept, refused = kept + is_kept, refused + (not is_kept)
    return Loaded(number, day, answer, kept, refused)


def _files(wanted: Sequence[str], pictures: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    for sha256 in wanted:
        try:
            data = base64.b64decode(pictures.get(sha256, ""), validate=True)
        except (binascii.Error, TypeError, ValueError):
            data = b""
        if data:
            yield sha256, data


def _put(actor: Actor, client_id: str, sha256: str, data: bytes) -> bool:
    """The whole file, part by part, as a phone sends it."""
    if hashlib.sha256(data).hexdigest() != sha256:
        return False
    try:
        for start in range(0, len(data), rules.LARGEST_PART):
            part = data[start : start + rules.LARGEST_PART]
            photos.put_part(actor, client_id, sha256, start, len(data), part)
    except (RuleBroken, NotFound):
        return False
    return True
