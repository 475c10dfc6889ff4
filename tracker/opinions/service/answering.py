"""答复: drafted by the handler, signed by the head of the office, one function each."""

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.opinions import rules
from tracker.opinions.models import Opinion, Reply
from tracker.opinions.rules import Outcome
from tracker.opinions.service import clocks
from tracker.opinions.service.notes import write_note
from tracker.store.action import action


def draft(actor: Actor, opinion: Opinion, *, outcome: Outcome, text: str, basis: str = "") -> None:
    """拟答复: what the resident will read once it is signed; the clocks run on."""
    rules.check_public_text(text, "answer")
    rules.check_public_text(basis, "basis")
    with action(actor, "opinion.draft", opinion):
        opinion.status = rules.FLOW.step(opinion.status, "draft")
        opinion.replies.append(
            Reply(outcome=outcome, text=text, basis=basis, author_id=actor.user_id, is_current=True)
        )


def sign(actor: Actor, opinion: Opinion) -> None:
    """签发答复: by somebody else than who wrote it; now the resident reads it, and the clocks stop."""
    with action(actor, "opinion.sign", opinion) as act:
        reply, status = opinion.reply, rules.FLOW.step(opinion.status, "sign")
        if reply is None:
            raise RuleBroken(_("还没有拟好的答复"))
        if reply.author_id == actor.user_id:
            raise RuleBroken(_("自己拟的答复要由别人签发，请交给分管领导"))
        opinion.status = status
        reply.replied_on = opinion.replied_on = act.today
        reply.signed_by = actor.user_id
        clocks.stop(act, opinion, rules.ANSWER)


def send_back(actor: Actor, opinion: Opinion, *, reason: str) -> None:
    """退回修改: the draft stays as it was written, another one follows."""
    with action(actor, "opinion.send_back", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "send_back")
        if opinion.reply is not None:
            opinion.reply.is_current = False
        write_note(act, opinion, "send_back", reason)
