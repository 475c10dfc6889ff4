"""What a phone sends (手机上的一条走访): shape, limits, the hash over its canonical text. Pure."""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _, clean
from tracker.pictures.rules import LARGEST_FILE, MOST_AT_ONCE
from tracker.problems.rules import LONGEST_CONTENT, LONGEST_NOTE, Urgency
from tracker.visits.rules import LONGEST_LINE, LONGEST_WORDS, MATTERS_A_VISIT, Kind, Purpose, Turn

T = TypeVar("T")
LARGEST_ITEM = 256 * 1024  # security.md 5.7
LARGEST_NUMBER = 2**31 - 1
MOST_LINKS = 20
LONGEST_CODE = 40
CLIENT_ID = re.compile(r"[0-9a-z-]{32,36}")
SHA256 = re.compile(r"[0-9a-f]{64}")
PLACE = re.compile(r"h[0-9]{1,9}|v[0-9]{12,20}")
LISTED = _("请从列出的选项里选")
UNREADABLE = _("这一条没有传完整，请再传一次")
CHANGED_ON_THE_WAY = _("这一条在路上变了样，没有存。请再传一次")
FIRST_YEAR, LAST_YEAR = 1970, 2090


@dataclass(frozen=True)
class Envelope:
    """Who sends what, by which clock; `record` is the JSON of the visit as it was hashed.

    tried: hashes of earlier attempts; depends_on: keys of visits this one follows. device_at and device_now
    by the phone's clock, None when it did not say.
    """

    client_id: str
    rev: int
    base_rev: int | None
    tried: tuple[str, ...]
    sha256: str
    device_at: datetime | None
    device_now: datetime | None
    depends_on: tuple[str, ...]
    user: str
    record: dict[str, Any]


@dataclass(frozen=True)
class Heard:
    """One matter of a visit; `since`: the revision in which the phone sent it first.

    item_code: the service (事项) chosen for a task, "" when none was. is_mention: ticked 只是提到，不是告他.
    """

    content: str
    urgency: Urgency
    turn: Turn
    settled: str
    since: int
    is_quiet: bool
    item_code: str
    is_mention: bool = False


@dataclass(frozen=True)
class Facts:
    """What changed at the household (户情): from which version on, fields that differ, what came on."""

    household_id: int
    base_version: int
    changed: dict[str, Any]
    added: dict[str, Any]


@dataclass(frozen=True)
class Record:
    """A visit as it was written on the phone; `place` is h<household> or v<village or group code>.

    is_mention: of the words it was ticked that they accuse nobody.
    """

    visited_on: date
    place: str
    kind: Kind
    purposes: tuple[Purpose, ...]
    words: str
    participants: str
    present_count: int | None
    companions: tuple[int, ...]
    matters: tuple[Heard, ...]
    photos: tuple[tuple[str, int], ...]
    household: Facts | None
    is_mention: bool = False


