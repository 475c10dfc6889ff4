"""What a phone's script asks (同步): JSON in, JSON out; one item at a time, a photograph in parts."""

import json
import re
from typing import Any

from flask import Response, jsonify, request

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.field import rules, service
from tracker.field.rules import Envelope, Outcome
from tracker.field.views.frame import bp
from tracker.pictures.rules import BUSY
from tracker.store import phones
from tracker.web.forms import is_token, token_for
from tracker.web.guard import current_actor, page

Said = tuple[Response, int]
PURPOSE = "sync"
"""What the token is bound to beside the session: it opens nothing but these addresses."""
STATUS = {
    Outcome.STORED: 201, Outcome.REPLAY: 200, Outcome.NEWER: 200, Outcome.CONFLICT: 409,
    Outcome.REFUSED: 422, Outcome.FORBIDDEN: 403, Outcome.OTHER_ACCOUNT: 409,
}
STATE = {
    Outcome.CONFLICT: "conflict", Outcome.REFUSED: "refused", Outcome.FORBIDDEN: "refused",
    Outcome.OTHER_ACCOUNT: "other_account",
}
RANGE = re.compile(r"bytes ([0-9]{1,9})-([0-9]{1,9})/([0-9]{1,9})")


def _say(status: int, **said: Any) -> Said:
    return jsonify(said), status


def _sign_in() -> Said:
    """The session is over, or is another one than the token was made for: the queue waits."""
    return _say(401, state="sign_in")


def _has_token() -> bool:
    return is_token(PURPOSE, request.headers.get("X-Token", ""))


@bp.get("/sync/hello")
@page("sync.use")
def hello() -> Said:
    """Is this the house, who is signed in, and what is its time?"""
    return _say(
        200, ok="tracker-sync", token=token_for(PURPOSE), user=service.account_key(current_actor),
        now=clock.now().isoformat(),
    )


@bp.post("/sync/visits")
@page("sync.use")
def take_visit() -> Said:
    """One visit; the phone lets it go only when key and hash come back with "stored"."""
    if not _has_token():
        return _sign_in()
    try:
        envelope = rules.envelope_of(_json())
    except RuleBroken as broken:
        return _say(422, state="refused", message=str(broken))
    answer = service.take(current_actor, envelope)
    return _say(STATUS[answer.outcome], **_told(envelope, answer))


def _told(envelope: Envelope, answer: service.Answer) -> dict[str, Any]:
    said: dict[str, Any] = {
        "client_id": envelope.client_id, "rev": envelope.rev, "sha256": envelope.sha256,
        "state": STATE.get(answer.outcome, "stored"),
    }
    if answer.message:
        said |= {"message": answer.message, "field": answer.field}
    if answer.is_absent:
        said["absent"] = True
    if answer.outcome is Outcome.CONFLICT:
        return said | {"parked": True, "photos_missing": answer.photos_missing}
    if answer.outcome in rules.IN_HAND:
        said |= {
            "ref": answer.ref, "photos_missing": answer.photos_missing, "waiting_for": answer.waiting_for,
            "conflicts": answer.conflicts,
        }
    return said


def _json() -> Any:
    """What was sent, None for what is no JSON or too much of it."""
    try:
        return json.loads(_body(rules.LARGEST_ITEM))
    except (ValueError, RecursionError):
        return None


def _body(largest: int) -> bytes:
    """Nothing of what is too much."""
    if (request.content_length or 0) > largest:
        return b""
    data = request.get_data()
    return data if len(data) <= largest else b""


@bp.route("/sync/photos/<sha256>", methods=["HEAD", "PUT"])
@page("sync.use")
def photo(sha256: str) -> Said:
    """How far a photograph has come, or one part more of it."""
    client_id = request.args.get("client_id", "")
    if not rules.SHA256.fullmatch(sha256) or not rules.CLIENT_ID.fullmatch(client_id):
        raise NotFound("photo")
    if request.method == "HEAD":
        return _lengths(service.progress(current_actor, client_id, sha256))
    if not _has_token():
        return _sign_in()
    return _part(client_id, sha256)


def _lengths(progress: service.Progress) -> Said:
    answer = jsonify()
    answer.headers["Upload-Offset"] = str(progress.offset)
    answer.headers["Upload-Length"] = str(progress.size)
    return answer, 200


def _part(client_id: str, sha256: str) -> Said:
    said: dict[str, Any] = {"client_id": client_id, "sha256": sha256}
    spans = RANGE.fullmatch(request.headers.get("Content-Range", ""))
    data = _body(rules.LARGEST_PART)
    if spans is None or int(spans[2]) - int(spans[1]) + 1 != len(data):
        return _say(422, **said, state="refused", message=str(rules.UNREADABLE))
    try:
        progress = service.put_part(current_actor, client_id, sha256, int(spans[1]), int(spans[3]), data)
    except RuleBroken as broken:
        status = 503 if broken.message == BUSY else 422
        state = "error" if broken.message == BUSY else "refused"
        return _say(status, **said, state=state, message=str(broken), offset=0)
    said |= {"offset": progress.offset, "done": progress.is_done}
    if not progress.fits:
        return _say(409, **said, state="offset")
    return _say(201 if progress.is_done else 200, **said, state="stored" if progress.is_done else "part")


@bp.get("/sync/pack")
@page("sync.pack")
def pack() -> Said:
    """下乡带着走; without the token no numbers: a link of another site leaves no look in the log."""
    return _say(200, **service.pack(current_actor, with_phones=_has_token()))


@bp.post("/sync/waiting")
@page("sync.use")
def waiting() -> Said:
    """How many records wait on the phone: the day is kept and the number, nothing else."""
    if not _has_token():
        return _sign_in()
    told = _json()
    count = told.get("waiting") if isinstance(told, dict) else None
    if type(count) is not int or count < 0:
        return _say(422, state="refused", message=str(rules.UNREADABLE))
    phones.heard(current_actor.user_id, clock.today(), count)
    return _say(200, state="heard")
