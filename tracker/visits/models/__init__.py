"""联系点、走访: contact points, visits."""

from tracker.visits.models.contacts import (
    ContactLink,
)
from tracker.visits.models.visits import (
    Visit,
    VisitVersion,
)

__all__ = [
    "ContactLink",
    "Visit",
    "VisitVersion",
]
