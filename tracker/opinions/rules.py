"""民意、诉求: states and moves, channels, urgency, outcomes; conditions that no table can hold."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.deadline import DeadlineClock, Light, Unit
from tracker.domain.errors import RuleBroken
from tracker.domain.flow import Flow, Move
from tracker.domain.masking import HIDDEN, PERSONAL_LABELS, find_personal
from tracker.domain.text import _
from tracker.domain.workdays import WorkCalendar


class Status(StrEnum):
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    ROUTED = "routed"
    HANDLING = "handling"
    REPLIED = "replied"
    CALLED_BACK = "called_back"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    SEALED = "sealed"


LABELS: dict[Status, str] = {
    Status.SUBMITTED: _("待受理"), Status.ACCEPTED: _("已受理"), Status.ROUTED: _("已交办"),
    Status.HANDLING: _("办理中"), Status.REPLIED: _("已答复"), Status.CALLED_BACK: _("已回访"),
    Status.CLOSED: _("已办结"), Status.DECLINED: _("不予受理"), Status.WITHDRAWN: _("已撤回"),
    Status.SEALED: _("已转有权机关"),
}

S = Status
OPEN = frozenset({S.SUBMITTED, S.ACCEPTED, S.ROUTED, S.HANDLING})  # not answered yet: these can be late
ANSWERED = frozenset({S.REPLIED, S.CALLED_BACK, S.CLOSED})

# domain.md 13.1; the first open move of a state is the page's main button
FLOW = Flow(
    S.SUBMITTED,
    Move("accept", _("受理"), frozenset({S.SUBMITTED}), S.ACCEPTED),  # 信访工作条例 22, 23
    Move("route", _("交办"), frozenset({S.ACCEPTED}), S.ROUTED),
    Move("assign", _("指派承办人"), frozenset({S.ROUTED}), S.HANDLING),
    Move("reply", _("答复"), frozenset({S.HANDLING}), S.REPLIED),  # 信访工作条例 29, 32
    Move("assign", _("换承办人"), frozenset({S.HANDLING}), S.HANDLING),
    Move("call_back", _("记回访"), frozenset({S.REPLIED}), S.CALLED_BACK),  # 北京市接诉即办工作条例 23
    Move("close", _("办结"), frozenset({S.REPLIED, S.CALLED_BACK}), S.CLOSED),
    Move("miss_call", _("没联系上"), frozenset({S.REPLIED}), S.REPLIED),
    Move("reopen", _("重办"), frozenset({S.REPLIED, S.CALLED_BACK}), S.HANDLING),
    Move("return_unit", _("退单"), frozenset({S.ROUTED, S.HANDLING}), S.ACCEPTED),  # 安阳市政务服务条例 50
    Move("decline", _("不予受理"), frozenset({S.SUBMITTED}), S.DECLINED),  # 信访工作条例 31
    Move("seal", _("密封移送"), OPEN | {S.REPLIED, S.CALLED_BACK}, S.SEALED),  # 信访工作条例 22, 30
    Move("withdraw", _("撤回"), OPEN, S.WITHDRAWN),
    terminal=frozenset({S.CLOSED, S.DECLINED, S.WITHDRAWN, S.SEALED}),
)


ASIDE = frozenset({"return_unit", "miss_call", "reopen", "decline", "seal", "withdraw"})
"""Moves off the main way: never the one main button of a page."""


class Channel(StrEnum):
    """来源渠道 (domain.md 5.5)."""

    WEB = "web"
    PHONE = "phone"
    VISIT = "visit"
    LETTER = "letter"
    WINDOW = "window"
    FIELD = "field"
    HOTLINE = "hotline"
    ABOVE = "above"
    GRID = "grid"


CHANNEL_LABELS: dict[Channel, str] = {
    Channel.PHONE: _("电话"), Channel.VISIT: _("来访"), Channel.LETTER: _("来信"),
    Channel.WINDOW: _("窗口"), Channel.FIELD: _("走访带回"), Channel.HOTLINE: _("12345 转办"),
    Channel.ABOVE: _("上级交办"), Channel.GRID: _("网格上报"), Channel.WEB: _("网页"),
}
# oral: to be recorded faithfully and read back (信访工作条例 19)
SPOKEN = frozenset({Channel.PHONE, Channel.VISIT, Channel.WINDOW})


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


class Decline(StrEnum):
    """Why a matter cannot be taken as one of ours (domain.md 5.1, last paragraph)."""

    LEGAL = "legal"
    PETITION = "petition"
    SAME = "same"
    NOT_OURS = "not_ours"
    CLASSIFIED = "classified"
    UNLAWFUL = "unlawful"


DECLINE_LABELS: dict[Decline, str] = {
    Decline.LEGAL: _("已经或应当通过诉讼、仲裁、行政复议等法定途径解决"),
    Decline.PETITION: _("已经在信访程序里办理"),
    Decline.SAME: _("同一件事正在办或已办结，没有新的事实和理由"), Decline.NOT_OURS: _("不归本镇管"),
    Decline.CLASSIFIED: _("涉及国家秘密、商业秘密或个人隐私"), Decline.UNLAWFUL: _("违反法律或公序良俗"),
}
RIGHT_PATHS: dict[Decline, str] = {
    Decline.LEGAL: _("请找法院、仲裁委员会或复议机关；不会写材料，可打 12348 问法律援助"),
    Decline.PETITION: _("请找正在办理的信访机构，凭原来的编号查进度"),
    Decline.SAME: _("请凭原来的 20 位数字查进度；有新情况，可以在那里补充"),
    Decline.NOT_OURS: _("请打 12345，由县里转给管这件事的部门"),
    Decline.CLASSIFIED: _("请当面找有保密职责的部门，不要在网上写"),
    Decline.UNLAWFUL: _("这件事不能办；想问明白，可打 12348 问法律援助"),
}

LONGEST_TEXT = 2000
LONGEST_LINE = 120
CALL_ATTEMPTS = 3  # domain.md 13.1, 14: callback attempts 3
REOPEN_TIMES = 1  # domain.md 13.1: 重办 once
TITLE_LENGTH = 40


@dataclass(frozen=True)
class Draft:
    """One matter as it is handed in, whatever the channel."""

    text: str
    title: str = ""
    channel: Channel = Channel.WEB
    village_code: str | None = None
    place: str = ""
    contact: Contact = Contact.ANONYMOUS
    name: str = ""
    phone: str = ""
    is_about_cadre: bool = False
    whom: str = ""
    category_id: int | None = None
    urgency: Urgency | None = None
    is_read_back: bool = False


def check_draft(draft: Draft) -> None:
    """Shape that no form can check alone."""
    if not draft.text.strip():
        raise RuleBroken(_("请写下发生了什么事"), field="text")
    if draft.channel in SPOKEN and not draft.is_read_back:
        raise RuleBroken(_("请念给本人听，对了再勾选"), field="is_read_back")


def check_public_text(text: str, field: str) -> None:
    """Nothing goes out with somebody's telephone or identity number in it (domain.md 10.3)."""
    found = find_personal(text)
    if found:
        kinds = "、".join(dict.fromkeys(PERSONAL_LABELS[kind] for kind, _span in found))
        raise RuleBroken(_("里面有{kinds}，请去掉再交"), field=field, kinds=kinds)


