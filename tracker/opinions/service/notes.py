"""Steps all deeds share: the reason written at one move, and the instant that may be kept of it."""

from datetime import datetime

from tracker.domain.roles import Role
from tracker.opinions.models import Note, Opinion
from tracker.store.action import Act
from tracker.store.audit import half_day_of


def write_note(act: Act, opinion: Opinion, move: str, text: str) -> None:
    if text.strip():
        opinion.notes.append(Note(move=move, text=text, user_id=act.actor.user_id, at=kept_instant(act)))


def kept_instant(act: Act) -> datetime:
    """Of a resident's own deed only the half-day is kept (security.md 2.3.3)."""
    return half_day_of(act.now) if act.actor.role is Role.PUBLIC else act.now
