"""Grades (等次、档次), the decision table of who is graded and how far, and the places for 优秀 (名额)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain import quota
from tracker.domain.errors import RuleBroken
from tracker.domain.quota import Rounding
from tracker.domain.text import _


class Group(StrEnum):
    """名额池: each has a population, grade words and a quota of its own; never added up (domain.md 1.1)."""

    CIVIL = "civil"
    INSTITUTION = "institution"
    OTHER = "other"


GROUP_LABELS: dict[Group, str] = {
    Group.CIVIL: _("公务员（含参公）"),
    Group.INSTITUTION: _("事业单位工作人员"),
    Group.OTHER: _("其他人员"),
}
GROUP_OF_TRACK: dict[str, Group] = {  # by the value of a person's track
    "civil": Group.CIVIL,
    "reference": Group.CIVIL,  # 公务员法 112: by reference, the same rules
    "institution": Group.INSTITUTION,
    "other": Group.OTHER,
}
APPROVERS: dict[Group, str] = {  # who may grant more than the usual share
    Group.CIVIL: _("县公务员主管部门（县委组织部）"),
    Group.INSTITUTION: _("县事业单位人事综合管理部门（县人社局）"),
    Group.OTHER: _("县级主管部门"),
}


class Grade(StrEnum):
    """The ladder that all groups share; what a step is called depends on the group: see word()."""

    EXCELLENT = "excellent"
    COMPETENT = "competent"
    BASIC = "basic"
    INCOMPETENT = "incompetent"
    UNDETERMINED = "undetermined"


def _words(*words: str) -> dict[Grade, str]:
    return dict(zip(Grade, words, strict=True))


CIVIL_GRADES = _words(_("优秀"), _("称职"), _("基本称职"), _("不称职"), _("不确定等次"))  # 公务员法 38
INSTITUTION_GRADES = _words(_("优秀"), _("合格"), _("基本合格"), _("不合格"), _("不确定档次"))  # 事业 10
GRADE_LABELS = {
    Group.CIVIL: CIVIL_GRADES,
    Group.INSTITUTION: INSTITUTION_GRADES,
    Group.OTHER: INSTITUTION_GRADES,  # 机关工勤 by reference to the 事业 rules (art. 47)
}
SCALE_WORD = {Group.CIVIL: _("等次"), Group.INSTITUTION: _("档次"), Group.OTHER: _("档次")}


def word(grade: Grade, group: Group) -> str:
    """称职 of a civil servant is 合格 of institution staff."""
    return GRADE_LABELS[group][grade]


DIMENSIONS = (  # 公务员法 35; what each looks at: 事业单位工作人员考核规定 5
    (_("德"), _("政治品质、职业道德、社会公德、家庭美德、个人品德")),
    (_("能"), _("政治能力、群众工作、依法办事、沟通协调、改革创新、应急处突")),
    (_("勤"), _("责任心、工作态度、担当作为、工作作风")),
    (_("绩"), _("完成工作的数量、质量、时效，为群众办的实事，服务对象满意不满意")),
    (_("廉"), _("遵守中央八项规定精神，守纪律，廉洁自律")),
)


class Limit(StrEnum):
    """How far somebody can be graded; from light to heavy (几种情形并存, 从重)."""

    FREE = "free"
    NO_EXCELLENT = "no_excellent"
    UNDETERMINED = "undetermined"
    INCOMPETENT = "incompetent"
    OUT = "out"


LIMIT_LABELS: dict[Limit, str] = {
    Limit.FREE: _("照常确定"),
    Limit.NO_EXCELLENT: _("不能评优秀"),
    Limit.UNDETERMINED: _("不确定等次（档次）"),
    Limit.INCOMPETENT: _("定为不称职（不合格）"),
    Limit.OUT: _("不再参加考核"),
}


@dataclass(frozen=True)
class Ruling:
    """One row of the decision table: takes part? comment written? how far graded? by which rule?"""

    attends: bool
    comment: bool
    limit: Limit
    source: str


class Situation(StrEnum):
    """What can set somebody apart in the year of assessment (domain.md 1.6)."""

    PROBATION = "probation"
    SHORT_SERVICE = "short_service"
    TRANSFERRED = "transferred"
    SECONDED = "seconded"
    STUDYING = "studying"
    MATERNITY = "maternity"
    LONG_LEAVE = "long_leave"
    INVESTIGATED = "investigated"
    WARNED = "warned"
    DEMERIT = "demerit"
    GRAVE_DEMERIT = "grave_demerit"
    EXPELLED = "expelled"
    PARTY_WARNED = "party_warned"
    PARTY_SEVERE = "party_severe"
    PARTY_REMOVED = "party_removed"
    PARTY_WATCHED = "party_watched"
    PARTY_WATCHED_LATER = "party_watch_later"
    PARTY_EXPELLED = "party_expelled"
    PARTY_EXPELLED_LATER = "party_expel_later"
    ADMONISHED = "admonished"
    DEMOTED = "demoted"
    REFUSED = "refused"


SITUATION_LABELS: dict[Situation, str] = {
    Situation.PROBATION: _("新录用，在试用期"),
    Situation.SHORT_SERVICE: _("首次就业，工作不满半年（事业）"),
    Situation.TRANSFERRED: _("年内调任、转任来本单位"),
    Situation.SECONDED: _("援派、挂职"),
    Situation.STUDYING: _("派出学习或执行专项任务"),
    Situation.MATERNITY: _("产假超过半年（事业）"),
    Situation.LONG_LEAVE: _("病假、事假累计超过半年"),
    Situation.INVESTIGATED: _("涉嫌违纪违法被立案，尚未结案"),
    Situation.WARNED: _("政务警告"),
    Situation.DEMERIT: _("政务记过"),
    Situation.GRAVE_DEMERIT: _("政务记大过、降级、撤职（当年和第二年）"),
    Situation.EXPELLED: _("政务开除"),
    Situation.PARTY_WARNED: _("党内警告"),
    Situation.PARTY_SEVERE: _("党内严重警告"),
    Situation.PARTY_REMOVED: _("撤销党内职务"),
    Situation.PARTY_WATCHED: _("留党察看（当年）"),
    Situation.PARTY_WATCHED_LATER: _("留党察看（后续年度）"),
    Situation.PARTY_EXPELLED: _("开除党籍（当年）"),
    Situation.PARTY_EXPELLED_LATER: _("开除党籍（第二、三年）"),
    Situation.ADMONISHED: _("诫勉，或组织处理调整职务"),
    Situation.DEMOTED: _("责令辞职、免职、降职"),
    Situation.REFUSED: _("无正当理由不参加，经教育仍拒绝"),
}

_P2, _P1 = "公务员考核规定 {}", "事业单位工作人员考核规定 {}"
_SANCTIONED = "受处分人员年度考核规定"
_FREE, _NO, _OPEN, _FAIL = Limit.FREE, Limit.NO_EXCELLENT, Limit.UNDETERMINED, Limit.INCOMPETENT
DECISION_TABLE: dict[Situation, Ruling] = {
    Situation.PROBATION: Ruling(True, True, _OPEN, _P2.format("25")),
    Situation.SHORT_SERVICE: Ruling(True, True, _OPEN, _P1.format("37")),
    Situation.TRANSFERRED: Ruling(True, True, _FREE, _P2.format("26")),
    Situation.SECONDED: Ruling(True, True, _FREE, _P2.format("26")),
    Situation.STUDYING: Ruling(True, True, _FREE, _P2.format("26")),
    Situation.MATERNITY: Ruling(True, True, _FREE, _P1.format("41")),
    Situation.LONG_LEAVE: Ruling(True, False, _OPEN, _P2.format("27")),
    Situation.INVESTIGATED: Ruling(True, False, _OPEN, _P2.format("28")),
    Situation.WARNED: Ruling(True, True, _NO, _P2.format("29(1)")),
    Situation.DEMERIT: Ruling(True, True, _OPEN, _P2.format("29(2)")),
    Situation.GRAVE_DEMERIT: Ruling(True, True, _OPEN, _P2.format("29(2)")),
    Situation.EXPELLED: Ruling(False, False, Limit.OUT, _SANCTIONED),
    Situation.PARTY_WARNED: Ruling(True, True, _NO, _SANCTIONED),
    Situation.PARTY_SEVERE: Ruling(True, True, _OPEN, _SANCTIONED),
    Situation.PARTY_REMOVED: Ruling(True, True, _FAIL, _SANCTIONED),
    Situation.PARTY_WATCHED: Ruling(True, True, _FAIL, _SANCTIONED),
    Situation.PARTY_WATCHED_LATER: Ruling(True, True, _OPEN, _SANCTIONED),
    Situation.PARTY_EXPELLED: Ruling(True, True, _FAIL, _SANCTIONED),
    Situation.PARTY_EXPELLED_LATER: Ruling(True, True, _OPEN, _SANCTIONED),
    Situation.ADMONISHED: Ruling(True, True, _NO, _SANCTIONED),
    Situation.DEMOTED: Ruling(True, True, _OPEN, _SANCTIONED),
    Situation.REFUSED: Ruling(False, False, _FAIL, _P1.format("44")),
}
NOTHING_SPECIAL = Ruling(True, True, Limit.FREE, "公务员法 37")


def weigh(
    situations: Iterable[Situation], table: Mapping[Situation, Ruling] = DECISION_TABLE
) -> Ruling:
    """The ruling for all of them together: the heaviest limit; no comment when one of them forbids it."""
    rulings = [table[one] for one in situations] or [NOTHING_SPECIAL]
    heaviest = max(rulings, key=lambda ruling: list(Limit).index(ruling.limit))
    return Ruling(
        all(one.attends for one in rulings), all(one.comment for one in rulings), heaviest.limit,
        heaviest.source,
    )


def open_grades(limit: Limit) -> tuple[Grade, ...]:
    """The grades that may be given; people choose among them, the program never does."""
    if limit is Limit.UNDETERMINED:
        return (Grade.UNDETERMINED,)
    if limit is Limit.INCOMPETENT:
        return (Grade.INCOMPETENT,)
    graded = tuple(grade for grade in Grade if grade is not Grade.UNDETERMINED)
    return {Limit.FREE: graded, Limit.NO_EXCELLENT: graded[1:], Limit.OUT: ()}[limit]


def check_grade(grade: Grade, limit: Limit, group: Group) -> None:
    """Says what is possible, never why: the reason is for few eyes."""
    possible = open_grades(limit)
    if grade not in possible:
        raise RuleBroken(
            _("按考核规定，这里只能定为{words}。为什么，请问组织人事"), field="grade",
            words="、".join(word(one, group) for one in possible) or "—",
        )


# 全国干部管理信息系统 code table A1517 [C4]; 5A, 5B, 5C tell the reason, so only its readers see them.
A1517_GRADES = dict(zip(Grade, ("1", "2", "3", "4", "5"), strict=True))
A1517_INSTITUTION = dict(zip(Grade, ("1", "2B", "3B", "4B", "5"), strict=True))
A1517_REASONS = {
    Situation.PROBATION: "5A", Situation.SHORT_SERVICE: "5A", Situation.INVESTIGATED: "5B",
    Situation.DEMERIT: "5C", Situation.GRAVE_DEMERIT: "5C",
}


def a1517(grade: Grade, group: Group, situations: Iterable[Situation] = ()) -> str:
    """The code of a result in the national system of cadre data."""
    if grade is Grade.UNDETERMINED:
        return next((A1517_REASONS[one] for one in situations if one in A1517_REASONS), "5")
    return (A1517_GRADES if group is Group.CIVIL else A1517_INSTITUTION)[grade]


def check_override(limit: Limit, ruling: Ruling, reason: str) -> None:
    """Another effect than the table's needs its reason; who was expelled leaves, nothing else."""
    if limit is Limit.OUT:
        raise RuleBroken(_("开除的人不再参加考核，请用“不再考核”"), field="situations")
    if limit is not ruling.limit and not reason:
        raise RuleBroken(_("和规定的办法不同，请写明理由"), field="reason")


