"""问题: the list, one problem, a page for each of its moves."""

from collections.abc import Callable
from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Role
from tracker.households.queries import by_id
from tracker.people.queries import names_of as people_names
from tracker.people.queries import staff_choices
from tracker.problems import forms, queries, rules, service
from tracker.problems.models import Problem
from tracker.problems.queries import COUNT_UP_TO, OVERDUE, THIS_WEEK, ProblemFilter
from tracker.problems.rules import LABELS, STATUS_TAGS
from tracker.problems.service import Assignment, Confirmation, Origin, Raised
from tracker.township import queries as town
from tracker.visits import queries as visits
from tracker.visits.views.frame import Places, View, bp, page_of
from tracker.web.forms import HouseForm, choices
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import render, text_arg, to


@bp.get("/problems")
@page("problem.list")
def problems() -> View:
    wanted = ProblemFilter(
        status=text_arg("status"), village=text_arg("village"), unit=text_arg("unit"), due=text_arg("due")
    )
    after = text_arg("after")
    found = queries.problems(current_actor, wanted, after)
    return render(
        "visits/problems.html", rows=queries.rows_of(found.rows), wanted=wanted, statuses=LABELS,
        status_choices=choices(LABELS), page=page_of(found, after), most=COUNT_UP_TO,
        totals=queries.totals(current_actor, wanted), tags=STATUS_TAGS, urgencies=rules.URGENCY_LABELS,
        villages=visits.places(current_actor), offices=town.office_choices(current_actor.town_code),
        dues=[(OVERDUE, _("过了完成时限")), (THIS_WEEK, _("本周到期"))], lights=rules.LIGHT_TAGS,
    )


@bp.route("/problems/new", methods=["GET", "POST"])
@page("problem.add")
def problem_new() -> View:
    """A problem from a meeting, the grid or a resident; `visit` in the address ties it to a visit."""
    ref = text_arg("visit")
    visit = visits.visit(current_actor, "visit.view", ref) if ref else None
    places = Places(current_actor, visit.household_id if visit else None)
    chosen = f"v{visit.village_code}" if visit else ""
    chosen = f"h{visit.household_id}" if visit and visit.household_id else chosen
    form = forms.ProblemForm(place=chosen)
    form.place.choices = places.choices
    if form.sent_well():
        place = places[form.place.data]
        origin = Origin(place.unit_code, form.source.data, place.household_id, visit.id if visit else None)
        raised = Raised(form.content.data, form.urgency.data, form.category.data or "")
        problem = service.add(current_actor, raised, origin)
        flash(_("登记好了，编号 %(ref)s", ref=problem.ref), "success")
        return to("visits.problem", ref=problem.ref)
    return render("visits/problem_new.html", form=form, visit=visit)


@bp.get("/problems/<ref>")
@page("problem.view")
def problem(ref: str) -> View:
    problem = queries.problem(current_actor, "problem.view", ref)
    notes = queries.notes_of(problem)
    people = {problem.author_id, problem.assignee_id, problem.leader_id, problem.checked_by,
              problem.struck_off_by, *(note.author_id for note in notes)}
    calendar, running = town.work_calendar(), rules.clock_of(problem)
    standing, light = rules.standing(running, clock.today(), calendar)
    return render(
        "visits/problem.html", problem=problem, notes=notes, people=people_names(people),
        units=town.names_of({problem.unit_code, problem.village_code}), moves=_moves(problem),
        statuses=LABELS, tags=STATUS_TAGS,
        visit=visits.visit_behind(current_actor, problem.visit_id), sources=rules.SOURCE_LABELS,
        household=by_id([problem.household_id]).get(problem.household_id), urgencies=rules.URGENCY_LABELS,
        confirmers=rules.CONFIRMER_LABELS, standing=standing, light=rules.LIGHT_TAGS.get(light, ""),
        how=running[0].explain(calendar) if running and running[0].limit else "", words=rules.NOTE_LABELS,
    )


def _moves(problem: Problem) -> list[dict[str, str]]:
    """The buttons: what may follow, if this person may do it and has not handled the problem."""
    is_handler = current_actor.user_id in queries.handler_ids(problem)
    moves = rules.moves_for(problem.status, is_handler=is_handler)
    return [
        {
            "label": _(move.button), "url": url_for(f"visits.{move.name}", ref=problem.ref),
            "kind": "primary" if move is moves[0] else "secondary",
        }
        for move in moves
        if can(f"problem.{move.name}", problem)
    ]


