"""暂缓 and 延期: asked by who handles it, decided by another; 暂缓 stops no clock (domain.md 8.1, 12.8)."""

from datetime import date

from tracker.domain.roles import SYSTEM, Actor
from tracker.opinions import rules
from tracker.opinions.models import Opinion, OpinionClock, Request
from tracker.opinions.queries.waiting import deferred_until_today
from tracker.opinions.rules import ClockKind, RequestKind
from tracker.opinions.service import clocks
from tracker.opinions.service.notes import write_note
from tracker.opinions.service.requests import ask, decide, next_status, waiting_request
from tracker.store.action import Act, action


def ask_defer(actor: Actor, opinion: Opinion, *, until: date | None, reason: str) -> None:
    """申请暂缓 to a day to look again, within the limit; once agreed the resident reads the reason."""
    rules.check_public_text(reason, "reason")
    with action(actor, "opinion.ask_defer", opinion) as act:
        opinion.status = next_status(act, opinion, "ask_defer")
        _check_day(act, opinion, until)
        ask(act, opinion, Request(kind=RequestKind.DEFER, reason=reason, until=until))
        write_note(act, opinion, "ask_defer", reason)


def _check_day(act: Act, opinion: Opinion, until: date | None) -> None:
    agreed = sum(one.kind is RequestKind.DEFER and one.is_agreed is True for one in opinion.requests)
    rules.check_defer(opinion.urgency, agreed, until, opinion.due_on, act.today)


def defer(actor: Actor, opinion: Opinion) -> None:
    """批准暂缓, by neither the handler nor the asker; every clock runs on."""
    with action(actor, "opinion.defer", opinion) as act:
        status = next_status(act, opinion, "defer")
        request = waiting_request(opinion, RequestKind.DEFER)
        _check_day(act, opinion, request.until if request else None)
        decide(act, opinion, RequestKind.DEFER, is_agreed=True, not_by=(opinion.assignee_id,))
        opinion.status = status


def refuse_defer(actor: Actor, opinion: Opinion, *, answer: str) -> None:
    with action(actor, "opinion.refuse_defer", opinion) as act:
        opinion.status = next_status(act, opinion, "refuse_defer")
        decide(act, opinion, RequestKind.DEFER, is_agreed=False, answer=answer, not_by=(opinion.assignee_id,))
        write_note(act, opinion, "refuse_defer", answer)


def end_defer(actor: Actor, opinion: Opinion) -> None:
    """结束暂缓: taken up again, on the day that was named or before it."""
    with action(actor, "opinion.end_defer", opinion) as act:
        end_defer_in(act, opinion)


def end_defer_in(act: Act, opinion: Opinion) -> None:
    """Step: the same inside an open act."""
    opinion.status = next_status(act, opinion, "end_defer")
    close_deferral(act, opinion)


def close_deferral(act: Act, opinion: Opinion) -> None:
    """Step: whatever deferral runs ends today."""
    for one in opinion.requests:
        if one.kind is RequestKind.DEFER and one.is_agreed and one.ended_on is None:
            one.ended_on = act.today


def end_defer_due(actor: Actor = SYSTEM) -> int:
    """暂缓 whose day has come is taken up again; answers how many."""
    found = deferred_until_today()
    with action(actor, "opinion.end_defer") as act:
        for opinion in found:
            act.on("opinion.end_defer", opinion)
            end_defer_in(act, opinion)
    return len(found)


def ask_extend(
    actor: Actor, opinion: Opinion, *, clock_kind: ClockKind, length: int, reason: str
) -> None:
    """申请延期 by `length` days or workdays, as the clock counts, before it runs out; once for each clock."""
    rules.check_public_text(reason, "reason")
    with action(actor, "opinion.ask_extend", opinion) as act:
        opinion.status = next_status(act, opinion, "ask_extend")
        _check_length(act, opinion, clock_kind, length)
        ask(
            act, opinion,
            Request(kind=RequestKind.EXTEND, reason=reason, clock_kind=clock_kind, length=length),
        )
        write_note(act, opinion, "ask_extend", reason)


def _check_length(act: Act, opinion: Opinion, kind: ClockKind, length: int) -> OpinionClock | None:
    clock = next(iter(clocks.running(opinion, [kind])), None)
    already, due_on = (clock.extended, clock.due_on) if clock else (1, None)
    rules.check_extend(kind, length, already, due_on, act.today)
    return clock


def extend(actor: Actor, opinion: Opinion) -> None:
    """批准延期, by the head; the resident reads the reason (信访工作条例 34)."""
    with action(actor, "opinion.extend", opinion) as act:
        status = next_status(act, opinion, "extend")
        request = decide(
            act, opinion, RequestKind.EXTEND, is_agreed=True, not_by=(opinion.assignee_id,)
        )
        length = request.length or 0
        clock = _check_length(act, opinion, request.clock_kind or ClockKind.NOTICE, length)
        if clock is not None:
            clock.extended = length
        opinion.status = status
        clocks.settle(opinion, clocks.calendar_of(act))


def refuse_extend(actor: Actor, opinion: Opinion, *, answer: str) -> None:
    with action(actor, "opinion.refuse_extend", opinion) as act:
        opinion.status = next_status(act, opinion, "refuse_extend")
        decide(
            act, opinion, RequestKind.EXTEND, is_agreed=False, answer=answer, not_by=(opinion.assignee_id,)
        )
        write_note(act, opinion, "refuse_extend", answer)
