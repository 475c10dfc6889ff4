"""问本人, 等本人补材料: a question stops nothing; papers hold the hotline's clock, to a named day."""

from datetime import date

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import SYSTEM, Actor
from tracker.domain.text import _
from tracker.opinions import rules
from tracker.opinions.models import Opinion, Question
from tracker.opinions.queries.waiting import waited_long_enough
from tracker.opinions.rules import Status
from tracker.opinions.service import clocks, indexing
from tracker.opinions.service.following import supplement
from tracker.opinions.service.notes import kept_instant
from tracker.opinions.service.requests import next_status
from tracker.sealed import service as sealed
from tracker.sealed.rules import Way
from tracker.store.action import Act, action


def ask_question(actor: Actor, opinion: Opinion, *, text: str) -> None:
    """问本人一句: the resident reads it behind the receipt; nothing waits for the answer."""
    rules.check_public_text(text, "text")
    with action(actor, "opinion.ask", opinion) as act:
        opinion.status = next_status(act, opinion, "ask")
        opinion.questions.append(Question(text=text, asked_by=actor.user_id, asked_on=act.today))


def ask_more(actor: Actor, opinion: Opinion, *, text: str, until: date | None) -> None:
    """请本人补材料: what exactly, and until when the hotline's clock waits; a petition's runs on."""
    rules.check_public_text(text, "text")
    with action(actor, "opinion.ask_more", opinion) as act:
        status = next_status(act, opinion, "ask_more")
        rules.check_papers(until, act.today, clocks.calendar_of(act))
        opinion.status = status
        opinion.questions.append(
            Question(text=text, asked_by=actor.user_id, asked_on=act.today, until=until)
        )
        clocks.settle(opinion, clocks.calendar_of(act))


def resume(actor: Actor, opinion: Opinion) -> None:
    """继续办: the papers are there, or are not needed any more."""
    with action(actor, "opinion.resume", opinion) as act:
        resume_in(act, opinion)


def resume_in(act: Act, opinion: Opinion) -> None:
    """Step: the same inside an open act."""
    opinion.status = next_status(act, opinion, "resume")
    stop_waiting(act, opinion)


def stop_waiting(act: Act, opinion: Opinion) -> None:
    """Step: the clocks that waited count again."""
    for one in opinion.questions:
        if one.until is not None and one.resumed_on is None:
            one.resumed_on = rules.resumed_on(one.until, act.today)
    clocks.settle(opinion, clocks.calendar_of(act))


def resume_due(actor: Actor = SYSTEM) -> int:
    """待补充 whose day has passed goes on, however late the night's work is done; answers how many."""
    found = waited_long_enough()
    with action(actor, "opinion.resume") as act:
        for opinion in found:
            act.on("opinion.resume", opinion)
            resume_in(act, opinion)
    return len(found)


def answer_question(actor: Actor, opinion: Opinion, question_id: int, text: str) -> Way:
    """What the resident says to a question, once; papers end the waiting.

    An accusation in it goes the way of accusations and leaves no trace here.
    """
    finding = sealed.way_of(opinion.town_code, (text,), is_accusation=False)
    if finding.way is not Way.ORDINARY:
        return supplement(actor, opinion, text=text)
    with action(actor, "opinion.answer_question", opinion) as act:
        question = next((one for one in opinion.questions if one.id == question_id), None)
        if question is None or question.answered_at is not None:
            raise RuleBroken(_("这个问题已经回答过了"))
        question.answer, question.answered_at = text, kept_instant(act)
        if question.until is not None and opinion.status is Status.WAITING:
            opinion.status = rules.FLOW.step(opinion.status, "resume")
            stop_waiting(act, opinion)
        indexing.index(act, opinion, text)
    return finding.way
