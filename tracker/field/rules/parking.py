"""Records that wait for a person (要人看一看的): why, what was decided, when somebody is asked."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from tracker.domain.errors import RuleBroken
from tracker.domain.flow import Flow, Move
from tracker.domain.text import _

ASKED_AFTER_DAYS = 5  # practice.md 4 (ODK: forced after five days; here a person is asked instead)
PARTS_KEPT_DAYS = 30  # security.md 5.4
KEPT_DAYS, SHORTEST_KEPT_DAYS = 90, 30
"""Calendar days a decided record keeps what the phone had sent (domain.md 10.2: the schedule is local)."""
LARGEST_PART = 64 * 1024
LONGEST_REASON = 200


class Outcome(StrEnum):
    """What became of one item that a phone sent."""

    STORED = "stored"
    REPLAY = "replay"
    NEWER = "newer"
    CONFLICT = "conflict"
    REFUSED = "refused"
    FORBIDDEN = "forbidden"
    OTHER_ACCOUNT = "other_account"


IN_HAND = frozenset({Outcome.STORED, Outcome.REPLAY, Outcome.NEWER})
"""The house has it: the phone may let it go."""
OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.STORED: _("存好了"),
    Outcome.REPLAY: _("以前已经存过"),
    Outcome.NEWER: _("当作更正存好了"),
    Outcome.CONFLICT: _("等人看一看"),
    Outcome.REFUSED: _("没有存"),
    Outcome.FORBIDDEN: _("没有存"),
    Outcome.OTHER_ACCOUNT: _("不是这个账号的"),
}


class Standing(StrEnum):
    """Of a parked record."""

    OPEN = "open"
    STORED = "stored"
    CORRECTED = "corrected"
    DROPPED = "dropped"


STANDING_LABELS: dict[Standing, str] = {
    Standing.OPEN: _("等人定"),
    Standing.STORED: _("存成了新的走访"),
    Standing.CORRECTED: _("当作更正存了"),
    Standing.DROPPED: _("不要了"),
}

FLOW = Flow(
    Standing.OPEN,
    Move("store", _("存成新的走访"), frozenset({Standing.OPEN}), Standing.STORED),  # practice.md 1.1
    Move("correct", _("当作更正"), frozenset({Standing.OPEN}), Standing.CORRECTED),
    Move("drop", _("不要了"), frozenset({Standing.OPEN}), Standing.DROPPED),
    terminal=frozenset({Standing.STORED, Standing.CORRECTED, Standing.DROPPED}),
)


@dataclass(frozen=True)
class Side:
    """One line of the two columns: what is stored beside what was sent."""

    label: str
    stored: Any
    sent: Any

    @property
    def differs(self) -> bool:
        return bool((self.stored or "") != (self.sent or ""))


def asked_before(today: date) -> date:
    """Links that have waited since this day or longer are shown to a person."""
    return today - timedelta(days=ASKED_AFTER_DAYS)


def parts_before(today: date) -> date:
    """Parts of photographs that came before this day, and nothing since, go."""
    return today - timedelta(days=PARTS_KEPT_DAYS)


def check_reason(text: str) -> None:
    """Nothing is dropped without a word on why."""
    if not text.strip():
        raise RuleBroken(_("请写明为什么不要了"), field="reason")


def kept_days(setting: str) -> int:
    """What the town has set, never less than SHORTEST_KEPT_DAYS; what is no number is unset."""
    return max(int(setting), SHORTEST_KEPT_DAYS) if setting.isdecimal() else KEPT_DAYS
