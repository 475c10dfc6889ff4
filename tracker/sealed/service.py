"""Deeds on accusations (密封件): taken in from below or above, received, concluded, released."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tracker.domain import clock
from tracker.domain.roles import Actor, Role
from tracker.sealed import queries, rules
from tracker.sealed.models import Sealed, SealedNote, SealedSubject
from tracker.sealed.rules import Finding
from tracker.store.action import Act, action
from tracker.store.audit import half_day_of
from tracker.store.db import db
from tracker.store.numbers import random_number
from tracker.township.queries import unit_of


@dataclass(frozen=True)
class Accusation:
    """What somebody hands in; `contact` says whether the name is given, given in confidence, or not."""

    text: str
    whom: str = ""
    place: str = ""
    village_code: str | None = None
    contact: str = "anonymous"
    name: str = ""
    phone: str = ""
    origin: str = "web"
    shell_id: int | None = None


def way_of(town_code: str, texts: Iterable[str], *, is_accusation: bool) -> Finding:
    """Which way a matter goes, judged before anything is stored."""
    return rules.find(texts, queries.roster_of(town_code), is_accusation=is_accusation)


def take_in(act: Act, accusation: Accusation, subject_ids: Iterable[int] = ()) -> Sealed:
    """Step: seal a matter. Whoever hands it in sees nothing of it afterwards."""
    actor, town = act.actor, unit_of(act.actor.town_code)
    record = Sealed(
        unit_code=actor.town_code, author_id=actor.user_id, created_at=_kept_instant(act),
        delivered_on=act.today, status=rules.FLOW.initial, **vars(accusation),
    )
    record.ref = random_number(Sealed.ref, f"{town.short_name if town else ''}-函-")
    act.on("sealed.deliver", record)
    record.subjects = [SealedSubject(user_id=user_id) for user_id in subject_ids]
    db.session.flush()
    return record


def _kept_instant(act: Act) -> datetime:
    """Of a resident's own sending only the half-day is kept (security.md 2.3.3)."""
    return half_day_of(act.now) if act.actor.role is Role.PUBLIC else act.now


def receive(actor: Actor, record: Sealed) -> None:
    """接收: discipline has it; the receipt of delivery."""
    with action(actor, "sealed.receive", record) as act:
        record.status = rules.FLOW.step(record.status, "receive")
        record.received_on = act.today
        record.assignee_id = actor.user_id


def conclude(actor: Actor, record: Sealed, *, reason: str) -> None:
    """结束: what became of it, in a sentence."""
    rules.check_reason(reason)
    with action(actor, "sealed.conclude", record) as act:
        record.status = rules.FLOW.step(record.status, "conclude")
        record.concluded_on = act.today
        _note(act, record, "conclude", reason)


def change_subjects(
    actor: Actor, record: Sealed, *, user_ids: Iterable[int], unit_codes: Iterable[str], reason: str
) -> None:
    """改被反映人: who is barred from now on; the heads of a named unit are named with it."""
    rules.check_reason(reason)
    with action(actor, "sealed.subjects", record) as act:
        codes = sorted(set(unit_codes))
        people = {*user_ids, *(head for code in codes for head in queries.heads_of(code))}
        record.subjects = [
            *(SealedSubject(user_id=user_id) for user_id in sorted(people)),
            *(SealedSubject(unit_code=code) for code in codes),
        ]
        _note(act, record, "subjects", reason)


def release(act: Act, record: Sealed, opinion_id: int, reason: str) -> None:
    """Step: 移出密封, no accusation after all; it goes on as the ordinary matter `opinion_id`."""
    rules.check_reason(reason)
    record.status = rules.FLOW.step(record.status, "release")
    record.released_to = opinion_id
    _note(act, record, "release", reason)


def _note(act: Act, record: Sealed, move: str, text: str) -> None:
    db.session.add(
        SealedNote(matter_id=record.id, move=move, text=text, user_id=act.actor.user_id, at=clock.now())
    )
