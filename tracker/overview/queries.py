"""What waits for whom today (今天), and the auditor's page of the log."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from tracker.assessments.queries import waiting_for_me
from tracker.domain import clock
from tracker.domain.policy import POLICY, may_come
from tracker.domain.roles import Actor, Role
from tracker.domain.text import _
from tracker.domain.workdays import WorkCalendar, spoken
from tracker.exports.queries import waiting_for
from tracker.hall.queries import due_soon, my_tasks
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
from tracker.people.queries import names_of
from tracker.pictures.queries import asked_originals
from tracker.problems.queries import ProblemRow, my_problems, problems_to_judge
from tracker.sealed.queries import inbox as sealed_inbox
from tracker.sealed.rules import FLOW as SEALED_FLOW
from tracker.store import audit
from tracker.store.access import may_see, visible
from tracker.store.audit import AuditEntry, Hidden, Verdict
from tracker.store.db import answers as database_answers
from tracker.store.db import db
from tracker.township.queries import is_demo, work_calendar
from tracker.visits.queries import key_village_gaps, to_visit

__all__ = ["audit_entries", "audit_verdict", "database_answers", "is_demo", "my_day", "names_in"]

HIDDEN = Hidden(
    kinds=("sealed", "county_box"),
    actions=(
        *(name for name in POLICY if name.startswith(("sealed.", "county_box."))), "box_key.reseal",
        "opinion.seal", "opinion.release",
    ),
)
"""Each of these would tell that a matter is or was an accusation."""
LATER = date(9999, 12, 31)
"""Where a matter without a deadline stands in the order."""
DECIDES = {
    RequestKind.RETURN: "opinion.allow_return", RequestKind.HAND_OVER: "opinion.take_over",
    RequestKind.DEFER: "opinion.defer", RequestKind.EXTEND: "opinion.extend",
    RequestKind.OBJECT: "opinion.keep",
}
"""Who has to answer what somebody asked for."""
FEW = 6
"""How many lines a card shows; the rest stands behind 看全部."""


@dataclass(frozen=True)
class DayRow:
    """One thing that waits: where it is, what it is, and the facts that make it urgent."""

    endpoint: str
    args: Mapping[str, str | int]
    title: str
    meta: list[str]


@dataclass(frozen=True)
class DayCard:
    """A card of the day's page; `empty` says what an empty card means."""

    title: str
    icon: str
    empty: tuple[str, str]
    rows: list[DayRow] = field(default_factory=list)
    all_endpoint: str = ""


@dataclass(frozen=True)
class Waits:
    """One card of the day: for whoever may do `action`, with the rows `rows` finds."""

    action: str
    title: str
    icon: str
    empty: tuple[str, str]
    all_endpoint: str
    rows: Callable[[Actor], list[DayRow]]


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


def _problem_rows(found: Iterable[ProblemRow]) -> list[DayRow]:
    return [
        DayRow("visits.problem", {"ref": row.ref}, row.title, [row.village, row.standing])
        for row in list(found)[:FEW]
    ]


def _visit_rows(actor: Actor) -> list[DayRow]:
    today = clock.today()
    return [
        DayRow(
            "visits.new", {"household": row.household.id}, row.name,
            [_last_seen(row.last_on, today.year), _unsolved(row.open_problems)],
        )
        for row in to_visit(actor)[:FEW]
        if row.household is not None
    ]


def _unsolved(count: int) -> str:
    return _("有 {n} 件事没解决").format(n=count) if count else ""


def _last_seen(last_on: date | None, year: int) -> str:
    return _("上次 {day}").format(day=spoken(last_on, year)) if last_on else _("还没有走访过")


def _gap_rows(actor: Actor) -> list[DayRow]:
    return [
        DayRow(
            "visits.contacts", {}, gap.name,
            [_last_seen(gap.last_on, clock.today().year) if gap.has_cadre else _("还没有联系干部")],
        )
        for gap in key_village_gaps(actor)[:FEW]
    ]


def _task_rows(actor: Actor) -> list[DayRow]:
    found = my_tasks(actor, FEW) if may_come(actor, "task.receive") else due_soon(actor, FEW)
    return [DayRow("hall.detail", {"ref": row.ref}, row.title, [row.ref, row.words]) for row in found]


def _assessment_rows(actor: Actor) -> list[DayRow]:
    return [DayRow(row.endpoint, row.args, row.title, row.meta) for row in waiting_for_me(actor, FEW)]


def _sealed_rows(actor: Actor) -> list[DayRow]:
    waiting = [row for row in sealed_inbox(actor) if SEALED_FLOW.open_moves(row.status)]
    return [DayRow("sealed.detail", {"ref": row.ref}, row.ref, []) for row in waiting[:FEW]]


def _export_rows(actor: Actor) -> list[DayRow]:
    return [
        DayRow("exports.detail", {"export_id": row.id}, row.title, [row.caption, row.purpose])
        for row in waiting_for(actor)[:FEW]
    ]


NOTHING_LATE = _("新的事来了会排在这里。")
DAY: tuple[Waits, ...] = (
    Waits("opinion.defer", _("快：要马上办的"), "triangle-alert", (_("没有要马上办的"), NOTHING_LATE),
          "opinions.index", fast_opinions),
    Waits("opinion.list", _("群众的事，等您办的"), "message-square", (_("没有等您办的"), NOTHING_LATE),
          "opinions.index", opinions_waiting),
    Waits("sealed.list", _("密封件"), "lock", (_("没有等接收的"), NOTHING_LATE),
          "sealed.index", _sealed_rows),
    Waits("visit.add", _("该去看看的"), "footprints", (_("联系户这个季度都走到了"), _("想去随时可以再去。")),
          "visits.contacts", _visit_rows),
    Waits("problem.apply", _("要您解决的问题"), "list-checks", (_("手里没有问题"), NOTHING_LATE),
          "visits.problems", lambda actor: _problem_rows(my_problems(actor))),
    Waits("problem.check", _("等您核查、销号的问题"), "list-checks", (_("没有等核查的"), NOTHING_LATE),
          "visits.problems", lambda actor: _problem_rows(problems_to_judge(actor))),
    Waits("contact.gaps", _("重点村还缺什么"), "map-pin", (_("重点村都有人联系，这个季度都有人去过"), ""),
          "visits.contacts", _gap_rows),
    Waits("task.list", _("快到期的办件"), "clipboard-list", (_("没有快到期的办件"), NOTHING_LATE),
          "hall.index", _task_rows),
    Waits("assessment.list", _("年度考核，等您的一步"), "award", (_("没有等您的"), NOTHING_LATE),
          "assessments.index", _assessment_rows),
    Waits("export.approve", _("等您同意的导出"), "clock", (_("没有等您同意的导出"), NOTHING_LATE),
          "exports.index", _export_rows),
)


def my_day(actor: Actor) -> list[DayCard]:
    """What waits for this actor, one card for each thing the post may do; no totals, no ranks."""
    return [
        DayCard(card.title, card.icon, card.empty, card.rows(actor), card.all_endpoint)
        for card in DAY
        if may_come(actor, card.action)
    ]


def audit_entries(actor: Actor, action_text: str, skip: int, limit: int) -> Sequence[AuditEntry]:
    return audit.entries(actor.town_code, action_text, skip, limit, HIDDEN)


def audit_verdict() -> Verdict:
    return audit.verify()


def names_in(entries: Iterable[AuditEntry]) -> dict[int | None, str]:
    return names_of(entry.user_id for entry in entries)
