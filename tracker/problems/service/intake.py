"""Problems are registered (登记): from a visit, a meeting, the grid; solved on the spot they end at once."""

from contextlib import suppress
from dataclasses import dataclass

from tracker.domain.errors import Repeated
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.households.queries import by_id
from tracker.problems import rules
from tracker.problems.models import Problem
from tracker.problems.rules import FLOW, Source, Urgency
from tracker.problems.service.named import TO_CHOOSE, doubt, seal
from tracker.problems.service.notes import note
from tracker.problems.service.turning import Turn, turn
from tracker.store.action import Act, action
from tracker.store.db import db
from tracker.store.numbers import next_number
from tracker.township.queries import unit_of

TOWN_DIGITS, VILLAGE_DIGITS = 9, 12


@dataclass(frozen=True)
class Raised:
    """What somebody wants solved, in the resident's own words.

    settled: solved on the spot, and how; onward: goes on at once as a resident's matter or a task.
    is_mention: somebody has looked: whoever of the staff is named is not accused.
    """

    content: str
    urgency: Urgency = Urgency.USUAL
    category: str = ""
    settled: str = ""
    onward: Turn | None = None
    is_mention: bool = False


@dataclass(frozen=True)
class Origin:
    """Where a problem comes from: the place (a village or a group of it), the household, the visit."""

    unit_code: str
    source: Source = Source.VISIT
    household_id: int | None = None
    visit_id: int | None = None


def put_problem(act: Act, raised: Raised, origin: Origin) -> Problem:
    """Step: one problem more on the books, held by the town until somebody is given it.

    Its words have been judged before (`doubt`): here they are stored as they are.
    Raises what `turn_into_opinion` and `turn_into_task` raise when `raised.onward` says where it goes.
    """
    problem = Problem(
        unit_code=origin.unit_code[:TOWN_DIGITS], village_code=origin.unit_code[:VILLAGE_DIGITS],
        author_id=act.actor.user_id, ref=spoken_ref(origin.unit_code, _("问")), status=FLOW.initial,
        source=origin.source, visit_id=origin.visit_id, household_id=origin.household_id,
        content=raised.content, urgency=rules.urgency_of(raised.category, raised.urgency),
        category=raised.category, registered_on=act.today,
    )
    act.on("problem.add", problem)
    db.session.flush()
    if raised.settled:
        _settle(act, problem, raised.settled)
    elif raised.onward is not None:
        turn(act, problem, raised.onward)
    return problem


def spoken_ref(unit_code: str, sign: str) -> str:
    """石门-问-0012: counted by the name people say, so that a number is given once."""
    town = unit_of(unit_code[:TOWN_DIGITS])
    name = town.short_name if town else unit_code[:TOWN_DIGITS]
    return f"{name}-{sign}-{next_number(f'{name}-{sign}'):04d}"


def add(actor: Actor, raised: Raised, origin: Origin) -> Problem:
    """登记一个问题 that came up at a meeting, from the grid, or after a visit was saved.

    RuleBroken on `meant` when its words may accuse somebody and nobody said yet what is meant.
    """
    check_named(actor, raised)
    with action(actor, "problem.add") as act:
        return put_problem(act, raised, origin)


def check_named(actor: Actor, raised: Raised) -> None:
    """Before anything is stored: may these words accuse somebody? The form asks what is meant."""
    asked = doubt(actor, (raised.content, raised.category), "meant", TO_CHOOSE)
    if asked is not None and not raised.is_mention:
        raise asked


def accuse(actor: Actor, raised: Raised, origin: Origin) -> None:
    """检举控告: sealed or locked for the county; no problem is registered, who wrote it finds nothing of it.

    RuleBroken on `content` when nobody in the town may keep it. The same form again keeps nothing more.
    """
    home = by_id([origin.household_id]).get(origin.household_id)
    with suppress(Repeated), action(actor, "problem.add") as act:
        name, phone = (home.head_name, home.phone or "") if home else ("", "")
        seal(act, raised.content, origin.unit_code[:VILLAGE_DIGITS], name, phone)


def settle(actor: Actor, problem: Problem, *, result: str) -> None:
    """当场解决: on the day it was registered, by who registered it; no 销号 is needed."""
    with action(actor, "problem.settle", problem) as act:
        rules.check_settled_today(problem.registered_on, act.today)
        _settle(act, problem, result)


def _settle(act: Act, problem: Problem, result: str) -> None:
    problem.status = FLOW.step(problem.status, "settle")
    problem.assignee_id = act.actor.user_id
    problem.result = result
    note(act, problem, "settle", result)
