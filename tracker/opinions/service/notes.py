"""Step: the reason written at one move, beside its line in the audit log."""

from tracker.opinions.models import Note, Opinion
from tracker.store.action import Act


def write_note(act: Act, opinion: Opinion, move: str, text: str) -> None:
    if text.strip():
        opinion.notes.append(Note(move=move, text=text, user_id=act.actor.user_id, at=act.now))
