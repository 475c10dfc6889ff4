"""What happens before and at acceptance: 补正告知, 不予受理, 受理, 当场办结, 视为受理."""

from collections.abc import Sequence
from datetime import date

from tracker.catalogue.models import ServiceItem
from tracker.catalogue.rules import check_complete
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.domain.workdays import WorkCalendar
from tracker.hall import queries, rules
from tracker.hall.models import Task, TaskNotice
from tracker.hall.rules import NOTHING, Outcome, Promise
from tracker.hall.service.ending import drop_draft, end
from tracker.store.action import Act, action
from tracker.store.db import db
from tracker.township.queries import work_calendar


def notify(actor: Actor, task: Task, *, notice: str, correct_by: date, again_reason: str = "") -> None:
    """一次性告知: everything that is missing, told once in writing; a second time needs its reason."""
    with action(actor, "task.notify", task) as act:
        status = rules.FLOW.step(task.status, "notify")
        rules.check_may_still_ask(task.times, act.today)
        rules.check_second_notice(task.told_count, again_reason)
        rules.check_correct_by(correct_by, act.today)
        task.status, task.told_on = status, task.told_on or act.today
        task.told_count += 1
        task.notice, task.correct_by, task.again_reason = notice, correct_by, again_reason
        task.reminded_on = None
        drop_draft(task)
        db.session.add(
            TaskNotice(
                task_id=task.id, number=task.told_count, words=notice, correct_by=correct_by,
                again_reason=again_reason, told_on=act.today, told_by=act.actor.user_id,
            )
        )


def ask_decline(actor: Actor, task: Task, *, reason: str, path: str) -> None:
    """报请不予受理: the window says why and where to go instead; the head signs (domain.md 13.2)."""
    with action(actor, "task.ask_decline", task) as act:
        rules.check_may_still_ask(task.times, act.today)
        rules.FLOW.step(task.status, "decline")
        rules.check_no_decline_waits(task.decline_asked_by)
        task.reason, task.path, task.decline_asked_by = reason, path, act.actor.user_id


def refuse_decline(actor: Actor, task: Task, *, refusal: str) -> None:
    """不同意不予受理: the task goes on as if nobody had asked; the window reads why."""
    with action(actor, "task.refuse_decline", task):
        rules.check_decline_waits(task.decline_asked_by)
        drop_draft(task)
        task.decline_refusal = refusal


def decline(actor: Actor, task: Task, *, reason: str, path: str) -> None:
    """不予受理, signed by the head: in writing, with the reason and the right path."""
    with action(actor, "task.decline", task) as act:
        rules.check_may_still_ask(task.times, act.today)
        status = rules.FLOW.step(task.status, "decline")
        if task.decline_asked_by is not None:
            rules.check_another_decides(task.decline_asked_by, act.actor.user_id)
        drop_draft(task)
        task.reason, task.path = reason, path
        end(act, task, status)


def remind(actor: Actor, task: Task) -> None:
    """提醒补正: once, before the day of the notice; without it nothing counts as withdrawn."""
    with action(actor, "task.remind", task) as act:
        rules.check_may_remind(task.status, task.reminded_on)
        task.reminded_on = act.today


def accept(actor: Actor, task: Task, *, handed_in: Sequence[str], promise: Promise = NOTHING) -> None:
    """受理: everything required is there or promised (容缺), and the promised days begin."""
    calendar = work_calendar()
    with action(actor, "task.accept", task) as act:
        task.handed_in = list(handed_in)
        begin(act, task, "accept", calendar, promise)


def spot(actor: Actor, task: Task, *, handed_in: Sequence[str]) -> None:
    """当场办结: accepted and done while the resident waits."""
    calendar = work_calendar()
    with action(actor, "task.spot", task) as act:
        task.handed_in = list(handed_in)
        at_once(act, task, calendar)


def deem_accepted(actor: Actor) -> int:
    """视为受理 (nightly): whoever was told nothing within 5 工作日 counts as accepted from receipt."""
    calendar = work_calendar()
    with action(actor, "task.deem_accepted") as act:
        found = queries.untold(actor, act.today)
        for task in found:
            act.on("task.deem_accepted", task)
            begin(act, task, "deem_accepted", calendar)
    return len(found)


def deem_withdrawn(actor: Actor) -> int:
    """视为撤回 (nightly): told what is missing, reminded, and the day of the notice is past."""
    with action(actor, "task.deem_withdrawn") as act:
        found = queries.uncorrected(actor, act.today)
        for task in found:
            act.on("task.deem_withdrawn", task)
            status = rules.FLOW.step(task.status, "deem_withdrawn")
            task.reason = rules.NOT_CORRECTED
            end(act, task, status)
    return len(found)


def begin(
    act: Act, task: Task, move: str, calendar: WorkCalendar, promise: Promise = NOTHING,
    outcome: Outcome | None = None,
) -> None:
    """Step: the clock starts today, or on the day of receipt when nobody told in time.

    With an `outcome` the task ends at once (当场办结).
    """
    item = _item_of(task)
    status = rules.FLOW.step(task.status, move)
    is_deemed = rules.is_deemed(task.tell_by, task.told_on, act.today)
    if not is_deemed:
        check_complete(item.materials, task.handed_in, promise.names)
    rules.check_promise(promise, act.today)
    drop_draft(task)
    task.is_deemed = is_deemed
    task.accepted_on = task.received_on if is_deemed else act.today
    task.promised_workdays, task.gap_rule = item.promised_workdays, item.gap_rule
    task.due_on = rules.due_on(task.accepted_on, item.promised_workdays, calendar)
    task.follow_names, task.follow_by = list(promise.names), promise.by
    task.assignee_id = act.actor.user_id or task.assignee_id
    if outcome is None:
        task.status = status
        return
    if task.due_on < act.today:
        raise RuleBroken(_("按视为受理算，应办结日已经过了。请先受理，再办结并写明原因"))
    end(act, task, status, outcome)


def at_once(act: Act, task: Task, calendar: WorkCalendar) -> None:
    begin(act, task, "spot", calendar, outcome=Outcome.GRANTED)


def _item_of(task: Task) -> ServiceItem:
    item = db.session.get(ServiceItem, task.item_id)
    if item is None:
        raise NotFound("service_item")
    return item
