"""What may happen to somebody who waits (排队), and why somebody may go first."""

import re
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.flow import Flow, Move
from tracker.domain.text import _


class Status(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    SERVED = "served"
    LEFT = "left"


class Source(StrEnum):
    """Where the number came from."""

    MACHINE = "machine"
    COUNTER = "counter"
    BOOKING = "booking"


class Priority(StrEnum):
    """Who may go first, and why; the reason is kept with the number."""

    NONE = "none"
    ELDERLY = "elderly"
    DISABLED = "disabled"
    SOLDIER = "soldier"
    PREGNANT = "pregnant"


class Stage(StrEnum):
    """What a stretch of time was (practice.md 4, TheQ): every deed closes one and opens the next."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"


STATUS_LABELS: dict[Status, str] = {
    Status.WAITING: _("等候"),
    Status.CALLED: _("已叫号"),
    Status.SERVING: _("正在办"),
    Status.HELD: _("暂时搁着"),
    Status.SERVED: _("办完了"),
    Status.LEFT: _("未办"),
}
PRIORITY_LABELS: dict[Priority, str] = {
    Priority.NONE: _("按顺序"),
    Priority.ELDERLY: _("老人"),
    Priority.DISABLED: _("残疾人"),
    Priority.SOLDIER: _("军人"),
    Priority.PREGNANT: _("孕妇"),
}
SOURCE_LABELS: dict[Source, str] = {
    Source.MACHINE: _("取号机"), Source.COUNTER: _("窗口取号"), Source.BOOKING: _("预约"),
}

AT_WINDOW = frozenset({Status.CALLED, Status.SERVING, Status.HELD})
IN_HALL = (Status.WAITING, Status.CALLED, Status.SERVING, Status.HELD)
FLOW = Flow(
    Status.WAITING,
    Move("call", _("叫号"), frozenset({Status.WAITING}), Status.CALLED),
    Move("start", _("开始办"), frozenset({Status.CALLED, Status.HELD}), Status.SERVING),
    Move("hold", _("先搁着"), frozenset({Status.CALLED, Status.SERVING}), Status.HELD),
    Move("put_back", _("回到队里"), AT_WINDOW, Status.WAITING),
    Move("transfer", _("转到别的窗口"), AT_WINDOW, Status.WAITING),
    Move("end", _("办完了"), frozenset({Status.SERVING}), Status.SERVED),
    Move("leave", _("未办，走了"), frozenset(IN_HALL), Status.LEFT),
    terminal=frozenset({Status.SERVED, Status.LEFT}),
)
DEEDS: dict[str, str] = {f"coming.{move.name}": move.button for move in FLOW.moves} | {
    "coming.take": _("取号"),
    "coming.recall": _("再叫一遍"),
    "coming.undo": _("撤销上一步"),
}
STAGE_OF: dict[Status, Stage] = {
    Status.WAITING: Stage.WAITING, Status.CALLED: Stage.CALLED, Status.SERVING: Stage.SERVING,
    Status.HELD: Stage.HELD,
}
STATUS_OF: dict[Stage, Status] = {stage: status for status, stage in STAGE_OF.items()}
FIRST_LETTER = "A"


def rank_of(priority: Priority) -> int:
    """0: goes first, for the reason that stands with the number; 1: in order."""
    return 1 if priority is Priority.NONE else 0


def place_in_line(now: datetime, starts: datetime | None, ends: datetime | None) -> datetime:
    """From when a place in the line counts: somebody with a booking who is here before its slot is over
    stands where the slot begins, whoever came without one or too late stands at the end."""
    return starts if starts is not None and ends is not None and now <= ends else now


def letters_of(text: str) -> str:
    """The letters a window calls, each once, in order; empty: all of them."""
    return "".join(sorted({one for one in text.upper() if one.isascii() and one.isalpha()}))


def check_letter(text: str, taken: Sequence[str]) -> str:
    """One capital letter nobody has; RuleBroken (field "letter")."""
    letter = text.strip().upper()
    if not re.fullmatch("[A-Z]", letter):
        raise RuleBroken(_("请填一个字母，例如 B"), field="letter")
    if letter in taken:
        raise RuleBroken(_("{letter} 已经有了，请换一个字母"), field="letter", letter=letter)
    return letter


def check_callable(window_letters: str, letters: Sequence[str]) -> None:
    """A window calls letters that exist; RuleBroken (field "prefixes")."""
    unknown = [one for one in window_letters if one not in letters]
    if unknown:
        raise RuleBroken(_("没有 {letter} 这类号，请先加上"), field="prefixes", letter=unknown[0])


def check_nobody_else(label: str | None) -> None:
    """One window, one person: who is there goes on first."""
    if label is not None:
        raise RuleBroken(_("{label} 还在这个窗口，先办完、搁着或者让他回到队里"), label=label)


def check_same_day(is_today: bool) -> None:
    if not is_today:
        raise RuleBroken(_("不是今天的号，不能再动了"))
