"""留存期限: how long a finished matter knows who spoke up, and what is blotted out of its texts then."""

from collections.abc import Iterable

from tracker.domain.masking import blot_names
from tracker.domain.text import _
from tracker.opinions.rules.intake import redacted

KEPT_DAYS = 365
"""Calendar days after the end; the town may set another number (domain.md 10.2: the schedule is local)."""
SHORTEST_DAYS = 90
"""A reopening, 复查 and 复核 come within 30 days each (信访工作条例 35, 36)."""
NAMELESS = _("某某")


def kept_days(setting: str) -> int:
    """What the town has set, never so short that a review would find nobody; what is no number is unset."""
    return max(int(setting), SHORTEST_DAYS) if setting.isdecimal() else KEPT_DAYS


def forgotten(text: str, names: Iterable[str]) -> str:
    """The text without telephone and identity numbers and without these names."""
    return redacted(blot_names(text, names, lambda _name: NAMELESS))
