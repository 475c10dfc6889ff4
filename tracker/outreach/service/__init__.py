"""Deeds of proactive service (主动告知): its rules, the roll, listing people, what came of telling them."""

from tracker.outreach.service.gathering import gather, take_up_known
from tracker.outreach.service.roll import RollRow, drop_entry, put_entry
from tracker.outreach.service.ruling import add_rule, resume_rule, stop_rule
from tracker.outreach.service.telling import correct, miss, refuse, take_up, tell

__all__ = [
    "RollRow",
    "add_rule",
    "correct",
    "drop_entry",
    "gather",
    "miss",
    "put_entry",
    "refuse",
    "resume_rule",
    "stop_rule",
    "take_up",
    "take_up_known",
    "tell",
]
