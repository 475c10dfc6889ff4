"""吹哨: county departments are called to come and handle it together (北京市接诉即办工作条例 16, 33)."""

from collections.abc import Sequence
from datetime import date

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.opinions.models import Opinion, Whistle
from tracker.opinions.rules.whistles import departments_called
from tracker.opinions.service.requests import next_status
from tracker.store.action import action


def whistle(actor: Actor, opinion: Opinion, *, departments: Sequence[str], text: str) -> None:
    """吹哨: one line for each department, so that each one's coming and result stand by themselves."""
    names = departments_called(departments)
    with action(actor, "opinion.whistle", opinion) as act:
        opinion.status = next_status(act, opinion, "whistle")
        for name in names:
            opinion.whistles.append(
                Whistle(department=name, text=text, blown_at=act.now, blown_by=actor.user_id)
            )


def arrive(actor: Actor, opinion: Opinion, *, whistle_id: int, arrived_on: date) -> None:
    """记部门到场."""
    with action(actor, "opinion.arrive", opinion) as act:
        opinion.status = next_status(act, opinion, "arrive")
        one = _out(opinion, whistle_id)
        if one.arrived_on is not None:
            raise RuleBroken(_("这个部门已经记了到场"), field="whistle_id")
        if not clock.local(one.blown_at).date() <= arrived_on <= act.today:
            raise RuleBroken(_("到场的日子应在吹哨以后、今天以前"), field="arrived_on")
        one.arrived_on = arrived_on


def end_whistle(actor: Actor, opinion: Opinion, *, whistle_id: int, result: str) -> None:
    """记吹哨结果: what came of it, also when nobody came."""
    with action(actor, "opinion.end_whistle", opinion) as act:
        opinion.status = next_status(act, opinion, "end_whistle")
        one = _out(opinion, whistle_id)
        one.result, one.ended_on = result, act.today


def _out(opinion: Opinion, whistle_id: int) -> Whistle:
    found = next((one for one in opinion.whistles if one.id == whistle_id and one.ended_on is None), None)
    if found is None:
        raise RuleBroken(_("请从列出的部门里选一个"), field="whistle_id")
    return found
