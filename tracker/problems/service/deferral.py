"""暂缓: asked by who handles it, decided by another; stops no clock (domain.md 8.1, 12.8)."""

from datetime import date

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import SYSTEM, Actor
from tracker.domain.text import _
from tracker.opinions.rules import RequestKind, check_other_decider
from tracker.opinions.rules.possible import NOTHING_ASKED
from tracker.problems import queries, rules
from tracker.problems.models import Deferral, Problem
from tracker.problems.service.notes import next_status, note, waiting_deferral
from tracker.store.action import Act, action


def ask_defer(actor: Actor, problem: Problem, *, until: date, reason: str, told: str) -> None:
    """申请暂缓 to a day to look again; `told`: what the resident was told about it."""
    with action(actor, "problem.ask_defer", problem) as act:
        problem.status = next_status(act, problem, "ask_defer")
        _check_day(act, problem, until)
        problem.deferrals.append(
            Deferral(reason=reason, told=told, until=until, asked_by=actor.user_id, asked_at=act.now)
        )
        note(act, problem, "ask_defer", _("{reason}（跟群众说：{told}）").format(reason=reason, told=told))


def _check_day(act: Act, problem: Problem, until: date) -> None:
    agreed = sum(one.is_agreed is True for one in problem.deferrals)
    rules.check_defer(problem.urgency, agreed, until, problem.promised_on, act.today)


def defer(actor: Actor, problem: Problem) -> None:
    """批准暂缓, by neither the handler nor the asker; the promised day stays."""
    with action(actor, "problem.defer", problem) as act:
        status = next_status(act, problem, "defer")
        request = _decide(act, problem, is_agreed=True)
        _check_again(act, problem, request)
        problem.status, problem.deferred_until = status, request.until
        note(act, problem, "defer", _("{day} 再看").format(day=request.until.isoformat()))


def _check_again(act: Act, problem: Problem, request: Deferral) -> None:
    """The day it was asked for may have passed while it waited."""
    before = sum(one.is_agreed is True and one is not request for one in problem.deferrals)
    rules.check_defer(problem.urgency, before, request.until, problem.promised_on, act.today)


def refuse_defer(actor: Actor, problem: Problem, *, answer: str) -> None:
    """不批暂缓: it goes on being handled."""
    with action(actor, "problem.refuse_defer", problem) as act:
        problem.status = next_status(act, problem, "refuse_defer")
        _decide(act, problem, is_agreed=False, answer=answer)
        note(act, problem, "refuse_defer", answer)


def _decide(act: Act, problem: Problem, *, is_agreed: bool, answer: str = "") -> Deferral:
    """Step: the waiting request gets its verdict, by nobody who asked for it or handles it."""
    request = waiting_deferral(problem)
    if request is None:
        raise RuleBroken(NOTHING_ASKED[RequestKind.DEFER])
    check_other_decider(act.actor.user_id, request.asked_by, *queries.handler_ids(problem))
    request.is_agreed, request.answer = is_agreed, answer
    request.decided_by, request.decided_at = act.actor.user_id, act.now
    return request


def end_defer(actor: Actor, problem: Problem) -> None:
    """结束暂缓: taken up again, on the day that was named or before it."""
    with action(actor, "problem.end_defer", problem) as act:
        _end(act, problem)


def end_defer_due(actor: Actor = SYSTEM) -> int:
    """暂缓 whose day has come is taken up again (nightly); answers how many."""
    found = queries.deferred_until_today()
    with action(actor, "problem.end_defer") as act:
        for problem in found:
            act.on("problem.end_defer", problem)
            _end(act, problem)
    return len(found)


def _end(act: Act, problem: Problem) -> None:
    problem.status, problem.deferred_until = next_status(act, problem, "end_defer"), None
    for one in problem.deferrals:
        if one.is_agreed and one.ended_on is None:
            one.ended_on = act.today
    note(act, problem, "end_defer", _("接着办"))
