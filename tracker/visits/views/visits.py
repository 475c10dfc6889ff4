"""走访: the list, one visit with what came of it, its photos, the 民情日记."""

from collections.abc import Sequence

from flask import Response, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.hall.queries.together import without_code as tasks_without_code
from tracker.households.queries import by_id
from tracker.opinions.queries.desk import without_code
from tracker.opinions.rules import LABELS as OPINION_LABELS
from tracker.people.queries import names_of as people_names
from tracker.pictures import queries as photos
from tracker.pictures import views as pictures
from tracker.problems import queries as problems
from tracker.problems.models import Problem
from tracker.problems.rules import LABELS, STATUS_TAGS, Turned
from tracker.township.queries import names_of as unit_names
from tracker.township.queries import town_name
from tracker.visits import queries, rules
from tracker.visits.queries import VisitFilter
from tracker.visits.rules import KIND_LABELS, PURPOSE_LABELS
from tracker.visits.views.corrections import corrections
from tracker.visits.views.frame import View, bp, day_arg, page_of
from tracker.web.forms import choices
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can, moment
from tracker.web.pages import Thread, related, render, text_arg


@bp.get("/visits")
@page("visit.list")
def index() -> View:
    """The visits one may read, or ?joined=1: those of colleagues one took part in."""
    if text_arg("joined") and can("visit.joined"):
        joined = queries.joined(current_actor)
        return render("visits/index.html", shows_joined=True, joined=joined, kinds=KIND_LABELS)
    wanted = VisitFilter(
        village=text_arg("village"), kind=text_arg("kind"), purpose=text_arg("purpose"),
        since=day_arg("since"), until=day_arg("until"),
    )
    after = text_arg("after")
    found = queries.visits(current_actor, wanted, after)
    return render(
        "visits/index.html", rows=queries.rows_of(current_actor, found.rows), wanted=wanted,
        kinds=KIND_LABELS, kind_choices=choices(KIND_LABELS), purpose_choices=choices(PURPOSE_LABELS),
        page=page_of(found, after), totals=queries.totals(current_actor, wanted), most=problems.COUNT_UP_TO,
        villages=queries.places(current_actor), shows_joined=False,
    )


def _owe_code(actor: Actor, raised: Sequence[Problem]) -> dict[int, str]:
    """{problem: number of the 代办 it became} where nobody has given its applicant the 查询码 yet."""
    tasks = {one.turned_id: one.id for one in raised if one.turned_to is Turned.TASK}
    return {tasks[task_id]: ref for task_id, ref in tasks_without_code(actor, tasks).items()}


@bp.get("/visits/<ref>")
@page("visit.view")
def detail(ref: str) -> View:
    visit = queries.visit(current_actor, "visit.view", ref)
    household = by_id([visit.household_id]).get(visit.household_id)
    opinions = queries.handed_on(current_actor, [visit.id]).get(visit.id, [])
    raised = problems.raised_by(current_actor, visit.id)
    return render(
        "visits/detail.html", visit=visit, household=household, words=rules,
        people=people_names([visit.assignee_id, visit.author_id, *visit.companion_ids]),
        problems=raised, owe_tasks=_owe_code(current_actor, raised), statuses=LABELS, tags=STATUS_TAGS,
        opinions=opinions, owe_code=without_code(current_actor, opinions),
        opinion_words=OPINION_LABELS, corrections=corrections(visit, queries.versions_of(visit)),
        place=rules.place_of(visit.unit_code, unit_names({visit.unit_code, visit.village_code})),
        joint=queries.joint_with(current_actor, visit),
        pictures=photos.of(visit.__tablename__, visit.id), phone=queries.phone_facts(current_actor, visit),
    )


@bp.get("/visits/<ref>/pictures/<picture>.jpg")
@page("visit.view")
def picture(ref: str, picture: str) -> Response:
    visit = queries.visit(current_actor, "visit.view", ref)
    return pictures.shown(pictures.picture_of(visit, picture))


@bp.get("/visits/diary")
@page("visit.add")
def diary() -> View:
    """民情日记: printed from what is recorded anyway, for those who must hand one in (domain.md 4.3)."""
    today = clock.today()
    since, until = day_arg("since") or today.replace(day=1), day_arg("until") or today
    entries, joined = queries.diary(current_actor, since, until)
    return render(
        "visits/diary.html", entries=entries, joined=joined, since=since, until=until,
        kinds=KIND_LABELS, purposes=PURPOSE_LABELS, most=queries.MOST_PRINTED, writer=current_actor.name,
        town_name=town_name(current_actor.town_code), now_text=moment(clock.now()),
        back_url=url_for("visits.index"),
    )


def _visit_of(actor: Actor, opinion_id: int) -> Sequence[Thread]:
    visit = queries.visit_of_opinion(actor, opinion_id)
    if visit is None:
        return []
    return [Thread(_("走访 %(ref)s", ref=visit.ref), url_for("visits.detail", ref=visit.ref))]


related("opinion", _visit_of)
