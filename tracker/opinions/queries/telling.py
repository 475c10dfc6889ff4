"""What a resident is told of 延期, 暂缓, 转办, with the reasons (信访工作条例 22, 34)."""

from dataclasses import dataclass
from datetime import date

from tracker.domain import clock
from tracker.domain.deadline import LENGTHS
from tracker.domain.text import _
from tracker.domain.workdays import spoken
from tracker.opinions.models import Opinion, Request
from tracker.opinions.rules import LIMITS, RequestKind

TOLD_MOVES = {"transfer": "{text}", "hand_back": _("这件事已交回原来交办的单位。{text}")}


@dataclass(frozen=True)
class Told:
    """One line behind the receipt, with the day it happened."""

    day: date
    text: str


def told_to_resident(opinion: Opinion) -> list[Told]:
    """Oldest first; nothing that waits to be decided, no names of staff."""
    found = [told for one in opinion.requests if (told := _of_request(one)) is not None]
    for note in opinion.notes:
        if note.move in TOLD_MOVES:
            found.append(Told(clock.local(note.at).date(), TOLD_MOVES[note.move].format(text=note.text)))
    return sorted(found, key=lambda one: one.day)


def _of_request(one: Request) -> Told | None:
    if not one.is_agreed or one.decided_at is None:
        return None
    day = clock.local(one.decided_at).date()
    if one.kind is RequestKind.EXTEND and one.clock_kind is not None:
        length = LENGTHS[LIMITS[one.clock_kind][1]].format(n=one.length)
        text = _("答复要晚 {length}，经主要负责人批准。{reason}")
        return Told(day, text.format(length=length, reason=one.reason))
    if one.kind is RequestKind.DEFER and one.until is not None:
        until = spoken(one.until, day.year)
        text = _("先放一放，{until}再看，答复的期限不变。{reason}")
        return Told(day, text.format(until=until, reason=one.reason))
    return None
