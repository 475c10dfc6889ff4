"""岗位交接: an open task goes to a colleague of the same hall; its clock runs on."""

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor, Role
from tracker.domain.text import _
from tracker.hall import rules
from tracker.hall.models import Task
from tracker.people.queries import staff_of
from tracker.store.action import action

WINDOWS = (Role.WINDOW, Role.WINDOW_HEAD)


def hand_over(actor: Actor, task: Task, *, receiver_id: int) -> None:
    """换经办人: RuleBroken when it has ended, or when the receiver works at no window of this hall."""
    with action(actor, "task.hand_over", task):
        if task.status not in rules.OPEN:
            raise RuleBroken(_("这件办件已经办完，不用移交"))
        if receiver_id not in {one.id for one in staff_of(task.unit_code, WINDOWS)}:
            raise RuleBroken(_("接收人不在这个窗口，由窗口负责人另行指派"))
        task.assignee_id = receiver_id
