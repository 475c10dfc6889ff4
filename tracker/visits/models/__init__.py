"""联系点、走访: contact points, visits."""

from tracker.visits.models.contacts import ContactCard, ContactLink
from tracker.visits.models.goals import ClosedLine, MonthClosing, VisitGoal
from tracker.visits.models.handover import ContactHandover, HandoverItem
from tracker.visits.models.phone import Follow, PhotoDue
from tracker.visits.models.visits import (
    Visit,
    VisitCompanion,
    VisitOpinion,
    VisitVersion,
)

__all__ = [
    "ClosedLine",
    "ContactCard",
    "ContactHandover",
    "ContactLink",
    "Follow",
    "HandoverItem",
    "MonthClosing",
    "PhotoDue",
    "Visit",
    "VisitCompanion",
    "VisitGoal",
    "VisitOpinion",
    "VisitVersion",
]
