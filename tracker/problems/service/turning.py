"""转出: a problem goes on as a resident's matter (诉求) or as a task of the hall (办件), words and all."""

from dataclasses import dataclass

from tracker.catalogue.queries import item_by_code
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.hall.models import Task
from tracker.hall.service import Application
from tracker.hall.service import hand_in as hand_in_task
from tracker.hall.service import put_code as put_task_code
from tracker.households.models import Household
from tracker.households.queries import by_id
from tracker.opinions.models import Opinion
from tracker.opinions.rules import Channel, Contact, Draft
from tracker.opinions.rules import Urgency as OpinionUrgency
from tracker.opinions.service import hand_in as hand_in_opinion
from tracker.opinions.service import put_code
from tracker.problems import rules
from tracker.problems.models import Problem
from tracker.problems.queries import notes_of
from tracker.problems.rules import Turned, Urgency
from tracker.problems.service.notes import note
from tracker.sealed.rules import Way
from tracker.sealed.service import Accusation, put_for_county, way_of
from tracker.store import receipts
from tracker.store.access import allows
from tracker.store.action import Act, action


@dataclass(frozen=True)
class ToOpinion:
    """转成群众诉求. Without a name the household's own name and telephone go along, if there is one.

    contact None: 实名 when there is a name, else 不留姓名.
    """

    title: str = ""
    contact: Contact | None = None
    name: str = ""
    phone: str = ""
    category_id: int | None = None


@dataclass(frozen=True)
class ToTask:
    """转成办件: which item of the catalogue; without an applicant the head of the household."""

    item_code: str
    applicant: str = ""
    phone: str = ""


Turn = ToOpinion | ToTask


@dataclass(frozen=True)
class Turning:
    """The matter it became, None when it went to those entitled to it; is_kept: False where nobody has it."""

    opinion: Opinion | None = None
    is_kept: bool = True


def to_opinion(actor: Actor, problem: Problem, given: ToOpinion, form_key: str = "") -> Turning:
    """转成群众诉求; with the key of a form the matter has its receipt at once, for the resident.

    Words that name a leader of the town lay here already, where a leader reads them: they leave for the
    county's box, and where there is none they are gone.
    """
    sheet = receipts.blank(form_key) if form_key else None
    with action(actor, "problem.to_opinion", problem) as act:
        found = way_of(actor.town_code, (problem.content, given.title), is_accusation=False)
        if found.way is Way.COUNTY:
            return Turning(is_kept=_to_the_county(act, problem))
        opinion = turn_into_opinion(act, problem, given)
        if opinion is not None and sheet is not None:
            put_code(act, opinion, sheet)
        return Turning(opinion)


def _to_the_county(act: Act, problem: Problem) -> bool:
    status = rules.FLOW.step(problem.status, "to_opinion")
    accusation = Accusation(
        text=problem.content, village_code=problem.village_code, origin=Channel.FIELD.value
    )
    is_kept = put_for_county(act, accusation)
    problem.status, problem.turned_to = status, Turned.OPINION
    _leave(act, problem, None)
    return is_kept


def to_task(actor: Actor, problem: Problem, given: ToTask, form_key: str = "") -> Task:
    """转成办件: the hall takes it in today and tells within its own time; with a form's key it has its
    receipt at once."""
    sheet = receipts.blank(form_key) if form_key else None
    with action(actor, "problem.to_task", problem) as act:
        task = turn_into_task(act, problem, given)
        if sheet is not None:
            put_task_code(act, task, sheet)
        return task


def turn(act: Act, problem: Problem, given: Turn) -> None:
    """Step: as it was registered, it goes on."""
    if isinstance(given, ToOpinion):
        turn_into_opinion(act, problem, given)
    else:
        turn_into_task(act, problem, given)


def turn_into_opinion(act: Act, problem: Problem, given: ToOpinion) -> Opinion | None:
    """Step: the words leave the problem before anybody can compare; it looks the same wherever they went.

    RuleBroken on `text` when they name a leader or the discipline office: nothing is stored then; on `phone`
    when somebody shall be reached and nobody is named.
    """
    status = rules.FLOW.step(problem.status, "to_opinion")
    _may(act, "problem.to_opinion", problem)
    home = _home(problem)
    name = given.name or (home.head_name if home else "")
    phone = given.phone or ((home.phone or "") if home and not given.name else "")
    contact = given.contact or (Contact.OPEN if name else Contact.ANONYMOUS)
    if contact is not Contact.ANONYMOUS and not (name or phone):
        raise RuleBroken(_("请写姓名或者电话；不愿留的选“不留”"), field="phone")
    opinion = hand_in_opinion(act, Draft(
        text=problem.content, title=given.title, channel=Channel.FIELD, village_code=problem.village_code,
        contact=contact, name=name, phone=phone, category_id=given.category_id,
        urgency=OpinionUrgency.FAST if problem.urgency is Urgency.FAST else None,
    ))
    problem.status, problem.turned_to = status, Turned.OPINION
    is_linked = opinion is not None and contact is Contact.OPEN  # who wants to stay unknown leaves no link
    _leave(act, problem, opinion.id if opinion and is_linked else None)
    return opinion


def turn_into_task(act: Act, problem: Problem, given: ToTask) -> Task:
    """Step: the hall takes it in as 代办; RuleBroken on `item_code` or `applicant` when one is missing."""
    status = rules.FLOW.step(problem.status, "to_task")
    _may(act, "problem.to_task", problem)
    item = item_by_code(act.actor.town_code, given.item_code)
    if item is None:
        raise RuleBroken(_("请选是哪个事项"), field="item_code")
    home = _home(problem)
    applicant = given.applicant or (home.head_name if home else "")
    if not applicant:
        raise RuleBroken(_("请写是谁要办"), field="applicant")
    phone = given.phone or ((home.phone or "") if home and not given.applicant else "")
    task = hand_in_task(act, Application(
        item=item, applicant=applicant, phone=phone, village_code=problem.village_code, is_id_missing=True,
        said=_for_the_window(act, problem.content),
    ))
    problem.status, problem.turned_to = status, Turned.TASK
    _leave(act, problem, task.id)
    return task


def _for_the_window(act: Act, content: str) -> str:
    """The words as a window may read them: none where they name one of the town's people."""
    found = way_of(act.actor.town_code, (content,), is_accusation=False)
    return content if found.way is Way.ORDINARY else ""


def _may(act: Act, name: str, problem: Problem) -> None:
    """The step is part of another deed: it needs the right to its own as well."""
    if not act.knows(problem) or not allows(act.actor, name, problem):
        raise NotFound(name)


def _leave(act: Act, problem: Problem, turned_id: int | None) -> None:
    """Nothing of the words stays behind."""
    move = "to_opinion" if problem.turned_to is Turned.OPINION else "to_task"
    problem.turned_id, problem.turned_by, problem.turned_on = turned_id, act.actor.user_id, act.today
    problem.content = ""
    for said in notes_of(problem):
        said.text = ""
    for meeting in problem.meetings:
        meeting.decision = ""
    note(act, problem, move, "")


def _home(problem: Problem) -> Household | None:
    return by_id([problem.household_id]).get(problem.household_id)
