"""What came of telling somebody: told, not reached, came, does not want it, the roll was wrong."""

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.outreach import queries, rules
from tracker.outreach.models import Outreach
from tracker.outreach.rules import How
from tracker.store.action import action


def tell(actor: Actor, one: Outreach, *, how: How, note: str = "") -> None:
    """已告诉: who told, when and by which way; `note`: what the person said."""
    with action(actor, "outreach.tell", one) as act:
        one.told_on, one.told_by, one.how, one.note = act.today, actor.user_id, how, note
        one.status = rules.FLOW.step(one.status, "tell")


def miss(actor: Actor, one: Outreach, *, note: str = "") -> None:
    """联系不上: stays on the list."""
    with action(actor, "outreach.miss", one):
        one.status, one.note = rules.FLOW.step(one.status, "miss"), note


def take_up(actor: Actor, one: Outreach, *, task_ref: str = "") -> None:
    """已来办; `task_ref`: the number of the task it became, when there is one. RuleBroken at `task_ref`."""
    with action(actor, "outreach.take_up", one) as act:
        if task_ref:
            one.task_id = queries.task_named(actor, task_ref, one.item_id)
            if one.task_id is None:
                raise RuleBroken(_("没有这个编号的办件，或者办的不是这件事"), field="task_ref")
        one.status, one.ended_on = rules.FLOW.step(one.status, "take_up"), act.today


def refuse(actor: Actor, one: Outreach, *, note: str) -> None:
    """本人不办: in the person's own words."""
    with action(actor, "outreach.refuse", one) as act:
        rules.check_note(note, _("请写下他怎么说的"))
        one.status, one.ended_on = rules.FLOW.step(one.status, "refuse"), act.today
        one.note = note


def correct(actor: Actor, one: Outreach, *, note: str) -> None:
    """名册有误: what is wrong, for whoever keeps the roll."""
    with action(actor, "outreach.correct", one) as act:
        rules.check_note(note, _("请写下名册哪里不对"))
        one.status, one.ended_on = rules.FLOW.step(one.status, "correct"), act.today
        one.note = note