def canonical(record: Any) -> bytes:
    """The one text of a record that both sides hash: keys sorted, no spaces, UTF-8."""
    return json.dumps(
        record, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def envelope_of(data: Any) -> Envelope:
    """RuleBroken when it is no item at all."""
    try:
        return Envelope(
            client_id=_matching(CLIENT_ID, data["client_id"]), rev=_whole(data["rev"]),
            base_rev=None if data.get("base_rev") is None else _whole(data["base_rev"]),
            tried=_each(data.get("tried"), lambda one: _matching(SHA256, one), most=1000),
            sha256=_matching(SHA256, data["sha256"]), device_at=_instant(data.get("device_time")),
            device_now=_instant(data.get("device_now")),
            depends_on=_each(data.get("depends_on"), lambda one: _matching(CLIENT_ID, one)),
            user=str(data.get("user") or "")[:80], record=dict(data["payload"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise RuleBroken(UNREADABLE) from wrong


def check_hash(envelope: Envelope) -> None:
    """Is the record the one whose hash was sent? (a lone surrogate is no text, so it has no hash)"""
    try:
        found = hashlib.sha256(canonical(envelope.record)).hexdigest()
    except (ValueError, RecursionError) as wrong:
        raise RuleBroken(CHANGED_ON_THE_WAY) from wrong
    if found != envelope.sha256:
        raise RuleBroken(CHANGED_ON_THE_WAY)


def record_of(data: dict[str, Any]) -> Record:
    """The visit in it; RuleBroken names the field."""
    return Record(
        visited_on=_at("visited_on", _("请选走访的日期"), lambda: date.fromisoformat(data["visited_on"])),
        place=_at("place", _("请选走访的户，或者选村"), lambda: _matching(PLACE, data["place"])),
        kind=_at("kind", _("请选怎么走访的"), lambda: Kind(data.get("kind") or Kind.HOME)),
        purposes=_at("purposes", LISTED, lambda: _each(data.get("purposes"), Purpose)),
        words=_text("words", data.get("words"), LONGEST_WORDS),
        participants=_text("participants", data.get("participants"), LONGEST_LINE),
        present_count=_at("present_count", _("请填一个整数"), lambda: _optional(data.get("present_count"))),
        companions=_at("companion_ids", LISTED, lambda: _each(data.get("companions"), _whole)),
        matters=_matters(data.get("matters")),
        photos=_photos(data.get("photos")),
        household=_at("household", UNREADABLE, lambda: _facts(data.get("household"))),
        is_mention=data.get("mention") is True,
    )


def _matters(data: Any) -> tuple[Heard, ...]:
    parts = _at("matters", UNREADABLE, lambda: _each(data, dict))
    if len(parts) > MATTERS_A_VISIT:
        raise RuleBroken(_("一次走访最多记 {n} 件事"), field="matters", n=MATTERS_A_VISIT)
    return tuple(_matter(number, part) for number, part in enumerate(parts))


def _matter(number: int, part: dict[str, Any]) -> Heard:
    here = f"matters-{number}-"
    content = _text(here + "content", part.get("content"), LONGEST_CONTENT)
    if not content:
        raise RuleBroken(_("请写是什么事"), field=here + "content")
    return Heard(
        content=content,
        urgency=_at(here + "urgency", _("请选急不急"), lambda: Urgency(part.get("urgency") or "usual")),
        turn=_at(here + "turn", _("请选怎么办"), lambda: Turn(part.get("turn") or "problem")),
        settled=_text(here + "settled", part.get("settled"), LONGEST_NOTE),
        since=_at(here + "content", UNREADABLE, lambda: _whole(part.get("since", 1))),
        is_quiet=part.get("quiet") is True,
        item_code=_text(here + "item_code", part.get("item"), LONGEST_CODE),
        is_mention=part.get("mention") is True,
    )


def _photos(data: Any) -> tuple[tuple[str, int], ...]:
    photos = _at("photos", UNREADABLE, lambda: _each(data, _photo))
    if len(photos) > MOST_AT_ONCE:
        raise RuleBroken(_("照片最多 {n} 张"), field="photos", n=MOST_AT_ONCE)
    if any(not 0 < size <= LARGEST_FILE for _sha, size in photos):
        raise RuleBroken(_("一张照片最多 {n} MB"), field="photos", n=LARGEST_FILE // 2**20)
    return photos


def _photo(one: Any) -> tuple[str, int]:
    return _matching(SHA256, one["sha256"]), _whole(one["size"])


def _facts(data: Any) -> Facts | None:
    if not data:
        return None
    return Facts(
        _whole(data["id"]), _whole(data.get("base_version") or 0), dict(data.get("changed") or {}),
        dict(data.get("added") or {}),
    )


def _at(field: str, sentence: str, read: Callable[[], T]) -> T:
    """What `read` answers; what it cannot read is said in this sentence at this field."""
    try:
        return read()
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise RuleBroken(sentence, field=field) from wrong


def _text(field: str, given: Any, longest: int) -> str:
    """Cleaned of invisible characters: nothing is refused for one (practice.md 1.1)."""
    if given is not None and not isinstance(given, str):
        raise RuleBroken(UNREADABLE, field=field)
    text = clean(given) or ""
    if len(text) > longest:
        raise RuleBroken(_("最多 {n} 个字，您写了 {count} 个"), field=field, n=longest, count=len(text))
    return text


def _matching(pattern: re.Pattern[str], given: Any) -> str:
    if not isinstance(given, str) or not pattern.fullmatch(given):
        raise ValueError(pattern.pattern)
    return given


def _whole(given: Any) -> int:
    """A number an integer column of both databases holds; never True, never 1.0."""
    if type(given) is not int or not 0 <= given <= LARGEST_NUMBER:
        raise ValueError("no whole number")
    return given


def _optional(given: Any) -> int | None:
    return None if given is None else _whole(given)


def _each(given: Any, read: Callable[[Any], T], most: int = MOST_LINKS) -> tuple[T, ...]:
    """A list of the sender's, each read; nothing is an empty one."""
    if given is None:
        return ()
    if not isinstance(given, list) or len(given) > most:
        raise ValueError("no list")
    return tuple(read(one) for one in given)


def _instant(given: Any) -> datetime | None:
    """A moment of a clock that may stand anywhere; None for what is no moment a column can hold."""
    try:
        moment = datetime.fromisoformat(given)
        told = moment.astimezone(UTC) if moment.tzinfo else None
    except (TypeError, ValueError, OverflowError):
        return None
    return told if told is not None and FIRST_YEAR <= told.year <= LAST_YEAR else None


def skew_of(now: datetime, device_now: datetime | None) -> int | None:
    """Seconds the phone's clock was behind ours (negative: ahead); None when it did not say."""
    return None if device_now is None else round((now - device_now).total_seconds())


def new_matters(matters: Sequence[Heard], stored_rev: int) -> tuple[Heard, ...]:
    """Of a newer revision only what was not sent before: lists are additions (practice.md 1.1)."""
    return tuple(one for one in matters if one.since > stored_rev)
