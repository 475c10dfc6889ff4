"""说法不一: a person decides which of two values of one fact holds."""

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.households.models import HouseholdConflict
from tracker.households.queries import sent_of
from tracker.households.rules import Origin, Verdict
from tracker.households.service.facts import put_facts
from tracker.store.action import action


def settle(actor: Actor, conflict: HouseholdConflict, verdict: Verdict) -> None:
    """定下来: the value that stands, or the one that was sent, which then goes in as a change of its own.

    RuleBroken when somebody has decided already.
    """
    with action(actor, "household.settle", conflict) as act:
        if conflict.verdict is not None:
            raise RuleBroken(_("这一处已经有人定过了"))
        household = conflict.household
        if verdict is Verdict.SENT:
            put_facts(
                act, household, {conflict.field: sent_of(conflict)}, Origin.DESK, "household.settle"
            )
        conflict.verdict, conflict.decided_by, conflict.decided_at = verdict, actor.user_id, act.now
