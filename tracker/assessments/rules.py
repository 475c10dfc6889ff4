"""年度考核: plans and their quotas, what may follow what, who may decide and who may read it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from tracker.domain.errors import RuleBroken
from tracker.domain.flow import Flow, Move
from tracker.domain.grades import (
    DECISION_TABLE,
    Grade,
    Limit,
    Quota,
    Ruling,
    Situation,
)
from tracker.domain.roles import Role
from tracker.domain.text import _
from tracker.domain.workdays import WorkCalendar, spoken

PUBLICITY_WORKDAYS = 5  # 公务员考核规定: 优秀公示不少于 5 个工作日; 事业单位工作人员考核规定 17
PERCENTS = (15, 20, 25)  # 公务员 20, 经批准 25; 事业单位工作人员考核规定 15: 20, 25, 考核不合格的单位 15
USUAL_PERCENT = 20
LONGEST_SUMMARY = 4000  # two pages of the 登记表
LONGEST_COMMENT = 1000
LONGEST_REASON = 400

LEADING_ROLES = frozenset({Role.HEAD, Role.DEPUTY})
"""领导成员 are assessed by the competent higher organ, never here (公务员法 37)."""
LINE_LEADERS = frozenset({Role.DEPUTY, Role.UNIT_HEAD, Role.WINDOW_HEAD})
"""They read the sheets of the people in their charge, and their own; no others."""


class PlanStatus(StrEnum):
    DRAFT = "draft"
    CONSULTING = "consulting"
    PUBLISHED = "published"
    SETTLED = "settled"
    CLOSED = "closed"


PLAN_LABELS: dict[PlanStatus, str] = {
    PlanStatus.DRAFT: _("草稿"),
    PlanStatus.CONSULTING: _("听取意见"),
    PlanStatus.PUBLISHED: _("已发布"),
    PlanStatus.SETTLED: _("人员已核定"),
    PlanStatus.CLOSED: _("已结束"),
}


def _staying(name: str, button: str, *states: PlanStatus, confirm: str = "") -> list[Move[PlanStatus]]:
    return [Move(name, button, frozenset({state}), state, confirm) for state in states]


_DRAFT, _CONSULTING, _PUBLISHED, _SETTLED, _CLOSED = PlanStatus
PLAN_FLOW = Flow(
    _DRAFT,
    Move("consult", _("听取意见"), frozenset({_DRAFT}), _CONSULTING,  # 事业 17: hear the staff first
         _("开始以后，全镇工作人员都能看到这份方案")),
    Move("publish", _("发布方案"), frozenset({_CONSULTING}), _PUBLISHED,
         _("发布以后方案不能再改，今年的考核都按它来办")),
    Move("settle", _("核定人员"), frozenset({_PUBLISHED}), _SETTLED,
         _("核定以后名单和优秀名额的基数就定了，大家可以开始写总结")),
    *_staying("publicise", _("公示优秀"), _SETTLED,
              confirm=_("名单只在本单位公示 5 个工作日，全镇工作人员都能看到")),
    *_staying("conclude_ready", _("确定结果"), _SETTLED, confirm=_("确定以后等次不能再改，本人就能看到")),
    Move("close", _("结束考核"), frozenset({_SETTLED}), _CLOSED, _("结束以后这一年的考核只能看，不能再办")),
    *_staying("draw", _("列出人员"), _PUBLISHED,
              confirm=_("按人员名册把在岗的人都列进来，领导成员转主管机关考核。名册改过以后可以再列一次")),
    *_staying("charge", _("分工"), _PUBLISHED, _SETTLED),
    *_staying("revise", _("改方案"), _DRAFT, _CONSULTING),
    *_staying("set_pool", _("改名额"), _DRAFT, _CONSULTING, _PUBLISHED, _SETTLED),
    terminal=frozenset({_CLOSED}),
)


class Status(StrEnum):
    WAITING = "waiting"
    SUMMARISED = "summarised"
    PROPOSED = "proposed"
    DECIDED = "decided"
    PUBLICISED = "publicised"
    CONCLUDED = "concluded"
    OUTSIDE = "outside"
    RECORDED = "recorded"
    LEFT = "left"


LABELS: dict[Status, str] = {
    Status.WAITING: _("待总结"),
    Status.SUMMARISED: _("待评鉴"),
    Status.PROPOSED: _("待拟定"),
    Status.DECIDED: _("已拟定"),
    Status.PUBLICISED: _("公示中"),
    Status.CONCLUDED: _("已确定"),
    Status.OUTSIDE: _("主管机关考核"),
    Status.RECORDED: _("主管机关考核，结果已录入"),
    Status.LEFT: _("不在本单位考核"),
}

VERDICT_LABELS: dict[Status, str] = {  # a grade as it was written down on the way
    Status.PROPOSED: _("主管领导建议"),
    Status.DECIDED: _("拟定"),
    Status.CONCLUDED: _("确定"),
}

_BEFORE = frozenset({Status.WAITING, Status.SUMMARISED, Status.PROPOSED})
_OUTSIDE = frozenset({Status.OUTSIDE, Status.RECORDED})
_DECIDABLE = _BEFORE | {Status.DECIDED, Status.PUBLICISED}
FLOW = Flow(
    Status.WAITING,
    Move("summarise", _("提交总结"), frozenset({Status.WAITING}), Status.SUMMARISED,
         _("提交以后您只能看，不能再改")),
    # for whoever has no access here: the text stays on paper, 组织人事 records that it was handed in
    Move("receive_paper", _("收到纸面总结"), frozenset({Status.WAITING}), Status.SUMMARISED,
         _("本人在这里写不了总结、已经交了纸面材料的，记下来就转给主管领导评鉴")),
    Move("propose", _("写评鉴"), frozenset({Status.SUMMARISED, Status.PROPOSED}), Status.PROPOSED),
    Move("decide", _("拟定等次"), _DECIDABLE, Status.DECIDED),  # again after an objection: 复议
    Move("publicise", _("公示"), frozenset({Status.DECIDED}), Status.PUBLICISED),
    Move("conclude", _("确定"), frozenset({Status.DECIDED, Status.PUBLICISED}), Status.CONCLUDED,
         _("确定以后等次不能再改，本人就能看到")),
    # 公务员法 37: from here no move leads to a grade
    Move("hand_up", _("转主管机关考核"), _BEFORE, Status.OUTSIDE,
         _("转出以后本单位不给他（她）定等次，只录入主管机关给的结果")),
    Move("take_back", _("改由本单位考核"), frozenset({Status.OUTSIDE}), Status.WAITING,
         _("名册上不是领导成员的人，才能改由本单位考核")),
    Move("record_outside_result", _("录入上级结果"), _OUTSIDE, Status.RECORDED),  # twice: a slip
    Move("leave", _("不再考核"), _DECIDABLE, Status.LEFT),
    Move("write", _("写总结"), frozenset({Status.WAITING}), Status.WAITING),
    *(Move("classify", _("定类别"), frozenset({one}), one) for one in sorted(_BEFORE)),
    terminal=frozenset({Status.CONCLUDED, Status.LEFT}),
)
NOT_HERE = frozenset({Status.OUTSIDE, Status.RECORDED, Status.LEFT})
"""Not in the base of any quota and in no count of grades."""

WAITING_WORDS = {
    "summarise": _("写个人总结"),
    "propose": _("给{name}写评鉴"),
    "decide": _("拟定{name}的等次"),
    "conclude": _("确定{name}的结果"),
}
DELIBERATED = frozenset({Status.PROPOSED, Status.DECIDED, Status.PUBLICISED})
GRADED = frozenset({Status.DECIDED, Status.PUBLICISED, Status.CONCLUDED})
"""These carry a decided grade."""


def snapshot(year: int, document_no: str, exclude_ungraded: bool, pools: Iterable[Quota]) -> dict[str, Any]:
    """The rules of the year as they stood at publication; what is decided later is judged by these."""
    return {
        "year": year,
        "document_no": document_no,
        "exclude_ungraded": exclude_ungraded,
        "publicity_workdays": PUBLICITY_WORKDAYS,
        "pools": [
            {"group": q.group.value, "percent": q.percent, "rounding": q.rounding.value, "fixed": q.fixed,
             "document": q.document}
            for q in pools
        ],
        "situations": {one.value: asdict(ruling) for one, ruling in DECISION_TABLE.items()},
    }


def table_of(frozen: Mapping[str, Any]) -> dict[Situation, Ruling]:
    """The decision table out of a snapshot."""
    return {
        Situation(name): Ruling(row["attends"], row["comment"], Limit(row["limit"]), row["source"])
        for name, row in frozen["situations"].items()
    }


def publicity_ends_on(start: date, calendar: WorkCalendar, workdays: int = PUBLICITY_WORKDAYS) -> date:
    """The last day of the publicity: so many full working days after the day it is put up."""
    return calendar.add(start, workdays)


def leader_for(unit_code: str, person_id: int, candidates: Iterable[tuple[int, Role, str]]) -> int | None:
    """主管领导 by default: a deputy, else the head, else who heads the unit; the nearest of them.

    `candidates` are (user id, role, unit code). None when two are equally near: then people decide.
    """
    above = [c for c in candidates if unit_code.startswith(c[2]) and c[0] != person_id]
    for roles in ({Role.DEPUTY}, {Role.HEAD}, LINE_LEADERS):
        fit = [c for c in above if c[1] in roles]
        if fit:
            nearest = max(len(c[2]) for c in fit)
            ids = {c[0] for c in fit if len(c[2]) == nearest}
            return ids.pop() if len(ids) == 1 else None
    return None


def check_running(status: PlanStatus) -> None:
    """Nobody's sheet moves before the population is fixed or after the assessment is over."""
    if status is PlanStatus.CLOSED:
        raise RuleBroken(_("这一年的考核已经结束"))
    if status is not PlanStatus.SETTLED:
        raise RuleBroken(_("参加考核的人员还没有核定，核定以后再办"))


