"""转出: a problem goes on as a resident's matter or a task; what hangs together with what."""

from contextlib import suppress

from flask import url_for
from flask_babel import gettext as _

from tracker.catalogue.queries import offered
from tracker.domain.errors import Repeated
from tracker.domain.roles import Actor
from tracker.hall.views.frame import voucher_shown
from tracker.households.queries import by_id
from tracker.opinions.queries import category_choices
from tracker.opinions.rules import Contact
from tracker.opinions.service import TO_THE_COUNTY
from tracker.opinions.views.codes import code_shown
from tracker.problems import forms, queries, service
from tracker.problems.models import Problem
from tracker.problems.rules import Turned
from tracker.problems.service import ToOpinion, ToTask
from tracker.visits.views.frame import View, bp
from tracker.visits.views.problem_frame import moved, not_now
from tracker.web.guard import current_actor, page
from tracker.web.pages import Thread, related, text_arg


@bp.route("/problems/<ref>/to_opinion", methods=["GET", "POST"])
@page("problem.to_opinion")
def to_opinion(ref: str) -> View:
    problem = queries.problem(current_actor, "problem.to_opinion", ref)
    told = not_now("to_opinion", problem)
    if told is not None:
        return told
    home = by_id([problem.household_id]).get(problem.household_id)
    usual = Contact.OPEN if home else Contact.ANONYMOUS
    form = forms.ToOpinionForm(record=problem, contact=usual.value)
    form.category_id.choices = [("", _("先不分")), *category_choices(current_actor.town_code)]

    def deed(problem: Problem) -> View | str | None:
        key, given = form.form_key.data, ToOpinion(
            title=form.title.data or "", contact=form.contact.data, name=form.name.data or "",
            phone=form.phone.data or "", category_id=form.category_id.data,
        )
        try:
            turned = service.to_opinion(current_actor, problem, given, key)
        except Repeated:  # the answer was lost: what came of it is shown once more
            shown = code_shown(key)
            if shown is None:
                raise
            return shown
        return code_shown(key) if turned.is_kept else str(_(TO_THE_COUNTY))

    return moved("to_opinion", problem, form, deed, _("转出去了，按群众诉求办"), has_home=home is not None)


@bp.route("/problems/<ref>/to_task", methods=["GET", "POST"])
@page("problem.to_task")
def to_task(ref: str) -> View:
    """`item` in the address chooses the item beforehand."""
    problem = queries.problem(current_actor, "problem.to_task", ref)
    told = not_now("to_task", problem)
    if told is not None:
        return told
    form = forms.ToTaskForm(record=problem, item_code=text_arg("item"))
    form.item_code.choices = [("", _("（还没选）")), *offered(current_actor.town_code)]

    def deed(problem: Problem) -> View | None:
        key, given = form.form_key.data, ToTask(
            item_code=form.item_code.data, applicant=form.applicant.data or "", phone=form.phone.data or "",
        )
        with suppress(Repeated):
            service.to_task(current_actor, problem, given, key)
        return voucher_shown(key)

    return moved(
        "to_task", problem, form, deed, _("转出去了，便民服务中心会接着办"),
        has_home=problem.household_id is not None,
    )


def _went_to(actor: Actor, problem_id: int) -> list[Thread]:
    """Where a problem went on."""
    went = queries.went_to(actor, problem_id)
    if went is None:
        return []
    kind, ref = went
    if kind is Turned.OPINION:
        return [Thread(_("诉求 %(ref)s", ref=ref), url_for("opinions.detail", ref=ref), is_from=False)]
    return [Thread(_("办件 %(ref)s", ref=ref), url_for("hall.detail", ref=ref), is_from=False)]


def _came_from(actor: Actor, kind: Turned, record_id: int) -> list[Thread]:
    """Which problem a matter or a task was."""
    ref = queries.turned_into(actor, kind, record_id)
    return [Thread(_("问题 %(ref)s", ref=ref), url_for("visits.problem", ref=ref))] if ref else []


related("problem", _went_to)
related("opinion", lambda actor, record_id: _came_from(actor, Turned.OPINION, record_id))
related("task", lambda actor, record_id: _came_from(actor, Turned.TASK, record_id))
