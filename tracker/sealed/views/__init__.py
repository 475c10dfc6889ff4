"""Desk pages of accusations (密封件), for discipline alone; of the county's boxes, for the county alone."""

from tracker.sealed.views import county, interference, keys, lists, matters, opening, pictures
from tracker.sealed.views.frame import bp
from tracker.sealed.views.interference import desk

__all__ = ["bp", "county", "desk", "interference", "keys", "lists", "matters", "opening", "pictures"]
