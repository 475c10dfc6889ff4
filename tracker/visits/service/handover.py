"""岗位交接 in one deed: contact points at once, problems, opinions and tasks each by its own door."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.errors import Conflict, NotFound, RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.hall import service as hall
from tracker.households import service as households
from tracker.opinions import service as opinions
from tracker.people.queries import staff_of
from tracker.problems import service as problems
from tracker.store.action import Act, action
from tracker.store.db import db
from tracker.visits import queries, rules
from tracker.visits.models import ContactHandover, ContactLink, HandoverItem
from tracker.visits.queries import Held
from tracker.visits.rules import Thing
from tracker.visits.service.contacts import Arrangement, household_of, new_link

LONGEST_TOLD = 200


@dataclass(frozen=True)
class Handover:
    """Who hands over to whom, from which day on, why; `picked` are the keys of what was ticked."""

    giver_id: int
    receiver_id: int
    on_day: date
    reason: str
    picked: Collection[str]


def hand_over(actor: Actor, wanted: Handover) -> ContactHandover:
    """交接: what was ticked and this actor may give goes over; what cannot go stays and says why.

    The contact points and the list itself are one transaction; each problem and each opinion is one of its
    own, so that one that stays keeps no other back. RuleBroken when nothing was ticked, or when the two
    people or the day do not fit.
    """
    held = [one for one in queries.held_by(actor, wanted.giver_id) if one.key in wanted.picked]
    record = ContactHandover(
        unit_code=queries.unit_of_person(wanted.giver_id), author_id=actor.user_id,
        assignee_id=wanted.receiver_id, giver_id=wanted.giver_id, on_day=wanted.on_day,
        reason=wanted.reason, drafts=queries.drafts_of(wanted.giver_id),
    )
    with action(actor, "handover.make", record) as act:
        with db.session.no_autoflush:
            _check(act, wanted, held)
        act.flush()
        for one in held:
            told = _give_link(act, one, wanted) if one.thing in (Thing.LINK, Thing.BACKUP) else None
            db.session.add(HandoverItem(
                handover_id=record.id, thing=one.thing, record_id=one.record_id,
                is_moved=None if told is None else True, told=told or "",
            ))
    _give_matters(actor.without_ticket, record, [one for one in held if one.thing in GIVE])
    return record


def _check(act: Act, wanted: Handover, held: Sequence[Held]) -> None:
    rules.check_handover(wanted.giver_id, wanted.receiver_id, wanted.on_day, act.today)
    if wanted.receiver_id not in {one.id for one in staff_of(act.actor.town_code)}:
        raise RuleBroken(_("请从列出的人里选接收人"), field="receiver_id")
    if not held:
        raise RuleBroken(_("请勾上要移交的"), field="picked")


# --- contact points: steps of the hand-over's own act


def _give_link(act: Act, one: Held, wanted: Handover) -> str:
    """Step: one contact point goes over; answers what was done beside."""
    link = queries.link_to_give(act.actor, one.record_id)
    act.on("contact.hand_over", link)
    if one.thing is Thing.BACKUP:
        return _give_backup(link, wanted)
    ended, begins = rules.span_of_handover(link.since, wanted.on_day)
    link.until = ended
    act.flush()  # the household's one open link has to be gone first
    same = queries.link_of_target(act.actor.town_code, link, wanted.receiver_id)
    if same is not None:
        return _("接收人本来就联系这里，原来的安排结束了")
    household = household_of(link)
    is_backup = link.backup_id == wanted.receiver_id
    follower = new_link(act.actor, Arrangement(
        cadre_id=wanted.receiver_id, unit_code=link.unit_code, target=link.target, level=link.level,
        household=household, target_name=link.target_name, since=begins, basis=link.basis,
        backup_id=None if is_backup else link.backup_id,
    ))
    act.on("contact.hand_over", follower)
    if household:
        households.link(act, household, wanted.receiver_id)
    return _("接收人原来是 AB 岗，要另定 AB 岗") if is_backup else ""


def _give_backup(link: ContactLink, wanted: Handover) -> str:
    """Nobody stands in for oneself."""
    is_own = link.assignee_id == wanted.receiver_id
    link.backup_id = None if is_own else wanted.receiver_id
    return _("接收人就是联系干部，要另定 AB 岗") if is_own else ""


# --- matters: each by its own door


def _give_problem(actor: Actor, one: Held, receiver_id: int) -> None:
    problems.hand_over(actor, queries.problem_to_give(actor, one.record_id), receiver_id=receiver_id)


def _give_opinion(actor: Actor, one: Held, receiver_id: int) -> None:
    """换承办人, within the office; whoever is barred is not among those it offers (回避)."""
    opinions.assign(actor, queries.opinion_to_give(actor, one.record_id), assignee_id=receiver_id)


def _give_task(actor: Actor, one: Held, receiver_id: int) -> None:
    hall.hand_over(actor, queries.task_to_give(actor, one.record_id), receiver_id=receiver_id)


GIVE: dict[Thing, Callable[[Actor, Held, int], None]] = {
    Thing.PROBLEM: _give_problem, Thing.OPINION: _give_opinion, Thing.TASK: _give_task,
}


def _give_matters(actor: Actor, record: ContactHandover, held: Sequence[Held]) -> None:
    """One after the other; then what became of each is written down."""
    if not held:
        return
    receiver_id, record_id = record.receiver_id or 0, record.id
    told = {(one.thing, one.record_id): _told(actor, one, receiver_id) for one in held}
    record = queries.handover(actor, "handover.make", record_id)
    with action(actor, "handover.make", record):
        for item in record.items:
            key = (item.thing, item.record_id)
            if key in told:
                item.is_moved, item.told = not told[key], told[key]


def _told(actor: Actor, one: Held, receiver_id: int) -> str:
    """Hand it over; why it stayed, empty when it went."""
    try:
        GIVE[one.thing](actor, one, receiver_id)
    except RuleBroken as broken:
        if broken.field == "assignee_id":
            return _("接收人不能承办这一件，由部门负责人另行指派")
        return str(broken)[:LONGEST_TOLD]
    except (Conflict, NotFound):
        return _("刚才有人办过这一件，请到这件事上看")
    return ""
