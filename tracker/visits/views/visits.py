"""走访: the list, the form of three taps, one visit, its correction."""

from flask import flash, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.households.queries import by_id
from tracker.people.queries import names_of as people_names
from tracker.people.queries import staff_choices
from tracker.problems import queries as problems
from tracker.problems.rules import LABELS, STATUS_TAGS
from tracker.problems.service import Raised
from tracker.township.queries import names_of as unit_names
from tracker.visits import queries, rules, service
from tracker.visits.forms import CorrectForm, VisitForm
from tracker.visits.models import Visit
from tracker.visits.queries import VisitFilter
from tracker.visits.rules import KIND_LABELS
from tracker.visits.views.frame import Places, View, bp, day_arg, page_of
from tracker.web.forms import choices
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import id_arg, render, text_arg, to


@bp.get("/visits")
@page("visit.list")
def index() -> View:
    wanted = VisitFilter(
        village=text_arg("village"), kind=text_arg("kind"), since=day_arg("since"), until=day_arg("until")
    )
    after = text_arg("after")
    found = queries.visits(current_actor, wanted, after)
    return render(
        "visits/index.html", rows=queries.rows_of(found.rows), wanted=wanted, kinds=KIND_LABELS,
        kind_choices=choices(KIND_LABELS), page=page_of(found, after),
        totals=queries.totals(current_actor, wanted), most=problems.COUNT_UP_TO,
        villages=queries.places(current_actor),
    )


@bp.route("/visits/new", methods=["GET", "POST"])
@page("visit.add")
def new() -> View:
    """Three taps: where, which form, 保存. `household` or `village` in the address chooses the place."""
    household_id = id_arg("household")
    places = Places(current_actor, household_id)
    chosen = f"h{household_id}" if household_id else f"v{text_arg('village')}"
    form = VisitForm(
        visited_on=clock.today(), place=chosen if chosen in places.places else "",
        visitor_id=current_actor.user_id,
    )
    form.place.choices = places.choices
    form.offer_visitors(staff_choices(current_actor.town_code) if can("visit.proxy") else [])
    if form.sent_well():
        try:
            visit = service.add(current_actor, _entry(form, places), _raised(form), form.visitor)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("存好了，编号 %(ref)s", ref=visit.ref), "success")
            return to("visits.detail", ref=visit.ref)
    return render("visits/new.html", form=form)


def _entry(form: VisitForm | CorrectForm, places: Places) -> service.Entry:
    return service.Entry(
        visited_on=form.visited_on.data, place=places[form.place.data], kind=form.kind.data,
        words=form.words.data or "", participants=form.participants.data or "",
    )


def _raised(form: VisitForm) -> list[Raised]:
    """The boxes somebody wrote into; 当场解决 without further words is good enough."""
    return [
        Raised(
            content=part.content.data, urgency=part.urgency.data,
            settled=(part.settled.data or _("当场解决")) if part.is_settled.data else "",
        )
        for part in form.problem_parts()
    ]


@bp.get("/visits/<ref>")
@page("visit.view")
def detail(ref: str) -> View:
    visit = queries.visit(current_actor, "visit.view", ref)
    versions = queries.versions_of(visit)
    household = by_id([visit.household_id]).get(visit.household_id)
    raised = problems.raised_by(current_actor, visit.id)
    people = [visit.assignee_id, visit.author_id, *(one.replaced_by for one in versions)]
    return render(
        "visits/detail.html", visit=visit, household=household, problems=raised, versions=versions,
        units=unit_names({visit.unit_code, visit.village_code}), people=people_names(people),
        kinds=KIND_LABELS, statuses=LABELS, tags=STATUS_TAGS, place_of=rules.place_of,
    )


@bp.route("/visits/<ref>/correct", methods=["GET", "POST"])
@page("visit.correct")
def correct(ref: str) -> View:
    visit = queries.visit(current_actor, "visit.correct", ref)
    places = Places(current_actor, visit.household_id)
    form = CorrectForm(record=visit, place=_value_of(visit))
    form.place.choices = places.choices
    if form.sent_well():
        try:
            service.correct(current_actor, visit, _entry(form, places), reason=form.reason.data or "")
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("改好了，原来的内容留在下面"), "success")
            return to("visits.detail", ref=ref)
    needs_reason = not rules.is_free_correction(clock.local(visit.created_at).date(), clock.today())
    return render(
        "visits/correct.html", form=form, visit=visit, needs_reason=needs_reason,
        back=url_for("visits.detail", ref=ref),
    )


def _value_of(visit: Visit) -> str:
    return f"h{visit.household_id}" if visit.household_id else f"v{visit.village_code}"
