"""What goes into the boxes (密封盒) of accusations and notes, and comes out again with the private keys."""

from tracker.sealed import queries
from tracker.sealed.models import Sealed, SealedNote
from tracker.sealed.rules import Content
from tracker.store import boxes

Keys = tuple[bytes, ...]
"""The private keys somebody has opened with the passphrase; empty: locked."""


def put_in(record: Sealed, content: Content) -> None:
    """Box the content for the town's holders; while there is no key, it stands under the key ring."""
    publics = queries.publics_of(record.unit_code)
    record.box = boxes.seal(content.packed(), publics) if publics else None
    kept = Content(text="", contact="") if publics else content
    record.text, record.whom, record.place, record.name = kept.text, kept.whom, kept.place, kept.name
    record.phone, record.village_code, record.contact = kept.phone, kept.village_code, kept.contact


def content_of(record: Sealed, keys: Keys = ()) -> Content | None:
    """What somebody handed in; None: it lies in a box that these keys do not open."""
    if record.box is None:
        return Content(
            text=record.text, whom=record.whom, place=record.place, village_code=record.village_code,
            contact=record.contact, name=record.name, phone=record.phone,
        )
    try:
        return Content.unpacked(boxes.open_box(record.box, keys))
    except boxes.CannotOpen:
        return None


def write_note(note: SealedNote, town_code: str, text: str) -> None:
    publics = queries.publics_of(town_code)
    note.box = boxes.seal(text.encode("utf-8", "surrogatepass"), publics) if publics else None
    note.text = "" if publics else text


def note_text(note: SealedNote, keys: Keys = ()) -> str | None:
    """What discipline wrote; None: these keys do not open it."""
    if note.box is None:
        return note.text
    try:
        return boxes.open_box(note.box, keys).decode("utf-8", "surrogatepass")
    except boxes.CannotOpen:
        return None
