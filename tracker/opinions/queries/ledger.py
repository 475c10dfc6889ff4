"""The rows of the 群众意见台账: columns only, one after the other, however many there are."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

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
_call, _rating = aliased(Call), aliased(Rating)
VALID_CALL = Call.id == (
    sa.select(sa.func.max(_call.id))
    .where(_call.opinion_id == Opinion.id, _call.is_contacted, _call.purpose == CallPurpose.ANSWER)
    .correlate(Opinion).scalar_subquery()
)
"""有效回访: the last call that reached somebody. While a matter is done again, what was said before still
stands: whoever was not content would else be in no figure."""
VALID_RATING = Rating.id == (
    sa.select(sa.func.max(_rating.id)).where(_rating.opinion_id == Opinion.id)
    .correlate(Opinion).scalar_subquery()
)


class LedgerRow(NamedTuple):
    """One matter as it was written: the columns mask it.

    `may_read_name`: this actor may read whose matter it is. `text`: None where the staff gave it a `title`.
    `merged_into`: the number of the matter it is dealt with under, None also where the actor may not know it.
    `solved` and `satisfaction` are as asked at the last valid call, else as the resident rated.
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
    merged_into: str | None
    is_repeat: bool
    is_proxy: bool | None


def ledger_rows(actor: Actor, period: Period) -> Iterator[LedgerRow]:
    """Matters this actor may report, in the order they came."""
    units, people, categories = unit_names(actor.town_code), people_names(), _category_names(actor)
    heads = _merged_into(actor)
    for one in stream(_ledger(actor, period)):
        village, office = one.village_code or "", one.office_code or ""
        yield LedgerRow(
            one.ref, one.submitted_on, one.accepted_on, one.channel, one.contact, one.name, one.may_read_name,
            village, units.get(village, ""), categories.get(one.category_id, ""), one.title, one.text,
            office, units.get(office, ""), people.get(one.assignee_id, ""), one.due_on, one.status,
            one.replied_on, one.outcome, one.called_on, one.solved, one.satisfaction, one.reopened,
            heads.get(one.merged_into_id), one.is_repeat, one.is_proxy,
        )


def _category_names(actor: Actor) -> dict[int | None, str]:
    below = Category.unit_code.startswith(actor.town_code)
    rows = db.session.execute(sa.select(Category.id, Category.name).where(below))
    return {row.id: row.name for row in rows}


def _merged_into(actor: Actor) -> dict[int | None, str]:
    """{id: number} of the matters that others are dealt with under, as far as this actor may know of them."""
    other = aliased(Opinion)
    taken = sa.select(other.merged_into_id).where(other.merged_into_id.is_not(None))
    query = visible(actor, "opinion.report", Opinion).where(Opinion.id.in_(taken))
    return {row.id: row.ref for row in db.session.execute(query.with_only_columns(Opinion.id, Opinion.ref))}


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
            Opinion.merged_into_id, Opinion.repeat_of_id.is_not(None).label("is_repeat"),
            Call.is_proxy,
        )
        .order_by(Opinion.submitted_on, Opinion.id)
    )
