"""Deeds on problems (问题): register, turn, assign, handle, put off, whistle, and strike off by another."""

from tracker.problems.service.deferral import ask_defer, defer, end_defer, end_defer_due, refuse_defer
from tracker.problems.service.handling import Assignment, apply, assign, progress
from tracker.problems.service.handover import hand_over
from tracker.problems.service.intake import (
    Origin,
    Raised,
    accuse,
    add,
    check_named,
    put_problem,
    settle,
    spoken_ref,
)
from tracker.problems.service.judging import Confirmation, check, rehang, strike_off
from tracker.problems.service.meetings import to_meeting
from tracker.problems.service.named import TO_CHOOSE, TO_TURN, doubt, to_county
from tracker.problems.service.notes import waiting_deferral
from tracker.problems.service.turning import (
    ToOpinion,
    ToTask,
    Turn,
    to_opinion,
    to_task,
    turn_into_opinion,
    turn_into_task,
)
from tracker.problems.service.whistles import arrive, end_whistle, whistle

__all__ = [
    "TO_CHOOSE", "TO_TURN", "Assignment", "Confirmation", "Origin", "Raised", "ToOpinion", "ToTask",
    "Turn", "accuse", "add", "apply", "arrive", "ask_defer", "assign", "check", "check_named", "defer",
    "doubt", "end_defer", "end_defer_due", "end_whistle", "hand_over", "progress", "put_problem",
    "refuse_defer", "rehang", "settle", "spoken_ref", "strike_off", "to_county", "to_meeting",
    "to_opinion", "to_task", "turn_into_opinion", "turn_into_task", "waiting_deferral", "whistle",
]
