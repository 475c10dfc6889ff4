"""记走访: the form of three taps, its boxes for what was heard, the correction."""

from collections.abc import Sequence

from flask import flash, request, url_for
from flask_babel import gettext as _

from tracker.catalogue.queries import offered
from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.outreach import queries as outreach
from tracker.people.queries import names_of as people_names
from tracker.people.queries import staff_choices
from tracker.pictures import queries as photos
from tracker.problems import queries as problems
from tracker.problems.models import Problem
from tracker.problems.rules import LABELS, OPEN, STATUS_TAGS, Status
from tracker.visits import queries, rules, service
from tracker.visits.forms import CorrectForm, VisitForm
from tracker.visits.forms.visits import MatterPart, VisitFacts
from tracker.visits.models import Visit
from tracker.visits.rules import Turn
from tracker.visits.views.frame import Places, View, bp
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import id_arg, render, text_arg, to

QUICK = 5
MORE = "more"
VILLAGE_CODE_LENGTH = 12
ASKED = {Turn.OPINION: "opinion.register", Turn.TASK: "problem.to_task"}


@bp.route("/visits/new", methods=["GET", "POST"])
@page("visit.add")
def new() -> View:
    """Three taps: 记走访, the household, 保存. `household` or `village` in the address chooses the place."""
    household_id = id_arg("household")
    places = Places(current_actor, household_id)
    chosen = f"h{household_id}" if household_id else f"v{text_arg('village')}"
    form = VisitForm(
        visited_on=clock.today(), place=chosen if chosen in places.places else "",
        visitor_id=current_actor.user_id,
    )
    wants_more = form.is_sent and MORE in request.form
    if wants_more:
        form.grow()
    _offer(form, places)
    form.offer_visitors(staff_choices(current_actor.town_code) if can("visit.proxy") else [])
    form.offer_turns([turn for turn in Turn if turn not in ASKED or can(ASKED[turn])])
    form.offer_items(offered(current_actor.town_code))
    if not wants_more and form.sent_well():
        try:
            visit = _saved(form, places)
        except RuleBroken as broken:
            form.show(broken)
        else:
            return _onward(visit, form)
    return render(
        "visits/new.html", form=form, unsolved=_unsolved(household_id), to_tell=_to_tell(places, chosen),
        statuses=LABELS, tags=STATUS_TAGS,
    )


def _to_tell(places: Places, chosen: str) -> tuple[str, int] | None:
    """(village, how many there are to be told of a service) of where one goes, else of one's own village."""
    place = places.places.get(chosen)
    village = (place.unit_code if place else current_actor.unit_code)[:VILLAGE_CODE_LENGTH]
    if len(village) < VILLAGE_CODE_LENGTH or not can("outreach.contact"):
        return None
    count = outreach.waiting_in(current_actor, village)
    return (village, count) if count else None


def _unsolved(household_id: int | None) -> Sequence[Problem]:
    """What is open at the household one goes to, so that one visit takes care of all of it."""
    found = problems.of_household(current_actor, household_id) if household_id else ()
    return [one for one in found if one.status in OPEN]


def _offer(form: VisitFacts, places: Places) -> None:
    """What can be chosen: places, the own households by one tap, colleagues, of the own unit first."""
    form.place.choices = places.choices
    form.quick = places.homes[:QUICK]
    form.companion_ids.choices = queries.colleagues(current_actor)


def _saved(form: VisitForm, places: Places) -> Visit:
    matters = [_matter(part) for part in form.used_matters()]
    return service.add(
        current_actor, _entry(form, places), matters, form.visitor, photos=form.blobs()
    )


def _entry(form: VisitFacts, places: Places) -> service.Entry:
    return service.Entry(
        visited_on=form.visited_on.data, place=places[form.place.data], kind=form.kind.data,
        words=form.words.data or "", participants=form.participants.data or "",
        purposes=tuple(form.purposes.data or ()), present_count=form.present_count.data,
        companion_ids=tuple(form.companion_ids.data or ()), is_mention=form.mention.data,
    )


def _matter(part: MatterPart) -> service.Matter:
    """Told how it was settled, it is settled; 当场解决 without further words is good enough."""
    turn, settled = part.turn.data, part.settled.data or ""
    if turn is Turn.SETTLED:
        settled = settled or _("当场解决")
    return service.Matter(
        content=part.content.data, urgency=part.urgency.data, settled=settled, turn=turn,
        is_quiet=part.quiet.data, item_code=part.item_code.data, is_mention=part.mention.data,
    )


def _onward(visit: Visit, form: VisitForm) -> View:
    """To the visit; when something could not become a task at once, to the choice of its service."""
    parts = form.used_matters()
    turns = [part.turn.data for part in parts]
    flash(_("存好了，编号 %(ref)s", ref=visit.ref), "success")
    if Turn.OPINION in turns:
        flash(_("转成诉求的事已经交去登记"), "success")
    kept = [part for part in parts if part.turn.data is not Turn.OPINION]
    for part, raised in zip(kept, problems.raised_by(current_actor, visit.id), strict=False):
        if part.turn.data is Turn.TASK and raised.status is Status.REGISTERED:
            return to("visits.to_task", ref=raised.ref, item=part.item_code.data or None)
    return to("visits.detail", ref=visit.ref)


@bp.route("/visits/<ref>/correct", methods=["GET", "POST"])
@page("visit.correct")
def correct(ref: str) -> View:
    visit = queries.visit(current_actor, "visit.correct", ref)
    places = Places(current_actor, visit.household_id)
    form = CorrectForm(record=visit, place=_value_of(visit, places))
    _offer(form, places)
    _keep_companions(form, visit)
    kept = enumerate(photos.of(visit.__tablename__, visit.id), start=1)
    form.without.choices = [(one.name, _("照片 %(n)s", n=number)) for number, one in kept]
    if form.sent_well():
        try:
            service.correct(
                current_actor, visit, _entry(form, places), reason=form.reason.data or "",
                photos=form.blobs(), without=form.without.data or (),
            )
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


def _keep_companions(form: VisitFacts, visit: Visit) -> None:
    """Who went along then and has left since stays a choice."""
    known = {value for value, _name in form.companion_ids.choices}
    left = [user_id for user_id in visit.companion_ids if str(user_id) not in known]
    form.companion_ids.choices += [(str(one), name) for one, name in people_names(left).items()]


def _value_of(visit: Visit, places: Places) -> str:
    if visit.household_id:
        return f"h{visit.household_id}"
    group = f"v{visit.unit_code}"
    return group if group in places.places else f"v{visit.village_code}"
