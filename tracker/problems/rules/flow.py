"""问题: states and moves (domain.md 13.3), and who may not judge."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.flow import Flow, Move
from tracker.domain.text import _
from tracker.opinions.rules import ALREADY_ASKED, RequestKind
from tracker.opinions.rules.delays import DEFER_TIMES, TWICE
from tracker.opinions.rules.possible import NOTHING_ASKED


class Status(StrEnum):
    REGISTERED = "registered"
    SETTLED = "settled"
    ASSIGNED = "assigned"
    HANDLING = "handling"
    DEFERRED = "deferred"
    APPLIED = "applied"
    CHECKED = "checked"
    STRUCK_OFF = "struck_off"
    TURNED = "turned"


LABELS: dict[Status, str] = {
    Status.REGISTERED: _("待交办"),
    Status.SETTLED: _("当场解决"),
    Status.ASSIGNED: _("已交办"),
    Status.HANDLING: _("办理中"),
    Status.DEFERRED: _("暂缓"),
    Status.APPLIED: _("申请销号"),
    Status.CHECKED: _("核查通过"),
    Status.STRUCK_OFF: _("已销号"),
    Status.TURNED: _("已转出"),
}

STATUS_TAGS: dict[Status, str] = {
    Status.REGISTERED: "warning",
    Status.SETTLED: "success",
    Status.ASSIGNED: "info",
    Status.HANDLING: "info",
    Status.DEFERRED: "warning",
    Status.APPLIED: "warning",
    Status.CHECKED: "warning",
    Status.STRUCK_OFF: "success",
    Status.TURNED: "neutral",
}
"""The kind of tag beside the word; the word carries the meaning."""

S = Status
IN_HANDS = frozenset({S.ASSIGNED, S.HANDLING})
TO_JUDGE = frozenset({S.APPLIED, S.CHECKED})
DONE = frozenset({S.SETTLED, S.STRUCK_OFF})
CLOSED = DONE | {S.TURNED}
OPEN = frozenset(Status) - CLOSED


def _staying(name: str, button: str, *sources: Status) -> list[Move[Status]]:
    """A deed that changes no state: one row for each state it may be done in."""
    return [Move(name, button, frozenset({source}), source) for source in sources]


# domain.md 13.3; the first open move of a state is the page's main button
FLOW = Flow(
    S.REGISTERED,
    Move("assign", _("交办"), frozenset({S.REGISTERED}), S.ASSIGNED),
    Move("settle", _("当场解决"), frozenset({S.REGISTERED}), S.SETTLED),
    Move("end_defer", _("结束暂缓"), frozenset({S.DEFERRED}), S.HANDLING),
    Move("defer", _("批准暂缓"), IN_HANDS, S.DEFERRED),
    Move("progress", _("记进展"), IN_HANDS, S.HANDLING),
    Move("apply", _("申请销号"), IN_HANDS, S.APPLIED),
    Move("check", _("核查通过"), frozenset({S.APPLIED}), S.CHECKED),
    Move("strike_off", _("销号"), frozenset({S.CHECKED}), S.STRUCK_OFF),
    Move("rehang", _("重新挂账"), TO_JUDGE, S.HANDLING),
    *_staying("refuse_defer", _("不批暂缓"), *sorted(IN_HANDS)),
    Move("assign", _("改派"), IN_HANDS, S.ASSIGNED),
    *_staying("arrive", _("记部门到场"), *sorted(IN_HANDS)),
    *_staying("end_whistle", _("记吹哨结果"), *sorted(IN_HANDS)),
    *_staying("ask_defer", _("申请暂缓"), *sorted(IN_HANDS)),
    *_staying("whistle", _("吹哨"), *sorted(IN_HANDS)),
    *_staying("to_meeting", _("记班子会研究"), *sorted(OPEN)),
    Move("to_opinion", _("转成群众诉求"), frozenset({S.REGISTERED}), S.TURNED),
    Move("to_task", _("转成办件"), frozenset({S.REGISTERED}), S.TURNED),
    terminal=CLOSED,
)

NOTE_LABELS: dict[str, str] = {
    **{move.name: move.button for move in reversed(FLOW.moves)},
    "to_opinion": _("转成群众诉求"), "to_task": _("转成办件"), "to_meeting": _("班子会研究"),
}
"""What a note was written for."""
JUDGING = frozenset({"check", "strike_off", "rehang"})
"""Moves that judge the handling: never made by who handled (domain.md 4.4, 12.2)."""
HANDLING = frozenset({"progress", "apply"})
"""Who has once made one of these has handled the problem, whoever holds it now."""
RARE = frozenset({"assign", "ask_defer", "whistle", "to_meeting", "to_opinion", "to_task"})
"""Moves that are folded away, unless one of them is the main button."""


@dataclass(frozen=True)
class Facts:
    """What a move wants to know beside the status."""

    is_fast: bool = False
    is_handler: bool = False
    """Did it go through the hands of who looks?"""
    is_unruled: bool = False
    """动 without a record of what was decided and on which legal basis."""
    is_asked: bool = False
    """Does a request for 暂缓 wait?"""
    deferrals: int = 0
    whistles_out: int = 0
    whistles_on_the_way: int = 0


NOT_YOUR_OWN = _("这件事是您办的，要请没有经手的人来核查和销号")


def why_not(move: str, facts: Facts) -> str:
    """Why a move that the state allows is not to be made now; empty: it may be made."""
    return next((told for names, is_so, told in _obstacles(facts) if is_so and move in names), "")


def _obstacles(facts: Facts) -> tuple[tuple[Collection[str], bool, str], ...]:
    return (
        (JUDGING, facts.is_handler, NOT_YOUR_OWN),
        (("apply",), facts.is_unruled, _("“动”的事先记处置：定了什么，依据是什么")),
        (("ask_defer", "defer"), facts.is_fast, _("“快”的事不能缓")),
        (("ask_defer",), facts.is_asked, ALREADY_ASKED[RequestKind.DEFER]),
        (("ask_defer", "defer"), facts.deferrals >= DEFER_TIMES, TWICE.format(n=DEFER_TIMES)),
        (("defer", "refuse_defer"), not facts.is_asked, NOTHING_ASKED[RequestKind.DEFER]),
        (("arrive",), not facts.whistles_on_the_way, _("没有等着到场的部门")),
        (("end_whistle",), not facts.whistles_out, _("没有吹过哨，或者都有结果了")),
    )


DECISIONS = ("defer",)
"""Somebody waits for these: they come before whatever else is open."""
MAIN = ("assign", "end_defer", "progress", "check", "strike_off")
"""Moves of the main way, in their order."""


def main_move(names: Collection[str], status: Status) -> str | None:
    """The one main button among the moves open to somebody; None when none of them leads on."""
    leads = [name for name in (*DECISIONS, *MAIN) if name in names]
    if status in IN_HANDS and "assign" in leads:
        leads.remove("assign")  # it has a handler: another one is an exception
    if status is Status.HANDLING and "apply" in names and leads[:1] == ["progress"]:
        return "apply"
    return leads[0] if leads else None


def check_not_handler(judge_id: int | None, handler_ids: Collection[int | None]) -> None:
    """RuleBroken when somebody would check or strike off a problem that went through the own hands."""
    if judge_id in handler_ids:
        raise RuleBroken(NOT_YOUR_OWN)


def moves_for(status: Status, facts: Facts) -> tuple[Move[Status], ...]:
    """The buttons of the page: the open moves that nothing forbids now."""
    return tuple(move for move in FLOW.open_moves(status) if not why_not(move.name, facts))
