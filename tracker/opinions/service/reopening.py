"""重办、恢复、重新受理: a matter goes back to work, one function each."""

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.opinions import queries, rules
from tracker.opinions.models import Call, Opinion, Rating, Reply
from tracker.opinions.queries.aftercare import spoke_with
from tracker.opinions.rules import CallPurpose, ClockKind, Desk, Urgency
from tracker.opinions.service import clocks
from tracker.opinions.service.notes import write_note
from tracker.store.action import Act, action


def reopen_in(act: Act, opinion: Opinion, reason: str) -> None:
    """Step: 重办 by somebody who never had it, with half the time for each clock it had.

    The first time the office names another one; the second time the deputy does, the third time the head,
    and so does the deputy when the office has nobody left: then the town holds it.
    """
    office = opinion.office_code or opinion.unit_code
    opinion.status = rules.FLOW.step(opinion.status, "reopen")
    opinion.reopened += 1
    _put_answer_away(opinion)
    stays = rules.desk_of(opinion.reopened) is Desk.OFFICE and queries.handler_choices(opinion, office)
    opinion.unit_code = office if stays else opinion.town_code
    kinds = {one.kind for one in opinion.clocks if one.kind in rules.ANSWER} or {ClockKind.HOTLINE}
    for kind in sorted(kinds):
        clocks.start(act, opinion, kind, rules.half(rules.LIMITS[kind][0]))
    write_note(act, opinion, "reopen", reason)


def _put_answer_away(opinion: Opinion) -> None:
    """The old answer, what was said of it, stays on file and counts no more."""
    opinion.replied_on = opinion.closed_on = opinion.assignee_id = None
    said: list[Call | Rating | Reply] = [*opinion.calls, *opinion.ratings, *opinion.replies]
    for one in said:
        one.is_current = False


def restart(actor: Actor, opinion: Opinion, *, reason: str) -> None:
    """有新情况，重新受理: new facts or reasons make it a matter with its whole time (domain.md 5.5, 13.1)."""
    rules.check_restart(reason)
    with action(actor, "opinion.restart", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "restart")
        _put_answer_away(opinion)
        opinion.reopened, opinion.accepted_on, opinion.unit_code = 0, act.today, opinion.town_code
        _start_whole(act, opinion)
        if opinion.urgency is Urgency.FAST:
            clocks.start(act, opinion, ClockKind.URGENT)
        write_note(act, opinion, "restart", reason)


def _start_whole(act: Act, opinion: Opinion) -> None:
    opinion.stream = opinion.stream or rules.usual_stream(opinion.channel)
    for kind in rules.answer_clocks(opinion.stream, opinion.channel):
        clocks.start(act, opinion, kind)


def check_withdrawal(
    actor: Actor, opinion: Opinion, *, is_free: bool | None, text: str = "", is_proxy: bool = False
) -> None:
    """回访撤回的事: a third person asks whether it was of free will; None: nobody was reached.

    Not of free will: the matter is back at once. After three tries, or without a telephone, it rests.
    """
    if actor.user_id in spoke_with(opinion):
        raise RuleBroken(_("跟他联系过、办过这件事的人不能问，请换一个人"))
    with action(actor, "opinion.check_withdrawal", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "check_withdrawal")
        rules.check_checked(is_to_check=opinion.is_withdrawal_to_check)
        opinion.calls.append(
            Call(
                user_id=actor.user_id, called_on=act.today, purpose=CallPurpose.WITHDRAWAL, text=text,
                is_contacted=is_free is not None, agrees=is_free, is_proxy=is_proxy,
            )
        )
        tries = sum(one.purpose is CallPurpose.WITHDRAWAL for one in opinion.calls)
        is_over = is_free is not None or tries >= rules.CALL_ATTEMPTS or not opinion.phone
        opinion.is_withdrawal_to_check = not is_over
        if is_free is False:
            act.settle()
            act.on("opinion.reinstate", opinion)
            _reinstate_in(act, opinion, text or _("本人说，不是自己要撤的"))


def reinstate(actor: Actor, opinion: Opinion, *, reason: str) -> None:
    """恢复办理: withdrawn, but not of free will, or the person wants it done after all."""
    with action(actor, "opinion.reinstate", opinion) as act:
        _reinstate_in(act, opinion, reason)


def _reinstate_in(act: Act, opinion: Opinion, reason: str) -> None:
    """Step: back to the clerk. Clocks that ran on count as if nothing had been withdrawn."""
    opinion.status = rules.FLOW.step(opinion.status, "reinstate")
    opinion.unit_code, opinion.assignee_id = opinion.town_code, None
    opinion.is_withdrawal_to_check = False
    opinion.accepted_on = opinion.accepted_on or act.today
    if clocks.running(opinion, rules.ANSWER):
        clocks.settle(opinion, clocks.calendar_of(act))
    else:
        _start_whole(act, opinion)
    write_note(act, opinion, "reinstate", reason)
