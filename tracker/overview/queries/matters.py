"""Residents' matters (民意) that wait for whom today."""

from datetime import date

import sqlalchemy as sa

from tracker.domain import clock
from tracker.domain.roles import Actor, Role
from tracker.domain.text import _
from tracker.domain.workdays import WorkCalendar
from tracker.opinions.models import Opinion
from tracker.opinions.queries.waiting import waiting_requests
from tracker.opinions.rules import LABELS as OPINION_LABELS
from tracker.opinions.rules import (
    MOST_REOPENED,
    OPEN,
    ClockKind,
    RequestKind,
    Status,
    Urgency,
    hours_standing,
    standing,
    title_of,
)
from tracker.opinions.service.clocks import hours_of
from tracker.overview.queries.rows import FEW, DayRow
from tracker.pictures.queries import asked_originals
from tracker.store.access import may_see, visible
from tracker.store.db import db
from tracker.township.queries import work_calendar

LATER = date(9999, 12, 31)
"""Where a matter without a deadline stands in the order."""
DECIDES = {
    RequestKind.RETURN: "opinion.allow_return", RequestKind.HAND_OVER: "opinion.take_over",
    RequestKind.DEFER: "opinion.defer", RequestKind.EXTEND: "opinion.extend",
    RequestKind.OBJECT: "opinion.keep",
}
"""Who has to answer what somebody asked for."""


def opinions_waiting(actor: Actor) -> list[DayRow]:
    """Residents' matters whose next step is this person's, the earliest deadline first."""
    steps = (
        (Opinion.status == Status.SUBMITTED, "opinion.accept"),
        (Opinion.status == Status.ACCEPTED, "opinion.route"),
        (sa.and_(Opinion.status == Status.ROUTED, _on_own_desk(actor)), "opinion.assign"),
        (sa.and_(Opinion.status == Status.SIGNING, _on_own_desk(actor)), "opinion.sign"),
        (Opinion.status == Status.REPLIED, "opinion.call_back"),
        (Opinion.status == Status.CALLED_BACK, "opinion.close"),
        (
            sa.and_(Opinion.status == Status.WITHDRAWN, Opinion.is_withdrawal_to_check),
            "opinion.check_withdrawal",
        ),
        (Opinion.id.in_(asked_originals(Opinion.__tablename__, actor.user_id)), "opinion.allow_original"),
    )
    asked = [(Opinion.id.in_(waiting_requests(kind)), action) for kind, action in DECIDES.items()]
    waits = [sa.and_(condition, may_see(actor, action, Opinion)) for condition, action in (*steps, *asked)]
    mine = sa.and_(Opinion.status == Status.HANDLING, Opinion.assignee_id == actor.user_id)
    not_own_answer = sa.or_(
        Opinion.status != Status.REPLIED, Opinion.assignee_id.is_(None), Opinion.assignee_id != actor.user_id
    )
    query = visible(actor, "opinion.list", Opinion).where(sa.or_(mine, *waits), not_own_answer)
    late_last = sa.func.coalesce(Opinion.due_on, LATER)
    found = db.session.scalars(query.order_by(late_last, Opinion.id).limit(FEW)).all()
    if not found:
        return []
    today, calendar = clock.today(), work_calendar()
    return [
        DayRow(
            "opinions.detail", {"ref": row.ref}, row.title or title_of(row.text),
            [_next_word(row), _time_left(row, today, calendar)],
        )
        for row in found
    ]


def fast_opinions(actor: Actor) -> list[DayRow]:
    """快: what the leader on duty looks at first, with the hours to the first word with the resident."""
    query = visible(actor, "opinion.list", Opinion).where(
        Opinion.urgency == Urgency.FAST, Opinion.status.in_(OPEN), Opinion.merged_into_id.is_(None)
    )
    found = db.session.scalars(query.order_by(Opinion.created_at, Opinion.id).limit(FEW)).all()
    return [
        DayRow(
            "opinions.detail", {"ref": row.ref}, row.title or title_of(row.text),
            [OPINION_LABELS[row.status], _contacted(row)],
        )
        for row in found
    ]


def _contacted(row: Opinion) -> str:
    """Whether somebody has spoken with the resident, or by when."""
    urgent = next((one for one in row.clocks if one.kind is ClockKind.URGENT), None)
    if urgent is None or row.contacted_at is not None:
        return _("已联系本人") if row.contacted_at else _("还没有联系本人")
    return hours_standing(urgent.kind, hours_of(urgent), urgent.stopped_at, clock.now()).text


def _on_own_desk(actor: Actor) -> sa.ColumnElement[bool]:
    """Leaders have on their desk what came back a second time (the deputy) and a third (the head)."""
    if actor.role not in (Role.DEPUTY, Role.HEAD):
        return sa.true()
    is_heads = Opinion.reopened >= MOST_REOPENED
    return sa.and_(
        Opinion.unit_code == Opinion.town_code, is_heads if actor.role is Role.HEAD else sa.not_(is_heads)
    )


def _next_word(row: Opinion) -> str:
    """The state, or what is asked of this person where the state does not say it."""
    if row.is_withdrawal_to_check:
        return _("问一问为什么撤回")
    if row.status is Status.ROUTED and row.reopened:
        return _("第 {n} 次重办，等您指派").format(n=row.reopened)
    return str(OPINION_LABELS[row.status])


def _time_left(row: Opinion, today: date, calendar: WorkCalendar) -> str:
    stands = standing(
        row.status, row.last_on, row.due_on, row.replied_on, today, calendar
    )
    return stands.text
