"""答复: drafted by the handler, signed by the head of the office; what was merged gets the same answer."""

from datetime import date

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.opinions import rules
from tracker.opinions.models import Opinion, Reply
from tracker.opinions.queries.merging import children_of
from tracker.opinions.rules import ClockKind, Outcome, RequestKind, Status, Stream, answering
from tracker.opinions.rules.reviews import ask_until
from tracker.opinions.service import clocks, indexing
from tracker.opinions.service.deferral import close_deferral
from tracker.opinions.service.notes import write_note
from tracker.opinions.service.papers import stop_waiting
from tracker.opinions.service.requests import lapse, next_status
from tracker.store.access import allows
from tracker.store.action import Act, action


def draft(actor: Actor, opinion: Opinion, *, outcome: Outcome, text: str, basis: str = "") -> None:
    """拟答复: what the resident will read once it is signed; the clocks run on.

    RuleBroken at answer, basis, outcome: a telephone or identity number in it, an outcome of another stream,
    a claim without its legal basis (信访工作条例 32).
    """
    answering.check_answer(opinion.stream, outcome, basis)
    rules.check_public_text(text, "answer")
    rules.check_public_text(basis, "basis")
    with action(actor, "opinion.draft", opinion) as act:
        opinion.status = next_status(act, opinion, "draft")
        lapse(act, opinion)
        opinion.replies.append(
            Reply(outcome=outcome, text=text, basis=basis, author_id=actor.user_id, is_current=True)
        )


def sign(actor: Actor, opinion: Opinion) -> int:
    """签发答复: by somebody else than who wrote it; now the resident reads it, and the clocks stop.

    Answers how many merged matters got the same answer: those that bar the signer wait, and are not counted.
    """
    with action(actor, "opinion.sign", opinion) as act:
        reply, status = opinion.reply, next_status(act, opinion, "sign")
        if reply is None:
            raise RuleBroken(_("还没有拟好的答复"))
        if reply.author_id == actor.user_id:
            raise RuleBroken(_("自己拟的答复要由别人签发，请交给分管领导"))
        opinion.status = status
        reply.replied_on = opinion.replied_on = act.today
        reply.signed_by = actor.user_id
        reply.review_until = _review_until(act, opinion)
        clocks.stop(act, opinion, rules.ANSWER)
        lapse(act, opinion, tuple(RequestKind))
        indexing.index(act, opinion)
        children = [one for one in children_of(opinion) if allows(actor, "opinion.answer_with", one)]
        for child in children:
            answer_with(act, child, reply)
    return len(children)


def answer_with(act: Act, child: Opinion, reply: Reply) -> None:
    """Step: a matter dealt with under another one (并案) gets its answer, whatever state it is in."""
    act.on("opinion.answer_with", child)
    lapse(act, child)
    close_deferral(act, child)
    stop_waiting(act, child)
    child.status, child.replied_on = Status.REPLIED, act.today
    for draft_of_its_own in child.replies:
        draft_of_its_own.is_current = False
    child.replies.append(
        Reply(
            outcome=reply.outcome, text=reply.text, basis=reply.basis, replied_on=act.today, is_current=True,
            author_id=reply.author_id, signed_by=reply.signed_by, review_until=_review_until(act, child),
        )
    )
    clocks.stop(act, child, tuple(ClockKind))
    indexing.index(act, child)


def _review_until(act: Act, opinion: Opinion) -> date | None:
    """申诉求决: the last day to ask for 复查, 30 calendar days rolled to a workday (信访工作条例 35)."""
    return ask_until(act.today, clocks.calendar_of(act)) if opinion.stream is Stream.CLAIM else None


def send_back(actor: Actor, opinion: Opinion, *, reason: str) -> None:
    """退回修改: the draft stays as it was written, another one follows."""
    with action(actor, "opinion.send_back", opinion) as act:
        opinion.status = next_status(act, opinion, "send_back")
        if opinion.reply is not None:
            opinion.reply.is_current = False
        write_note(act, opinion, "send_back", reason)
