"""What else waits today (该去看看的、快到期的): households, problems, tasks, assessments, exports."""

from collections.abc import Iterable
from datetime import date

from tracker.assessments.queries import waiting_for_me
from tracker.domain import clock
from tracker.domain.policy import may_come
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.domain.workdays import spoken
from tracker.exports.queries import waiting_for
from tracker.field.queries import to_decide
from tracker.hall.models import RatingCase
from tracker.hall.queries import cases_for as bad_ratings
from tracker.hall.queries import due_soon, my_tasks
from tracker.hall.rules import CASE_FLOW, CASE_LABELS, TO_MEND, CaseStatus
from tracker.households.queries import open_conflicts
from tracker.outreach.queries import my_day as people_to_tell
from tracker.overview.queries.matters import opinions_waiting
from tracker.overview.queries.rows import FEW, DayRow
from tracker.problems.queries import ProblemRow, my_problems
from tracker.sealed.queries import inbox as sealed_inbox
from tracker.sealed.rules import FLOW as SEALED_FLOW
from tracker.visits.queries import DueRow, due, key_village_gaps
from tracker.visits.rules import reason_of


def problem_rows(found: Iterable[ProblemRow]) -> list[DayRow]:
    return [
        DayRow(
            "visits.problem", {"ref": row.ref}, row.title,
            [*([_("快")] if row.is_fast else []), row.village, row.standing],
        )
        for row in list(found)[:FEW]
    ]


def visit_rows(actor: Actor) -> list[DayRow]:
    """Whom to go and see, with the reasons; all that is due at one household is one line."""
    today = clock.today()
    found = []
    for one in due(actor)[:FEW]:
        row, asked = one.contact, reason_of(one.standing, today) if one.standing else ""
        place: dict[str, str | int] = {"village": row.link.village_code}
        reasons = [_who_saw(one, today.year), _unsolved(row.open_problems), asked]
        found.append(DayRow(
            "visits.new", {"household": row.household.id} if row.household else place, row.name,
            [reason for reason in reasons if reason],
        ))
    return found


def _who_saw(one: DueRow, year: int) -> str:
    """The last visit to it; said so when it was a colleague's, which is no day of one's own."""
    last, own = one.contact.last_on, one.standing
    if own and last and last >= own.window[0] and last != own.last_on:
        return _("同事 {day} 去过").format(day=spoken(last, year))
    return _last_seen(last, year)


def _unsolved(count: int) -> str:
    return _("有 {n} 件事没解决").format(n=count) if count else ""


def _last_seen(last_on: date | None, year: int) -> str:
    return _("上次 {day}").format(day=spoken(last_on, year)) if last_on else _("还没有走访过")


def gap_rows(actor: Actor) -> list[DayRow]:
    return [
        DayRow(
            "visits.contacts", {}, gap.name,
            [_last_seen(gap.last_on, clock.today().year) if gap.has_cadre else _("还没有联系干部")],
        )
        for gap in key_village_gaps(actor)[:FEW]
    ]


def task_rows(actor: Actor) -> list[DayRow]:
    found = my_tasks(actor, FEW) if may_come(actor, "task.receive") else due_soon(actor, FEW)
    return [DayRow("hall.detail", {"ref": row.ref}, row.title, [row.ref, row.words]) for row in found]


def outreach_rows(actor: Actor) -> list[DayRow]:
    """Whom to tell of what the town has for them, the earliest day first."""
    year = clock.today().year
    return [
        DayRow(
            "outreach.detail", {"outreach_id": row.id}, row.title,
            [row.item, *([spoken(row.falls_on, year)] if row.falls_on else [])],
        )
        for row in people_to_tell(actor)
    ]


def assessment_rows(actor: Actor) -> list[DayRow]:
    return [DayRow(row.endpoint, row.args, row.title, row.meta) for row in waiting_for_me(actor, FEW)]


def case_rows(actor: Actor) -> list[DayRow]:
    """差评办理: what this person may do the next step of, the earliest day first."""
    year = clock.today().year
    return [
        DayRow("hall.case", {"ref": row.ref}, row.item, _case_words(row.case, year))
        for row in bad_ratings(actor, _my_steps(actor), FEW)
    ]


def _case_words(case: RatingCase, year: int) -> list[str]:
    """Where it stands, and the day that comes first: to be contacted, else to be mended."""
    words = [CASE_LABELS[case.status]]
    if case.contact_by and not case.contacted_on:
        words.append(_("{day}前联系").format(day=spoken(case.contact_by, year)))
    elif case.status in TO_MEND:
        words.append(_("{day}前改好").format(day=spoken(case.mend_by, year)))
    return words


def _my_steps(actor: Actor) -> list[CaseStatus]:
    def mine(status: CaseStatus) -> bool:
        return any(may_come(actor, f"rating_case.{move.name}") for move in CASE_FLOW.open_moves(status))

    return [status for status in CaseStatus if mine(status)]


def sealed_rows(actor: Actor) -> list[DayRow]:
    waiting = [row for row in sealed_inbox(actor) if SEALED_FLOW.open_moves(row.status)]
    return [DayRow("sealed.detail", {"ref": row.ref}, row.ref, []) for row in waiting[:FEW]]


def export_rows(actor: Actor) -> list[DayRow]:
    return [
        DayRow("exports.detail", {"export_id": row.id}, row.title, [row.caption, row.purpose])
        for row in waiting_for(actor)[:FEW]
    ]


def answer_rows(actor: Actor) -> list[DayRow]:
    """要我回复的: residents' matters, and where two records disagree and a person decides."""
    return [*_two_words(actor), *opinions_waiting(actor)]


def _two_words(actor: Actor) -> list[DayRow]:
    """Records of phones that were set aside, facts of households that two people tell differently."""
    parked = to_decide(actor) if may_come(actor, "sync.list") else 0
    told_twice = open_conflicts(actor) if may_come(actor, "household.settle") else ()
    found = []
    if parked:
        words = _("手机传上来的有 {n} 条要看一看").format(n=parked)
        found.append(DayRow("field.parked", {}, words, [_("看看怎么收")]))
    if told_twice:
        words = _("户情有 {n} 处两个说法").format(n=len(told_twice))
        found.append(DayRow("visits.households", {}, words, [_("看看哪个对")]))
    return found


def dated_rows(actor: Actor) -> list[DayRow]:
    """快到期的: problems and tasks in one's own hands, the earliest day first."""
    found = problem_rows(my_problems(actor))
    return [*found, *(task_rows(actor) if may_come(actor, "task.list") else [])][:FEW]
