"""What a resident does with receipt and voucher: progress, rating."""

from datetime import timedelta

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.hall import queries, rules
from tracker.hall.models import Task, TaskRating
from tracker.hall.rules import Level, RatingChannel
from tracker.hall.service.cases import open_case
from tracker.hall.service.ratings import close_codes
from tracker.store import receipts, throttle
from tracker.store.action import action
from tracker.store.db import db

RECEIPT_TRIES = 5  # security.md 2.3.2: per handle, then a wait
RECEIPT_WINDOW = timedelta(minutes=15)
UNKNOWN_RECEIPT = _("没有找到。请看看凭证上的 20 位数字")


def open_progress(code: str) -> int:
    """The task this receipt opens; unknown, wrong and somebody else's look alike. RuleBroken at `code`."""
    number = receipts.normal_code(code)
    handle = number[: receipts.HANDLE]
    wait = throttle.wait_for("receipt", handle, RECEIPT_TRIES)
    if wait is not None:
        minutes = int(wait.total_seconds() // 60) + 1
        raise RuleBroken(_("试的次数太多，请过 {n} 分钟再来"), field="code", n=minutes)
    receipt = receipts.open_receipt(number)
    if receipt is None or receipt.kind != "task":
        throttle.count_try("receipt", handle, RECEIPT_WINDOW)
        raise RuleBroken(UNKNOWN_RECEIPT, field="code")
    return receipt.record_id


def rate(
    actor: Actor, task: Task, *, level: Level, words: str = "", phone: str = "",
    channel: RatingChannel = RatingChannel.SLIP,
) -> None:
    """评价: once, of a finished task, by whoever holds its receipt, its slip or its one-time code.

    A bad one opens its 差评办理 in the same breath; `phone` is kept then only, for whoever wants a call.
    """
    number, agent_id = rules.phone(phone), queries.agent_of_task(task)
    with action(actor, "task.rate", task) as act:
        rules.check_ratable(task.status, task.rated_on is not None)
        task.rated_on = act.today
        rating = TaskRating(
            task_id=task.id, level=level, words=words or None, rated_on=act.today, channel=channel,
            handler_id=task.assignee_id, agent_id=agent_id,
        )
        db.session.add(rating)
        close_codes(task)
        if level in rules.BAD:
            open_case(act, task, rating, number)


def holder_of(actor: Actor, task: Task) -> Actor:
    """The resident who came with the token of this task's voucher: it opens what the receipt opens."""
    return Actor(**{**actor.__dict__, "task_id": task.id})
