"""Problems are judged by somebody else (核查、群众确认、销号、重新挂账)."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.problems import queries, rules
from tracker.problems.models import Problem
from tracker.problems.rules import Confirmer, How
from tracker.problems.service.notes import next_status, note
from tracker.store.action import action


def check(actor: Actor, problem: Problem, *, text: str) -> None:
    """核查通过: somebody who did not handle it has looked."""
    with action(actor, "problem.check", problem) as act:
        problem.status = next_status(act, problem, "check")
        problem.checked_by = actor.user_id
        note(act, problem, "check", text or _("核查通过"))


@dataclass(frozen=True)
class Confirmation:
    """群众确认: who said that it is solved, when, in which words; how and by whom they were asked.

    asked_by None: by who strikes it off.
    """

    by: Confirmer
    on: date
    words: str = ""
    how: How = How.PHONE
    asked_by: int | None = None


def strike_off(actor: Actor, problem: Problem, confirmation: Confirmation) -> None:
    """销号: confirmed by the resident or the village, asked and closed by somebody who did not handle it."""
    with action(actor, "problem.strike_off", problem) as act:
        status = next_status(act, problem, "strike_off")
        rules.check_confirmed_on(confirmation.on, problem.applied_on, act.today)
        asked_by = confirmation.asked_by or actor.user_id
        if asked_by in queries.handler_ids(problem):
            raise RuleBroken(_("要由没有经手的人去问，请另请一个人问"), field="asked_by")
        problem.status = status
        problem.confirmed_by, problem.confirmed_on = confirmation.by, confirmation.on
        problem.confirmed_how, problem.asked_by = confirmation.how, asked_by
        problem.confirmed_words = confirmation.words or None
        problem.struck_off_on, problem.struck_off_by = act.today, actor.user_id
        note(act, problem, "strike_off", confirmation.words or rules.CONFIRMER_LABELS[confirmation.by])


def rehang(actor: Actor, problem: Problem, *, reason: str) -> None:
    """重新挂账: not solved after all; goes back to its handler, and the counter tells the leader."""
    with action(actor, "problem.rehang", problem) as act:
        problem.status = next_status(act, problem, "rehang")
        problem.rehung_count += 1
        problem.applied_on = problem.checked_by = None
        note(act, problem, "rehang", reason)
