"""Forms about contact points and visits (联系点、走访)."""

from tracker.visits.forms.contacts import (
    CardForm,
    ContactForm,
    EndForm,
    HandoverForm,
    IssueForm,
    KeyVillageForm,
)
from tracker.visits.forms.goals import GoalEndForm, GoalForm
from tracker.visits.forms.visits import (
    CorrectForm,
    MatterPart,
    VisitForm,
)

__all__ = [
    "CardForm",
    "ContactForm",
    "CorrectForm",
    "EndForm",
    "GoalEndForm",
    "GoalForm",
    "HandoverForm",
    "IssueForm",
    "KeyVillageForm",
    "MatterPart",
    "VisitForm",
]
