"""Desk pages by page group: visits (走访), contact points and households (联系点), problems (问题)."""

from tracker.visits.views import contacts, problems, visits
from tracker.visits.views.frame import bp

__all__ = ["bp", "contacts", "problems", "visits"]
