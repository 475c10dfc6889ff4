"""办理: who has the matter in hand (交办、指派、联系、退单、移交), one function each."""

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.opinions import queries, rules
from tracker.opinions.models import Opinion, Request
from tracker.opinions.queries.aftercare import office_of_handler
from tracker.opinions.queries.waiting import head_who_may
from tracker.opinions.rules import ClockKind, RequestKind
from tracker.opinions.service import clocks
from tracker.opinions.service.notes import write_note
from tracker.opinions.service.requests import ask, decide, lapse, next_status
from tracker.store.action import action


def route(actor: Actor, opinion: Opinion, *, office_code: str, assignee_id: int | None = None) -> None:
    """交办: an office holds it from now on; with a handler at once where the clerk knows whom."""
    with action(actor, "opinion.route", opinion) as act:
        if office_code not in dict(queries.office_choices(opinion)):
            raise RuleBroken(_("请从列出的部门里选一个"), field="office_code")
        opinion.status = next_status(act, opinion, "route")
        opinion.unit_code, opinion.assignee_id = office_code, None
        opinion.office_code = opinion.office_code or office_code
        if assignee_id is not None:
            opinion.status = next_status(act, opinion, "assign")
            _give(opinion, assignee_id)


def assign(actor: Actor, opinion: Opinion, *, assignee_id: int) -> None:
    """指派承办人, by the head of the office, after the second 重办 by a higher desk; nobody who is barred."""
    rules.check_desk(opinion.reopened, actor.role)
    with action(actor, "opinion.assign", opinion) as act:
        opinion.status = next_status(act, opinion, "assign")
        _give(opinion, assignee_id)


def _give(opinion: Opinion, assignee_id: int) -> None:
    """The office that has named somebody has taken it: 首接 ends here."""
    if str(assignee_id) not in dict(queries.handler_choices(opinion, opinion.unit_code)):
        raise RuleBroken(_("请从列出的人里选一个"), field="assignee_id")
    opinion.assignee_id = assignee_id
    is_with_town = opinion.unit_code == opinion.town_code
    opinion.office_code = (
        office_of_handler(opinion, assignee_id) or opinion.office_code if is_with_town else opinion.unit_code
    )


def contact(actor: Actor, opinion: Opinion, *, text: str) -> None:
    """记联系本人: somebody spoke with the resident; the first time ends the hours of 快."""
    with action(actor, "opinion.contact", opinion) as act:
        opinion.status = next_status(act, opinion, "contact")
        opinion.contacted_at = act.now
        clocks.stop(act, opinion, [ClockKind.URGENT])
        write_note(act, opinion, "contact", text)


def return_unit(actor: Actor, opinion: Opinion, *, reason: str, office_code: str | None = None) -> None:
    """申请退单: intake decides within 24 hours; until another office has it, this one stays responsible.

    `office_code`: which office it should go to instead; None: the asker does not know.
    """
    with action(actor, "opinion.return_unit", opinion) as act:
        opinion.status = next_status(act, opinion, "return_unit")
        ask(act, opinion, Request(kind=RequestKind.RETURN, reason=reason, office_code=office_code))
        clocks.start(act, opinion, ClockKind.RETURN)
        write_note(act, opinion, "return_unit", reason)


def allow_return(actor: Actor, opinion: Opinion, *, answer: str = "") -> None:
    """同意退单: back to intake; 首接部门 stays coordinator until another office has named a handler."""
    with action(actor, "opinion.allow_return", opinion) as act:
        opinion.status = next_status(act, opinion, "allow_return")
        handler = opinion.assignee_id
        decide(act, opinion, RequestKind.RETURN, is_agreed=True, answer=answer, not_by=(handler,))
        clocks.stop(act, opinion, [ClockKind.RETURN])
        lapse(act, opinion, [RequestKind.DEFER])
        opinion.unit_code, opinion.assignee_id = opinion.town_code, None
        write_note(act, opinion, "allow_return", answer)


def refuse_return(actor: Actor, opinion: Opinion, *, answer: str) -> None:
    """不同意退单: it stays where it is, with the reason."""
    with action(actor, "opinion.refuse_return", opinion) as act:
        opinion.status = next_status(act, opinion, "refuse_return")
        handler = opinion.assignee_id
        decide(act, opinion, RequestKind.RETURN, is_agreed=False, answer=answer, not_by=(handler,))
        clocks.stop(act, opinion, [ClockKind.RETURN])
        write_note(act, opinion, "refuse_return", answer)


def hand_over(actor: Actor, opinion: Opinion, *, office_code: str, reason: str) -> None:
    """移交别的部门: its head is asked to take it; until then this office stays responsible (首接负责)."""
    with action(actor, "opinion.hand_over", opinion) as act:
        opinion.status = next_status(act, opinion, "hand_over")
        head_id = head_who_may(opinion, office_code)
        if office_code == opinion.unit_code or head_id is None:
            raise RuleBroken(_("请选一个有负责人的别的部门"), field="office_code")
        wanted = Request(kind=RequestKind.HAND_OVER, reason=reason, office_code=office_code)
        wanted.was_assignee_id = opinion.assignee_id
        ask(act, opinion, wanted)
        opinion.assignee_id = head_id
        write_note(act, opinion, "hand_over", reason)


def take_over(actor: Actor, opinion: Opinion) -> None:
    """接手: the other office holds it, and names somebody; the clocks run on as they were."""
    with action(actor, "opinion.take_over", opinion) as act:
        status = next_status(act, opinion, "take_over")
        request = decide(act, opinion, RequestKind.HAND_OVER, is_agreed=True)
        lapse(act, opinion, [RequestKind.DEFER])
        opinion.status, opinion.assignee_id = status, None
        opinion.unit_code = request.office_code or opinion.unit_code


def refuse_over(actor: Actor, opinion: Opinion, *, answer: str) -> None:
    """不接: whoever had it has it again."""
    with action(actor, "opinion.refuse_over", opinion) as act:
        opinion.status = next_status(act, opinion, "refuse_over")
        request = decide(act, opinion, RequestKind.HAND_OVER, is_agreed=False, answer=answer)
        opinion.assignee_id = request.was_assignee_id
        write_note(act, opinion, "refuse_over", answer)
