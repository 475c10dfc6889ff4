"""民意、诉求: states and moves (domain.md 13.1), and the five steps a resident reads."""

from collections.abc import Collection
from enum import StrEnum

from tracker.domain.flow import Flow, Move
from tracker.domain.text import _


class Status(StrEnum):
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    ROUTED = "routed"
    HANDLING = "handling"
    WAITING = "waiting"
    DEFERRED = "deferred"
    SIGNING = "signing"
    REPLIED = "replied"
    CALLED_BACK = "called_back"
    CLOSED = "closed"
    REVIEW = "review"
    DECLINED = "declined"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"
    SEALED = "sealed"


LABELS: dict[Status, str] = {
    Status.SUBMITTED: _("待受理"), Status.ACCEPTED: _("已受理"), Status.ROUTED: _("已交办"),
    Status.HANDLING: _("办理中"), Status.WAITING: _("等本人补材料"), Status.DEFERRED: _("暂缓"),
    Status.SIGNING: _("待签发"), Status.REPLIED: _("已答复"), Status.CALLED_BACK: _("已回访"),
    Status.CLOSED: _("已办结"), Status.REVIEW: _("复查复核中"), Status.DECLINED: _("不予受理"),
    Status.TRANSFERRED: _("已转有权单位"), Status.WITHDRAWN: _("已撤回"),
    Status.SEALED: _("已转有权机关"),
}

S = Status
IN_HAND = frozenset({S.ROUTED, S.HANDLING, S.WAITING, S.DEFERRED, S.SIGNING})  # an office has it
OPEN = frozenset({S.SUBMITTED, S.ACCEPTED}) | IN_HAND  # not answered yet: these can be late
ANSWERED = frozenset({S.REPLIED, S.CALLED_BACK, S.CLOSED})


def _staying(name: str, button: str, *sources: Status) -> list[Move[Status]]:
    """A deed that changes no state: one row for each state it may be done in."""
    return [Move(name, button, frozenset({source}), source) for source in sources]


