"""差评办理: the list, one case, and a page for each of its moves."""

from collections.abc import Callable
from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.hall import forms, queries, rules, service
from tracker.hall.models import RatingCase, Task
from tracker.hall.views.frame import View, bp, to
from tracker.people.queries import names_of as people_names
from tracker.web.forms import HouseForm, PressForm
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can, day, moment
from tracker.web.pages import record_page, render

STEPS: dict[str, tuple[type[HouseForm], Callable[..., None]]] = {
    "contact": (forms.ContactForm, service.contact),
    "verify": (forms.FindingForm, service.verify),
    "explain": (forms.FindingForm, service.explain),
    "mend": (forms.MendForm, service.mend),
    "appeal": (forms.AppealForm, service.appeal),
    "grant_appeal": (forms.ReviewForm, service.grant_appeal),
    "refuse_appeal": (forms.ReviewForm, service.refuse_appeal),
    "call_back": (forms.CallForm, service.call_back),
    "redo": (forms.CallForm, service.redo),
    "miss_call": (PressForm, service.miss_call),
    "give_up": (PressForm, service.give_up),
    "publish": (forms.PublicWordsForm, service.publish),
}
"""Each form asks what its service function needs, under the same names."""

record_page("rating_case", lambda case_id: url_for("hall.case", ref=queries.ref_of_case(case_id)))


@bp.get("/tasks/ratings/cases")
@page("rating_case.list")
def cases() -> View:
    return render(
        "hall/cases.html", waiting=queries.cases(current_actor),
        ended=queries.cases(current_actor, is_open=False), today=clock.today(),
        statuses=rules.CASE_LABELS, tags=rules.CASE_TAGS,
    )


@bp.get("/tasks/ratings/cases/<ref>")
@page("rating_case.view")
def case(ref: str) -> View:
    found, task = queries.case_of(current_actor, "rating_case.view", ref)
    deeds = queries.case_history(found)
    names = people_names([found.rated_id, found.agent_id, *(who for _deed, who, _at in deeds)])
    return render(
        "hall/case.html", case=found, task=task, rating=found.rating, names=names, today=clock.today(),
        statuses=rules.CASE_LABELS, tags=rules.CASE_TAGS, levels=rules.LEVEL_LABELS,
        channels=rules.CHANNEL_OF_RATING, moves=_buttons(found), may_call=_may_call(found),
        steps=[
            {"what": _(deed), "who": names.get(who, _("群众")), "when": moment(at) if who else day(at)}
            for deed, who, at in deeds
        ],
    )


def _may_call(found: RatingCase) -> bool:
    """Name and telephone for who has to speak to the resident."""
    return can("rating_case.contact", found) or can("rating_case.call_back", found)


def _buttons(found: RatingCase) -> list[dict[str, str]]:
    """What this person may do now."""
    names = [move.name for move in rules.CASE_FLOW.open_moves(found.status)]
    if found.phone and found.contacted_on is None and found.status in rules.UNENDED:
        names.insert(0, "contact")
    if found.status is rules.CaseStatus.MENDED:
        names.append("miss_call")
    return [
        {
            "label": _(rules.CASE_DEEDS[name]),
            "url": url_for(f"hall.case_{name}", ref=found.ref),
        }
        for name in names
        if rules.is_offered(name, found.tries) and can(f"rating_case.{name}", found)
    ]


def _move(name: str, ref: str) -> View:
    """One page for every move: what will happen, what has to be said, one button."""
    form_of, deed = STEPS[name]
    found, task = queries.case_of(current_actor, f"rating_case.{name}", ref)
    form: Any = form_of(record=found)
    if form.sent_well():
        try:
            deed(current_actor, found, **{field.name: field.data for field in form.asked_fields()})
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("记下了：%(what)s", what=_(rules.CASE_DEEDS[name])), "success")
            return to(url_for("hall.case", ref=ref))
    return render(
        "hall/case_move.html", form=form, case=found, task=_told(task), word=_(rules.CASE_DEEDS[name]),
        consequence=_(rules.CASE_CONSEQUENCES[name]),
    )


def _told(task: Task) -> dict[str, str]:
    return {"ref": task.ref, "item": task.item.name}


def _page_for(name: str) -> None:
    @page(f"rating_case.{name}")
    def view(ref: str) -> View:
        return _move(name, ref)

    bp.add_url_rule(
        f"/tasks/ratings/cases/<ref>/{name}", f"case_{name}", view, methods=["GET", "POST"]
    )


for step in STEPS:
    _page_for(step)
