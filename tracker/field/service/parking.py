"""Records that wait for a person (要看一看的): put there, made a visit, taken as a correction, dropped."""

import json
import secrets
from collections.abc import Collection

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.field import queries, rules
from tracker.field.models import Parked
from tracker.field.queries import record_of
from tracker.field.rules import FLOW, Envelope, Standing
from tracker.field.service.reading import entry_of, judged, matters_of
from tracker.people.queries import names_of
from tracker.store.action import Act, action
from tracker.visits import queries as visits
from tracker.visits.models import Visit
from tracker.visits.rules import Turn
from tracker.visits.service import (
    Place,
    Sent,
    check_entry,
    check_kept,
    phone,
    put_correction,
    put_visit,
)

HANDED_ON = _("转成诉求的内容不留在这里")
ASK_THE_WRITER = _("里面有要转成诉求的事，请记的人自己定")


def park(
    actor: Actor, envelope: Envelope, place: Place, visit: Visit | None, visitor_id: int | None
) -> Parked:
    """Keep a record beside the visit that has its key; sent twice at once it is kept once.

    `visit`: None when the key is somebody else's, whose visit is nobody's business here. RuleBroken when a
    matter in it may be kept nowhere in the town: here it would be kept as it was sent; `Named` when it may
    accuse somebody: what is parked is read by others.
    """
    record = rules.record_of(envelope.record)
    matters = matters_of(record.matters)
    check_kept(actor, matters)
    check_entry(actor, entry_of(actor, record), matters, visitor_id)
    parked = Parked(
        unit_code=place.unit_code, author_id=actor.user_id, assignee_id=visitor_id or actor.user_id,
        client_id=envelope.client_id, client_rev=envelope.rev, client_sha256=envelope.sha256,
        item=_text_of(envelope), device_at=envelope.device_at,
        skew_seconds=rules.skew_of(clock.now(), envelope.device_now), standing=FLOW.initial,
        visit_id=visit.id if visit else None,
    )
    try:
        with action(actor, "sync.park", parked):
            pass
    except RuleBroken:
        known = queries.parked_as(actor, envelope.client_id, envelope.sha256)
        if known is None:
            raise
        return known
    return parked


def _text_of(envelope: Envelope) -> str:
    return json.dumps(
        {"record": envelope.record, "depends_on": list(envelope.depends_on)}, ensure_ascii=False
    )


def _depends_on(parked: Parked) -> list[str]:
    found: list[str] = json.loads(parked.item)["depends_on"]
    return found


def dropped_words(parked: Parked) -> str:
    """What a phone is told of a record that somebody did not want."""
    name = names_of([parked.decided_by]).get(parked.decided_by, "")
    day = clock.local(parked.decided_at).date().isoformat() if parked.decided_at else ""
    return _("这一条 {day} 由{name}定为不要了：{reason}").format(day=day, name=name, reason=parked.reason)


def _check_decider(actor: Actor, parked: Parked) -> None:
    if not queries.may_decide(actor, parked):
        raise RuleBroken(ASK_THE_WRITER)


def store(actor: Actor, parked: Parked) -> Visit:
    """存成新的走访: with all that was heard, under a key of its own."""
    _check_decider(actor, parked)
    record = record_of(parked)
    entry, matters = judged(entry_of(actor, record), matters_of(record.matters))
    with action(actor, "sync.settle", parked) as act:
        standing = FLOW.step(parked.standing, "store")
        sent = Sent(
            secrets.token_hex(16), parked.client_rev, parked.client_sha256, parked.device_at,
            parked.skew_seconds,
        )
        visit = put_visit(act, entry, matters, _visitor(actor, parked), sent)
        _let_go(parked)
        phone.expect_photos(visit, record.photos)
        phone.follow(act, visit, _depends_on(parked))
        _decide(act, parked, standing, visit)
    return visit


def _visitor(actor: Actor, parked: Parked) -> int | None:
    return None if parked.assignee_id == actor.user_id else parked.assignee_id


def correct(actor: Actor, parked: Parked, chosen: Collection[int]) -> Visit:
    """当作更正: what stands there becomes a version; `chosen`: numbers of the matters to take in as well.

    NotFound when the visit is not there for this person to correct.
    """
    _check_decider(actor, parked)
    visit = visit_beside(actor, parked)
    if visit is None:
        raise NotFound("parked")
    record = record_of(parked)
    more = [one for number, one in enumerate(record.matters) if number in chosen]
    entry, matters = judged(entry_of(actor, record), matters_of(more))
    with action(actor, "sync.settle", parked) as act:
        standing = FLOW.step(parked.standing, "correct")
        sent = Sent(
            parked.client_id, max(parked.client_rev, visit.client_rev), parked.client_sha256,
            parked.device_at, parked.skew_seconds,
        )
        put_correction(act, visit, entry, reason=_("手机上的另一份"), matters=matters, sent=sent)
        _let_go(parked)
        phone.expect_photos(visit, record.photos)
        phone.follow(act, visit, _depends_on(parked))
        _decide(act, parked, standing, visit)
    return visit


def _let_go(parked: Parked) -> None:
    """Once decided no words of an opinion stay here, taken in or not: it may have gone the sealed way."""
    item = json.loads(parked.item)
    for one in item["record"].get("matters") or []:
        if one.get("turn") == Turn.OPINION:
            one["content"] = HANDED_ON
    parked.item = json.dumps(item, ensure_ascii=False)


def drop(actor: Actor, parked: Parked, *, reason: str) -> None:
    """不要了: it stays where it is, with who said so and why; only words for an opinion go."""
    _check_decider(actor, parked)
    with action(actor, "sync.settle", parked) as act:
        standing = FLOW.step(parked.standing, "drop")
        rules.check_reason(reason)
        _let_go(parked)
        _decide(act, parked, standing, None, reason)


def _decide(act: Act, parked: Parked, standing: Standing, visit: Visit | None, reason: str = "") -> None:
    parked.standing, parked.reason = standing, reason
    parked.became_id = visit.id if visit else None
    parked.decided_at, parked.decided_by = act.now, act.actor.user_id


def visit_beside(actor: Actor, parked: Parked) -> Visit | None:
    """The visit with the same key, if this person may read it."""
    return visits.visit_behind(actor, parked.visit_id)


def end_waiting(actor: Actor, visit: Visit, *, reason: str) -> None:
    """不再等: the visit stays as it is, only nobody waits any longer for what it follows."""
    with action(actor, "visit.correct", visit) as act:
        rules.check_reason(reason)
        links = [one for one in visits.follows_of(visit.id) if one.waits]
        if not links:
            raise RuleBroken(_("这一条已经有着落了，不用再定"))
        for link in links:
            link.ended_on, link.ended_by, link.ended_reason = act.today, act.actor.user_id, reason
