"""问题: the four lists, on paper too, and a new one."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.text import _ as N_
from tracker.problems import forms, queries, rules, service
from tracker.problems.queries import (
    COUNT_UP_TO,
    LONG,
    OVERDUE,
    PRINTED,
    REHUNG,
    THIS_WEEK,
    ProblemFilter,
)
from tracker.problems.rules import LABELS, STATUS_TAGS, VIEW_LABELS
from tracker.problems.rules import View as ListView
from tracker.problems.service import Origin, Raised
from tracker.township import queries as town
from tracker.visits import queries as visits
from tracker.visits.views.frame import Places, View, bp, page_of
from tracker.web.forms import choices
from tracker.web.guard import current_actor, page
from tracker.web.jinja import moment
from tracker.web.pages import here, render, text_arg, to

REPORT_OF: dict[ListView, str] = {
    ListView.QUESTION: "problem-questions", ListView.DUTY: "problem-duties", ListView.TASK: "problem-tasks",
    ListView.RECTIFY: "problem-results",
}
"""Which report has the columns of which list."""


COLUMNS: dict[ListView, tuple[str, ...]] = {
    ListView.QUESTION: (N_("村（社区）"), N_("从哪里来的"), N_("登记"), N_("状态"), N_("期限")),
    ListView.DUTY: (N_("责任领导"), N_("责任部门"), N_("责任人"), N_("状态"), N_("期限")),
    ListView.TASK: (N_("怎么办"), N_("责任人"), N_("完成时限"), N_("办到哪一步"), N_("期限")),
    ListView.RECTIFY: (N_("怎么解决的"), N_("核查人"), N_("群众确认"), N_("销号"), N_("状态")),
}
"""The heads behind 编号 and 要解决的事; the cells stand in visits/_problem_lists.html."""


def _view() -> ListView:
    text = text_arg("view")
    return ListView(text) if text in set(ListView) else ListView.QUESTION


def _wanted() -> ProblemFilter:
    return ProblemFilter(
        status=text_arg("status"), village=text_arg("village"), unit=text_arg("unit"), due=text_arg("due"),
        urgency=text_arg("urgency"),
    )


def _words(view: ListView) -> dict[str, Any]:
    """What the lines of a list need to be said in words."""
    return {
        "columns": [_("编号"), _("要解决的事"), *(_(head) for head in COLUMNS[view])],
        "statuses": LABELS, "tags": STATUS_TAGS, "urgencies": rules.URGENCY_LABELS,
        "sources": rules.SOURCE_LABELS, "lights": rules.LIGHT_TAGS, "confirmers": rules.CONFIRMER_LABELS,
        "long_days": rules.LONG_DAYS,
    }


@bp.get("/problems")
@page("problem.list")
def problems() -> View:
    """One of the four lists: the same rows, other columns."""
    view, wanted, after = _view(), _wanted(), text_arg("after")
    found = queries.problems(current_actor, wanted, after)
    return render(
        "visits/problems.html", rows=queries.rows_of(found.rows), wanted=wanted, view=view,
        views=[(one, _(label), here(view=one.value, after=None)) for one, label in VIEW_LABELS.items()],
        said=queries.latest_words(found.rows) if view is ListView.TASK else {},
        status_choices=choices(LABELS), urgency_choices=choices(rules.URGENCY_LABELS),
        page=page_of(found, after), most=COUNT_UP_TO, totals=queries.totals(current_actor, wanted),
        villages=visits.places(current_actor), offices=town.office_choices(current_actor.town_code),
        dues=_dues(), report=REPORT_OF[view], print_url=_to_paper(), **_words(view),
    )


def _dues() -> list[tuple[str, str]]:
    return [
        (OVERDUE, _("过了完成时限")), (THIS_WEEK, _("本周到期")),
        (LONG, _("超过 %(n)s 天没解决", n=rules.LONG_DAYS)), (REHUNG, _("重新挂账过")),
    ]


def _to_paper() -> str:
    names = ("view", "status", "village", "unit", "due", "urgency")
    given: dict[str, Any] = {name: text_arg(name) or None for name in names}
    return url_for("visits.problems_print", **given)


@bp.get("/problems/print")
@page("problem.list")
def problems_print() -> View:
    """The list on paper, A4 across, with room for the signatures."""
    view, found = _view(), queries.problems_to_print(current_actor, _wanted())
    return render(
        "print/problems.html", rows=queries.rows_of(found), view=view, title=_(VIEW_LABELS[view]),
        said=queries.latest_words(found) if view is ListView.TASK else {}, most=PRINTED,
        back_url=here().replace("/problems/print", "/problems"), now_text=moment(clock.now()), **_words(view),
    )


def _registered(form: forms.ProblemForm, origin: Origin) -> View:
    """To the new problem; an accusation leaves nothing to go to."""
    is_mention = form.meant.data is rules.Meant.MENTION
    raised = Raised(
        form.content.data, form.urgency.data, form.category.data or "", is_mention=is_mention
    )
    if form.meant.data is rules.Meant.ACCUSE:
        service.accuse(current_actor, raised, origin)
        flash(_("已经送给有权处理的机关，这里没有留下内容"), "success")
        return to("visits.problems")
    problem = service.add(current_actor, raised, origin)
    flash(_("登记好了，编号 %(ref)s", ref=problem.ref), "success")
    return to("visits.problem", ref=problem.ref)


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
        try:
            return _registered(form, origin)
        except RuleBroken as broken:
            form.show(broken)
    return render("visits/problem_new.html", form=form, visit=visit)
