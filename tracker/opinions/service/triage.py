"""甄别: a new matter is sorted by a person (受理、不予受理、异议、转办、密封、撤回), one function each."""

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.opinions import queries, rules
from tracker.opinions.models import Opinion, OpinionSubject, Request
from tracker.opinions.queries.merging import children_of_any, has_children
from tracker.opinions.rules import ClockKind, Decline, RequestKind, Status, Stream, Tray, Urgency
from tracker.opinions.service import clocks, indexing
from tracker.opinions.service.deferral import close_deferral
from tracker.opinions.service.merging import earlier_of
from tracker.opinions.service.notes import FEELINGS, TEXTS, write_note
from tracker.opinions.service.papers import stop_waiting
from tracker.opinions.service.requests import ask, decide, lapse, next_status
from tracker.pictures import service as pictures
from tracker.sealed import service as sealed
from tracker.sealed.queries import heads_of
from tracker.sealed.service import Accusation
from tracker.store import typed
from tracker.store.access import allows
from tracker.store.action import Act, action

WRITTEN = TEXTS | FEELINGS
TOLD = (ClockKind.NOTICE, ClockKind.OBJECTION)


def accept(
    actor: Actor, opinion: Opinion, *, title: str, category_id: int | None, stream: Stream, urgency: Urgency,
    village_code: str | None = None, about_unit: str | None = None, repeat_of_id: int | None = None,
) -> None:
    """受理: the clocks of its stream start. `about_unit`: the unit complained about; it sees nothing more.

    `repeat_of_id`: the earlier matter of the same person this one repeats (重复); None: 初次.

    A category of life, safety or unpaid wages makes it 快, whatever was chosen (domain.md 8.1).
    """
    category = queries.category_by_id(opinion.town_code, category_id)
    name = category.name if category else ""
    if name == rules.SEALED_CATEGORY:
        raise RuleBroken(_("廉洁问题不在这里受理，请用密封移送"), field="category_id")
    rules.check_urgency(opinion.urgency, urgency, name)
    if about_unit and has_children(opinion):  # else those would tell that unit of a matter it may not see
        raise RuleBroken(_("这件事下面有并进来的事，请先拆开，再写反映的是哪个单位"), field="about_unit")
    with action(actor, "opinion.accept", opinion) as act:
        opinion.status = next_status(act, opinion, "accept")
        opinion.title, opinion.stream, opinion.tray = title, stream, Tray.ORDINARY
        opinion.urgency = Urgency.FAST if rules.usual_urgency(name) is Urgency.FAST else urgency
        opinion.category_id = category.id if category else None
        opinion.village_code = village_code or opinion.village_code
        opinion.accepted_on = act.today
        opinion.repeat_of_id = earlier_of(actor, opinion, repeat_of_id)
        clocks.stop(act, opinion, TOLD)
        _start_clocks(act, opinion)
        if about_unit:
            opinion.subjects = [*opinion.subjects, *_subjects(about_unit)]
        indexing.index(act, opinion)


def _start_clocks(act: Act, opinion: Opinion) -> None:
    """Those of its stream, each from its own day; and the two hours of 快, once."""
    for kind in rules.answer_clocks(opinion.stream or Stream.SERVICE, opinion.channel):
        day = rules.starts_on(kind, opinion.channel, opinion.submitted_on, act.today)
        clocks.start(act, opinion, kind, started_on=day)
    is_told = opinion.contacted_at or any(one.kind is ClockKind.URGENT for one in opinion.clocks)
    if opinion.urgency is Urgency.FAST and not is_told:
        clocks.start(act, opinion, ClockKind.URGENT)


def _subjects(unit_code: str) -> list[OpinionSubject]:
    """A named unit names its heads too (security.md 2.4, Subjects)."""
    people = [OpinionSubject(user_id=user_id) for user_id in heads_of(unit_code)]
    return [OpinionSubject(unit_code=unit_code), *people]


def decline(actor: Actor, opinion: Opinion, *, ground: Decline, text: str) -> None:
    """不予受理: with the reason, its basis and the right path, which the resident reads."""
    rules.check_public_text(text, "advice")
    if ground is Decline.JUNK and opinion.tray is not Tray.SUSPECT:
        raise RuleBroken(_("只有“待辨认”里的才能说没有要办的事"), field="ground")
    with action(actor, "opinion.decline", opinion) as act:
        opinion.status, opinion.declined_for = next_status(act, opinion, "decline"), ground
        opinion.tray = Tray.ORDINARY
        lapse(act, opinion)
        clocks.stop(act, opinion, tuple(ClockKind))
        write_note(act, opinion, "decline", text)


