"""班子会研究: what stays open too long comes before the leaders, and the minutes are kept with it."""

from datetime import date

from tracker.domain.roles import Actor
from tracker.problems import rules
from tracker.problems.models import Meeting, Problem
from tracker.problems.service.notes import next_status, note
from tracker.store.action import action


def to_meeting(actor: Actor, problem: Problem, *, met_on: date, decision: str) -> None:
    """记班子会研究: the day of the meeting and what it decided, as the minutes say."""
    with action(actor, "problem.to_meeting", problem) as act:
        problem.status = next_status(act, problem, "to_meeting")
        rules.check_met_on(met_on, problem.registered_on, act.today)
        problem.meetings.append(
            Meeting(met_on=met_on, decision=decision, recorded_by=actor.user_id, recorded_at=act.now)
        )
        problem.met_on = max(problem.met_on or met_on, met_on)
        note(act, problem, "to_meeting", decision)
