"""吹哨: county departments are called to come and handle it together (domain.md 13.1, 13.3)."""

from collections.abc import Sequence
from datetime import date

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.opinions.rules.whistles import departments_called
from tracker.problems.models import Problem, ProblemWhistle
from tracker.problems.service.notes import next_status, note
from tracker.store.action import action


def whistle(actor: Actor, problem: Problem, *, departments: Sequence[str], text: str) -> None:
    """吹哨: one line for each department, so that each one's coming and result stand by themselves."""
    names = departments_called(departments)
    with action(actor, "problem.whistle", problem) as act:
        problem.status = next_status(act, problem, "whistle")
        for name in names:
            problem.whistles.append(
                ProblemWhistle(department=name, text=text, blown_at=act.now, blown_by=actor.user_id)
            )
        note(act, problem, "whistle", _("叫 {names}：{text}").format(names="、".join(names), text=text))


def arrive(actor: Actor, problem: Problem, *, whistle_id: int, arrived_on: date) -> None:
    """记部门到场."""
    with action(actor, "problem.arrive", problem) as act:
        problem.status = next_status(act, problem, "arrive")
        one = _out(problem, whistle_id)
        if one.arrived_on is not None:
            raise RuleBroken(_("这个部门已经记了到场"), field="whistle_id")
        if not clock.local(one.blown_at).date() <= arrived_on <= act.today:
            raise RuleBroken(_("到场的日子应在吹哨以后、今天以前"), field="arrived_on")
        one.arrived_on = arrived_on
        note(act, problem, "arrive", _("{name} {day} 到场").format(name=one.department, day=arrived_on))


def end_whistle(actor: Actor, problem: Problem, *, whistle_id: int, result: str) -> None:
    """记吹哨结果: what came of it, also when nobody came."""
    with action(actor, "problem.end_whistle", problem) as act:
        problem.status = next_status(act, problem, "end_whistle")
        one = _out(problem, whistle_id)
        one.result, one.ended_on = result, act.today
        note(act, problem, "end_whistle", f"{one.department}：{result}")


def _out(problem: Problem, whistle_id: int) -> ProblemWhistle:
    found = next((one for one in problem.whistles if one.id == whistle_id and one.ended_on is None), None)
    if found is None:
        raise RuleBroken(_("请从列出的部门里选一个"), field="whistle_id")
    return found
