"""What stops or lengthens the promised days of a task: 特别程序, papers that come later, 延期."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.catalogue.rules import GapRule, Kind, Type
from tracker.domain.deadline import DeadlineClock, Pause
from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.domain.workdays import ONE_DAY


class PauseKind(StrEnum):
    """特别程序 (行政许可法 45); SUPPLEMENT: papers owed after acceptance, under the item's own rule."""

    HEARING = "hearing"
    TENDER = "tender"
    AUCTION = "auction"
    INSPECTION = "inspection"
    TESTING = "testing"
    QUARANTINE = "quarantine"
    APPRAISAL = "appraisal"
    EXPERTS = "experts"
    SUPPLEMENT = "supplement"


class PauseState(StrEnum):
    ASKED = "asked"
    RUNNING = "running"
    ENDED = "ended"
    REFUSED = "refused"


PAUSE_LABELS: dict[PauseKind, str] = {
    PauseKind.HEARING: _("听证"),
    PauseKind.TENDER: _("招标"),
    PauseKind.AUCTION: _("拍卖"),
    PauseKind.INSPECTION: _("检验"),
    PauseKind.TESTING: _("检测"),
    PauseKind.QUARANTINE: _("检疫"),
    PauseKind.APPRAISAL: _("鉴定"),
    PauseKind.EXPERTS: _("专家评审"),
    PauseKind.SUPPLEMENT: _("受理后补材料"),
}
PAUSE_STATE_LABELS: dict[PauseState, str] = {
    PauseState.ASKED: _("等批准"),
    PauseState.RUNNING: _("正在进行，不计时"),
    PauseState.ENDED: _("已结束"),
    PauseState.REFUSED: _("没有批准"),
}


@dataclass(frozen=True)
class Stop:
    """One stretch in which the promised days may stand still; `until` None: it lasts.

    `until` is the day something came back: after a 特别程序 that day counts again, after papers that came
    late it does not (the days go on from the next, as after any receipt).
    """

    since: date
    until: date | None
    is_supplement: bool = False


def clock_of(
    accepted_on: date, promised_workdays: int, stops: Iterable[Stop], gap_rule: GapRule,
    extensions: Iterable[int] = (),
) -> DeadlineClock:
    """The promise of a task as a clock, in workdays (practice.md 1.5; domain.md 6.4).

    GapRule.NONE: late papers change nothing; PAUSE: the days from telling to receipt do not count;
    RESTART: the whole promise runs again from the receipt, and what stood still before it is forgotten.
    """
    started_on, pauses = accepted_on, list[Pause]()
    for stop in sorted(stops, key=lambda one: one.since):
        if not stop.is_supplement:
            pauses.append(Pause(stop.since, stop.until))
        elif gap_rule is GapRule.RESTART and stop.until is not None:
            started_on, pauses = stop.until, []
        elif gap_rule is not GapRule.NONE:
            pauses.append(Pause(stop.since, stop.until + ONE_DAY if stop.until else None))
    return DeadlineClock(started_on, promised_workdays, pauses=tuple(pauses), extensions=tuple(extensions))


LONGEST_EXTENSION, LONGEST_JOINT_EXTENSION = 10, 15  # 工作日 (行政许可法 42), 15: several decide jointly


def longest_extension(kind: Kind) -> int:
    """Workdays a promise may be extended by, once (行政许可法 42)."""
    return LONGEST_JOINT_EXTENSION if kind is Kind.JOINT else LONGEST_EXTENSION


def check_extension(workdays: int, kind: Kind, *, was_extended: bool) -> None:
    if was_extended:
        raise RuleBroken(_("已经延过一次期了，不能再延"))
    most = longest_extension(kind)
    if not 1 <= workdays <= most:
        raise RuleBroken(_("最多延 {n} 个工作日"), field="workdays", n=most)


def check_leader_decides(item_type: Type, *, is_leader: bool) -> None:
    """A permit is extended by the head of the authority only (行政许可法 42)."""
    if item_type is Type.PERMIT and not is_leader:
        raise RuleBroken(_("行政许可延期要分管领导或主要负责人批准"))


def check_another_decides(asked_by: int | None, decides: int | None) -> None:
    if asked_by == decides:
        raise RuleBroken(_("申请的人不能自己批，请另一位负责人批"))


def check_pause(kind: PauseKind, gap_rule: GapRule, *, is_waiting: bool) -> None:
    """One at a time, and late papers only where the guide of the item stops the clock."""
    if is_waiting:
        raise RuleBroken(_("已经有一个特别程序在等批准"))
    if kind is PauseKind.SUPPLEMENT and gap_rule is GapRule.NONE:
        raise RuleBroken(_("这个事项受理后补材料不停表，不用申请"), field="kind")
