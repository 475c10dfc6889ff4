"""Desk pages of the hall by page group: the window's desk, the tasks and their moves, the catalogue."""

from tracker.hall.views import desk, moves, services, tasks
from tracker.hall.views.frame import bp

__all__ = ["bp", "desk", "moves", "services", "tasks"]