def comment_due(limit: Limit, ruling: Ruling) -> bool:
    """A comment is written unless the table forbids it; whoever is graded after all gets one too."""
    return ruling.comment or limit in (Limit.FREE, Limit.NO_EXCELLENT)


def streak(grades: Mapping[int, Grade], year: int) -> int:
    """连续优秀年数 up to and with `year`; a year without a grade breaks it (domain.md 1.9)."""
    count = 0
    while grades.get(year - count) is Grade.EXCELLENT:
        count += 1
    return count


@dataclass(frozen=True)
class Quota:
    """名额: how many of `base` people of one group may be graded 优秀."""

    group: Group
    base: int
    percent: int
    rounding: Rounding
    fixed: int | None = None
    document: str = ""
    """Number of the approval, or of the county's allotment when the number is fixed."""

    @property
    def ceiling(self) -> int:
        return quota.ceiling(self.base, self.percent, self.rounding, self.fixed)

    @property
    def is_over_floor(self) -> bool:
        """Above what may be had without asking (domain.md 1.5): a document is due."""
        return quota.over_floor(self.base, self.percent, self.rounding, self.fixed)

    def check_document(self) -> None:
        if self.is_over_floor and not self.document:
            raise RuleBroken(
                _("{group}的优秀名额按“{rounding}”得 {ceiling} 个，超出比例部分须有批准依据。请先填批准文号，"
                  "由{approver}批准"),
                field="approval_doc", group=GROUP_LABELS[self.group], ceiling=self.ceiling,
                rounding=quota.ROUNDING_LABELS[self.rounding], approver=APPROVERS[self.group],
            )

    def check_place(self, taken: int) -> None:
        """One more 优秀 beside the `taken` ones; call it inside the transaction that gives the grade."""
        self.check_document()
        if taken + 1 > self.ceiling:
            raise RuleBroken(
                _("{group}的优秀名额共 {ceiling} 个，已拟 {taken} 个，没有余下的了。"
                  "要增加名额，先报{approver}批准，再由组织人事在“改名额”里登记批准文号"),
                field="grade", group=GROUP_LABELS[self.group], ceiling=self.ceiling, taken=taken,
                approver=APPROVERS[self.group],
            )


def check_pool(rounding: Rounding, fixed: int | None, fixed_doc: str) -> None:
    """A number from the county comes with its document (名额分配表)."""
    if rounding is Rounding.FIXED and fixed is None:
        raise RuleBroken(_("请填写上级分配的名额数"), field="fixed")
    if rounding is Rounding.FIXED and not fixed_doc:
        raise RuleBroken(_("请填写名额分配表的文号"), field="fixed_doc")
