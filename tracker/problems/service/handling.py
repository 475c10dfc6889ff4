"""Problems are solved (交办、办理、申请销号): who, by when, what was done."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.errors import RuleBroken
from tracker.domain.policy import scope_of
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.problems import queries, rules
from tracker.problems.models import Problem
from tracker.problems.rules import Urgency
from tracker.problems.service.intake import TOWN_DIGITS
from tracker.problems.service.notes import lapse, next_status, note
from tracker.store.action import action


@dataclass(frozen=True)
class Assignment:
    """责任清单: who solves it, in which office, by when, with which measure, and which leader answers.

    urgency None: as it was registered.
    """

    assignee_id: int
    unit_code: str
    promised_on: date
    measure: str = ""
    leader_id: int | None = None
    urgency: Urgency | None = None


def assign(actor: Actor, problem: Problem, given: Assignment) -> None:
    """交办: also to give it to somebody else while it is being handled."""
    with action(actor, "problem.assign", problem) as act:
        status = next_status(act, problem, "assign")
        rules.check_promise(given.promised_on, act.today)
        urgency = given.urgency or problem.urgency
        rules.check_urgency(problem.urgency, urgency)
        name = _name_of_post(problem, given)
        lapse(act, problem, _("改派了，申请作废"))
        problem.status, problem.urgency = status, urgency
        problem.assignee_id, problem.unit_code = given.assignee_id, given.unit_code
        problem.promised_on, problem.leader_id = given.promised_on, given.leader_id
        problem.measure = given.measure or problem.measure
        _refuse_giving_away(actor, problem)
        note(act, problem, "assign", _("交给 {name}").format(name=name))


def _name_of_post(problem: Problem, given: Assignment) -> str:
    """The chosen person's name with the office, if that person really sits there."""
    town = problem.village_code[:TOWN_DIGITS]
    for user_id, name, unit_code, unit_name in queries.handler_posts(town):
        if (user_id, unit_code) == (given.assignee_id, given.unit_code):
            return f"{name}（{unit_name}）"
    raise RuleBroken(_("这个人不在所选的部门，请重新选"), field="assignee")


def _refuse_giving_away(actor: Actor, problem: Problem) -> None:
    """Who may assign within one office may not push a problem to another one."""
    scope = scope_of(actor, "problem.assign")
    if scope is None or not scope(actor, problem):
        raise RuleBroken(_("只能交给本部门的人，要转给别的部门请找党政办"), field="assignee")


def progress(actor: Actor, problem: Problem, *, text: str, measure: str = "") -> None:
    """记进展: what was done; the first word on it starts the handling. measure: 怎么办, "" as it was."""
    with action(actor, "problem.progress", problem) as act:
        problem.status = next_status(act, problem, "progress")
        problem.measure = measure or problem.measure
        note(act, problem, "progress", text)


def apply(actor: Actor, problem: Problem, *, result: str) -> None:
    """申请销号: the handler says what came of it; a request for 暂缓 that still waits is void."""
    with action(actor, "problem.apply", problem) as act:
        status = next_status(act, problem, "apply")
        lapse(act, problem, _("申请销号了，申请作废"))
        problem.status, problem.result, problem.applied_on = status, result, act.today
        note(act, problem, "apply", result)