def check_not_oneself(actor_id: int | None, person_id: int | None) -> None:
    """公务员法 76: nobody deals with the own assessment."""
    if actor_id == person_id:
        raise RuleBroken(_("这是您本人的考核，要由别人来办"))


def check_in_charge(actor_id: int | None, leader_id: int | None) -> None:
    if leader_id is None or actor_id != leader_id:
        raise RuleBroken(_("这位同志的主管领导不是您，要由主管领导写评鉴"))


def check_not_leading(is_leading: bool) -> None:
    """公务员法 37: 领导成员 are graded by the competent higher organ."""
    if is_leading:
        raise RuleBroken(_("领导成员由主管机关考核，本单位不定等次，只录入上级给的结果"))


def check_leading(is_leading: bool) -> None:
    """A leading member stays with the higher organ."""
    if is_leading:
        raise RuleBroken(_("名单上这位同志是领导成员，不能改由本单位考核"))


def check_leader(leader_id: int, person_id: int | None) -> None:
    if leader_id == person_id:
        raise RuleBroken(_("主管领导不能是本人"), field="leader_id")


def check_summary(text: str) -> None:
    if not text:
        raise RuleBroken(_("总结还是空的，请先写好"))


def check_any(found: Sequence[object], message: str) -> None:
    if not found:
        raise RuleBroken(message)


