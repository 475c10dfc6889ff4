"""The rows of the 群众意见台账: columns only, one after the other, however many there are."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from tracker.domain.roles import Actor
from tracker.excel.period import Period
from tracker.opinions.models import Call, Category, Opinion, Rating, Reply
from tracker.opinions.rules import CallPurpose, Channel, Contact, Outcome, Satisfaction, Solved, Status
from tracker.people.queries import all_names as people_names
from tracker.store.access import may_see, visible
from tracker.store.db import db
from tracker.store.stream import how_many, stream
from tracker.township.queries import all_names as unit_names

PLACES = (Opinion.village_code, Opinion.office_code, Opinion.unit_code)
"""Where a matter belongs: the village it is about, the office that answers for it, who holds it now."""
VALID_CALL = sa.and_(
    Call.opinion_id == Opinion.id, Call.is_current, Call.is_contacted, Call.purpose == CallPurpose.ANSWER
)
"""有效回访: the call of this round that reached somebody."""
VALID_RATING = sa.and_(Rating.opinion_id == Opinion.id, Rating.is_current)


class LedgerRow(NamedTuple):
    """One matter as it was written: the columns mask it.

    `may_read_name`: this actor may read whose matter it is. `text`: None where the staff gave it a `title`.
    `solved` and `satisfaction` are as asked at the valid call, else as the resident rated.
    """

    ref: str
    submitted_on: date
    accepted_on: date | None
    channel: Channel
    contact: Contact
    name: str
    may_read_name: bool
    village_code: str
    village: str
    category: str
    title: str
    text: str | None
    office_code: str
    office: str
    handler: str
    due_on: date | None
    status: Status
    replied_on: date | None
    outcome: Outcome | None
    called_on: date | None
    solved: Solved | None
    satisfaction: Satisfaction | None
    reopened: int


def ledger_rows(actor: Actor, period: Period) -> Iterator[LedgerRow]:
    """Matters this actor may report, in the order they came."""
    units, people, categories = unit_names(actor.town_code), people_names(), _category_names(actor)
    for one in stream(_ledger(actor, period)):
        village, office = one.village_code or "", one.office_code or ""
        yield LedgerRow(
            one.ref, one.submitted_on, one.accepted_on, one.channel, one.contact, one.name, one.may_read_name,
            village, units.get(village, ""), categories.get(one.category_id, ""), one.title, one.text,
            office, units.get(office, ""), people.get(one.assignee_id, ""), one.due_on, one.status,
            one.replied_on, one.outcome, one.called_on, one.solved, one.satisfaction, one.reopened,
        )


def _category_names(actor: Actor) -> dict[int | None, str]:
    below = Category.unit_code.startswith(actor.town_code)
    rows = db.session.execute(sa.select(Category.id, Category.name).where(below))
    return {row.id: row.name for row in rows}


def ledger_count(actor: Actor, period: Period) -> int:
    """How many rows `ledger_rows` gives."""
    return how_many(_ledger(actor, period))


def _ledger(actor: Actor, period: Period) -> sa.Select[*tuple[Any, ...]]:
    """What a resident wrote is opened only where no title stands for it."""
    outcome = (
        sa.select(Reply.outcome).where(Reply.opinion_id == Opinion.id, Reply.replied_on.is_not(None))
        .order_by(Reply.id.desc()).limit(1).scalar_subquery()
    )
    return (
        visible(actor, "opinion.report", Opinion)
        .outerjoin(Call, VALID_CALL)
        .outerjoin(Rating, VALID_RATING)
        .where(*period.narrows(Opinion.submitted_on, *PLACES))
        .with_only_columns(
            Opinion.ref, Opinion.submitted_on, Opinion.accepted_on, Opinion.channel, Opinion.contact,
            Opinion.name, may_see(actor, "opinion.identity", Opinion).label("may_read_name"),
            Opinion.village_code, Opinion.category_id, Opinion.title,
            sa.case((Opinion.title == "", Opinion.text)).label("text"),
            Opinion.office_code, Opinion.assignee_id, Opinion.due_on, Opinion.status, Opinion.replied_on,
            outcome.label("outcome"), Call.called_on,
            sa.func.coalesce(Call.solved, Rating.solved).label("solved"),
            sa.func.coalesce(Call.satisfaction, Rating.satisfaction).label("satisfaction"), Opinion.reopened,
        )
        .order_by(Opinion.submitted_on, Opinion.id)
    )
