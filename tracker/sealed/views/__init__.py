"""Desk pages of accusations (密封件), for discipline alone; of the county's boxes, for the county alone."""

from tracker.sealed.views import county, keys, lists, matters, opening, pictures
from tracker.sealed.views.frame import bp

__all__ = ["bp", "county", "keys", "lists", "matters", "opening", "pictures"]
