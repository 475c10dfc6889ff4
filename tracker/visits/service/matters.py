"""Steps on what a visit heard (反映事项): each becomes a problem, is settled on the spot, or is handed on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from tracker.catalogue.queries import offered
from tracker.domain.errors import RuleBroken
from tracker.domain.policy import may_come
from tracker.domain.roles import Actor
from tracker.households.queries import by_id
from tracker.opinions import rules as opinions
from tracker.opinions.rules import Channel, Contact, Draft
from tracker.opinions.rules.intake import RECEIVED_DAYS
from tracker.opinions.service import TO_THE_COUNTY, hand_in
from tracker.opinions.service.intake import way_of
from tracker.problems.service import Origin, Raised, ToTask, put_problem, to_county
from tracker.sealed.rules import Way
from tracker.store.action import Act
from tracker.store.db import db
from tracker.visits import rules
from tracker.visits.models import Visit, VisitOpinion
from tracker.visits.rules import Turn


@dataclass(frozen=True)
class Matter(Raised):
    """One thing that was heard and what becomes of it; a plain `Raised` stays in the list of problems.

    is_quiet: the resident does not want to be known; an opinion of this kind is not linked to the visit.
    item_code: the service (事项) of what is to become a task, "" when nobody has chosen one yet.
    """

    turn: Turn = Turn.PROBLEM
    is_quiet: bool = False
    item_code: str = ""


def put_matters(act: Act, visit: Visit, matters: Sequence[Raised]) -> None:
    """Step: every matter finds its way; RuleBroken names its box, `matters-0-content` being the first.

    What is to become a task becomes one at once when it can, else it is kept as a problem (转办件).
    """
    origin = Origin(visit.unit_code, household_id=visit.household_id, visit_id=visit.id)
    for number, matter in enumerate(matters):
        turn = matter.turn if isinstance(matter, Matter) else Turn.PROBLEM
        rules.check_turn(turn, matter.settled, number)
        if turn is Turn.OPINION:
            with _at_box(number):
                _hand_on(act, visit, matter, origin)
        elif isinstance(matter, Matter) and turn is Turn.TASK:
            put_problem(act, _as_task(act, visit, matter), origin)
        else:
            put_problem(act, matter, origin)


@contextmanager
def _at_box(number: int) -> Iterator[None]:
    try:
        yield
    except RuleBroken as broken:
        field = f"matters-{number}-content"
        raise RuleBroken(broken.message, field=field, **broken.params) from broken


def check_kept(actor: Actor, matters: Sequence[Matter]) -> None:
    """Before a record is kept anywhere: RuleBroken at the box of what nobody in the town may keep."""
    for number, matter in enumerate(matters):
        draft = Draft(text=matter.content, title=opinions.title_of(matter.content))
        if matter.turn is Turn.OPINION and way_of(actor, draft).way is Way.COUNTY:
            raise RuleBroken(TO_THE_COUNTY, field=f"matters-{number}-content")


def _hand_on(act: Act, visit: Visit, matter: Raised, origin: Origin) -> None:
    """转成诉求: taken in like any other, so that it is sorted, sealed and clocked like any other.

    A sealed one, one that is locked for the county, and one whose resident wants to stay unknown leave no
    link (security.md 5.4). Whoever may register no opinion brings an ordinary one back as a problem: a phone
    offers every way to everybody.
    """
    is_quiet = isinstance(matter, Matter) and matter.is_quiet
    draft = _draft(act, visit, matter, is_quiet=is_quiet)
    if to_county(act, draft):
        return
    if not may_come(act.actor, "opinion.register") and way_of(act.actor, draft).way is Way.ORDINARY:
        put_problem(act, matter, Origin(visit.unit_code) if is_quiet else origin)
        return
    opinion = hand_in(act, draft)
    if opinion is not None and not is_quiet:
        db.session.add(VisitOpinion(visit_id=visit.id, opinion_id=opinion.id))


def _as_task(act: Act, visit: Visit, matter: Matter) -> Matter:
    """转成办件 in the name of the household, when the hall takes the chosen service in and the writer may
    hand it in today; else it stays a problem until somebody chooses: a phone may have waited for days.
    """
    is_offered = matter.item_code in dict(offered(act.actor.town_code))
    if visit.household_id is None or not is_offered or not may_hand_in(act.actor):
        return matter
    return replace(matter, onward=ToTask(matter.item_code))


def may_hand_in(actor: Actor) -> bool:
    """May this person bring a task of the hall back from a visit (代办)?"""
    return may_come(actor, "problem.to_task") and may_come(actor, "task.hand_in")


def _draft(act: Act, visit: Visit, matter: Raised, *, is_quiet: bool) -> Draft:
    """In the name of the household that was visited; of a village or a meeting nobody is named.

    Its clocks count from the visit, of one that was written down very late from today.
    """
    is_recent = (act.today - visit.visited_on).days <= RECEIVED_DAYS
    household = by_id([visit.household_id]).get(visit.household_id)
    known = {member.value for member in opinions.Urgency}
    contact = Contact.CONFIDENTIAL if is_quiet else Contact.OPEN
    return Draft(
        text=matter.content, title=opinions.title_of(matter.content), channel=Channel.FIELD,
        village_code=visit.village_code, contact=contact if household else Contact.ANONYMOUS,
        name=household.head_name if household else "", phone=(household.phone or "") if household else "",
        urgency=opinions.Urgency(matter.urgency.value) if matter.urgency.value in known else None,
        received_on=visit.visited_on if is_recent else None,
    )
