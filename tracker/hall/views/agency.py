"""代办 at the desk: mandate, originals, steps at the county, the result handed back, two sheets to sign."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.hall import rules, service
from tracker.hall.forms import together as forms
from tracker.hall.models import Task, TaskOriginal
from tracker.hall.queries.together import agents
from tracker.hall.views.frame import View, bp, to
from tracker.hall.views.moves import move_page
from tracker.people.queries import names_of as people_names
from tracker.store.access import fetch_where
from tracker.township import queries as town
from tracker.web.guard import current_actor, page
from tracker.web.jinja import moment
from tracker.web.pages import render


@bp.route("/tasks/<ref>/mandate", methods=["GET", "POST"])
@page("task.mandate")
def mandate(ref: str) -> View:
    return move_page(
        "mandate", ref, forms.MandateForm,
        lambda task, form: service.mandate(
            current_actor, task, kind=form.kind.data, mandate_on=form.mandate_on.data,
            agent_id=form.agent_id.data,
        ),
        _prepare_mandate,
    )


def _prepare_mandate(task: Task, form: Any) -> None:
    form.offer(agents(current_actor, task))
    if not form.is_sent:
        agency = task.agency
        form.kind.data = agency.mandate_kind if agency else None
        form.mandate_on.data = agency.mandate_on if agency else None
        form.agent_id.data = (agency.agent_id if agency else None) or current_actor.user_id


@bp.route("/tasks/<ref>/take_original", methods=["GET", "POST"])
@page("task.take_original")
def take_original(ref: str) -> View:
    return move_page(
        "take_original", ref, forms.OriginalForm,
        lambda task, form: service.take_original(
            current_actor, task, names=form.all_names, copies=form.copies.data
        ),
        lambda task, form: form.offer([one.name for one in task.item.materials]),
    )


def original_words(one: TaskOriginal) -> str:
    return str(_("%(name)s %(n)s 份", name=one.name, n=one.copies))


def _offer_originals(task: Task, form: Any) -> None:
    here = task.agency.originals_here if task.agency else []
    form.offer([(one.id, original_words(one)) for one in here])


@bp.route("/tasks/<ref>/return_original", methods=["GET", "POST"])
@page("task.return_original")
def return_original(ref: str) -> View:
    return move_page(
        "return_original", ref, forms.ReturnForm,
        lambda task, form: service.return_original(current_actor, task, original_ids=form.given_back),
        _offer_originals,
    )


@bp.route("/tasks/<ref>/hand_back", methods=["GET", "POST"])
@page("task.hand_back")
def hand_back(ref: str) -> View:
    return move_page(
        "hand_back", ref, forms.HandBackForm,
        lambda task, form: service.hand_back(
            current_actor, task, returned_to=form.returned_to.data, original_ids=form.given_back
        ),
        _offer_originals,
    )


@bp.route("/tasks/<ref>/report_up", methods=["GET", "POST"])
@page("task.report_up")
def report_up(ref: str) -> View:
    return move_page(
        "report_up", ref, forms.ReportUpForm,
        lambda task, form: service.report_up(
            current_actor, task, department=form.department.data, what=form.what.data,
            taken_by=form.taken_by.data or "", promised_workdays=form.promised_workdays.data or 0,
            sent_on=form.sent_on.data,
        ),
        _prepare_step,
        lambda task: [(
            _("承诺的时限"),
            _("送去的这些天不算，指南上写明了") if task.item.county_stops else _("照走，送去的这些天也算"),
        )],
    )


def _prepare_step(task: Task, form: Any) -> None:
    if not form.is_sent:
        form.sent_on.data = clock.today()


@bp.route("/tasks/<ref>/bring_back", methods=["GET", "POST"])
@page("task.bring_back")
def bring_back(ref: str) -> View:
    return move_page(
        "bring_back", ref, forms.BringBackForm,
        lambda task, form: service.bring_back(
            current_actor, task, result=form.result.data, step_id=form.step_id.data,
            back_on=form.back_on.data,
        ),
        _prepare_return,
    )


def _prepare_return(task: Task, form: Any) -> None:
    form.offer([(str(one.id), f"{one.department} {one.what}") for one in task.open_steps])
    if not form.is_sent:
        form.back_on.data = clock.today()


@bp.get("/tasks/<ref>/mandate-sheet")
@page("task.contact")
def mandate_sheet(ref: str) -> View:
    """委托书, to be signed by whoever asked for it."""
    return _sheet("hall/mandate_sheet.html", ref)


@bp.get("/tasks/<ref>/originals-sheet")
@page("task.contact")
def originals_sheet(ref: str) -> View:
    """原件交接单, signed when they come and when they go back."""
    return _sheet("hall/originals_sheet.html", ref)


def _sheet(template: str, ref: str) -> View:
    task = fetch_where(current_actor, "task.contact", Task, Task.ref == ref)
    agency = task.agency
    if agency is None:
        flash(_("还没有登记委托，请先登记谁来代办"))
        return to(url_for("hall.detail", ref=ref))
    return render(
        template, task=task, agency=agency, now_text=moment(clock.now()),
        agent=people_names([agency.agent_id]).get(agency.agent_id, ""), mandates=rules.MANDATE_LABELS,
        village=town.names_of({task.village_code}).get(task.village_code, ""),
        back_url=url_for("hall.detail", ref=ref),
    )
