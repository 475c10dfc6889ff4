"""The gate to publication (公布): six facts, honest days; only what is public is taken in."""

from collections.abc import Mapping

from tracker.catalogue.rules.words import KIND_LABELS, Kind, Status
from tracker.domain.errors import RuleBroken
from tracker.domain.flow import Flow, Move
from tracker.domain.text import _

FLOW = Flow(
    Status.DRAFT,
    Move("publish", _("公布"), frozenset({Status.DRAFT, Status.WITHDRAWN}), Status.PUBLISHED),
    Move("take_down", _("撤下"), frozenset({Status.PUBLISHED}), Status.WITHDRAWN),
)

# domain.md 8.3: the article's six public facts; an item lacking one cannot be published
SIX_FACTS: dict[str, str] = {
    "content": _("服务内容"),
    "procedure": _("办理流程"),
    "ways": _("办理方式"),
    "hours": _("办理时间"),
    "place": _("办理地点"),
    "people": _("办理人员"),
}
MISSING_FACTS: dict[str, str] = {
    "content": _("缺少服务内容，写清楚办的是什么才能公布"),
    "procedure": _("缺少办理流程，写清楚分几步才能公布"),
    "ways": _("缺少办理方式，写清楚窗口、网上还是上门才能公布"),
    "hours": _("缺少办理时间，写清楚哪天几点开门才能公布"),
    "place": _("缺少办理地点，写清楚到哪里办才能公布"),
    "people": _("缺少办理人员，写清楚找谁办才能公布"),
}


def check_publishable(facts: Mapping[str, str | None]) -> None:
    """RuleBroken at the first of the six facts that is missing."""
    for name, message in MISSING_FACTS.items():
        if not (facts.get(name) or "").strip():
            raise RuleBroken(message, field=name)


def check_days(kind: Kind, promised: int, legal: int | None) -> None:
    """承诺 ≤ 法定 (优化营商环境条例 36); an instant item promises nothing beyond the day."""
    if kind is Kind.INSTANT and promised:
        raise RuleBroken(_("即办件当天办结，承诺时限填 0"), field="promised_workdays")
    if kind in (Kind.PROMISED, Kind.JOINT, Kind.REPORTED) and promised < 1:
        raise RuleBroken(
            _("{kind}至少承诺 1 个工作日"), field="promised_workdays", kind=KIND_LABELS[kind]
        )
    if legal is not None and promised > legal:
        raise RuleBroken(
            _("承诺时限不能超过法定的 {legal} 个工作日，这里是 {promised} 个"),
            field="promised_workdays", legal=legal, promised=promised,
        )


def check_taken_in(status: Status) -> None:
    """Only what is published is taken in: else nobody could have read the conditions."""
    if status is not Status.PUBLISHED:
        raise RuleBroken(_("这个事项现在没有公布，不能收件"))
