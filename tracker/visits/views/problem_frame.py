"""The page that all moves of a problem (问题) share: fetch by right, ask, do, say so."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _

from tracker.domain.errors import RuleBroken
from tracker.problems import queries, rules
from tracker.problems.models import Problem
from tracker.township import queries as town
from tracker.visits.views.frame import View
from tracker.web.forms import HouseForm
from tracker.web.guard import current_actor
from tracker.web.jinja import can
from tracker.web.pages import render, to


def moved(
    name: str, problem: Problem, form: HouseForm, deed: Callable[[Any], object], done: str,
    template: str = "", **context: Any,
) -> View:
    """One page for every move: what it is about, what has to be said, one button.

    A sentence that `deed` answers is said instead of `done`; a response leads on to what came of it.
    """
    if form.sent_well():
        try:
            said = deed(problem)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(said if isinstance(said, str) else done, "success")
            if isinstance(said, Response):
                return said
            if not can("problem.view", problem):
                return to("visits.problems")
            return to("visits.problem", ref=problem.ref)
    village = town.names_of({problem.village_code}).get(problem.village_code, "")
    return render(
        template or f"visits/{name}.html", form=form, problem=problem, village=village, action=name,
        button=button_of(name), **context,
    )


def button_of(name: str) -> str:
    return str(_(next(move.button for move in rules.FLOW.moves if move.name == name)))


def not_now(name: str, problem: Problem) -> View | None:
    """A page that says why this move is impossible now; None when it may be made. What was sent is judged
    by the deed itself, so that nothing typed is lost."""
    if request.method == "POST":
        return None
    try:
        rules.FLOW.step(problem.status, name)
    except RuleBroken:
        status = _(rules.LABELS[problem.status])
        told = _("这件事现在是“%(status)s”，不能“%(button)s”", status=status, button=button_of(name))
    else:
        told = str(_(rules.why_not(name, queries.facts_of(current_actor, problem))))
    return render("visits/not_now.html", problem=problem, button=button_of(name), told=told) if told else None


def step(
    name: str, ref: str, make: Callable[[Problem], HouseForm], deed: Callable[[Problem, Any], object],
    done: str, more: Callable[[Problem], dict[str, Any]] = lambda _problem: {},
) -> View:
    """A move with the plain page: `make` builds its form, `deed` does it, `more` is what it has to say."""
    problem = queries.problem(current_actor, f"problem.{name}", ref)
    told = not_now(name, problem)
    if told is not None:
        return told
    form = make(problem)
    return moved(
        name, problem, form, lambda one: deed(one, form), done, "visits/problem_step.html", **more(problem)
    )
