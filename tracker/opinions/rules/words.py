"""民意、诉求 in words: channel, stream, contact, urgency, outcome, satisfaction, why not taken."""

from enum import StrEnum

from tracker.domain.text import _


class Channel(StrEnum):
    """来源渠道 (domain.md 5.5)."""

    WEB = "web"
    PHONE = "phone"
    VISIT = "visit"
    LETTER = "letter"
    WINDOW = "window"
    FIELD = "field"
    SLIP = "slip"
    HOTLINE = "hotline"
    ABOVE = "above"
    GRID = "grid"


CHANNEL_LABELS: dict[Channel, str] = {
    Channel.PHONE: _("电话"), Channel.VISIT: _("来访"), Channel.LETTER: _("来信"),
    Channel.WINDOW: _("窗口"), Channel.FIELD: _("走访带回"), Channel.SLIP: _("意见箱纸条"),
    Channel.HOTLINE: _("12345 转办"), Channel.ABOVE: _("上级交办"), Channel.GRID: _("网格上报"),
    Channel.WEB: _("网页"),
}
# oral: to be recorded faithfully and read back (信访工作条例 19)
SPOKEN = frozenset({Channel.PHONE, Channel.VISIT, Channel.WINDOW})
# from above: not ours means an objection within five workdays (信访工作条例 23), or 退单 to the hotline
SENT_DOWN = frozenset({Channel.HOTLINE, Channel.ABOVE})


class Stream(StrEnum):
    """诉求分流: legally different ways, chosen by a person at 受理 (domain.md 5.1); 检举控告 is sealed."""

    SERVICE = "service"
    CLAIM = "claim"
    SUGGESTION = "suggestion"


STREAM_LABELS: dict[Stream, str] = {
    Stream.SERVICE: _("一般诉求"), Stream.CLAIM: _("申诉求决"), Stream.SUGGESTION: _("建议意见"),
}
STREAM_HINTS: dict[Stream, str] = {
    Stream.SERVICE: _("咨询、求助、投诉、报修：按热线工单办"),
    Stream.CLAIM: _("要一个权利，或要对自己的事作决定：先看有没有法定途径，再按信访事项办"),
    Stream.SUGGESTION: _("对公共的事提建议：研究后告诉他采纳没有"),
}


class Tray(StrEnum):
    """Where a new matter waits for the clerk: among the others, or apart because it looks like junk."""

    ORDINARY = "ordinary"
    SUSPECT = "suspect"


class Contact(StrEnum):
    """Three degrees of openness (domain.md 5.3)."""

    OPEN = "open"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"


CONTACT_LABELS: dict[Contact, str] = {
    Contact.OPEN: _("实名"), Contact.CONFIDENTIAL: _("实名但请保密"), Contact.ANONYMOUS: _("不留姓名"),
}


def is_open_name(contact: Contact) -> bool:
    """May everybody who deals with the matter read whose it is?"""
    return contact is Contact.OPEN


CONTACT_CHOICES: dict[Contact, str] = {
    Contact.OPEN: _("留电话"),
    Contact.CONFIDENTIAL: _("留电话，但请保密"),
    Contact.ANONYMOUS: _("不留"),
}
"""The same three as residents are asked (ux.md S1)."""


class Behalf(StrEnum):
    """For whom somebody speaks (ux.md R10)."""

    ONESELF = "oneself"
    FAMILY = "family"
    NEIGHBOUR = "neighbour"


BEHALF_LABELS: dict[Behalf, str] = {
    Behalf.ONESELF: _("说自己的事"), Behalf.FAMILY: _("替家里人说"), Behalf.NEIGHBOUR: _("替邻居说"),
}


class Urgency(StrEnum):
    """快、缓、动、静 (domain.md 8.1)."""

    FAST = "fast"
    ACT = "act"
    CALM = "calm"
    SLOW = "slow"


URGENCY_LABELS: dict[Urgency, str] = {
    Urgency.FAST: _("快"), Urgency.ACT: _("动"), Urgency.CALM: _("静"), Urgency.SLOW: _("缓"),
}
URGENCY_HINTS: dict[Urgency, str] = {
    Urgency.FAST: _("关系生命财产安全，马上办"), Urgency.ACT: _("照原则办，说办就办"),
    Urgency.CALM: _("先听完，把情绪平下来"), Urgency.SLOW: _("等时机，但法定期限不停"),
}
SEALED_CATEGORY = "廉洁问题"
FAST_WORDS = ("安全", "灾", "事故", "欠薪", "饮水")
CALM_WORDS = ("纠纷", "征地", "拆迁", "土地")


def usual_urgency(category: str) -> Urgency:
    """快 for life, safety and unpaid wages, 静 where people are heated, else 动 (domain.md 8.1)."""
    if any(word in category for word in FAST_WORDS):
        return Urgency.FAST
    return Urgency.CALM if any(word in category for word in CALM_WORDS) else Urgency.ACT


class Outcome(StrEnum):
    """答复: of a claim (信访工作条例 32) and of a suggestion (29)."""

    SUPPORTED = "supported"
    EXPLAINED = "explained"
    REFUSED = "refused"
    ADOPTED = "adopted"
    PARTLY = "partly"
    NOT_ADOPTED = "not_adopted"


OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.SUPPORTED: _("支持"), Outcome.EXPLAINED: _("解释说明"), Outcome.REFUSED: _("不支持"),
    Outcome.ADOPTED: _("采纳"), Outcome.PARTLY: _("部分采纳"), Outcome.NOT_ADOPTED: _("不采纳"),
}
_OF_A_CLAIM = (Outcome.SUPPORTED, Outcome.EXPLAINED, Outcome.REFUSED)
OUTCOMES_OF: dict[Stream, tuple[Outcome, ...]] = {
    Stream.SERVICE: _OF_A_CLAIM,
    Stream.CLAIM: _OF_A_CLAIM,
    Stream.SUGGESTION: (Outcome.ADOPTED, Outcome.PARTLY, Outcome.NOT_ADOPTED),
}
EXPLAINED_AWAY = frozenset({Outcome.EXPLAINED, Outcome.REFUSED, Outcome.NOT_ADOPTED})
"""Answered by law, not by a deed: dissatisfaction with these leads to 复查, not to 重办 (domain.md 13.1)."""


class Satisfaction(StrEnum):
    VERY_GOOD = "very_good"
    GOOD = "good"
    FAIR = "fair"
    BAD = "bad"
    VERY_BAD = "very_bad"


SATISFACTION_LABELS: dict[Satisfaction, str] = {
    Satisfaction.VERY_GOOD: _("非常满意"), Satisfaction.GOOD: _("满意"), Satisfaction.FAIR: _("基本满意"),
    Satisfaction.BAD: _("不满意"), Satisfaction.VERY_BAD: _("非常不满意"),
}
DISSATISFIED = frozenset({Satisfaction.BAD, Satisfaction.VERY_BAD})


class Solved(StrEnum):
    """解决了没有, in the resident's own judgement."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


SOLVED_LABELS: dict[Solved, str] = {
    Solved.YES: _("解决了"), Solved.PARTLY: _("解决了一部分"), Solved.NO: _("没有解决"),
}


class CallPurpose(StrEnum):
    """Why somebody is called: about the answer, or because a withdrawal came soon after staff contact."""

    ANSWER = "answer"
    WITHDRAWAL = "withdrawal"


class Decline(StrEnum):
    """Why a matter cannot be taken as one of ours (domain.md 5.1, last paragraph)."""

    LEGAL = "legal"
    PETITION = "petition"
    SAME = "same"
    NOT_OURS = "not_ours"
    DISCLOSURE = "disclosure"
    CLASSIFIED = "classified"
    UNLAWFUL = "unlawful"
    JUNK = "junk"


DECLINE_LABELS: dict[Decline, str] = {
    Decline.LEGAL: _("已经或应当通过诉讼、仲裁、行政复议等法定途径解决"),
    Decline.PETITION: _("已经在信访程序里办理"),
    Decline.SAME: _("同一件事正在办或已办结，没有新的事实和理由"), Decline.NOT_OURS: _("不归本镇管"),
    Decline.DISCLOSURE: _("是要政府信息，应当申请公开"),
    Decline.CLASSIFIED: _("涉及国家秘密、商业秘密或个人隐私"), Decline.UNLAWFUL: _("违反法律或公序良俗"),
    Decline.JUNK: _("没有要办的事：广告、乱码或试发"),
}
RIGHT_PATHS: dict[Decline, str] = {
    Decline.LEGAL: _("请找法院、仲裁委员会或复议机关；不会写材料，可打 12348 问法律援助"),
    Decline.PETITION: _("请找正在办理的信访机构，凭原来的编号查进度"),
    Decline.SAME: _("请凭原来的 20 位数字查进度；有新情况，可以在那里补充"),
    Decline.NOT_OURS: _("请打 12345，由县里转给管这件事的部门"),
    Decline.DISCLOSURE: _("请到镇党政办填一张信息公开申请表，或者寄信来，都可以"),
    Decline.CLASSIFIED: _("请当面找有保密职责的部门，不要在网上写"),
    Decline.UNLAWFUL: _("这件事不能办；想问明白，可打 12348 问法律援助"),
    Decline.JUNK: _("要是看错了，请重新写一件，写清什么事、在哪里"),
}
# domain.md 5.1, 5.5: each ground with the rule it stands on; nothing is quoted that is not listed there
BASES: dict[Decline, str] = {
    Decline.LEGAL: _("《信访工作条例》第三十一条"),
    Decline.PETITION: _("《信访工作条例》第十九条"),
    Decline.SAME: _("《信访工作条例》第十九条、第三十六条"),
    Decline.NOT_OURS: _("《信访工作条例》第五条、第二十二条（属地管理、分级负责，谁主管、谁负责）"),
    Decline.DISCLOSURE: _("《政府信息公开条例》"),
    Decline.CLASSIFIED: "",
    Decline.UNLAWFUL: "",
    Decline.JUNK: "",
}


def right_path(ground: Decline | None) -> str:
    """Where a matter that is not ours belongs; empty when it is ours."""
    return RIGHT_PATHS[ground] if ground else ""


class RequestKind(StrEnum):
    """What one person asks for and another one decides."""

    RETURN = "return"
    HAND_OVER = "hand_over"
    DEFER = "defer"
    EXTEND = "extend"
    OBJECT = "object"


REQUEST_LABELS: dict[RequestKind, str] = {
    RequestKind.RETURN: _("退单申请"), RequestKind.HAND_OVER: _("移交"), RequestKind.DEFER: _("暂缓申请"),
    RequestKind.EXTEND: _("延期申请"), RequestKind.OBJECT: _("不属本镇的异议"),
}


class ReviewLevel(StrEnum):
    """The two reviews after an answer, by higher organs; recorded here only (信访工作条例 35, 36)."""

    REVIEW = "review"
    RECHECK = "recheck"


class ReviewVerdict(StrEnum):
    KEPT = "kept"
    CHANGED = "changed"
    REVOKED = "revoked"


VERDICT_LABELS: dict[ReviewVerdict, str] = {
    ReviewVerdict.KEPT: _("维持"), ReviewVerdict.CHANGED: _("变更"), ReviewVerdict.REVOKED: _("撤销"),
}
