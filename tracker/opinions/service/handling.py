"""办理: who has the matter in hand (交办、指派、退单), one function each."""

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.opinions import queries, rules
from tracker.opinions.models import Opinion, Request
from tracker.opinions.rules import ClockKind, RequestKind
from tracker.opinions.service import clocks
from tracker.opinions.service.notes import write_note
from tracker.store.action import Act, action


def route(actor: Actor, opinion: Opinion, *, office_code: str, assignee_id: int | None = None) -> None:
    """交办: an office holds it from now on; with a handler at once where the clerk knows whom."""
    with action(actor, "opinion.route", opinion):
        if office_code not in dict(queries.office_choices(opinion)):
            raise RuleBroken(_("请从列出的部门里选一个"), field="office_code")
        opinion.status = rules.FLOW.step(opinion.status, "route")
        opinion.unit_code, opinion.assignee_id = office_code, None
        opinion.office_code = opinion.office_code or office_code
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
    opinion.office_code = opinion.unit_code  # an office that has named somebody has taken it: 首接 ends here


def return_unit(actor: Actor, opinion: Opinion, *, reason: str, office_code: str | None = None) -> None:
    """申请退单: intake decides within 24 hours; until another office has it, this one stays responsible."""
    with action(actor, "opinion.return_unit", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "return_unit")
        ask(act, opinion, Request(kind=RequestKind.RETURN, reason=reason, office_code=office_code))
        clocks.start(act, opinion, ClockKind.RETURN)
        write_note(act, opinion, "return_unit", reason)


def allow_return(actor: Actor, opinion: Opinion, *, answer: str = "") -> None:
    """同意退单: back to intake; 首接部门 stays coordinator until another office has named a handler."""
    with action(actor, "opinion.allow_return", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "allow_return")
        decide(act, opinion, RequestKind.RETURN, is_agreed=True, answer=answer)
        clocks.stop(act, opinion, [ClockKind.RETURN])
        opinion.unit_code, opinion.assignee_id = opinion.town_code, None


def refuse_return(actor: Actor, opinion: Opinion, *, answer: str) -> None:
    """不同意退单: it stays where it is, with the reason."""
    with action(actor, "opinion.refuse_return", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "refuse_return")
        decide(act, opinion, RequestKind.RETURN, is_agreed=False, answer=answer)
        clocks.stop(act, opinion, [ClockKind.RETURN])
        write_note(act, opinion, "refuse_return", answer)


def waiting_request(opinion: Opinion, kind: RequestKind) -> Request | None:
    """The request of this kind that nobody has decided yet."""
    return next((one for one in opinion.requests if one.kind is kind and one.is_agreed is None), None)


def ask(act: Act, opinion: Opinion, request: Request) -> None:
    """Step: one request of a kind waits at a time."""
    if waiting_request(opinion, request.kind) is not None:
        raise RuleBroken(_("已经申请过了，正等着定"))
    request.asked_by, request.asked_at = act.actor.user_id, act.now
    opinion.requests.append(request)


def decide(act: Act, opinion: Opinion, kind: RequestKind, *, is_agreed: bool, answer: str = "") -> Request:
    """Step: the waiting request of this kind gets its verdict; by nobody who asked for it."""
    request = waiting_request(opinion, kind)
    if request is None:
        raise RuleBroken(_("没有等着定的申请，可能别人已经定了"))
    rules.check_other_decider(act.actor.user_id, request.asked_by)
    request.is_agreed, request.answer = is_agreed, answer
    request.decided_by, request.decided_at = act.actor.user_id, act.now
    return request
