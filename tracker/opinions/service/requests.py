"""Steps on requests (退单、移交、暂缓、延期、异议): one asks, another decides; and what may be done now."""

from collections.abc import Collection
from datetime import date

from tracker.domain.errors import RuleBroken
from tracker.domain.flow import Move
from tracker.domain.text import _
from tracker.opinions import rules
from tracker.opinions.models import Opinion, OpinionClock, Request
from tracker.opinions.rules import ClockKind, Facts, RequestKind, Status
from tracker.opinions.rules.reviews import next_level
from tracker.opinions.service import clocks
from tracker.opinions.service.notes import kept_instant
from tracker.store.action import Act

LAPSING = (RequestKind.RETURN, RequestKind.HAND_OVER, RequestKind.DEFER)
"""What nobody has to decide any more once an answer is drafted, or the matter withdrawn."""


def waiting_request(opinion: Opinion, kind: RequestKind) -> Request | None:
    """The request of this kind that nobody has decided yet."""
    return next((one for one in opinion.requests if one.kind is kind and one.is_agreed is None), None)


def ask(act: Act, opinion: Opinion, request: Request) -> None:
    """Step: one request of a kind at a time."""
    if waiting_request(opinion, request.kind) is not None:
        raise RuleBroken(rules.ALREADY_ASKED[request.kind])
    request.asked_by, request.asked_at = act.actor.user_id, act.now
    opinion.requests.append(request)


def decide(
    act: Act, opinion: Opinion, kind: RequestKind, *, is_agreed: bool, answer: str = "",
    not_by: tuple[int | None, ...] = (),
) -> Request:
    """Step: the waiting request of this kind gets its verdict; by nobody who asked for it, nor by `not_by`.

    异议 is decided by the organ above and only written down here, so whoever asked may write it down.
    """
    request = waiting_request(opinion, kind)
    if request is None:
        raise RuleBroken(_("没有等着定的申请，可能别人已经定了"))
    if kind is not RequestKind.OBJECT:
        rules.check_other_decider(act.actor.user_id, request.asked_by, *not_by)
    request.is_agreed, request.answer = is_agreed, answer
    request.decided_by, request.decided_at = act.actor.user_id, act.now
    return request


def lapse(act: Act, opinion: Opinion, kinds: Collection[RequestKind] = LAPSING) -> None:
    """Step: the matter has moved on, so what waited to be decided is void; who had it before has it again."""
    for kind in kinds:
        request = waiting_request(opinion, kind)
        if request is not None:
            request.is_agreed, request.answer = False, _("事情往下办了，申请作废")
            request.decided_at = kept_instant(act)
            if kind is RequestKind.HAND_OVER:
                opinion.assignee_id = request.was_assignee_id
    if RequestKind.RETURN in kinds:
        clocks.stop(act, opinion, [ClockKind.RETURN])


def next_status(act: Act, opinion: Opinion, move: str) -> Status:
    """Where this move leads. RuleBroken when the state, or a fact of the matter, forbids it."""
    status = rules.FLOW.step(opinion.status, move)
    told = rules.why_not(move, facts_of(opinion, act.today))
    if told:
        raise RuleBroken(told)
    return status


def obstacle(opinion: Opinion, move: str, today: date) -> str:
    """Why this move is not to be made now, for its page; empty: it may be made."""
    try:
        rules.FLOW.step(opinion.status, move)
    except RuleBroken:
        button = next(one.button for one in rules.FLOW.moves if one.name == move)
        told = _("这件事现在是“{status}”，不能“{button}”")
        return told.format(status=rules.LABELS[opinion.status], button=button)
    return rules.why_not(move, facts_of(opinion, today))


def open_moves(opinion: Opinion, today: date) -> list[Move[Status]]:
    """The moves that may be made now, in the order of the flow; rights are asked elsewhere."""
    facts = facts_of(opinion, today)
    return [one for one in rules.FLOW.open_moves(opinion.status) if rules.may_now(one.name, facts)]


def facts_of(opinion: Opinion, today: date) -> Facts:
    out = [one for one in opinion.whistles if one.ended_on is None]
    objection = next((one for one in opinion.clocks if one.kind is ClockKind.OBJECTION), None)
    return Facts(
        channel=opinion.channel, today=today, urgency=opinion.urgency, tray=opinion.tray,
        is_merged=opinion.merged_into_id is not None,
        pending=frozenset(one.kind for one in opinion.requests if one.is_agreed is None),
        deferrals=sum(one.kind is RequestKind.DEFER and one.is_agreed is True for one in opinion.requests),
        paper_waits=_paper_waits(opinion), can_extend=bool(extendable(opinion, today)),
        objection_until=objection.due_on if objection else None,
        whistles_out=len(out), whistles_on_the_way=sum(one.arrived_on is None for one in out),
        is_withdrawal_to_check=opinion.is_withdrawal_to_check, stream=opinion.stream,
        is_rechecked=next_level(opinion.reviews) is None,
    )


def extendable(opinion: Opinion, today: date) -> list[OpinionClock]:
    """The running clocks that may still be made longer, once each, before they run out."""
    return [
        one for one in clocks.running(opinion, tuple(rules.EXTENSIONS))
        if not one.extended and one.due_on is not None and today <= one.due_on
    ]


def _paper_waits(opinion: Opinion) -> int:
    """How often papers were waited for while the present clocks run."""
    since = min((one.started_on for one in clocks.running(opinion, rules.ANSWER)), default=None)
    asked = [one for one in opinion.questions if one.until is not None]
    return sum(since is None or one.asked_on >= since for one in asked)