def object_to(actor: Actor, opinion: Opinion, *, reason: str) -> None:
    """提异议: sent down, but not ours; within 5 workdays, with the reason (信访工作条例 23)."""
    with action(actor, "opinion.object", opinion) as act:
        opinion.status = next_status(act, opinion, "object")
        ask(act, opinion, Request(kind=RequestKind.OBJECT, reason=reason))
        clocks.stop(act, opinion, [ClockKind.OBJECTION])
        write_note(act, opinion, "object", reason)


def hand_back(actor: Actor, opinion: Opinion, *, answer: str) -> None:
    """异议同意，交回: whoever sent it agreed and has it again; `answer` tells the resident who."""
    rules.check_public_text(answer, "reason")
    with action(actor, "opinion.hand_back", opinion) as act:
        status = next_status(act, opinion, "hand_back")
        decide(act, opinion, RequestKind.OBJECT, is_agreed=True, answer=answer)
        _let_go(act, opinion, status)
        write_note(act, opinion, "hand_back", answer)


def keep(actor: Actor, opinion: Opinion, *, answer: str) -> None:
    """异议未同意: it is ours, and every limit has run on meanwhile."""
    with action(actor, "opinion.keep", opinion) as act:
        opinion.status = next_status(act, opinion, "keep")
        decide(act, opinion, RequestKind.OBJECT, is_agreed=False, answer=answer)
        write_note(act, opinion, "keep", answer)


def transfer(actor: Actor, opinion: Opinion, *, organ: str, text: str) -> None:
    """转有权单位: accepted, but another organ decides it; the resident reads which one and how to go on."""
    rules.check_public_text(organ, "organ")
    rules.check_public_text(text, "text")
    with action(actor, "opinion.transfer", opinion) as act:
        _let_go(act, opinion, next_status(act, opinion, "transfer"))
        write_note(act, opinion, "transfer", _("已转{organ}。{text}").format(organ=organ, text=text))


def _let_go(act: Act, opinion: Opinion, status: Status) -> None:
    """Step: it is no longer the town's to answer."""
    opinion.status = status
    lapse(act, opinion)
    clocks.stop(act, opinion, tuple(ClockKind))


def withdraw(actor: Actor, opinion: Opinion, *, reason: str) -> None:
    """撤回: by the resident, or the clerk with a signed note; soon after staff called, a third one asks."""
    with action(actor, "opinion.withdraw", opinion) as act:
        status = next_status(act, opinion, "withdraw")
        lapse(act, opinion)
        close_deferral(act, opinion)
        stop_waiting(act, opinion)
        opinion.status = status
        opinion.is_withdrawal_to_check = rules.needs_check(opinion.contacted_at, act.now)
        write_note(act, opinion, "withdraw", reason)


def seal(actor: Actor, opinion: Opinion, *, whom: str = "") -> None:
    """密封移送: an accusation after all. Discipline gets it with every word that was ever written on it; here
    an empty shell keeps the receipt alive, and what was merged with it stands alone again.
    """
    texts = (opinion.text, whom, *(one.text for one in opinion.supplements))
    finding = sealed.way_of(opinion.town_code, texts, is_accusation=True)
    with action(actor, "opinion.seal", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "seal")
        accusation = Accusation(
            text="\n\n".join((texts[0], *_written_later(opinion))), whom=whom, place=opinion.place,
            village_code=opinion.village_code, contact=opinion.contact.value, name=opinion.name,
            phone=opinion.phone, origin=opinion.channel.value, shell_id=opinion.id,
        )
        record = sealed.take_in(act, accusation, finding.user_ids)
        for child in children_of_any(opinion):
            if allows(actor, "opinion.unmerge", child):
                act.on("opinion.unmerge", child)
                child.merged_into_id = None
        typed.drop_of(opinion.ref)
        pictures.move(act, Opinion.__tablename__, opinion.id, record.__tablename__, record.id)
        _empty(opinion)
        indexing.drop(act, opinion)


def _written_later(opinion: Opinion) -> list[str]:
    """Supplements, answers, notes … in the order of their kinds; nothing twice."""
    said = (
        getattr(one, column) for part, columns in WRITTEN.items()
        for one in getattr(opinion, part) for column in columns
    )
    return [text for text in dict.fromkeys(said) if text]


def _empty(opinion: Opinion) -> None:
    opinion.text = opinion.place = opinion.name = opinion.phone = opinion.title = opinion.behalf_name = ""
    opinion.phone_index = opinion.due_on = opinion.last_on = None
    opinion.assignee_id, opinion.unit_code = None, opinion.town_code
    opinion.clocks, opinion.merged_into_id, opinion.repeat_of_id = [], None, None
    for part, columns in WRITTEN.items():
        for one in getattr(opinion, part):
            for column in columns:
                setattr(one, column, "")
