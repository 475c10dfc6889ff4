"""民意、诉求: the matter, the steps until it is answered, what follows the answer."""

from tracker.opinions.models.aftermath import Call, Rating, Review
from tracker.opinions.models.figures import OpinionCount
from tracker.opinions.models.matter import Category, Opinion, OpinionSubject
from tracker.opinions.models.slips import Slip
from tracker.opinions.models.steps import (
    Note,
    OpinionClock,
    Question,
    Reply,
    Request,
    Supplement,
    Whistle,
)
from tracker.opinions.models.templates import ReplyTemplate

__all__ = [
    "Call",
    "Category",
    "Note",
    "Opinion",
    "OpinionClock",
    "OpinionCount",
    "OpinionSubject",
    "Question",
    "Rating",
    "Reply",
    "ReplyTemplate",
    "Request",
    "Review",
    "Slip",
    "Supplement",
    "Whistle",
]
