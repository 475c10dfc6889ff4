"""Deeds on contact points and visits (联系点、走访)."""

from tracker.visits.service.contacts import (
    Arrangement,
    add_contact,
    end_contact,
)
from tracker.visits.service.visits import (
    Entry,
    Place,
    add,
    correct,
)

__all__ = [
    "Arrangement",
    "Entry",
    "Place",
    "add",
    "add_contact",
    "correct",
    "end_contact",
]
