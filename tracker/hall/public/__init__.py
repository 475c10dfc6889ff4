"""Residents' pages of the hall: the catalogue, progress by receipt, rating; one blueprint."""

from tracker.hall.public import progress, rating, services
from tracker.hall.public.frame import bp

__all__ = ["bp", "progress", "rating", "services"]
