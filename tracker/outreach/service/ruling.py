"""The rules of proactive service (主动服务的规则): made, stopped, taken up again, never changed."""

from tracker.catalogue.models import ServiceItem
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.outreach import queries, rules
from tracker.outreach.models import OutreachRule
from tracker.outreach.rules import Occasion
from tracker.store.action import action

TAKEN = _("这件事已经有一条一样的规则")


def add_rule(
    actor: Actor, item: ServiceItem, *, occasion: Occasion, age: int | None = None, days_before: int = 30
) -> OutreachRule:
    """Who is to be told of this item from now on; `days_before`: calendar days."""
    kept_age = age if occasion is Occasion.AGE else None
    rules.check_rule(occasion, kept_age, item.valid_months)
    made = OutreachRule(
        unit_code=item.unit_code, author_id=actor.user_id, item_id=item.id, occasion=occasion, age=kept_age,
        days_before=days_before, is_used=True,
    )
    with action(actor, "outreach.set_rule") as act:
        if queries.same_rule(item.unit_code, item.id, occasion, kept_age):
            raise RuleBroken(TAKEN, field="item_id")
        act.on("outreach.set_rule", made)
    return made


def stop_rule(actor: Actor, one: OutreachRule) -> None:
    """Nobody more is listed by this rule; who is listed stays."""
    with action(actor, "outreach.set_rule", one):
        one.is_used = False


def resume_rule(actor: Actor, one: OutreachRule) -> None:
    with action(actor, "outreach.set_rule", one):
        other = queries.same_rule(one.unit_code, one.item_id, one.occasion, one.age)
        if other is not None and other.id != one.id:
            raise RuleBroken(TAKEN)
        one.is_used = True
