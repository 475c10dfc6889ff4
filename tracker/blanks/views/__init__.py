"""Desk pages of official forms (表样): those kept here (keeping), and filling them (filling)."""

from tracker.blanks.views import filling, keeping
from tracker.blanks.views.frame import bp

__all__ = ["bp", "filling", "keeping"]