def check_comment_due(is_due: bool) -> None:
    if not is_due:
        raise RuleBroken(_("按考核规定，这位同志今年不写评语。为什么，请问组织人事"))


def check_ready(status: Status, comment_due: bool) -> None:
    """The committee decides on what the leader in charge has written, where something is to be written."""
    if comment_due and status in (Status.WAITING, Status.SUMMARISED):
        raise RuleBroken(_("主管领导还没有写评鉴，写好以后再拟定"))


def check_decision(grade: Grade, proposed: Grade | None, before: Grade | None, reason: str) -> None:
    """Another grade than the leader proposed or the committee decided before needs its reason."""
    if not reason and ((proposed and grade is not proposed) or (before and grade is not before)):
        raise RuleBroken(_("和先前的意见不同，请写明理由"), field="why")


def check_publicity(grade: Grade | None, ends_on: date | None, today: date) -> None:
    """优秀 stands in public for five working days first; whatever else is not publicised."""
    if grade is not Grade.EXCELLENT:
        return
    if ends_on is None:
        raise RuleBroken(_("拟定优秀的要先公示 {n} 个工作日"), n=PUBLICITY_WORKDAYS)
    if today <= ends_on:
        raise RuleBroken(_("公示到 {day}为止，过了这一天再确定"), day=spoken(ends_on, today.year))


