"""One problem (问题): the resident's words, what comes next, how its clock was counted, its way."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.flow import Move
from tracker.domain.text import _ as N_
from tracker.domain.workdays import WorkCalendar, spoken
from tracker.households.queries import by_id
from tracker.people.queries import names_of as people_names
from tracker.problems import queries, rules, service
from tracker.problems.models import Problem, ProblemNote
from tracker.problems.rules import LABELS, STATUS_TAGS, Running, Status
from tracker.rulings import queries as rulings
from tracker.township import queries as town
from tracker.visits import queries as visits
from tracker.visits.views.frame import View, bp
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can, moment
from tracker.web.pages import render


@bp.get("/problems/<ref>")
@page("problem.view")
def problem(ref: str) -> View:
    problem = queries.problem(current_actor, "problem.view", ref)
    calendar, today, running = town.work_calendar(), clock.today(), rules.clock_of(problem)
    standing, light = rules.standing(running, today, calendar)
    moves, rare = _moves(problem)
    people = _people(problem, notes := queries.notes_of(problem))
    is_open = problem.status in rules.OPEN
    return render(
        "visits/problem.html", problem=problem, people=people, steps=_steps(problem, notes, people),
        units=town.names_of({problem.unit_code, problem.village_code}), moves=moves, rare=rare,
        statuses=LABELS, tags=STATUS_TAGS, visit=visits.visit_behind(current_actor, problem.visit_id),
        household=by_id([problem.household_id]).get(problem.household_id), waiting=_waiting(problem),
        standing=standing, light=rules.LIGHT_TAGS.get(light, ""), how=_how(problem, running, calendar),
        open_days=rules.open_days(problem.registered_on, today) if is_open else 0, words=rules,
        rulings=rulings.of(problem), is_open=is_open, turned=_turned(problem),
        is_met=not _is_due_for_meeting(problem),
    )


def _people(problem: Problem, notes: Any) -> dict[int | None, str]:
    return people_names({
        problem.author_id, problem.assignee_id, problem.leader_id, problem.checked_by, problem.struck_off_by,
        problem.asked_by, problem.turned_by, *(note.author_id for note in notes),
    })


KINDS = {"rehang": "warning", "refuse_defer": "warning", "to_meeting": "warning"}


def _steps(problem: Problem, notes: Any, people: dict[int | None, str]) -> list[dict[str, str]]:
    """Every step and who did it, the oldest first."""
    first = {
        "what": _("登记"), "who": people.get(problem.author_id, ""), "when": moment(problem.created_at)
    }
    return [first, *(_step(note, people) for note in notes)]


def _step(note: ProblemNote, people: dict[int | None, str]) -> dict[str, str]:
    return {
        "what": _(rules.NOTE_LABELS[note.move]), "who": people.get(note.author_id, "") or _("系统"),
        "when": moment(note.at), "note": note.text, "kind": KINDS.get(note.move, "plain"),
    }


def _moves(problem: Problem) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """What this person may do now: the one main button first, what is seldom wanted apart."""
    facts = queries.facts_of(current_actor, problem)
    found = [
        move for move in rules.moves_for(problem.status, facts) if can(f"problem.{move.name}", problem)
    ]
    main = rules.main_move([move.name for move in found], problem.status)
    found.sort(key=lambda move: move.name != main)
    wanted = {main, "to_meeting" if _is_due_for_meeting(problem) else main}
    is_rare = [move.name in rules.RARE - wanted for move in found]
    buttons = [_button(move, problem, main) for move in found]
    return (
        [one for one, rare in zip(buttons, is_rare, strict=True) if not rare],
        [one for one, rare in zip(buttons, is_rare, strict=True) if rare],
    )


def _is_due_for_meeting(problem: Problem) -> bool:
    """长期未解决, and the leaders have not spoken of it for as long."""
    since, today = problem.met_on or problem.registered_on, clock.today()
    return problem.status in rules.OPEN and since < rules.long_since(today)


def _button(move: Move[Status], problem: Problem, main: str | None) -> dict[str, str]:
    kind = "primary" if move.name == main else "secondary"
    return {"label": _(move.button), "url": url_for(f"visits.{move.name}", ref=problem.ref), "kind": kind}


def _waiting(problem: Problem) -> dict[str, Any] | None:
    """The request to put it off that nobody has decided yet."""
    one = service.waiting_deferral(problem)
    if one is None:
        return None
    who = people_names([one.asked_by]).get(one.asked_by, "")
    return {"who": who, "at": one.asked_at, "reason": one.reason, "told": one.told, "until": one.until}


HOW: dict[Status, str] = {
    Status.ASSIGNED: N_("交办时定的完成时限"), Status.HANDLING: N_("交办时定的完成时限"),
    Status.DEFERRED: N_("批准暂缓时定的再看的日子，到那天自动接着办"),
}


def _how(problem: Problem, running: Running, calendar: WorkCalendar) -> str:
    """How the deadline was counted."""
    if running is None:
        return ""
    if running[0].limit:
        return running[0].explain(calendar)
    if problem.status is Status.REGISTERED:
        return str(_("“快”的事登记当天就交办"))
    told = _(HOW[problem.status])
    if problem.status is Status.DEFERRED and problem.promised_on:
        day = spoken(problem.promised_on, clock.today().year)
        return str(_("%(told)s；完成时限 %(day)s 照走", told=told, day=day))
    return str(told)


def _turned(problem: Problem) -> str:
    """已转出, in words; the same wherever it went."""
    return str(_(rules.TURNED_LABELS[problem.turned_to])) if problem.turned_to else ""