def check_independent(user_id: int | None, handlers: Collection[int | None]) -> None:
    """承办人 never calls back, closes or reopens the own matter (domain.md 12.2)."""
    if user_id in handlers:
        raise RuleBroken(_("承办人不能回访自己办的事，请换一个人"))


def check_reopen(times: int) -> None:
    if times >= REOPEN_TIMES:
        raise RuleBroken(_("这件事已经重办过一次，不能再重办"))


def check_close(*, was_called: bool, missed: int, can_call: bool) -> None:
    """Struck off after a call-back; without one only when nobody can be reached (domain.md 13.1)."""
    if not was_called and can_call and missed < CALL_ATTEMPTS:
        raise RuleBroken(_("还没有回访。联系不上的，记满 {n} 次再办结"), n=CALL_ATTEMPTS)


def check_rating(*, has_reply: bool, has_rating: bool) -> None:
    if not has_reply:
        raise RuleBroken(_("还没有答复，答复以后再请您评价"))
    if has_rating:
        raise RuleBroken(_("您已经评价过了，谢谢"))


def redacted(text: str) -> str:
    """The text with telephone and identity numbers blotted out."""
    for _kind, (start, end) in reversed(find_personal(text)):
        text = text[:start] + HIDDEN + text[end:]
    return text


def title_of(text: str) -> str:
    """The first sentence, cut: what a list shows until the clerk writes a better one."""
    first = text.strip().splitlines()[0] if text.strip() else ""
    for stop in "。；！？!?;":
        first = first.split(stop)[0]
    return first[:TITLE_LENGTH]


