"""Desk pages by page group: visits (走访), contact points and households (联系点), problems (问题)."""

from tracker.visits.views import (
    cards,
    contacts,
    coverage,
    goals,
    handover,
    households,
    overview,
    problem_moves,
    problem_page,
    problem_turns,
    problem_waiting,
    problems,
    recording,
    rulings,
    visits,
)
from tracker.visits.views.frame import bp

__all__ = [
    "bp", "cards", "contacts", "coverage", "goals", "handover", "households", "overview", "problem_moves",
    "problem_page", "problem_turns", "problem_waiting", "problems", "recording", "rulings", "visits",
]
