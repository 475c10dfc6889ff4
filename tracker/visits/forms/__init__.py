"""Forms about contact points and visits (联系点、走访)."""

from tracker.visits.forms.contacts import (
    ContactForm,
    EndForm,
)
from tracker.visits.forms.visits import (
    CorrectForm,
    RaisedPart,
    VisitForm,
)

__all__ = [
    "ContactForm",
    "CorrectForm",
    "EndForm",
    "RaisedPart",
    "VisitForm",
]
