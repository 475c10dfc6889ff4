"""甄别: a new matter is sorted by a person (受理、不予受理、密封移送、撤回), one function each."""

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.opinions import queries, rules
from tracker.opinions.models import Opinion, OpinionSubject
from tracker.opinions.rules import ClockKind, Decline, Stream, Tray, Urgency
from tracker.opinions.service import clocks
from tracker.opinions.service.notes import write_note
from tracker.sealed import service as sealed
from tracker.sealed.queries import heads_of
from tracker.sealed.service import Accusation
from tracker.store.action import action

TOLD = (ClockKind.NOTICE, ClockKind.OBJECTION)


def accept(
    actor: Actor, opinion: Opinion, *, title: str, category_id: int | None, stream: Stream, urgency: Urgency,
    village_code: str | None = None, about_unit: str | None = None,
) -> None:
    """受理: the clocks of its stream start. `about_unit`: the unit complained about; it sees nothing more."""
    category = queries.category_by_id(opinion.town_code, category_id)
    if category is not None and category.name == rules.SEALED_CATEGORY:
        raise RuleBroken(_("廉洁问题不在这里受理，请用密封移送"), field="category_id")
    with action(actor, "opinion.accept", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "accept")
        opinion.title, opinion.urgency, opinion.stream = title, urgency, stream
        opinion.tray = Tray.ORDINARY
        opinion.category_id = category.id if category else None
        opinion.village_code = village_code or opinion.village_code
        opinion.accepted_on = act.today
        clocks.stop(act, opinion, TOLD)
        for kind in rules.answer_clocks(stream, opinion.channel):
            clocks.start(act, opinion, kind)
        is_told = opinion.contacted_at or clocks.running(opinion, [ClockKind.URGENT])
        if urgency is Urgency.FAST and not is_told:
            clocks.start(act, opinion, ClockKind.URGENT)
        if about_unit:
            opinion.subjects = [*opinion.subjects, *_subjects(about_unit)]


def _subjects(unit_code: str) -> list[OpinionSubject]:
    """A named unit names its heads too (security.md 2.4, Subjects)."""
    people = [OpinionSubject(user_id=user_id) for user_id in heads_of(unit_code)]
    return [OpinionSubject(unit_code=unit_code), *people]


def decline(actor: Actor, opinion: Opinion, *, ground: Decline, text: str) -> None:
    """不予受理: with the reason, its basis and the right path, which the resident reads."""
    rules.check_public_text(text, "advice")
    with action(actor, "opinion.decline", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "decline")
        opinion.declined_for, opinion.tray = ground, Tray.ORDINARY
        clocks.stop(act, opinion, tuple(ClockKind))
        write_note(act, opinion, "decline", text)


def withdraw(actor: Actor, opinion: Opinion, *, reason: str) -> None:
    """撤回: the resident asked for it; soon after staff had called, a third person asks why."""
    with action(actor, "opinion.withdraw", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "withdraw")
        opinion.is_withdrawal_to_check = rules.needs_check(opinion.contacted_at, act.now)
        write_note(act, opinion, "withdraw", reason)


def seal(actor: Actor, opinion: Opinion, *, whom: str = "") -> None:
    """密封移送: an accusation after all. Discipline gets it; here an empty shell keeps the receipt alive."""
    texts = (opinion.text, whom, *(one.text for one in opinion.supplements))
    finding = sealed.way_of(opinion.town_code, texts, is_accusation=True)
    with action(actor, "opinion.seal", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "seal")
        accusation = Accusation(
            text="\n\n".join(one for one in (texts[0], *texts[2:])), whom=whom, place=opinion.place,
            village_code=opinion.village_code, contact=opinion.contact.value, name=opinion.name,
            phone=opinion.phone, origin=opinion.channel.value, shell_id=opinion.id,
        )
        sealed.take_in(act, accusation, finding.user_ids)
        _empty(opinion)


def _empty(opinion: Opinion) -> None:
    opinion.text = opinion.place = opinion.name = opinion.phone = opinion.title = opinion.behalf_name = ""
    opinion.phone_index = opinion.due_on = opinion.last_on = None
    opinion.assignee_id, opinion.unit_code = None, opinion.town_code
    opinion.clocks = []
    for one in opinion.supplements:
        one.text = ""
