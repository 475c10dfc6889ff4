"""Steps that every deed on a problem shares: its note, its next status, its facts."""

from tracker.domain.errors import RuleBroken
from tracker.problems import queries, rules
from tracker.problems.models import Deferral, Problem, ProblemNote
from tracker.problems.rules import Status
from tracker.store.action import Act
from tracker.store.db import db


def note(act: Act, problem: Problem, move: str, text: str) -> None:
    """Step: one line more of the way it goes."""
    db.session.add(ProblemNote(
        problem_id=problem.id, move=move, author_id=act.actor.user_id, at=act.now, text=text
    ))


def next_status(act: Act, problem: Problem, move: str) -> Status:
    """Where this move leads. RuleBroken when the state, or a fact of the problem, forbids it."""
    status = rules.FLOW.step(problem.status, move)
    told = rules.why_not(move, queries.facts_of(act.actor, problem))
    if told:
        raise RuleBroken(told)
    return status


def waiting_deferral(problem: Problem) -> Deferral | None:
    """The request to put it off that nobody has decided yet."""
    return next((one for one in problem.deferrals if one.is_agreed is None), None)


def lapse(act: Act, problem: Problem, told: str) -> None:
    """Step: the problem has moved on, so what waited to be decided is void."""
    request = waiting_deferral(problem)
    if request is not None:
        request.is_agreed, request.answer, request.decided_at = False, told, act.now
