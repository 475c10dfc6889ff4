"""走访目标: which there are and how the own contact points stand to them, setting one, ending one."""

from flask import flash, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.households.rules import CARE_LABELS
from tracker.visits import queries, service
from tracker.visits.forms import GoalEndForm, GoalForm
from tracker.visits.models import VisitGoal
from tracker.visits.rules import CYCLE_LABELS, LEVEL_LABELS, STATE_LABELS, TARGET_LABELS, Target
from tracker.visits.service import Wanted
from tracker.visits.views.frame import View, bp
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can, day_cn
from tracker.web.pages import record_page, render, to

record_page("visit_goal", lambda _goal_id: url_for("visits.goals"))


def goal_words(goal: VisitGoal) -> str:
    """困难户：每季度 3 天，最长隔 40 天（一般干部）."""
    whom = _(CARE_LABELS[goal.care]) if goal.care else _(TARGET_LABELS[goal.target])
    text: str = _("%(whom)s：%(cycle)s %(n)s 天", whom=whom, cycle=_(CYCLE_LABELS[goal.cycle]), n=goal.times)
    if goal.longest_gap:
        text += _("，最长隔 %(n)s 天", n=goal.longest_gap)
    return text + (_("（%(who)s）", who=_(LEVEL_LABELS[goal.level])) if goal.level else "")


@bp.get("/visits/goals")
@page("goal.list")
def goals() -> View:
    found = queries.goals(current_actor)
    mine = queries.my_contacts(current_actor) if found and can("visit.add") else []
    return render(
        "visits/goals.html", rows=[(goal, goal_words(goal)) for goal in found], today=clock.today(),
        mine=mine, standings=queries.own_standings(current_actor, mine, found), states=STATE_LABELS,
    )


@bp.route("/visits/goals/new", methods=["GET", "POST"])
@page("goal.add")
def goal_new() -> View:
    form = GoalForm(since=clock.today())
    if form.sent_well():
        try:
            service.add_goal(current_actor, Wanted(
                target=form.target.data, cycle=form.cycle.data, times=form.times.data, care=form.care.data,
                level=form.level.data, longest_gap=form.longest_gap.data, since=form.since.data,
                basis=form.basis.data,
            ))
        except RuleBroken as broken:
            form.show(broken)
        else:
            day = form.since.data
            flash(
                _("定好了，从 %(day)s起算", day=day_cn(day)) if day > clock.today()
                else _("定好了，联系干部在“今天”里看得到"), "success",
            )
            return to("visits.goals")
    return render("visits/goal_new.html", form=form, household=Target.HOUSEHOLD.value)


@bp.route("/visits/goals/<int:goal_id>/end", methods=["GET", "POST"])
@page("goal.end")
def goal_end(goal_id: int) -> View:
    goal = queries.goal(current_actor, "goal.end", goal_id)
    form = GoalEndForm(record=goal, until=clock.today())
    if form.sent_well():
        try:
            service.end_goal(current_actor, goal, until=form.until.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("改好了，过了这天就不再要求"), "success")
            return to("visits.goals")
    return render("visits/goal_end.html", form=form, words=goal_words(goal))
