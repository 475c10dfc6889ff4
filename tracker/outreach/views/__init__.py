"""Desk pages of proactive service by page group: the list, what came of telling, rules and roll."""

from tracker.outreach.views import lists, moves, ruling
from tracker.outreach.views.frame import bp

__all__ = ["bp", "lists", "moves", "ruling"]
