"""What a resident behind the receipt reads of a matter (查进度); a merged one follows its main matter."""

from dataclasses import dataclass
from datetime import date

from tracker.opinions.models import Opinion, Question
from tracker.opinions.rules import OPEN, Status
from tracker.store.db import db
from tracker.township.queries import names_of

MOST_LINKS = 5
"""How far one merged matter is followed to the next."""


@dataclass(frozen=True)
class Course:
    """How far a matter has come, without a word of anybody else's: states, days and the office alone."""

    status: Status
    accepted_on: date | None
    due_on: date | None
    replied_on: date | None
    office: str
    is_merged: bool = False


def course_of(opinion: Opinion) -> Course:
    """An unanswered matter that was merged goes as far as its main one does; any other by itself."""
    leader = _leader(opinion) if opinion.status in OPEN and not opinion.reopened else opinion
    office = leader.office_code
    return Course(
        status=leader.status, accepted_on=leader.accepted_on or opinion.accepted_on, due_on=leader.due_on,
        replied_on=leader.replied_on, office=names_of({office}).get(office, "") if office else "",
        is_merged=leader is not opinion,
    )


def _leader(opinion: Opinion) -> Opinion:
    """The main matter while it is open or answered; the matter itself when that one was sealed, declined …"""
    found = opinion
    for _link in range(MOST_LINKS):
        above = db.session.get(Opinion, found.merged_into_id) if found.merged_into_id else None
        if above is None or above.status not in OPEN:
            return found
        found = above
    return found


def open_question(opinion: Opinion) -> Question | None:
    """The oldest question of the handler that nobody has answered; None when none waits."""
    if opinion.status not in OPEN:
        return None
    return next((one for one in opinion.questions if one.answered_at is None), None)
