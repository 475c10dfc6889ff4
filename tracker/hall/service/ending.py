"""How a task ends: 办结, 送达, 撤回."""

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.hall import rules
from tracker.hall.models import Task
from tracker.hall.rules import Outcome, Status
from tracker.store.action import Act, action


def finish(
    actor: Actor, task: Task, *, outcome: Outcome, reason: str = "", path: str = "", late_reason: str = ""
) -> None:
    """办结: granted, or refused with reason and path; a broken promise with its reason."""
    with action(actor, "task.finish", task) as act:
        status = rules.FLOW.step(task.status, "finish")
        rules.check_refusal(outcome, reason, path)
        rules.check_late(task.due_on or act.today, act.today, late_reason)
        if outcome is Outcome.REFUSED:
            task.reason, task.path = reason, path
        task.late_reason = late_reason
        end(act, task, status, outcome)


def deliver(actor: Actor, task: Task) -> None:
    """送达: the result is in the resident's hands."""
    with action(actor, "task.deliver", task) as act:
        if task.agency is not None:
            raise RuleBroken(_("代办的件要写明谁签收，请登记“结果交给本人”"))
        task.status, task.delivered_on = rules.FLOW.step(task.status, "deliver"), act.today


def withdraw(actor: Actor, task: Task, *, reason: str) -> None:
    """撤回: the resident does not want it any more, or did not correct in time."""
    with action(actor, "task.withdraw", task) as act:
        status = rules.FLOW.step(task.status, "withdraw")
        drop_draft(task)
        task.reason = reason
        end(act, task, status)


def terminate(actor: Actor, task: Task, *, reason: str) -> None:
    """终止: what was asked for is no longer possible; the applicant reads why."""
    with action(actor, "task.terminate", task) as act:
        status = rules.FLOW.step(task.status, "terminate")
        drop_draft(task)
        task.reason = reason
        end(act, task, status)


def end(act: Act, task: Task, status: Status, outcome: Outcome | None = None) -> None:
    """Step: the state and the day it ended; whether it was late stays for good (domain.md 13.2)."""
    is_granted = outcome is Outcome.GRANTED
    task.valid_until = rules.valid_until(act.today, task.item.valid_months) if is_granted else None
    task.is_overdue = task.times.is_late(act.today)
    task.status, task.done_on, task.outcome = status, act.today, outcome


def drop_draft(task: Task) -> None:
    """Step: 不予受理 that nobody signed goes, words and all, whatever the task does next."""
    if task.decline_asked_by is not None:
        task.reason, task.path, task.decline_asked_by = "", "", None
