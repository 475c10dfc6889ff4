"""Deeds on tasks (办件): one function per move, and what a resident does with receipt and voucher."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.catalogue.models import ServiceItem
from tracker.catalogue.rules import check_complete, check_taken_in
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.domain.workdays import WorkCalendar
from tracker.hall import queries, rules
from tracker.hall.models import Task, TaskRating
from tracker.hall.rules import Channel, Level, Outcome, Status
from tracker.store import receipts, throttle
from tracker.store.access import allows
from tracker.store.action import Act, action
from tracker.store.db import db
from tracker.store.numbers import next_number
from tracker.store.secrets import ring
from tracker.township.queries import work_calendar

RECEIPT_TRIES = 5  # security.md 2.3.2: per handle, then a wait
RECEIPT_WINDOW = timedelta(minutes=15)
UNKNOWN_RECEIPT = _("没有找到。请看看凭证上的 20 位数字")


@dataclass(frozen=True)
class Application:
    """What somebody hands in at the window: checked for shape by the form."""

    item: ServiceItem
    applicant: str
    phone: str = ""
    village_code: str = ""
    channel: Channel = Channel.WINDOW
    id_number: str = ""
    is_id_missing: bool = False
    handed_in: Sequence[str] = ()


def receive(actor: Actor, application: Application, *, form_key: str, then: str = "") -> Task:
    """收件: number, receipt, the days to tell; `then` goes on at once: accept (受理) or spot (当场办结).

    What a 代办员 takes in is 代办, whatever the form says, and waits for a window.
    """
    calendar, sheet = work_calendar(), receipts.blank(form_key)
    with action(actor, "task.receive") as act:
        task = _new_task(act, application, calendar)
        task.ref = _next_ref(actor.town_code)
        task.rate_hash = queries.token_hash(rate_token(form_key))
        act.on("task.receive", task)
        if not allows(actor, "task.accept", task):
            task.channel, task.assignee_id = Channel.AGENT, None
        db.session.flush()
        receipts.issue(sheet, "task", task.id)
        if then == "accept":
            _judge(actor, "task.accept", task)
            _accept(act, task, "accept", calendar)
        elif then == "spot":
            _judge(actor, "task.spot", task)
            _spot(act, task, calendar)
    return task


def hand_in(act: Act, application: Application) -> Task:
    """Step for features above: a visit brings it back as 代办; it waits for a window, which tells in time."""
    task = _new_task(act, application, work_calendar())
    task.ref, task.channel, task.assignee_id = _next_ref(act.actor.town_code), Channel.AGENT, None
    act.on("task.hand_in", task)
    db.session.flush()
    return task


def _new_task(act: Act, application: Application, calendar: WorkCalendar) -> Task:
    item, actor = application.item, act.actor
    check_taken_in(item.status)
    number = rules.phone(application.phone)
    return Task(
        unit_code=queries.hall_code(actor), author_id=actor.user_id, assignee_id=actor.user_id,
        item_id=item.id, status=Status.RECEIVED, channel=application.channel,
        applicant=application.applicant, applicant_index=queries.name_index(application.applicant),
        phone=number or None, phone_index=queries.phone_index(number) if number else None,
        id_number=rules.kept_id_number(
            application.id_number, is_asked=item.asks_id, is_missing=application.is_id_missing
        ),
        village_code=application.village_code, handed_in=list(application.handed_in),
        received_on=act.today, tell_by=rules.tell_by(act.today, calendar),
    )


def _next_ref(town_code: str) -> str:
    """石门-办-0123"""
    return f"{queries.town_short_name(town_code)}-办-{next_number(f'task:{town_code}'):04d}"


def _judge(actor: Actor, name: str, task: Task) -> None:
    """A deed that goes on with the next move needs the right to that one too."""
    if not allows(actor, name, task):
        raise NotFound(name)


def rate_token(form_key: str) -> str:
    """128 bits on the voucher that open the rating, derived so that the voucher can be shown again."""
    return ring().mac("receipt", f"rate:{form_key}")[:16].hex()


def accept(actor: Actor, task: Task, *, handed_in: Sequence[str]) -> None:
    """受理: everything required is there, and the promised days begin."""
    calendar = work_calendar()
    with action(actor, "task.accept", task) as act:
        task.handed_in = list(handed_in)
        _accept(act, task, "accept", calendar)


def _accept(act: Act, task: Task, move: str, calendar: WorkCalendar) -> None:
    """Step: the clock starts today, or on the day of receipt when nobody told in time."""
    item = _item_of(task)
    status = rules.FLOW.step(task.status, move)
    is_deemed = rules.is_deemed(task.tell_by, task.told_on, act.today)
    if not is_deemed:
        check_complete(item.materials, task.handed_in)
    task.status, task.is_deemed = status, is_deemed
    task.accepted_on = task.received_on if is_deemed else act.today
    task.promised_workdays = item.promised_workdays
    task.due_on = rules.due_on(task.accepted_on, item.promised_workdays, calendar)
    task.assignee_id = act.actor.user_id or task.assignee_id


def _item_of(task: Task) -> ServiceItem:
    item = db.session.get(ServiceItem, task.item_id)
    if item is None:
        raise NotFound("service_item")
    return item


def notify(actor: Actor, task: Task, *, notice: str, correct_by: date, again_reason: str = "") -> None:
    """一次性告知: everything that is missing, told once in writing; a second time needs its reason."""
    with action(actor, "task.notify", task) as act:
        task.status = rules.FLOW.step(task.status, "notify")
        rules.check_may_still_ask(task.times, act.today)
        rules.check_second_notice(task.told_count, again_reason)
        rules.check_correct_by(correct_by, act.today)
        task.told_on = task.told_on or act.today
        task.told_count += 1
        task.notice, task.correct_by, task.again_reason = notice, correct_by, again_reason


def spot(actor: Actor, task: Task, *, handed_in: Sequence[str]) -> None:
    """当场办结: accepted and done while the resident waits."""
    calendar = work_calendar()
    with action(actor, "task.spot", task) as act:
        task.handed_in = list(handed_in)
        _spot(act, task, calendar)


def _spot(act: Act, task: Task, calendar: WorkCalendar) -> None:
    _accept(act, task, "spot", calendar)
    _end(act, task, Outcome.GRANTED)


def _end(act: Act, task: Task, outcome: Outcome | None = None) -> None:
    """Step: the day it ended; whether it was late stays for good (domain.md 13.2)."""
    task.done_on, task.outcome = act.today, outcome
    task.is_overdue = task.due_on is not None and act.today > task.due_on


def decline(actor: Actor, task: Task, *, reason: str, path: str) -> None:
    """不予受理: in writing, with the reason and the right path."""
    with action(actor, "task.decline", task) as act:
        rules.check_may_still_ask(task.times, act.today)
        task.status = rules.FLOW.step(task.status, "decline")
        task.reason, task.path = reason, path
        _end(act, task)


def deem_accepted(actor: Actor) -> int:
    """视为受理 (nightly): whoever was told nothing within 5 工作日 counts as accepted from receipt."""
    calendar = work_calendar()
    with action(actor, "task.deem_accepted") as act:
        found = queries.untold(actor, act.today)
        for task in found:
            act.on("task.deem_accepted", task)
            _accept(act, task, "deem_accepted", calendar)
    return len(found)


def finish(
    actor: Actor, task: Task, *, outcome: Outcome, reason: str = "", path: str = "", late_reason: str = ""
) -> None:
    """办结: granted, or refused with reason and path; a broken promise with its reason."""
    with action(actor, "task.finish", task) as act:
        task.status = rules.FLOW.step(task.status, "finish")
        rules.check_refusal(outcome, reason, path)
        rules.check_late(task.due_on or act.today, act.today, late_reason)
        if outcome is Outcome.REFUSED:
            task.reason, task.path = reason, path
        task.late_reason = late_reason
        _end(act, task, outcome)


def deliver(actor: Actor, task: Task) -> None:
    """送达: the result is in the resident's hands."""
    with action(actor, "task.deliver", task) as act:
        task.status = rules.FLOW.step(task.status, "deliver")
        task.delivered_on = act.today


def withdraw(actor: Actor, task: Task, *, reason: str) -> None:
    """撤回: the resident does not want it any more, or did not correct in time."""
    with action(actor, "task.withdraw", task) as act:
        task.status = rules.FLOW.step(task.status, "withdraw")
        task.reason = reason
        _end(act, task)


# --- the resident


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


def rate(actor: Actor, task: Task, *, level: Level, words: str = "") -> None:
    """评价: once, of a finished task, by whoever holds its receipt."""
    with action(actor, "task.rate", task) as act:
        rules.check_ratable(task.status, task.rated_on is not None)
        task.rated_on = act.today
        db.session.add(TaskRating(task_id=task.id, level=level, words=words or None, rated_on=act.today))


def holder_of(actor: Actor, task: Task) -> Actor:
    """The resident who came with the token of this task's voucher: it opens what the receipt opens."""
    return Actor(**{**actor.__dict__, "task_id": task.id})