# domain.md 13.1; the first open move of a state is the page's main button
FLOW = Flow(
    S.SUBMITTED,
    Move("accept", _("受理"), frozenset({S.SUBMITTED}), S.ACCEPTED),  # 信访工作条例 22, 23
    Move("route", _("交办"), frozenset({S.ACCEPTED}), S.ROUTED),
    Move("assign", _("指派承办人"), frozenset({S.ROUTED}), S.HANDLING),
    Move("draft", _("拟答复"), frozenset({S.HANDLING}), S.SIGNING),  # 信访工作条例 29, 32
    Move("sign", _("签发答复"), frozenset({S.SIGNING}), S.REPLIED),
    Move("resume", _("继续办"), frozenset({S.WAITING}), S.HANDLING),
    Move("end_defer", _("结束暂缓"), frozenset({S.DEFERRED}), S.HANDLING),
    Move("call_back", _("记回访"), frozenset({S.REPLIED}), S.CALLED_BACK),  # 北京市接诉即办工作条例 23
    Move("close", _("办结"), frozenset({S.REPLIED, S.CALLED_BACK}), S.CLOSED),
    Move("record_review", _("记复查复核结果"), frozenset({S.REVIEW}), S.CLOSED),  # 信访工作条例 35, 36
    *_staying("clear_suspect", _("是正常的事"), S.SUBMITTED),
    *_staying("contact", _("记联系本人"), *sorted(IN_HAND | {S.ACCEPTED})),
    Move("send_back", _("退回修改"), frozenset({S.SIGNING}), S.HANDLING),
    *_staying("assign", _("换承办人"), S.HANDLING, S.WAITING, S.DEFERRED, S.SIGNING),
    Move("ask_more", _("请本人补材料"), frozenset({S.HANDLING}), S.WAITING),
    *_staying("ask", _("问本人一句"), S.HANDLING),
    *_staying("return_unit", _("申请退单"), S.ROUTED, S.HANDLING),  # 安阳市政务服务条例 50
    Move("allow_return", _("同意退单"), frozenset({S.ROUTED, S.HANDLING}), S.ACCEPTED),
    *_staying("refuse_return", _("不同意退单"), S.ROUTED, S.HANDLING),
    *_staying("hand_over", _("移交别的部门"), S.HANDLING),  # 北京市接诉即办工作条例 14: 首接负责
    Move("take_over", _("接手"), frozenset({S.HANDLING}), S.ROUTED),
    *_staying("refuse_over", _("不接"), S.HANDLING),
    *_staying("whistle", _("吹哨"), S.HANDLING),  # 北京市接诉即办工作条例 16
    *_staying("arrive", _("记部门到场"), S.HANDLING),
    *_staying("end_whistle", _("记吹哨结果"), S.HANDLING),
    *_staying("ask_extend", _("申请延期"), S.HANDLING, S.DEFERRED),  # 信访工作条例 34
    *_staying("extend", _("批准延期"), S.HANDLING, S.DEFERRED),
    *_staying("refuse_extend", _("不批延期"), S.HANDLING, S.DEFERRED),
    *_staying("ask_defer", _("申请暂缓"), S.HANDLING),
    Move("defer", _("批准暂缓"), frozenset({S.HANDLING}), S.DEFERRED),
    *_staying("refuse_defer", _("不批暂缓"), S.HANDLING),
    Move("miss_call", _("没联系上"), frozenset({S.REPLIED}), S.REPLIED),
    Move("reopen", _("重办"), frozenset({S.REPLIED, S.CALLED_BACK, S.CLOSED}), S.ROUTED),
    Move("restart", _("有新情况，重新受理"), frozenset({S.CLOSED}), S.ACCEPTED),
    Move("ask_review", _("记复查复核申请"), frozenset(ANSWERED), S.REVIEW),
    *_staying("object", _("提异议：不属本镇"), S.SUBMITTED, S.ACCEPTED),  # 信访工作条例 23
    Move("hand_back", _("异议同意，交回"), frozenset({S.SUBMITTED, S.ACCEPTED}), S.TRANSFERRED),
    *_staying("keep", _("异议未同意"), S.SUBMITTED, S.ACCEPTED),
    Move("unroute", _("撤销交办"), frozenset({S.ROUTED, S.HANDLING}), S.ACCEPTED),  # undo, for ten minutes
    Move("transfer", _("转有权单位"), frozenset({S.ACCEPTED}), S.TRANSFERRED),
    *_staying("merge", _("并案"), *sorted(OPEN)),
    *_staying("unmerge", _("拆开"), *sorted(OPEN)),
    Move("decline", _("不予受理"), frozenset({S.SUBMITTED}), S.DECLINED),  # 信访工作条例 31
    Move("seal", _("密封移送"), OPEN | {S.REPLIED, S.CALLED_BACK}, S.SEALED),  # 信访工作条例 22, 30
    Move("withdraw", _("撤回"), OPEN, S.WITHDRAWN),
    *_staying("check_withdrawal", _("回访撤回的事"), S.WITHDRAWN),  # domain.md 8.1: detect 压
    Move("reinstate", _("恢复办理"), frozenset({S.WITHDRAWN}), S.ACCEPTED),
    terminal=frozenset({S.DECLINED, S.TRANSFERRED, S.SEALED}),
)

DECISIONS = ("take_over", "allow_return", "defer", "extend", "check_withdrawal")
"""Somebody waits for these: they come before whatever else is open."""
MAIN = (
    "accept", "route", "assign", "draft", "sign", "resume", "end_defer", "call_back", "close",
    "record_review",
)
"""Moves of the main way, in their order."""


def main_move(names: Collection[str], status: Status) -> str | None:
    """The one main button among the moves open to somebody; None when none of them leads on."""
    leads = [name for name in (*DECISIONS, *MAIN) if name in names]
    if status is not Status.ROUTED and "assign" in leads:
        leads.remove("assign")  # it has a handler: another one is an exception
    return leads[0] if leads else None


# the five steps a resident reads (ux.md R6), and which of them each state stands at
STEPS: tuple[str, ...] = (_("已收到"), _("交给谁"), _("正在办"), _("已答复"), _("请您评价"))
STEP_OF: dict[Status, int] = {
    S.SUBMITTED: 1, S.ACCEPTED: 1, S.ROUTED: 2, S.HANDLING: 2, S.WAITING: 2, S.DEFERRED: 2, S.SIGNING: 2,
    S.REPLIED: 4, S.CALLED_BACK: 4, S.CLOSED: 4, S.REVIEW: 4,
}


def step_states(status: Status, *, has_rating: bool) -> list[str]:
    """done, now or todo for each of the five steps."""
    at = len(STEPS) if has_rating else STEP_OF.get(status, 0)
    return ["done" if number < at else "now" if number == at else "todo" for number in range(len(STEPS))]
