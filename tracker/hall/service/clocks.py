"""What moves the clock of a task: 特别程序, 延期, and papers that were promised for later (容缺)."""

from datetime import date

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor, Role
from tracker.domain.text import _
from tracker.domain.workdays import WorkCalendar
from tracker.hall import queries, rules
from tracker.hall.models import Task, TaskExtension, TaskPause
from tracker.hall.rules import RUNNING, PauseKind, PauseState, Status
from tracker.store.action import Act, action
from tracker.store.db import db
from tracker.township.queries import work_calendar

LEADERS = (Role.DEPUTY, Role.HEAD)


def recount(task: Task, calendar: WorkCalendar) -> None:
    """Step: the due day anew; while the clock stands still the last one stays, and is_stopped says so."""
    clock = task.times.clock
    due_on = clock.due_on(calendar) if clock else None
    task.is_stopped = clock is not None and due_on is None
    task.due_on = due_on or task.due_on


def recount_open(actor: Actor) -> int:
    """Nightly: the holidays of a year came in or were changed; how many open tasks have other days now.

    The day to tell and the promised day move with the calendar; what was late stays late (domain.md 13.2).
    """
    calendar = work_calendar()
    with action(actor, "task.recount") as act:
        moved = [task for task in queries.open_tasks(actor) if _other_days(task, calendar)]
        for task in moved:
            act.on("task.recount", task)
            task.tell_by = rules.tell_by(task.received_on, calendar)
            recount(task, calendar)
    return len(moved)


def _other_days(task: Task, calendar: WorkCalendar) -> bool:
    if task.status is Status.RECEIVED:
        return task.tell_by != rules.tell_by(task.received_on, calendar)
    clock = task.times.clock
    due_on = clock.due_on(calendar) if clock else None
    return due_on is not None and due_on != task.due_on


def ask_pause(
    actor: Actor, task: Task, *, kind: PauseKind, basis: str, notice_no: str, expected_workdays: int
) -> None:
    """申请特别程序: never without type, basis and notice number (domain.md 6.4); the days still run."""
    with action(actor, "task.ask_pause", task) as act:
        _check_running(task)
        _check_in_time(task, act.today)
        rules.check_pause(kind, task.gap_rule, is_waiting=task.asked_pause is not None)
        task.pauses.append(
            TaskPause(
                kind=kind, basis=basis, notice_no=notice_no, expected_workdays=expected_workdays,
                asked_by=act.actor.user_id, asked_on=act.today, state=PauseState.ASKED,
            )
        )


def _read_again(task: Task) -> None:
    """Rows of a task do not count its version up: they are read again once it is our turn to write."""
    db.session.refresh(task, ["pauses", "extensions"])


def _check_running(task: Task) -> None:
    _read_again(task)
    if task.status is not Status.ACCEPTED:
        raise RuleBroken(_("只有正在办理的件才能申请"))


def _asked_pause(task: Task) -> TaskPause:
    _read_again(task)
    if task.asked_pause is None or task.status is not Status.ACCEPTED:
        raise RuleBroken(_("没有等批准的特别程序"))
    return task.asked_pause


def pause(actor: Actor, task: Task) -> None:
    """批准特别程序: the days stand still from the day it was asked for; somebody else approves."""
    calendar = work_calendar()
    with action(actor, "task.pause", task) as act:
        asked = _asked_pause(task)
        rules.check_another_decides(asked.asked_by, act.actor.user_id)
        status = rules.FLOW.step(task.status, "pause")
        asked.decided_by, asked.decided_on, asked.since = act.actor.user_id, act.today, asked.asked_on
        asked.state = PauseState.RUNNING
        task.is_stopped = True
        recount(task, calendar)
        if not task.is_stopped:
            raise RuleBroken(_("申请以前应办结日就过了，停不了表；办结时请写明原因"))
        task.status = status


def refuse_pause(actor: Actor, task: Task, *, refusal: str) -> None:
    """不批准: the days ran on all the time."""
    with action(actor, "task.refuse_pause", task) as act:
        asked = _asked_pause(task)
        rules.check_another_decides(asked.asked_by, act.actor.user_id)
        asked.decided_by, asked.decided_on, asked.refusal = act.actor.user_id, act.today, refusal
        asked.state = PauseState.REFUSED


def resume(actor: Actor, task: Task, *, result: str) -> None:
    """恢复办理: the result is in; the days count again and the due day is found anew."""
    calendar = work_calendar()
    with action(actor, "task.resume", task) as act:
        running = task.running_pause
        status = rules.FLOW.step(task.status, "resume")
        if running is None:
            raise RuleBroken(_("没有正在进行的特别程序"))
        running.until, running.result = act.today, result
        running.state = PauseState.ENDED
        task.status, task.is_stopped = status, False
        recount(task, calendar)


def ask_extension(actor: Actor, task: Task, *, workdays: int, reason: str) -> None:
    """申请延期: once, so many workdays, with the reason the applicant will read."""
    with action(actor, "task.ask_extension", task) as act:
        _check_running(task)
        if task.asked_extension is not None:
            raise RuleBroken(_("已经有一个延期在等批准"))
        _check_in_time(task, act.today)
        was_extended = any(one.is_granted for one in task.extensions)
        rules.check_extension(workdays, task.item.kind, was_extended=was_extended)
        task.extensions.append(
            TaskExtension(
                workdays=workdays, reason=reason, asked_by=act.actor.user_id, asked_on=act.today
            )
        )


def _check_in_time(task: Task, today: date) -> None:
    if task.times.is_late(today):
        raise RuleBroken(_("已经超期了，时限不能再变；办结时请写明原因"))
    if not task.promised_workdays:
        raise RuleBroken(_("即办件当天办结，没有可停可延的时限"))


def grant_extension(actor: Actor, task: Task) -> None:
    """批准延期: by somebody else; a permit by a leader of the town (行政许可法 42)."""
    calendar = work_calendar()
    with action(actor, "task.grant_extension", task) as act:
        rules.check_leader_decides(task.item.type, is_leader=actor.role in LEADERS)
        _check_in_time(task, act.today)
        _decide(act, task, is_granted=True)
        recount(task, calendar)


def refuse_extension(actor: Actor, task: Task, *, refusal: str) -> None:
    with action(actor, "task.refuse_extension", task) as act:
        _decide(act, task, is_granted=False, refusal=refusal)


def _decide(act: Act, task: Task, *, is_granted: bool, refusal: str = "") -> None:
    """Step: the extension that waits is decided on, never by who asked for it."""
    _read_again(task)
    asked = task.asked_extension
    if asked is None or task.status not in RUNNING:
        raise RuleBroken(_("没有等批准的延期"))
    rules.check_another_decides(asked.asked_by, act.actor.user_id)
    asked.is_granted, asked.refusal = is_granted, refusal
    asked.decided_by, asked.decided_on = act.actor.user_id, act.today


def follow(actor: Actor, task: Task) -> None:
    """容缺材料补齐: what was promised in writing at acceptance is here."""
    with action(actor, "task.follow", task) as act:
        if not task.follow_names or task.followed_on is not None or task.status not in RUNNING:
            raise RuleBroken(_("没有等着补的材料"))
        task.handed_in = [*task.handed_in, *task.follow_names]
        task.followed_on = act.today
