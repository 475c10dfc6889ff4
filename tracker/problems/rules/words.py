"""问题 in words: where it came from, how urgent, who confirmed it, where it was turned to."""

from enum import StrEnum

from tracker.domain.text import _
from tracker.opinions.rules import Urgency as OpinionUrgency
from tracker.opinions.rules import usual_urgency

LONGEST_CONTENT, LONGEST_NOTE, LONGEST_CATEGORY = 2000, 2000, 60


class Source(StrEnum):
    """Where a problem came from (domain.md 4.1)."""

    VISIT = "visit"
    VOICE = "voice"
    MEETING = "meeting"
    GRID = "grid"
    RESEARCH = "research"


SOURCE_LABELS: dict[Source, str] = {
    Source.VISIT: _("走访"),
    Source.VOICE: _("民意"),
    Source.MEETING: _("会议"),
    Source.GRID: _("网格"),
    Source.RESEARCH: _("调研"),
}


class Urgency(StrEnum):
    """快、缓、动、静 (domain.md 8.1); 缓 is a state with a day to look again, here only in old rows."""

    FAST = "fast"
    USUAL = "usual"
    ACT = "act"
    CALM = "calm"
    SLOW = "slow"


URGENCY_LABELS: dict[Urgency, str] = {
    Urgency.FAST: _("快"), Urgency.USUAL: _("常规"), Urgency.ACT: _("动"), Urgency.CALM: _("静"),
    Urgency.SLOW: _("缓"),
}
URGENCY_HINTS: dict[Urgency, str] = {
    Urgency.FAST: _("关系生命财产安全，当天交办，不能缓"), Urgency.USUAL: _("按期办"),
    Urgency.ACT: _("照原则办，要写清依据，谁定的"), Urgency.CALM: _("先听完，把情绪平下来"),
}
AT_REGISTRATION = (Urgency.FAST, Urgency.USUAL)
"""What anybody may say who registers a problem; 动 and 静 are said by who assigns it."""


def urgency_of(category: str, said: Urgency) -> Urgency:
    """快 for life, safety and unpaid wages whatever is ticked, 静 where people are heated; 8.1."""
    usual = usual_urgency(category)
    if usual is OpinionUrgency.FAST:
        return Urgency.FAST
    return Urgency.CALM if said is Urgency.USUAL and usual is OpinionUrgency.CALM else said


class Confirmer(StrEnum):
    """Who says that the problem is really solved: the resident, or the village for them."""

    RESIDENT = "resident"
    FAMILY = "family"
    VILLAGE = "village"


CONFIRMER_LABELS: dict[Confirmer, str] = {
    Confirmer.RESIDENT: _("反映人本人"),
    Confirmer.FAMILY: _("反映人家属"),
    Confirmer.VILLAGE: _("村（社区）"),
}


class How(StrEnum):
    """How somebody was asked whether it is solved."""

    PHONE = "phone"
    IN_PERSON = "in_person"


HOW_LABELS: dict[How, str] = {How.PHONE: _("打电话"), How.IN_PERSON: _("当面")}


class Turned(StrEnum):
    """What a problem went on as (转出); its words went along."""

    OPINION = "opinion"
    TASK = "task"


TURNED_LABELS: dict[Turned, str] = {Turned.OPINION: _("转成群众诉求"), Turned.TASK: _("转成办件")}
TURNED_TITLE = _("（原话已随事转出）")


class Meant(StrEnum):
    """What is meant by words in which a member of the staff is named."""

    MENTION = "mention"
    ACCUSE = "accuse"


MEANT_LABELS: dict[Meant, str] = {
    Meant.MENTION: _("只是提到，不是告他"), Meant.ACCUSE: _("是检举控告，送有权机关，这里不留"),
}


class View(StrEnum):
    """The four lists: four views of the same rows (domain.md 4.4)."""

    QUESTION = "question"
    DUTY = "duty"
    TASK = "task"
    RECTIFY = "rectify"


VIEW_LABELS: dict[View, str] = {
    View.QUESTION: _("问题清单"), View.DUTY: _("责任清单"), View.TASK: _("任务清单"),
    View.RECTIFY: _("整改清单"),
}
