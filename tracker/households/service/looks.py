"""Who looks, and who is linked (查看、联系干部)."""

from tracker.domain.roles import Actor
from tracker.households.models import Household, Unmasking
from tracker.households.queries.history import conflicts_of
from tracker.store.action import Act, action


def unmask(actor: Actor, household: Household, *, reason: str) -> None:
    """查看姓名、电话和住址: the look leaves its reason in the audit log, whatever is done with it."""
    with action(actor, "household.unmask", household) as act:
        act.on(
            "household.unmask",
            Unmasking(
                unit_code=household.unit_code, author_id=actor.user_id, assignee_id=household.assignee_id,
                household_id=household.id, reason=reason,
            ),
        )


def link(act: Act, household: Household, cadre_id: int | None) -> None:
    """Step: from now on this cadre is linked to the household (None: nobody), and decides what is open."""
    act.on("household.link", household)
    household.assignee_id = cadre_id
    for conflict in conflicts_of(household.id):
        act.on("household.link", conflict)
        conflict.assignee_id = cadre_id
