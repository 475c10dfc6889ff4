"""代办 and 移交: on what mandate somebody acts for a resident, and how a task changes hands."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.hall.rules.states import OPEN, Status


class MandateKind(StrEnum):
    """How the resident said that somebody may act (委托)."""

    SIGNED = "signed"
    SPOKEN = "spoken"


class HandoverState(StrEnum):
    OFFERED = "offered"
    TAKEN = "taken"
    RETURNED = "returned"
    RECALLED = "recalled"


MANDATE_LABELS: dict[MandateKind, str] = {
    MandateKind.SIGNED: _("签了委托书"),
    MandateKind.SPOKEN: _("当面口头说的，委托书补签"),
}
HANDOVER_LABELS: dict[HandoverState, str] = {
    HandoverState.OFFERED: _("等对方接收"),
    HandoverState.TAKEN: _("已接收"),
    HandoverState.RETURNED: _("对方退回"),
    HandoverState.RECALLED: _("已收回"),
}

TOGETHER_DEEDS: dict[str, str] = {
    "task.hand_in": _("走访带回来的代办"),
    "task.mandate": _("登记委托"),
    "task.take_original": _("收下原件"),
    "task.return_original": _("交还原件"),
    "task.hand_back": _("结果交给本人"),
    "task.offer": _("移交"),
    "task.take": _("接收"),
    "task.return_offer": _("退回移交"),
    "task.recall": _("收回移交"),
}
TOGETHER_CONSEQUENCES: dict[str, str] = {
    "mandate": _("代办不收一分钱。签了委托书就记下哪天签的；还没签的，打印出来请本人补签。"),
    "take_original": _("收下的每一件原件都记下来，打印交接单请本人签字；办好了一件一件交还。"),
    "return_original": _("原件已经还到本人手里。请本人在交接单上签字。"),
    "hand_back": _("结果交到本人手里，本人签收。登记以后这件事就全办完了。"),
    "offer": _("对方接收以前，这件事还由您负责，期限照走。"),
    "return_offer": _("退回以后还由对方负责，对方看得到原因。"),
    "recall": _("收回以后，这件事接着由您办。"),
}
LONGEST_COUNTY = 400


def check_mandate(kind: MandateKind, signed_on: date | None, today: date) -> None:
    """A signed mandate has its day, a spoken one waits for one."""
    if kind is MandateKind.SIGNED and signed_on is None:
        raise RuleBroken(_("请写哪天签的委托书"), field="mandate_on")
    if signed_on is not None and signed_on > today:
        raise RuleBroken(_("签委托书的日子还没有到"), field="mandate_on")


def check_sent(sent_on: date, accepted_on: date, today: date, *, stops_clock: bool) -> None:
    """Between acceptance and today; where it stops the promised days it counts from today only."""
    if not accepted_on <= sent_on <= today:
        raise RuleBroken(_("送去的日子要在受理以后，不能晚于今天"), field="sent_on")
    if stops_clock and sent_on != today:
        raise RuleBroken(_("这个事项送到县里停表，只能从登记的今天算起"), field="sent_on")


def check_back(sent_on: date, back_on: date, today: date) -> None:
    if not sent_on <= back_on <= today:
        raise RuleBroken(_("办回来的日子要在送去以后，不能晚于今天"), field="back_on")


def check_all_returned(still_here: Iterable[str]) -> None:
    """Before the result is handed over: nobody has to come again for the own papers."""
    names = list(still_here)
    if names:
        raise RuleBroken(
            _("还有原件没有交还：{names}。一起交还了就勾上"), field="original_ids", names="、".join(names)
        )


def check_open(status: Status) -> None:
    if status not in OPEN:
        raise RuleBroken(_("这件办件已经办完，不用移交"))
