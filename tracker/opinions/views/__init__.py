"""Desk pages of residents' matters (民意): the list, registering, one matter, and a page for each move."""

from tracker.opinions.views import detail, listing, moves, register
from tracker.opinions.views.frame import bp

__all__ = ["bp", "detail", "listing", "moves", "register"]
