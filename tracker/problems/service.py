"""Deeds on problems (问题): register, assign, handle, and strike off by somebody else."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.errors import RuleBroken
from tracker.domain.policy import scope_of
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.problems import queries, rules
from tracker.problems.models import Problem, ProblemNote
from tracker.problems.rules import FLOW, Confirmer, Source, Status, Urgency
from tracker.store.action import Act, action
from tracker.store.db import db
from tracker.store.numbers import next_number
from tracker.township.queries import unit_of

TOWN_DIGITS, VILLAGE_DIGITS = 9, 12


@dataclass(frozen=True)
class Raised:
    """What somebody wants solved, in the resident's own words; `settled`: solved on the spot, and how."""

    content: str
    urgency: Urgency = Urgency.USUAL
    category: str = ""
    settled: str = ""


@dataclass(frozen=True)
class Origin:
    """Where a problem comes from: the place (a village or a group of it), the household, the visit."""

    unit_code: str
    source: Source = Source.VISIT
    household_id: int | None = None
    visit_id: int | None = None


def put_problem(act: Act, raised: Raised, origin: Origin) -> Problem:
    """Step: one problem more on the books, held by the town until somebody is given it."""
    problem = Problem(
        unit_code=origin.unit_code[:TOWN_DIGITS], village_code=origin.unit_code[:VILLAGE_DIGITS],
        author_id=act.actor.user_id, ref=spoken_ref(origin.unit_code, _("问")), status=FLOW.initial,
        source=origin.source, visit_id=origin.visit_id, household_id=origin.household_id,
        content=raised.content, urgency=raised.urgency, category=raised.category, registered_on=act.today,
    )
    act.on("problem.add", problem)
    db.session.flush()
    if raised.settled:
        _settle(act, problem, raised.settled)
    return problem


def spoken_ref(unit_code: str, sign: str) -> str:
    """石门-问-0012: counted by the name people say, so that a number is given once."""
    town = unit_of(unit_code[:TOWN_DIGITS])
    name = town.short_name if town else unit_code[:TOWN_DIGITS]
    return f"{name}-{sign}-{next_number(f'{name}-{sign}'):04d}"


def add(actor: Actor, raised: Raised, origin: Origin) -> Problem:
    """登记一个问题 that came up at a meeting, from the grid, or after a visit was saved."""
    with action(actor, "problem.add") as act:
        return put_problem(act, raised, origin)


def settle(actor: Actor, problem: Problem, *, result: str) -> None:
    """当场解决: on the day it was registered, by who registered it; no 销号 is needed."""
    with action(actor, "problem.settle", problem) as act:
        rules.check_settled_today(problem.registered_on, act.today)
        _settle(act, problem, result)


def _settle(act: Act, problem: Problem, result: str) -> None:
    problem.status = FLOW.step(problem.status, "settle")
    problem.assignee_id = act.actor.user_id
    problem.result = result
    _note(act, problem, "settle", result)


@dataclass(frozen=True)
class Assignment:
    """责任清单: who solves it, in which office, by when, with which measure, and which leader answers."""

    assignee_id: int
    unit_code: str
    promised_on: date
    measure: str = ""
    leader_id: int | None = None


def assign(actor: Actor, problem: Problem, given: Assignment) -> None:
    """交办: also to give it to somebody else while it is being handled."""
    with action(actor, "problem.assign", problem) as act:
        status = FLOW.step(problem.status, "assign")
        rules.check_promise(given.promised_on, act.today)
        name = _name_of_post(problem, given)
        problem.status = status
        problem.assignee_id, problem.unit_code = given.assignee_id, given.unit_code
        problem.promised_on, problem.leader_id = given.promised_on, given.leader_id
        problem.measure = given.measure or problem.measure
        _refuse_giving_away(actor, problem)
        _note(act, problem, "assign", _("交给 {name}").format(name=name))


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


def progress(actor: Actor, problem: Problem, *, text: str) -> None:
    """记进展: what was done; the first word on it starts the handling."""
    with action(actor, "problem.progress", problem) as act:
        problem.status = FLOW.step(problem.status, "progress")
        _note(act, problem, "progress", text)


def apply(actor: Actor, problem: Problem, *, result: str) -> None:
    """申请销号: the handler says what came of it."""
    with action(actor, "problem.apply", problem) as act:
        problem.status = FLOW.step(problem.status, "apply")
        problem.result, problem.applied_on = result, act.today
        _note(act, problem, "apply", result)


def check(actor: Actor, problem: Problem, *, text: str) -> None:
    """核查通过: somebody who did not handle it has looked."""
    with action(actor, "problem.check", problem) as act:
        problem.status = _judged(actor, problem, "check")
        problem.checked_by = actor.user_id
        _note(act, problem, "check", text or _("核查通过"))


@dataclass(frozen=True)
class Confirmation:
    """群众确认: who said that it is solved, when, in which words."""

    by: Confirmer
    on: date
    words: str = ""


def strike_off(actor: Actor, problem: Problem, confirmation: Confirmation) -> None:
    """销号: confirmed by the resident or the village, closed by somebody who did not handle it."""
    with action(actor, "problem.strike_off", problem) as act:
        status = _judged(actor, problem, "strike_off")
        rules.check_confirmed_on(confirmation.on, problem.applied_on, act.today)
        problem.status = status
        problem.confirmed_by, problem.confirmed_on = confirmation.by, confirmation.on
        problem.confirmed_words = confirmation.words or None
        problem.struck_off_on, problem.struck_off_by = act.today, actor.user_id
        _note(act, problem, "strike_off", confirmation.words or rules.CONFIRMER_LABELS[confirmation.by])


def rehang(actor: Actor, problem: Problem, *, reason: str) -> None:
    """重新挂账: not solved after all; goes back to its handler, and the counter tells the leader."""
    with action(actor, "problem.rehang", problem) as act:
        problem.status = _judged(actor, problem, "rehang")
        problem.rehung_count += 1
        problem.applied_on = problem.checked_by = None
        _note(act, problem, "rehang", reason)


def _judged(actor: Actor, problem: Problem, move: str) -> Status:
    """The next status of a move that judges the handling: never made by who handled it."""
    status = FLOW.step(problem.status, move)
    rules.check_not_handler(actor.user_id, queries.handler_ids(problem))
    return status


def _note(act: Act, problem: Problem, move: str, text: str) -> None:
    db.session.add(ProblemNote(
        problem_id=problem.id, move=move, author_id=act.actor.user_id, at=act.now, text=text
    ))
