"""代办: mandate, originals that go through our hands, steps at county departments, the result handed back."""

from collections.abc import Collection, Sequence
from datetime import date

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.hall import rules
from tracker.hall.models import Task, TaskAgency, TaskOriginal, TaskStep
from tracker.hall.queries.together import agents
from tracker.hall.rules import Channel, MandateKind
from tracker.hall.service.clocks import recount
from tracker.store.action import action
from tracker.store.db import db
from tracker.township.queries import work_calendar


def put_agency(task: Task, agent_id: int | None) -> None:
    """Step: somebody asked for it by word of mouth; the paper is printed with the task and signed later."""
    task.agency = TaskAgency(agent_id=agent_id, mandate_kind=MandateKind.SPOKEN)


def mandate(
    actor: Actor, task: Task, *, kind: MandateKind, mandate_on: date | None, agent_id: int | None
) -> None:
    """登记委托: who runs the errand, and since when on paper; a task of the window becomes 代办 by it."""
    known = {code for code, _name in agents(actor, task)}
    with action(actor, "task.mandate", task) as act:
        rules.check_open(task.status)
        rules.check_mandate(kind, mandate_on, act.today)
        if str(agent_id) not in known:
            raise RuleBroken(_("请选谁来代办"), field="agent_id")
        if task.agency is None:
            put_agency(task, agent_id)
        agency = _agency(task)
        agency.agent_id, agency.mandate_kind = agent_id, kind
        agency.mandate_on = mandate_on if kind is MandateKind.SIGNED else None
        task.channel = Channel.AGENT


def _agency(task: Task) -> TaskAgency:
    if task.agency is None:
        raise RuleBroken(_("还没有登记委托，请先登记谁来代办"))
    return task.agency


def take_original(actor: Actor, task: Task, *, names: Sequence[str], copies: int = 1) -> None:
    """收下原件: each by its name, signed for on the paper that is printed with it."""
    with action(actor, "task.take_original", task) as act:
        rules.check_open(task.status)
        if not names:
            raise RuleBroken(_("请勾选或者写下收了哪些原件"), field="names")
        _agency(task).originals += [
            TaskOriginal(name=name, copies=copies, taken_on=act.today, taken_by=act.actor.user_id)
            for name in names
        ]


def return_original(actor: Actor, task: Task, *, original_ids: Collection[int]) -> None:
    """交还原件, also when the task has long ended."""
    with action(actor, "task.return_original", task) as act:
        if not _give_back(_agency(task), original_ids, act.today, act.actor.user_id):
            raise RuleBroken(_("请勾选交还了哪些原件"), field="original_ids")


def _give_back(agency: TaskAgency, original_ids: Collection[int], today: date, by: int | None) -> int:
    """Step: how many went back now; rows do not count the task's version up, so they are read again."""
    db.session.refresh(agency, ["originals"])
    given = [one for one in agency.originals_here if one.id in original_ids]
    for one in given:
        one.returned_on, one.returned_by = today, by
    return len(given)


def report_up(
    actor: Actor, task: Task, *, department: str, what: str, taken_by: str = "",
    promised_workdays: int = 0, sent_on: date | None = None,
) -> None:
    """转报上级: one department of the county has it from that day; several may have it at once.

    The town's own days stand still only where the guide says so (ServiceItem.county_stops).
    """
    calendar = work_calendar()
    with action(actor, "task.report_up", task) as act:
        status = rules.FLOW.step(task.status, "report_up")
        since, stops = sent_on or act.today, task.item.county_stops
        rules.check_sent(since, task.accepted_on or act.today, act.today, stops_clock=stops)
        db.session.refresh(task, ["steps"])
        task.steps.append(TaskStep(
            department=department, what=what, sent_on=since, sent_by=act.actor.user_id, taken_by=taken_by,
            promised_workdays=promised_workdays, stops_clock=stops,
            due_on=calendar.add(since, promised_workdays) if promised_workdays else None,
        ))
        task.status = status
        recount(task, calendar)


def bring_back(
    actor: Actor, task: Task, *, result: str, step_id: int | None = None, back_on: date | None = None
) -> None:
    """上级已办回: that department is done; with the last of them the task is the town's own again.

    step_id None: the one that has had it longest.
    """
    calendar = work_calendar()
    with action(actor, "task.bring_back", task) as act:
        status = rules.FLOW.step(task.status, "bring_back")
        db.session.refresh(task, ["steps"])
        step = next((one for one in task.open_steps if step_id in (None, one.id)), None)
        if step is None:
            raise RuleBroken(_("请选是哪个部门办回来了"), field="step_id")
        day = back_on or act.today
        rules.check_back(step.sent_on, day, act.today)
        step.back_on, step.result = day, result
        task.status = task.status if task.open_steps else status
        recount(task, calendar)


def hand_back(actor: Actor, task: Task, *, returned_to: str, original_ids: Collection[int] = ()) -> None:
    """结果交给本人: signed for by whom, with every original that still lies here."""
    with action(actor, "task.hand_back", task) as act:
        agency, status = _agency(task), rules.FLOW.step(task.status, "deliver")
        _give_back(agency, original_ids, act.today, act.actor.user_id)
        rules.check_all_returned(one.name for one in agency.originals_here)
        task.status, task.delivered_on = status, act.today
        agency.returned_on, agency.returned_to = act.today, returned_to
