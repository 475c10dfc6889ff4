"""答复以后: 回访, 评价, 办结, 重办, one function each."""

from datetime import datetime

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor, Role
from tracker.domain.text import _
from tracker.opinions import rules
from tracker.opinions.models import Call, Opinion, Rating
from tracker.opinions.rules import ClockKind, Satisfaction, Solved
from tracker.opinions.service import clocks
from tracker.opinions.service.notes import write_note
from tracker.sealed import service as sealed
from tracker.sealed.rules import Way
from tracker.store.action import Act, action
from tracker.store.audit import half_day_of


def call_back(
    actor: Actor, opinion: Opinion, *, solved: Solved, satisfaction: Satisfaction, agrees: bool | None = None,
    feeling: str = "", text: str = "", is_proxy: bool = False,
) -> None:
    """记回访: reached, and asked; by somebody who did not handle it."""
    rules.check_independent(actor.user_id, handlers_of(opinion))
    with action(actor, "opinion.call_back", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "call_back")
        opinion.calls.append(
            Call(
                user_id=actor.user_id, called_on=act.today, is_contacted=True, solved=solved, agrees=agrees,
                satisfaction=satisfaction, feeling=feeling, text=text, is_proxy=is_proxy,
            )
        )


def miss_call(actor: Actor, opinion: Opinion) -> None:
    """没联系上: one more try that reached nobody."""
    rules.check_independent(actor.user_id, handlers_of(opinion))
    with action(actor, "opinion.miss_call", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "miss_call")
        opinion.calls.append(Call(user_id=actor.user_id, called_on=act.today, is_contacted=False))


def close(actor: Actor, opinion: Opinion) -> None:
    """办结: struck off after the call-back."""
    rules.check_independent(actor.user_id, handlers_of(opinion))
    with action(actor, "opinion.close", opinion) as act:
        calls = [call.is_contacted for call in opinion.calls_now]
        status = rules.FLOW.step(opinion.status, "close")
        rules.check_close(was_called=any(calls), missed=calls.count(False), can_call=bool(opinion.phone))
        opinion.status, opinion.closed_on = status, act.today


def rate(
    actor: Actor, opinion: Opinion, *, satisfaction: Satisfaction, solved: Solved, agrees: bool | None = None,
    feeling: str = "", text: str = "",
) -> None:
    """评价, once for each answer: five degrees, solved or not, one free line that names nobody."""
    check_names_nobody(opinion, feeling, text)
    with action(actor, "opinion.rate", opinion) as act:
        rules.check_rating(has_reply=bool(opinion.replied_on), has_rating=opinion.rating is not None)
        opinion.ratings.append(
            Rating(
                satisfaction=satisfaction, solved=solved, agrees=agrees, feeling=feeling, text=text,
                at=kept_instant(act),
            )
        )


def check_names_nobody(opinion: Opinion, *texts: str) -> None:
    """A free line beside an answer is read by the office: whoever names an official writes a matter of it."""
    finding = sealed.way_of(opinion.town_code, texts, is_accusation=False)
    if finding.way is not Way.ORDINARY:
        raise RuleBroken(_("这里请不写人名和职务。要反映干部的问题，请另写一件，会转有权机关"), field="text")


def reopen(actor: Actor, opinion: Opinion, *, reason: str) -> None:
    """重办: not solved though it is ours; half the time, the old reply stays."""
    rules.check_independent(actor.user_id, handlers_of(opinion))
    with action(actor, "opinion.reopen", opinion) as act:
        reopen_in(act, opinion, reason)


def reopen_in(act: Act, opinion: Opinion, reason: str) -> None:
    """Step: back to an office that names somebody else, with half the time for each clock it had."""
    opinion.status = rules.FLOW.step(opinion.status, "reopen")
    opinion.reopened += 1
    opinion.replied_on = opinion.closed_on = opinion.assignee_id = None
    kinds = {one.kind for one in opinion.clocks if one.kind in rules.ANSWER} or {ClockKind.HOTLINE}
    for call in opinion.calls:
        call.is_current = False
    for rating in opinion.ratings:
        rating.is_current = False
    for reply in opinion.replies:
        reply.is_current = False
    for kind in sorted(kinds):
        clocks.start(act, opinion, kind, rules.half(rules.LIMITS[kind][0]))
    write_note(act, opinion, "reopen", reason)


def handlers_of(opinion: Opinion) -> set[int | None]:
    """Whoever has dealt with it or answered: none of them calls back."""
    wrote = {one.author_id for one in opinion.replies} | {one.signed_by for one in opinion.replies}
    return {opinion.assignee_id, *wrote} - {None}


def kept_instant(act: Act) -> datetime:
    """Of a resident's own deed only the half-day is kept (security.md 2.3.3)."""
    return half_day_of(act.now) if act.actor.role is Role.PUBLIC else act.now