def check_settled(without_leader: Iterable[str], people: int) -> None:
    """The population is fixed only when everybody who gets a comment has a leader who writes it."""
    if not people:
        raise RuleBroken(_("还没有列出参加考核的人员"))
    if names := "、".join(without_leader):
        raise RuleBroken(_("这些人还没有主管领导：{names}。请先分工"), names=names)


def check_closing(unfinished: int) -> None:
    if unfinished:
        raise RuleBroken(_("还有 {n} 人没有结果，都有了结果再结束"), n=unfinished)


def check_change_of_pool(status: PlanStatus, document: str) -> None:
    """Once the plan is out, places change only with a document."""
    if status in (PlanStatus.PUBLISHED, PlanStatus.SETTLED) and not document:
        raise RuleBroken(_("方案已经发布，改名额要有批准文号"), field="approval_doc")


@dataclass(frozen=True)
class Reading:
    """What of one sheet somebody may read: comment and proposed grade, the decided grade, what came from
    above; the own draft of a summary."""

    proposal: bool
    decision: bool
    outside: bool
    draft: bool


def reading(
    status: Status, grade: Grade | None, *, keeps: bool, deliberates: bool, leads: bool, is_self: bool
) -> Reading:
    """The keepers of grades read all, the committee while it deliberates, the leader what he wrote, the
    person when it is concluded; everybody else 优秀 once it is publicised (domain.md 12.7)."""
    may_all = status is Status.CONCLUDED if is_self else keeps or (deliberates and status in DELIBERATED)
    is_public = grade is Grade.EXCELLENT and status in (Status.PUBLICISED, Status.CONCLUDED)
    return Reading(
        proposal=may_all or (leads and not is_self), decision=may_all or is_public, outside=keeps or is_self,
        draft=is_self,
    )


@dataclass(frozen=True)
class Facts:
    """What decides, beside rights and status, whether a step is offered to somebody."""

    is_self: bool
    leads: bool
    is_running: bool
    has_text: bool
    comment_due: bool
    status: Status
    is_leading: bool


def is_offered(move: str, facts: Facts) -> bool:
    """Would this step be refused anyway? Then its button is not shown; the deeds check for themselves."""
    if facts.is_self:
        return facts.is_running and (move == "write" or (move == "summarise" and facts.has_text))
    if move in ("classify", "hand_up", "leave"):
        return True
    fits = {
        "propose": facts.leads and facts.comment_due,
        "decide": not facts.comment_due or facts.status not in (Status.WAITING, Status.SUMMARISED),
        "take_back": not facts.is_leading,
    }
    return (facts.is_running or move == "take_back") and fits.get(move, move not in ("publicise", "write"))


def is_offered_on_plan(move: str, people: int) -> bool:
    """An empty list has nobody to be in charge of and nothing to settle."""
    return people > 0 or move not in ("settle", "charge")


def is_charged(status: Status) -> bool:
    """Somebody graded here has a 主管领导, who may change until the result is settled."""
    return status in _DECIDABLE
