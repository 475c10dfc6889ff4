"""From what a phone wrote to what the room of visits takes in (地点、要记的事)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.field.rules import Envelope, Heard, Record, skew_of
from tracker.store.secrets import blind_index
from tracker.visits.rules import Turn
from tracker.visits.service import Entry, Matter, Sent, place_of


def account_key(actor: Actor) -> str:
    """Whose records a phone keeps: stable for the account, and no login, name or number of it."""
    return account_key_of(actor.user_id)


def account_key_of(user_id: int | None) -> str:
    return blind_index("field.account", str(user_id))


def entry_of(actor: Actor, record: Record) -> Entry:
    return Entry(
        visited_on=record.visited_on, place=place_of(actor, record.place), kind=record.kind,
        words=record.words, participants=record.participants, purposes=record.purposes,
        present_count=record.present_count, companion_ids=record.companions, is_mention=record.is_mention,
    )


def matters_of(heard: Sequence[Heard]) -> list[Matter]:
    return [
        Matter(
            content=one.content, urgency=one.urgency, turn=one.turn, is_quiet=one.is_quiet,
            item_code=one.item_code, is_mention=one.is_mention,
            settled=one.settled or (_("当场解决") if one.turn is Turn.SETTLED else ""),
        )
        for one in heard
    ]


def judged(entry: Entry, matters: Sequence[Matter]) -> tuple[Entry, list[Matter]]:
    """Of a record that was kept: whether it accuses somebody was asked before it was."""
    return replace(entry, is_mention=True), [replace(one, is_mention=True) for one in matters]


def sent_of(envelope: Envelope, now: datetime) -> Sent:
    """Both clocks are kept as they were; what is shown is put right when it is shown."""
    return Sent(
        envelope.client_id, envelope.rev, envelope.sha256, envelope.device_at,
        skew_of(now, envelope.device_now),
    )
