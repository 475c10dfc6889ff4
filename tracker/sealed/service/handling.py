"""Moves of accusations (密封件) at the discipline office: received, concluded, released, handed up."""

from collections.abc import Iterable
from datetime import date

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.sealed import queries, rules
from tracker.sealed.models import Sealed, SealedNote, SealedSubject
from tracker.sealed.rules import Content
from tracker.sealed.service.boxing import Keys, content_of, write_note
from tracker.sealed.service.intake import give_to_county
from tracker.store.action import Act, action
from tracker.store.action import note as leave_trace
from tracker.store.db import db

LOCKED = _("这一步要先打开密封件，请写口令")


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
        status = rules.FLOW.step(record.status, "conclude")
        record.status, record.concluded_on = status, act.today
        _note(act, record, "conclude", reason)


def hand_up(actor: Actor, record: Sealed, *, reason: str, on: date, keys: Keys = ()) -> None:
    """交县里: on this day discipline gave it to the county; into the county's box too, where it has a key.

    RuleBroken on the field password while the box is locked.
    """
    rules.check_reason(reason)
    content = opened(record, keys)
    with action(actor, "sealed.hand_up", record) as act:
        rules.check_handed_on(on, record.delivered_on, act.today)
        status = rules.FLOW.step(record.status, "hand_up")
        record.status, record.handed_up_on = status, on
        give_to_county(actor, act, content)
        _note(act, record, "hand_up", reason)


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
    if queries.names_a_head(record):
        raise RuleBroken(_("被反映的人里有镇领导或纪检人员，移出后镇里没有人能办。请交县里"), field="reason")
    record.status = rules.FLOW.step(record.status, "release")
    record.released_to = opinion_id
    _note(act, record, "release", reason)


def opened(record: Sealed, keys: Keys) -> Content:
    """The content for a deed that needs it, or RuleBroken on the field password."""
    content = content_of(record, keys)
    if content is None:
        raise RuleBroken(LOCKED, field="password")
    return content


def note_reading(actor: Actor, record: Sealed) -> None:
    """Every opening of a page with the content leaves a trace in the log (security.md 3)."""
    leave_trace(actor, "sealed.view", record, "ok")


def _note(act: Act, record: Sealed, move: str, text: str) -> None:
    note = SealedNote(matter_id=record.id, move=move, user_id=act.actor.user_id, at=clock.now())
    write_note(note, record.unit_code, text)
    db.session.add(note)
