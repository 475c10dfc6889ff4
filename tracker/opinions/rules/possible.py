"""现在能做什么: what the facts of a matter forbid beyond its state, in sentences (domain.md 5.5, 8.1)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.domain.text import _
from tracker.domain.workdays import spoken
from tracker.opinions.rules.delays import DEFER_TIMES, PAPERS_TIMES
from tracker.opinions.rules.reviews import NOTHING_LEFT, ONLY_CLAIMS
from tracker.opinions.rules.words import SENT_DOWN, Channel, RequestKind, Stream, Tray, Urgency


@dataclass(frozen=True)
class Facts:
    """What a move asks of a matter beside its state."""

    channel: Channel
    today: date
    urgency: Urgency = Urgency.ACT
    tray: Tray = Tray.ORDINARY
    is_merged: bool = False
    pending: frozenset[RequestKind] = frozenset()
    deferrals: int = 0
    """暂缓 agreed to so far."""
    paper_waits: int = 0
    """How often the running clocks waited for the resident's papers."""
    can_extend: bool = False
    """Some running clock may still be made longer."""
    objection_until: date | None = None
    """The last day for 提异议; None: there is no such clock."""
    whistles_out: int = 0
    whistles_on_the_way: int = 0
    """吹哨 without a result, and of these the ones where nobody has come yet."""
    is_withdrawal_to_check: bool = False
    stream: Stream | None = None
    is_rechecked: bool = False
    """A 复核 was asked for: nothing comes after it."""


OF_MERGED = frozenset(
    {"unmerge", "seal", "withdraw", "call_back", "miss_call", "close", "reopen", "restart", "ask_review",
     "record_review", "check_withdrawal", "reinstate"}
)
"""What is done on the matter itself: while it is dealt with under another one, and after it was answered."""
Reason = Callable[[Facts], str]


def why_not(name: str, facts: Facts) -> str:
    """Why this move is not to be made now; empty: it may be made."""
    if facts.is_merged and name not in OF_MERGED:
        return _("这件事已并到别的事里办，要单独办，请先拆开")
    return next((told for check in CHECKS.get(name, ()) if (told := check(facts))), "")


def may_now(name: str, facts: Facts) -> bool:
    return not why_not(name, facts)


NOTHING_ASKED: dict[RequestKind, str] = {
    RequestKind.RETURN: _("没有等着定的退单申请"), RequestKind.HAND_OVER: _("没有等着接手的移交"),
    RequestKind.DEFER: _("没有等着批的暂缓申请"), RequestKind.EXTEND: _("没有等着批的延期申请"),
    RequestKind.OBJECT: _("没有等着结果的异议"),
}
ALREADY_ASKED: dict[RequestKind, str] = {
    RequestKind.RETURN: _("已经申请退单，正等着定"), RequestKind.HAND_OVER: _("正等别的部门接手"),
    RequestKind.DEFER: _("已经申请暂缓，正等着批"), RequestKind.EXTEND: _("已经申请延期，正等着批"),
    RequestKind.OBJECT: _("异议还没有结果，请先记结果"),
}


def _asked(kind: RequestKind) -> Reason:
    return lambda facts: "" if kind in facts.pending else NOTHING_ASKED[kind]


def _free_of(*kinds: RequestKind) -> Reason:
    return lambda facts: next((ALREADY_ASKED[one] for one in kinds if one in facts.pending), "")


def _not_fast(facts: Facts) -> str:
    return _("“快”的事不能缓") if facts.urgency is Urgency.FAST else ""


def _defers_left(facts: Facts) -> str:
    told = _("已经缓过 {n} 次，不能再缓").format(n=DEFER_TIMES)
    return told if facts.deferrals >= DEFER_TIMES else ""


def _papers_left(facts: Facts) -> str:
    told = _("已经请本人补过 {n} 次材料，不能再请；还缺什么，可以问本人一句").format(n=PAPERS_TIMES)
    return told if facts.paper_waits >= PAPERS_TIMES else ""


def _can_extend(facts: Facts) -> str:
    return "" if facts.can_extend else _("这件事的期限不能延：已经延过，或者已过期限")


def _may_object(facts: Facts) -> str:
    if facts.channel not in SENT_DOWN or facts.objection_until is None:
        return _("只有 12345 转办和上级交办的事能提异议")
    last = facts.objection_until
    if facts.today > last:
        return _("提异议要在 {day}前，已经过了").format(day=spoken(last, facts.today.year))
    return ""


def _whistled(facts: Facts) -> str:
    return "" if facts.whistles_out else _("没有吹过哨，或者都有结果了")


def _on_the_way(facts: Facts) -> str:
    return "" if facts.whistles_on_the_way else _("没有等着到场的部门")


def _merged(facts: Facts) -> str:
    return "" if facts.is_merged else _("这件事没有并案")


def _suspect(facts: Facts) -> str:
    return "" if facts.tray is Tray.SUSPECT else _("这件事已经在正常的事里")


def _to_check(facts: Facts) -> str:
    return "" if facts.is_withdrawal_to_check else _("这件事的撤回不用回访，或者别人已经问过了")


def _may_review(facts: Facts) -> str:
    if facts.stream is not Stream.CLAIM:
        return ONLY_CLAIMS
    return NOTHING_LEFT if facts.is_rechecked else ""


_K = RequestKind
_MOVED_ON = _free_of(_K.RETURN, _K.HAND_OVER)
CHECKS: Mapping[str, tuple[Reason, ...]] = {
    "object": (_may_object, _free_of(_K.OBJECT)),
    "hand_back": (_asked(_K.OBJECT),), "keep": (_asked(_K.OBJECT),),
    "route": (_free_of(_K.OBJECT),), "transfer": (_free_of(_K.OBJECT),),
    "assign": (_free_of(_K.HAND_OVER),),
    "return_unit": (_MOVED_ON,), "hand_over": (_MOVED_ON,),
    "allow_return": (_asked(_K.RETURN),), "refuse_return": (_asked(_K.RETURN),),
    "take_over": (_asked(_K.HAND_OVER),), "refuse_over": (_asked(_K.HAND_OVER),),
    "ask_more": (_MOVED_ON, _papers_left),
    "ask_defer": (_not_fast, _free_of(_K.DEFER, _K.RETURN, _K.HAND_OVER), _defers_left),
    "defer": (_asked(_K.DEFER), _not_fast, _MOVED_ON), "refuse_defer": (_asked(_K.DEFER),),
    "ask_extend": (_free_of(_K.EXTEND), _can_extend),
    "extend": (_asked(_K.EXTEND),), "refuse_extend": (_asked(_K.EXTEND),),
    "arrive": (_on_the_way,), "end_whistle": (_whistled,),
    "unmerge": (_merged,), "clear_suspect": (_suspect,), "check_withdrawal": (_to_check,),
    "ask_review": (_may_review,),
}
