"""Desk pages of the line (排队): who waits and is called, windows; none while it is switched off."""

from tracker.line.views import calling, windows
from tracker.line.views.frame import bp

__all__ = ["bp", "calling", "windows"]