def _moved(
    name: str, problem: Problem, form: HouseForm, deed: Callable[[Any], None], done: str
) -> View:
    """One page for every move: what it is about, what has to be said, one button."""
    if form.sent_well():
        try:
            deed(problem)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(done, "success")
            return to("visits.problem", ref=problem.ref)
    return render(
        f"visits/{name}.html", form=form, problem=problem,
        village=town.names_of({problem.village_code}).get(problem.village_code, ""),
    )


@bp.route("/problems/<ref>/assign", methods=["GET", "POST"])
@page("problem.assign")
def assign(ref: str) -> View:
    problem = queries.problem(current_actor, "problem.assign", ref)
    held = f"{problem.assignee_id}@{problem.unit_code}" if problem.assignee_id else ""
    form = forms.AssignForm(record=problem, assignee=held)
    form.assignee.choices = _post_choices()
    leaders = staff_choices(current_actor.town_code, (Role.DEPUTY, Role.HEAD))
    form.leader_id.choices = [("", _("（不定）")), *leaders]

    def deed(problem: Problem) -> None:
        assignee_id, unit_code = form.post
        service.assign(current_actor, problem, Assignment(
            assignee_id=assignee_id, unit_code=unit_code, promised_on=form.promised_on.data,
            measure=form.measure.data or "", leader_id=form.leader_id.data,
        ))

    return _moved("assign", problem, form, deed, _("交办好了"))


def _post_choices() -> dict[str, str | dict[str, str]]:
    """People by the office they sit in; the value tells both."""
    offices: dict[str, dict[str, str]] = {}
    for user_id, name, unit_code, unit_name in queries.handler_posts(current_actor.town_code):
        offices.setdefault(unit_name, {})[f"{user_id}@{unit_code}"] = f"{name} · {unit_name}"
    return {"": _("（还没选）"), **offices}


@bp.route("/problems/<ref>/settle", methods=["GET", "POST"])
@page("problem.settle")
def settle(ref: str) -> View:
    form = forms.ResultForm(record=(problem := queries.problem(current_actor, "problem.settle", ref)))
    return _moved(
        "settle", problem, form,
        lambda one: service.settle(current_actor, one, result=form.result.data), _("记下了，当场解决"),
    )


@bp.route("/problems/<ref>/progress", methods=["GET", "POST"])
@page("problem.progress")
def progress(ref: str) -> View:
    form = forms.ProgressForm(record=(problem := queries.problem(current_actor, "problem.progress", ref)))
    return _moved(
        "progress", problem, form,
        lambda one: service.progress(current_actor, one, text=form.text.data), _("进展记下了"),
    )


@bp.route("/problems/<ref>/apply", methods=["GET", "POST"])
@page("problem.apply")
def apply(ref: str) -> View:
    form = forms.ResultForm(record=(problem := queries.problem(current_actor, "problem.apply", ref)))
    return _moved(
        "apply", problem, form,
        lambda one: service.apply(current_actor, one, result=form.result.data), _("申请交上去了，等别人核查"),
    )


@bp.route("/problems/<ref>/check", methods=["GET", "POST"])
@page("problem.check")
def check(ref: str) -> View:
    form = forms.CheckForm(record=(problem := queries.problem(current_actor, "problem.check", ref)))
    return _moved(
        "check", problem, form,
        lambda one: service.check(current_actor, one, text=form.text.data or ""), _("核查通过，等群众确认"),
    )


@bp.route("/problems/<ref>/strike_off", methods=["GET", "POST"])
@page("problem.strike_off")
def strike_off(ref: str) -> View:
    problem = queries.problem(current_actor, "problem.strike_off", ref)
    form = forms.StrikeOffForm(record=problem, confirmed_on=clock.today())

    def deed(problem: Problem) -> None:
        service.strike_off(current_actor, problem, Confirmation(
            by=form.confirmed_by.data, on=form.confirmed_on.data, words=form.confirmed_words.data or ""
        ))

    return _moved("strike_off", problem, form, deed, _("已销号"))


@bp.route("/problems/<ref>/rehang", methods=["GET", "POST"])
@page("problem.rehang")
def rehang(ref: str) -> View:
    form = forms.RehangForm(record=(problem := queries.problem(current_actor, "problem.rehang", ref)))
    return _moved(
        "rehang", problem, form,
        lambda one: service.rehang(current_actor, one, reason=form.reason.data),
        _("重新挂账了，经办人接着办"),
    )
