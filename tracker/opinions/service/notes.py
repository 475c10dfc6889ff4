"""What all deeds share: where words stand, the reason written at one move, the instant that may be kept."""

from datetime import datetime

from tracker.opinions.models import Note, Opinion
from tracker.store import audit
from tracker.store.action import Act

TEXTS: dict[str, tuple[str, ...]] = {
    "supplements": ("text",), "questions": ("text", "answer"), "replies": ("text", "basis"),
    "notes": ("text",), "requests": ("reason", "answer"), "whistles": ("text", "result"),
    "reviews": ("text",), "rulings": ("decision", "result"),
}
"""Where words stand beside a matter's own: its business file, which stays, blotted, when names go."""
FEELINGS: dict[str, tuple[str, ...]] = {"calls": ("text", "feeling"), "ratings": ("text", "feeling")}
"""What a person said about the answer: after a year only its counts are needed."""


def write_note(act: Act, opinion: Opinion, move: str, text: str) -> None:
    if text.strip():
        opinion.notes.append(Note(move=move, text=text, user_id=act.actor.user_id, at=kept_instant(act)))


def kept_instant(act: Act) -> datetime:
    """When this deed was done, as far as it may be known."""
    return audit.kept_instant(act.actor, act.now)
