"""今天: which cards there are, and for whom."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tracker.domain.policy import may_come
from tracker.domain.roles import Actor, Role
from tracker.domain.text import _
from tracker.overview.queries.matters import fast_opinions, opinions_waiting
from tracker.overview.queries.rows import DayRow
from tracker.overview.queries.things import (
    answer_rows,
    assessment_rows,
    case_rows,
    dated_rows,
    export_rows,
    gap_rows,
    outreach_rows,
    problem_rows,
    sealed_rows,
    task_rows,
    visit_rows,
)
from tracker.problems.queries import my_problems, problems_to_judge


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


NOTHING_LATE = _("新的事来了会排在这里。")
DAY: tuple[Waits, ...] = (
    Waits("opinion.defer", _("快：要马上办的"), "triangle-alert", (_("没有要马上办的"), NOTHING_LATE),
          "opinions.index", fast_opinions),
    Waits("opinion.list", _("群众的事，等您办的"), "message-square", (_("没有等您办的"), NOTHING_LATE),
          "opinions.index", opinions_waiting),
    Waits("sealed.list", _("密封件"), "lock", (_("没有等接收的"), NOTHING_LATE),
          "sealed.index", sealed_rows),
    Waits("visit.add", _("该去看看的"), "footprints", (_("联系户这个季度都走到了"), _("想去随时可以再去。")),
          "visits.contacts", visit_rows),
    Waits("problem.apply", _("要您解决的问题"), "list-checks", (_("手里没有问题"), NOTHING_LATE),
          "visits.problems", lambda actor: problem_rows(my_problems(actor))),
    Waits("problem.check", _("等您定的问题"), "list-checks", (_("没有等您定的"), NOTHING_LATE),
          "visits.problems", lambda actor: problem_rows(problems_to_judge(actor))),
    Waits("contact.gaps", _("重点村还缺什么"), "map-pin", (_("重点村都有人联系，这个季度都有人去过"), ""),
          "visits.contacts", gap_rows),
    Waits("task.list", _("快到期的办件"), "clipboard-list", (_("没有快到期的办件"), NOTHING_LATE),
          "hall.index", task_rows),
    Waits("rating_case.list", _("差评，等您办的"), "message-square-text", (_("没有差评等您办"), NOTHING_LATE),
          "hall.cases", case_rows),
    Waits("outreach.tell", _("要告诉他们的"), "megaphone", (_("没有要告诉的人"), NOTHING_LATE),
          "outreach.index", outreach_rows),
    Waits("assessment.list", _("年度考核，等您的一步"), "award", (_("没有等您的"), NOTHING_LATE),
          "assessments.index", assessment_rows),
    Waits("export.approve", _("等您同意的导出"), "clock", (_("没有等您同意的导出"), NOTHING_LATE),
          "exports.index", export_rows),
)


OUTDOORS = frozenset({Role.CADRE, Role.AGENT})
FIELD_DAY: tuple[Waits, ...] = (
    Waits("visit.add", _("该去看看的"), "footprints", (_("没有该去的户"), _("想去随时可以再去。")),
          "visits.contacts", visit_rows),
    Waits("opinion.list", _("要我回复的"), "message-square", (_("没有等您回复的"), NOTHING_LATE),
          "opinions.index", answer_rows),
    Waits("problem.apply", _("快到期的"), "clock", (_("手里没有快到期的事"), NOTHING_LATE),
          "visits.problems", dated_rows),
    *(one for one in DAY if one.action in ("outreach.tell", "assessment.list", "export.approve")),
)
"""Who is mostly in the villages reads it on a phone: three cards (ux.md S3)."""


def my_day(actor: Actor) -> list[DayCard]:
    """What waits for this actor, one card for each thing the post may do; no totals, no ranks."""
    return [
        DayCard(card.title, card.icon, card.empty, card.rows(actor), card.all_endpoint)
        for card in (FIELD_DAY if actor.role in OUTDOORS else DAY)
        if may_come(actor, card.action)
    ]
