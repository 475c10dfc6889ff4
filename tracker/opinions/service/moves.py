"""The moves of a residents' matter at the desk (受理、交办、答复、回访、办结), one function each."""

from datetime import date

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.domain.workdays import WorkCalendar
from tracker.opinions import queries, rules
from tracker.opinions.models import Call, Note, Opinion, OpinionSubject, Reply
from tracker.opinions.rules import ClockKind, Decline, Outcome, Satisfaction, Urgency
from tracker.sealed import service as sealed
from tracker.sealed.queries import heads_of
from tracker.sealed.service import Accusation
from tracker.store.action import Act, action


def accept(
    actor: Actor, opinion: Opinion, *, title: str, category_id: int | None, clock_kind: ClockKind,
    urgency: Urgency, calendar: WorkCalendar, village_code: str | None = None, about_unit: str | None = None,
) -> None:
    """受理: the clock starts. `about_unit`: the unit complained about; it and its heads see nothing more."""
    category = queries.category_by_id(opinion.town_code, category_id)
    if category is not None and category.name == rules.SEALED_CATEGORY:
        raise RuleBroken(_("廉洁问题不在这里受理，请用密封移送"), field="category_id")
    with action(actor, "opinion.accept", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "accept")
        opinion.title, opinion.urgency = title, urgency
        opinion.category_id = category.id if category else None
        opinion.village_code = village_code or opinion.village_code
        opinion.accepted_on = act.today
        _start_clock(opinion, clock_kind, act.today, calendar)
        if about_unit:
            opinion.subjects = [*opinion.subjects, *_subjects(about_unit)]


def _start_clock(opinion: Opinion, kind: ClockKind, day: date, calendar: WorkCalendar) -> None:
    opinion.clock_kind, opinion.clock_from = kind, day
    opinion.due_on = rules.clock_of(kind, day).due_on(calendar)


def _subjects(unit_code: str) -> list[OpinionSubject]:
    """A named unit names its heads too (security.md 2.4, Subjects)."""
    people = [OpinionSubject(user_id=user_id) for user_id in heads_of(unit_code)]
    return [OpinionSubject(unit_code=unit_code), *people]


def route(actor: Actor, opinion: Opinion, *, office_code: str, assignee_id: int | None = None) -> None:
    """交办: an office holds it from now on; with a handler at once where the clerk knows whom."""
    if office_code not in dict(queries.office_choices(opinion)):
        raise RuleBroken(_("请从列出的部门里选一个"), field="office_code")
    with action(actor, "opinion.route", opinion):
        opinion.status = rules.FLOW.step(opinion.status, "route")
        opinion.office_code = opinion.unit_code = office_code
        opinion.assignee_id = None
        if assignee_id is not None:
            _give(opinion, assignee_id)


def assign(actor: Actor, opinion: Opinion, *, assignee_id: int) -> None:
    """指派承办人, by the head of the office; nobody who is barred can be chosen."""
    with action(actor, "opinion.assign", opinion):
        _give(opinion, assignee_id)


def _give(opinion: Opinion, assignee_id: int) -> None:
    if str(assignee_id) not in dict(queries.handler_choices(opinion, opinion.unit_code)):
        raise RuleBroken(_("请从列出的人里选一个"), field="assignee_id")
    opinion.status = rules.FLOW.step(opinion.status, "assign")
    opinion.assignee_id = assignee_id


def return_unit(actor: Actor, opinion: Opinion, *, reason: str) -> None:
    """退单: back to intake with a reason; the office stays responsible until another one has it."""
    with action(actor, "opinion.return_unit", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "return_unit")
        opinion.unit_code, opinion.assignee_id = opinion.town_code, None
        _note(act, opinion, "return_unit", reason)


def reply(actor: Actor, opinion: Opinion, *, outcome: Outcome, text: str, basis: str = "") -> None:
    """答复: what the resident will read."""
    rules.check_public_text(text, "answer")
    rules.check_public_text(basis, "basis")
    with action(actor, "opinion.reply", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "reply")
        opinion.replied_on = act.today
        opinion.replies.append(
            Reply(outcome=outcome, text=text, basis=basis, replied_on=act.today, author_id=actor.user_id)
        )


def call_back(
    actor: Actor, opinion: Opinion, *, is_solved: bool, satisfaction: Satisfaction, text: str = ""
) -> None:
    """记回访: reached, and asked; by somebody who did not handle it."""
    rules.check_independent(actor.user_id, _handlers(opinion))
    with action(actor, "opinion.call_back", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "call_back")
        opinion.calls.append(
            Call(
                user_id=actor.user_id, called_on=act.today, is_contacted=True, is_solved=is_solved,
                satisfaction=satisfaction, text=text,
            )
        )


def miss_call(actor: Actor, opinion: Opinion) -> None:
    """没联系上: one more try that reached nobody."""
    rules.check_independent(actor.user_id, _handlers(opinion))
    with action(actor, "opinion.miss_call", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "miss_call")
        opinion.calls.append(Call(user_id=actor.user_id, called_on=act.today, is_contacted=False))


def close(actor: Actor, opinion: Opinion) -> None:
    """办结: struck off after the call-back."""
    rules.check_independent(actor.user_id, _handlers(opinion))
    with action(actor, "opinion.close", opinion) as act:
        calls = [call.is_contacted for call in opinion.calls if call.is_current]
        status = rules.FLOW.step(opinion.status, "close")
        rules.check_close(was_called=any(calls), missed=calls.count(False), can_call=bool(opinion.phone))
        opinion.status, opinion.closed_on = status, act.today


def reopen(actor: Actor, opinion: Opinion, *, reason: str, calendar: WorkCalendar) -> None:
    """重办, once: not solved though it is ours; a new clock, the old reply stays."""
    rules.check_independent(actor.user_id, _handlers(opinion))
    with action(actor, "opinion.reopen", opinion) as act:
        rules.check_reopen(opinion.reopened)
        opinion.status = rules.FLOW.step(opinion.status, "reopen")
        opinion.reopened += 1
        opinion.replied_on = None
        _start_clock(opinion, opinion.clock_kind or ClockKind.HOTLINE, act.today, calendar)
        for call in opinion.calls:
            call.is_current = False
        _note(act, opinion, "reopen", reason)


def _handlers(opinion: Opinion) -> set[int | None]:
    return {opinion.assignee_id, *(one.author_id for one in opinion.replies)} - {None}


def decline(actor: Actor, opinion: Opinion, *, ground: Decline, text: str) -> None:
    """不予受理: with the reason and the right path, which the resident reads."""
    rules.check_public_text(text, "advice")
    with action(actor, "opinion.decline", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "decline")
        opinion.declined_for = ground
        _note(act, opinion, "decline", text)


def withdraw(actor: Actor, opinion: Opinion, *, reason: str) -> None:
    """撤回: the resident asked for it and signed."""
    with action(actor, "opinion.withdraw", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "withdraw")
        _note(act, opinion, "withdraw", reason)


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
    opinion.text = opinion.place = opinion.name = opinion.phone = opinion.title = ""
    opinion.phone_index = opinion.due_on = opinion.clock_from = opinion.clock_kind = None
    opinion.assignee_id, opinion.unit_code = None, opinion.town_code
    for one in opinion.supplements:
        one.text = ""


def _note(act: Act, opinion: Opinion, move: str, text: str) -> None:
    opinion.notes.append(Note(move=move, text=text, user_id=act.actor.user_id, at=act.now))
