"""Who had a matter in hand (经手人), by its record and the audit log: 回访 and 重办 go to somebody else."""

import sqlalchemy as sa

from tracker.opinions.models import Opinion
from tracker.people.models import User
from tracker.sealed.queries import heads_of
from tracker.store.audit import history_of
from tracker.store.db import db

SPOKE_WITH_THEM = ("opinion.contact", "opinion.withdraw", "opinion.ask", "opinion.ask_more")
"""Deeds of staff in which they spoke with the resident before a withdrawal."""


def had_in_hand(opinion: Opinion) -> set[int | None]:
    """User ids of whoever was ever named for it, drafted an answer or signed one."""
    named = {
        user_id
        for entry in history_of(opinion)
        for user_id in entry.changes.get("assignee_id", ())
    }
    wrote = {one.author_id for one in opinion.replies} | {one.signed_by for one in opinion.replies}
    return ({opinion.assignee_id} | named | wrote) - {None}


def handlers_of(opinion: Opinion) -> set[int | None]:
    """These, and the heads of the office that holds it: none of them calls back (domain.md 12.2)."""
    return had_in_hand(opinion) | set(heads_of(opinion.office_code or opinion.unit_code))


def spoke_with(opinion: Opinion) -> set[int | None]:
    """Handlers, and whoever of the staff spoke with the resident or wrote the withdrawal down."""
    spoke = {entry.user_id for entry in history_of(opinion) if entry.action in SPOKE_WITH_THEM}
    return (handlers_of(opinion) | spoke) - {None}


def office_of_handler(opinion: Opinion, user_id: int) -> str | None:
    """The office a handler sits in, for a matter that the town itself has given; None outside the town."""
    code = db.session.scalar(sa.select(User.unit_code).where(User.id == user_id))
    return code if code is not None and code.startswith(opinion.town_code) else None
