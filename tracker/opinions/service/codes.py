"""给本人查询码: a matter that a visit or a problem became gets its receipt (凭证) once, by who brought it."""

from contextlib import suppress

from tracker.domain.errors import Repeated, RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.opinions.models import Opinion
from tracker.opinions.rules import Channel
from tracker.store import receipts
from tracker.store.action import Act, action


def give_code(actor: Actor, opinion: Opinion, form_key: str) -> None:
    """Whoever spoke to a cadre follows the matter like any other; the same form again shows the same code.

    RuleBroken when it has one: it was shown once and nobody can show it again (security.md 2.3.2).
    """
    sheet = receipts.blank(form_key)
    with suppress(Repeated), action(actor, "opinion.give_code", opinion) as act:
        put_code(act, opinion, sheet)


def put_code(act: Act, opinion: Opinion, sheet: receipts.Blank) -> None:
    """Step: the receipt that was hashed before the door is this matter's from now on."""
    if opinion.channel is not Channel.FIELD:
        raise RuleBroken(_("这件事不是走访带回来的，查询码在登记那天给了本人"))
    if opinion.assignee_id == act.actor.user_id:  # with the receipt one could rate the own work
        raise RuleBroken(_("您在办这件事，查询码不能经您的手，请受理员给本人"))
    if receipts.given(Opinion.__tablename__, [opinion.id]):
        raise RuleBroken(_("查询码给过了，只能显示一次"))
    receipts.issue(sheet, Opinion.__tablename__, opinion.id)
