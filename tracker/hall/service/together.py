"""移交: a task is offered to a colleague, an office or an agent, who takes it or sends it back."""

from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.hall import rules
from tracker.hall.models import Task, TaskHandover
from tracker.hall.queries.together import is_for, receivers
from tracker.hall.rules import HandoverState
from tracker.store.action import Act, action
from tracker.store.db import db


def offer(actor: Actor, task: Task, *, receiver: str, reason: str) -> None:
    """移交: until somebody has taken it, whoever has it stays answerable and the days run on (首问负责).

    `receiver`: one of queries.together.receivers; RuleBroken when it waits for an answer already.
    """
    known = {one.value: one for one in receivers(task, actor)}
    with action(actor, "task.offer", task) as act:
        rules.check_open(task.status)
        db.session.refresh(task, ["handovers"])
        if task.open_offer is not None:
            raise RuleBroken(_("已经移交过一次，等对方接收；不等了就先收回"))
        if receiver not in known:
            raise RuleBroken(_("请选交给谁"), field="receiver")
        to = known[receiver]
        task.handovers.append(TaskHandover(
            from_id=act.actor.user_id, from_unit=act.actor.unit_code, to_unit=to.unit_code, to_id=to.user_id,
            reason=reason, offered_at=act.now, state=HandoverState.OFFERED,
        ))


def take(actor: Actor, task: Task) -> None:
    """接收: from now on the taker is who answers for it."""
    with action(actor, "task.take", task) as act:
        waiting = _offered(actor, task)
        rules.check_open(task.status)
        _answer(act, waiting, HandoverState.TAKEN)
        task.assignee_id = task.first_asked_id = act.actor.user_id


def return_offer(actor: Actor, task: Task, *, answer: str) -> None:
    """退回: it stays with whoever offered it, who reads why."""
    with action(actor, "task.return_offer", task) as act:
        _answer(act, _offered(actor, task), HandoverState.RETURNED, answer)


def recall(actor: Actor, task: Task) -> None:
    """收回, as long as nobody has taken it."""
    with action(actor, "task.recall", task) as act:
        db.session.refresh(task, ["handovers"])
        if task.open_offer is None:
            raise RuleBroken(_("对方已经接收或者退回了，不能收回"))
        _answer(act, task.open_offer, HandoverState.RECALLED)


def _offered(actor: Actor, task: Task) -> TaskHandover:
    """What waits for this actor's answer; NotFound for everybody else."""
    db.session.refresh(task, ["handovers"])
    waiting = task.open_offer
    if waiting is None or not is_for(actor, waiting):
        raise NotFound("task_handover")
    return waiting


def _answer(act: Act, one: TaskHandover, state: HandoverState, answer: str = "") -> None:
    one.state, one.answered_at, one.answered_by = state, act.now, act.actor.user_id
    one.answer = answer
