"""岗位交接: a problem goes to the colleague who takes over the post; its promise and its state stay."""

from tracker.domain.errors import RuleBroken
from tracker.domain.policy import scope_of
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.problems import queries, rules
from tracker.problems.models import Problem
from tracker.problems.service.intake import TOWN_DIGITS
from tracker.problems.service.notes import note
from tracker.store.action import action


def hand_over(actor: Actor, problem: Problem, *, receiver_id: int) -> None:
    """Somebody else holds it from now on: no new promise, no step back; under the right to assign it.

    RuleBroken when it is closed, when the receiver handles no problems, sits in an office this actor may
    not give it to, or has asked the resident about it.
    """
    with action(actor, "problem.assign", problem) as act:
        if problem.status not in rules.OPEN or problem.assignee_id is None:
            raise RuleBroken(_("这件事不在办了，不用移交"))
        if problem.asked_by == receiver_id:
            raise RuleBroken(_("接收人替这件事问过群众，不能再来办"))
        name, unit_code = _post_of(problem, receiver_id)
        problem.assignee_id, problem.unit_code = receiver_id, unit_code
        scope = scope_of(actor, "problem.assign")
        if scope is None or not scope(actor, problem):
            raise RuleBroken(_("接收人不在本部门，要转给别的部门请找党政办"))
        note(act, problem, "assign", _("岗位交接，交给 {name}").format(name=name))


def _post_of(problem: Problem, receiver_id: int) -> tuple[str, str]:
    """The receiver's name, and the office it goes to: the one that has it, if the receiver sits there."""
    posts = {
        unit_code: name
        for user_id, name, unit_code, _unit in queries.handler_posts(problem.village_code[:TOWN_DIGITS])
        if user_id == receiver_id
    }
    if not posts:
        raise RuleBroken(_("接收人的岗位不办问题，请交办给别人"))
    unit_code = problem.unit_code if problem.unit_code in posts else next(iter(posts))
    return posts[unit_code], unit_code
