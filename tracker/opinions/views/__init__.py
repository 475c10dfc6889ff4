"""Desk pages of residents' matters (民意): the list and one matter, and a page for each move."""

from tracker.opinions.views import moves, pages
from tracker.opinions.views.frame import bp

__all__ = ["bp", "moves", "pages"]