class ClockKind(StrEnum):
    HOTLINE = "hotline"
    PETITION = "petition"


CLOCK_LABELS: dict[ClockKind, str] = {
    ClockKind.HOTLINE: _("热线和一般诉求，5 个工作日"), ClockKind.PETITION: _("信访事项，60 日"),
}
LIMITS: dict[ClockKind, tuple[int, Unit]] = {
    ClockKind.HOTLINE: (5, Unit.WORKDAY),  # 潍坊市12345热线条例 20, 济南市12345热线条例 24: local default
    ClockKind.PETITION: (60, Unit.DAY),  # 信访工作条例 34: from acceptance
}
PETITION_CHANNELS = frozenset({Channel.LETTER, Channel.VISIT, Channel.ABOVE})
NOTICE_DAYS = 15  # 信访工作条例 23: the person is told whether the matter is accepted


def clock_of(kind: ClockKind, started_on: date) -> DeadlineClock:
    limit, unit = LIMITS[kind]
    return DeadlineClock(started_on, limit, unit)


@dataclass(frozen=True)
class Standing:
    """A deadline in words: the sentence, its light (danger, warning, done), how it was counted."""

    text: str = ""
    light: str = ""
    how: str = ""


LIGHTS = {Light.OVERDUE: "danger", Light.SOON: "warning"}


def standing(
    status: Status, kind: ClockKind | None, started_on: date | None, replied_on: date | None, today: date,
    calendar: WorkCalendar, *, with_sum: bool = True,
) -> Standing:
    """How the deadline stands; empty when no clock was started."""
    if kind is None or started_on is None:
        return Standing()
    clock = clock_of(kind, started_on)
    how, due_on = clock.explain(calendar) if with_sum else "", clock.due_on(calendar)
    if replied_on is not None and due_on is not None:
        late = calendar.between(due_on, replied_on)
        text = _("晚了 {n} 个工作日答复").format(n=late) if replied_on > due_on else _("按期答复")
        return Standing(text, "done", how)
    if status not in OPEN:
        return Standing()
    light = LIGHTS.get(clock.light(today, calendar), "")
    return Standing(clock.standing(today, calendar, _("答复")), light, how)


def notice_clock(submitted_on: date) -> DeadlineClock:
    """By when whoever spoke up is told whether the matter is accepted, and who deals with it."""
    return DeadlineClock(submitted_on, NOTICE_DAYS, Unit.DAY)


def usual_clock(channel: Channel) -> ClockKind:
    """The channel decides the clock (domain.md 5.2)."""
    return ClockKind.PETITION if channel in PETITION_CHANNELS else ClockKind.HOTLINE


SEALED_CATEGORY = "廉洁问题"
FAST_WORDS = ("安全", "灾", "事故", "欠薪", "饮水")
CALM_WORDS = ("纠纷", "征地", "拆迁", "土地")


def usual_urgency(category: str) -> Urgency:
    """快 for life, safety and unpaid wages, 静 where people are heated, else 动 (domain.md 8.1)."""
    if any(word in category for word in FAST_WORDS):
        return Urgency.FAST
    return Urgency.CALM if any(word in category for word in CALM_WORDS) else Urgency.ACT


# the five steps a resident reads (ux.md R6), and which of them each state stands at
STEPS: tuple[str, ...] = (_("已收到"), _("交给谁"), _("正在办"), _("已答复"), _("请您评价"))
STEP_OF: dict[Status, int] = {
    S.SUBMITTED: 1, S.ACCEPTED: 1, S.ROUTED: 2, S.HANDLING: 2, S.REPLIED: 4, S.CALLED_BACK: 4, S.CLOSED: 4,
}


def step_states(status: Status, *, has_rating: bool) -> list[str]:
    """done, now or todo for each of the five steps."""
    at = len(STEPS) if has_rating else STEP_OF.get(status, 0)
    return ["done" if number < at else "now" if number == at else "todo" for number in range(len(STEPS))]


def right_path(ground: Decline | None) -> str:
    """Where a matter that is not ours belongs; empty when it is ours."""
    return RIGHT_PATHS[ground] if ground else ""
