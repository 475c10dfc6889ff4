"""States, outcomes and channels of a task (办件), and what may happen to it."""

from enum import StrEnum

from tracker.domain.flow import Flow, Move
from tracker.domain.text import _


class Status(StrEnum):
    RECEIVED = "received"
    TOLD = "told"
    ACCEPTED = "accepted"
    PAUSED = "paused"
    REPORTED = "reported"
    DONE = "done"
    DELIVERED = "delivered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"


class Outcome(StrEnum):
    GRANTED = "granted"
    REFUSED = "refused"


class Channel(StrEnum):
    WINDOW = "window"
    ONLINE = "online"
    AGENT = "agent"
    VISIT = "visit"


STATUS_LABELS: dict[Status, str] = {
    Status.RECEIVED: _("已收件"),
    Status.TOLD: _("待补正"),
    Status.ACCEPTED: _("办理中"),
    Status.PAUSED: _("特别程序"),
    Status.REPORTED: _("转报上级"),
    Status.DONE: _("已办结"),
    Status.DELIVERED: _("已送达"),
    Status.DECLINED: _("不予受理"),
    Status.WITHDRAWN: _("已撤回"),
    Status.TERMINATED: _("已终止"),
}
STATUS_TAGS: dict[Status, str] = {
    Status.RECEIVED: "warning",
    Status.TOLD: "warning",
    Status.ACCEPTED: "info",
    Status.PAUSED: "neutral",
    Status.REPORTED: "info",
    Status.DONE: "success",
    Status.DELIVERED: "success",
    Status.DECLINED: "neutral",
    Status.WITHDRAWN: "neutral",
    Status.TERMINATED: "neutral",
}
SHEETS: dict[Status, str] = {
    Status.RECEIVED: _("收件凭证"),
    Status.TOLD: _("一次性告知书"),
    Status.ACCEPTED: _("受理凭证"),
    Status.PAUSED: _("特别程序告知书"),
    Status.REPORTED: _("受理凭证"),
    Status.DONE: _("办结通知"),
    Status.DELIVERED: _("办结通知"),
    Status.DECLINED: _("不予受理通知书"),
    Status.WITHDRAWN: _("撤回登记"),
    Status.TERMINATED: _("终止办理通知书"),
}
OUTCOME_LABELS: dict[Outcome, str] = {Outcome.GRANTED: _("办成"), Outcome.REFUSED: _("不予办理")}
CHANNEL_LABELS: dict[Channel, str] = {
    Channel.WINDOW: _("窗口"), Channel.ONLINE: _("网上"), Channel.AGENT: _("代办"), Channel.VISIT: _("上门"),
}
RUNNING = (Status.ACCEPTED, Status.PAUSED, Status.REPORTED)
OPEN = (Status.RECEIVED, Status.TOLD, *RUNNING)
FINISHED = (Status.DONE, Status.DELIVERED)

# domain.md 13.2
BEFORE_ACCEPTANCE = frozenset({Status.RECEIVED, Status.TOLD})
FLOW = Flow(
    Status.RECEIVED,
    Move("accept", _("受理"), BEFORE_ACCEPTANCE, Status.ACCEPTED),  # 行政许可法 32: written voucher
    Move("notify", _("补正告知"), BEFORE_ACCEPTANCE, Status.TOLD),  # 行政许可法 32(4): all at once
    Move("spot", _("当场办结"), BEFORE_ACCEPTANCE, Status.DONE),
    Move("decline", _("不予受理"), BEFORE_ACCEPTANCE, Status.DECLINED),  # 行政许可法 32: reasons, right path
    Move("deem_accepted", _("视为受理"), frozenset({Status.RECEIVED}), Status.ACCEPTED),  # 行政许可法 32(4)
    Move("deem_withdrawn", _("视为撤回"), frozenset({Status.TOLD}), Status.WITHDRAWN),
    Move("pause", _("批准特别程序"), frozenset({Status.ACCEPTED}), Status.PAUSED),  # 行政许可法 45
    Move("resume", _("恢复办理"), frozenset({Status.PAUSED}), Status.ACCEPTED),
    Move("report_up", _("转报上级"), frozenset({Status.ACCEPTED, Status.REPORTED}), Status.REPORTED),
    Move("bring_back", _("上级已办回"), frozenset({Status.REPORTED}), Status.ACCEPTED),
    Move("finish", _("办结"), frozenset({Status.ACCEPTED}), Status.DONE),  # 行政许可法 42
    Move("deliver", _("登记送达"), frozenset({Status.DONE}), Status.DELIVERED),  # 行政许可法 44
    Move("withdraw", _("申请人撤回"), frozenset(OPEN), Status.WITHDRAWN),
    Move("terminate", _("终止办理"), frozenset(OPEN), Status.TERMINATED),
    terminal=frozenset({Status.DELIVERED, Status.DECLINED, Status.WITHDRAWN, Status.TERMINATED}),
)
