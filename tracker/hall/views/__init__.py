"""Desk pages of the hall by page group: the desk, the tasks, their moves and clocks, the catalogue."""

from tracker.hall.views import (
    agency,
    cases,
    clocks,
    desk,
    figures,
    home,
    moves,
    points,
    presence,
    ratings,
    services,
    tasks,
    together,
    vouchers,
)
from tracker.hall.views.frame import bp

__all__ = [
    "agency", "bp", "cases", "clocks", "desk", "figures", "home", "moves", "points", "presence", "ratings",
    "services", "tasks", "together", "vouchers",
]
