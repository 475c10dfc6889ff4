"""Every select() about households (户)."""

from tracker.households.queries.finding import find, matching
from tracker.households.queries.history import (
    Change,
    Standing,
    changes_since,
    conflict,
    conflicts_of,
    history,
    is_parked,
    open_conflicts,
    sent_of,
    standing_of,
)
from tracker.households.queries.roll import (
    COUNT_UP_TO,
    PER_PAGE,
    PHONE_PLACE,
    Found,
    by_id,
    found,
    household,
    households_of,
    label_of,
    unlinked,
)

__all__ = [
    "COUNT_UP_TO",
    "PER_PAGE",
    "PHONE_PLACE",
    "Change",
    "Found",
    "Standing",
    "by_id",
    "changes_since",
    "conflict",
    "conflicts_of",
    "find",
    "found",
    "history",
    "household",
    "households_of",
    "is_parked",
    "label_of",
    "matching",
    "open_conflicts",
    "sent_of",
    "standing_of",
    "unlinked",
]
