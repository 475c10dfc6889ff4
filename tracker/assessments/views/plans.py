"""Pages about the year's plan (考核方案): list, workspace, places, and its way from draft to close."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, url_for
from flask_babel import gettext as _

from tracker.assessments import queries, service
from tracker.assessments.forms import ChargeForm, NewPlanForm, PlanForm, PoolForm, PublishForm
from tracker.assessments.models import Places, Plan, PlanText
from tracker.assessments.rules import LABELS, PLAN_FLOW, PLAN_LABELS, is_offered_on_plan
from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.flow import Move
from tracker.domain.grades import GROUP_LABELS, Group
from tracker.domain.quota import ROUNDING_LABELS
from tracker.township.queries import names_of as unit_names
from tracker.township.queries import work_calendar
from tracker.web.forms import HouseForm, PressForm, choices
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import Page, record_page, render, text_arg

bp = Blueprint("assessments", __name__)
Answer = Response | tuple[str, int]


def plan_url(plan: Plan) -> str:
    """The workspace; readers above the town name the town in the address."""
    town = plan.unit_code if plan.unit_code != current_actor.town_code else None
    return url_for("assessments.workspace", year=plan.year, town=town)


def _page_of_plan(plan_id: int) -> str:
    return url_for("assessments.workspace", year=queries.year_of_plan(plan_id))


record_page("assessment_plan", _page_of_plan)
record_page("assessment_pool", lambda pool_id: url_for("assessments.index"))


def answer(
    form: HouseForm, deed: Callable[[], Any], said: str, target: str | Callable[[], str], template: str,
    **context: Any,
) -> Answer:
    """One form, one deed: do it and go on, or show the page with what is to be mended."""
    if form.sent_well():
        try:
            deed()
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(said, "success")
            return redirect(target if isinstance(target, str) else target(), 303)  # type: ignore[return-value]
    return render(template, form=form, **context)


@bp.get("/assessments")
@page("assessment.list")
def index() -> Answer:
    plans = queries.plans(current_actor)
    towns = unit_names({plan.unit_code for plan in plans})
    rows = [(plan, plan_url(plan), towns.get(plan.unit_code, "")) for plan in plans]
    return render(
        "assessments/index.html", plans=rows, mine=queries.my_sheets(current_actor), labels=PLAN_LABELS,
        sheet_labels=LABELS,
    )


@bp.get("/assessments/<int:year>")
@page("assessment.list")
def workspace(year: int) -> Answer:
    plan = queries.plan_of(current_actor, "plan.view", year, text_arg("town"))
    status, after = text_arg("status"), text_arg("after")
    found = queries.workspace(current_actor, plan, status, after)
    pools = queries.pool_lines(plan)
    return render(
        "assessments/workspace.html", plan=plan, found=found, pools=pools, status=status,
        page=Page(rows=found.lines, next_after=found.next_after, has_previous=bool(after)),
        moves=_moves(plan, sum(line.people for line in pools)), labels=LABELS, plan_labels=PLAN_LABELS,
        groups=GROUP_LABELS,
        roundings=ROUNDING_LABELS, statuses=choices(LABELS),
    )


def _moves(plan: Plan, people: int) -> list[dict[str, str]]:
    """The buttons of the plan that this person may press now; places have a page per pool."""
    open_moves = [move for move in PLAN_FLOW.open_moves(plan.status) if move.name != "set_pool"]
    return [
        {"label": _(move.button), "url": url_for(f"assessments.{move.name}", year=plan.year)}
        for move in open_moves
        if can(f"plan.{move.name}", plan) and is_offered_on_plan(move.name, people)
    ]


def _text_of(form: PlanForm) -> PlanText:
    return PlanText(
        form.document_no.data or "", form.body.data or "", form.summary_due_on.data,
        form.exclude_ungraded.data,
    )


@bp.route("/assessments/new", methods=["GET", "POST"])
@page("plan.create")
def create() -> Answer:
    form = NewPlanForm(year=clock.today().year)
    return answer(
        form, lambda: service.create(current_actor, form.year.data, _text_of(form)),
        _("方案存好了，还是草稿"), lambda: url_for("assessments.workspace", year=form.year.data),
        "assessments/plan.html",
    )


@bp.route("/assessments/<int:year>/revise", methods=["GET", "POST"])
@page("plan.revise")
def revise(year: int) -> Answer:
    plan = queries.plan_of(current_actor, "plan.revise", year)
    form = PlanForm(record=plan)
    return answer(
        form, lambda: service.revise(current_actor, plan, _text_of(form)), _("方案改好了"), plan_url(plan),
        "assessments/plan.html", plan=plan,
    )


@bp.route("/assessments/<int:year>/places/<group>", methods=["GET", "POST"])
@page("plan.set_pool")
def set_pool(year: int, group: str) -> Answer:
    if group not in set(Group):
        raise NotFound(group)
    plan = queries.plan_of(current_actor, "plan.set_pool", year)
    pool = queries.pool_of(current_actor, "plan.set_pool", plan, Group(group))
    form = PoolForm(record=pool)
    form.offer()

    def deed() -> None:
        places = Places(
            form.percent.data, form.rounding.data, form.fixed.data, form.fixed_doc.data or "",
            form.approval_doc.data or "",
        )
        service.set_pool(current_actor, pool, places)

    return answer(
        form, deed, _("名额改好了"), plan_url(plan), "assessments/pool.html", plan=plan, pool=pool,
        groups=GROUP_LABELS,
    )


@bp.route("/assessments/<int:year>/publish", methods=["GET", "POST"])
@page("plan.publish")
def publish(year: int) -> Answer:
    plan = queries.plan_of(current_actor, "plan.publish", year)
    form = PublishForm(record=plan)
    return answer(
        form, lambda: service.publish(current_actor, plan, consult_note=form.consult_note.data),
        _("方案发布了"), plan_url(plan), "assessments/publish.html", plan=plan, move=_move("publish"),
        pools=queries.pool_lines(plan), groups=GROUP_LABELS, roundings=ROUNDING_LABELS,
    )


@bp.route("/assessments/<int:year>/charge", methods=["GET", "POST"])
@page("plan.charge")
def charge(year: int) -> Answer:
    plan = queries.plan_of(current_actor, "plan.charge", year)
    form = ChargeForm(record=plan)
    form.offer_units(queries.unit_choices(plan))
    form.offer_leaders(queries.leader_choices(plan.unit_code))
    return answer(
        form,
        lambda: service.charge(
            current_actor, plan, unit_code=form.unit_code.data, leader_id=form.leader_id.data
        ),
        _("这个单位的主管领导定好了"), url_for("assessments.charge", year=year), "assessments/charge.html",
        plan=plan, without=queries.lines_of(current_actor, queries.without_leader(plan)),
    )


def _move(name: str) -> Move[Any]:
    return next(move for move in PLAN_FLOW.moves if move.name == name)


def _press(
    year: int, name: str, deed: Callable[[Plan], None], said: str,
    show: Callable[[Plan], dict[str, Any]] = lambda plan: {},
) -> Answer:
    """A page of one button: what will happen, for whom, and the deed."""
    plan = queries.plan_of(current_actor, f"plan.{name}", year)
    return answer(
        PressForm(record=plan), lambda: deed(plan), said, plan_url(plan), "assessments/press_plan.html",
        plan=plan, move=_move(name), **show(plan),
    )


@bp.route("/assessments/<int:year>/consult", methods=["GET", "POST"])
@page("plan.consult")
def consult(year: int) -> Answer:
    return _press(
        year, "consult", lambda plan: service.consult(current_actor, plan),
        _("开始听取意见了，大家都能看到方案"),
    )


@bp.route("/assessments/<int:year>/draw", methods=["GET", "POST"])
@page("plan.draw")
def draw(year: int) -> Answer:
    return _press(year, "draw", lambda plan: service.draw(current_actor, plan), _("人员列好了，请核对"))


@bp.route("/assessments/<int:year>/settle", methods=["GET", "POST"])
@page("plan.settle")
def settle(year: int) -> Answer:
    return _press(
        year, "settle", lambda plan: service.settle(current_actor, plan), _("人员核定了，可以写总结了"),
        lambda plan: {
            "pools": queries.pool_lines(plan), "groups": GROUP_LABELS, "roundings": ROUNDING_LABELS
        },
    )


@bp.route("/assessments/<int:year>/publicise", methods=["GET", "POST"])
@page("plan.publicise")
def publicise(year: int) -> Answer:
    return _press(
        year, "publicise", lambda plan: service.publicise(current_actor, plan, work_calendar()),
        _("公示开始了"),
        lambda plan: {"people": queries.lines_of(current_actor, queries.decided_excellent(plan))},
    )


@bp.route("/assessments/<int:year>/conclude", methods=["GET", "POST"])
@page("plan.conclude_ready")
def conclude_ready(year: int) -> Answer:
    return _press(
        year, "conclude_ready", lambda plan: service.conclude_ready(current_actor, plan), _("结果确定了"),
        lambda plan: {
            "people": queries.lines_of(current_actor, queries.ready_to_conclude(plan, clock.today()))
        },
    )


@bp.route("/assessments/<int:year>/close", methods=["GET", "POST"])
@page("plan.close")
def close(year: int) -> Answer:
    return _press(year, "close", lambda plan: service.close(current_actor, plan), _("这一年的考核结束了"))
