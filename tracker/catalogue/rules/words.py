"""The words of the catalogue (事项目录): kinds, types, for whom, what in life, and how each is called."""

from enum import StrEnum

from tracker.domain.text import _


class Status(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Kind(StrEnum):
    """办件类型: done while the resident waits, or within a promised time."""

    INSTANT = "instant"
    PROMISED = "promised"
    JOINT = "joint"
    REPORTED = "reported"
    URGENT = "urgent"


class GapRule(StrEnum):
    """What papers that come after acceptance do to the promised days (practice.md 1.5): per item."""

    NONE = "none"
    PAUSE = "pause"
    RESTART = "restart"


class Type(StrEnum):
    PUBLIC_SERVICE = "public_service"
    PERMIT = "permit"
    CONFIRMATION = "confirmation"
    BENEFIT = "benefit"
    REWARD = "reward"
    OTHER_POWER = "other_power"


class Audience(StrEnum):
    """服务对象: for whom an item is, the second way residents look for it."""

    EVERYONE = "everyone"
    ELDERLY = "elderly"
    DISABLED = "disabled"
    WOMEN_CHILDREN = "women_children"
    STUDENTS = "students"
    VETERANS = "veterans"
    FARMERS = "farmers"
    WORKERS = "workers"
    POOR = "poor"
    BUSINESSES = "businesses"


class Topic(StrEnum):
    """What in life brings somebody here, or who they are: how residents look for an item."""

    BIRTH = "birth"
    SCHOOL = "school"
    WORK = "work"
    MARRIAGE = "marriage"
    HOUSING = "housing"
    INSURANCE = "insurance"
    RELIEF = "relief"
    ELDERLY = "elderly"
    DISABLED = "disabled"
    VETERAN = "veteran"
    FARMING = "farming"
    REGISTRY = "registry"
    OTHER = "other"


STATUS_LABELS: dict[Status, str] = {
    Status.DRAFT: _("草稿"),
    Status.PUBLISHED: _("已公布"),
    Status.WITHDRAWN: _("已撤下"),
}
KIND_LABELS: dict[Kind, str] = {
    Kind.INSTANT: _("即办件"),
    Kind.PROMISED: _("承诺件"),
    Kind.JOINT: _("联办件"),
    Kind.REPORTED: _("报批件"),
    Kind.URGENT: _("急办件"),
}
AUDIENCE_LABELS: dict[Audience, str] = {
    Audience.EVERYONE: _("所有人"),
    Audience.ELDERLY: _("老年人"),
    Audience.DISABLED: _("残疾人"),
    Audience.WOMEN_CHILDREN: _("妇女儿童"),
    Audience.STUDENTS: _("学生"),
    Audience.VETERANS: _("退役军人"),
    Audience.FARMERS: _("农户"),
    Audience.WORKERS: _("务工的人"),
    Audience.POOR: _("困难家庭"),
    Audience.BUSINESSES: _("企业和个体户"),
}
GAP_LABELS: dict[GapRule, str] = {
    GapRule.NONE: _("照常计时"), GapRule.PAUSE: _("等材料时暂停计时"), GapRule.RESTART: _("材料到了重新计时"),
}
TYPE_LABELS: dict[Type, str] = {
    Type.PUBLIC_SERVICE: _("公共服务"),
    Type.PERMIT: _("行政许可"),
    Type.CONFIRMATION: _("行政确认"),
    Type.BENEFIT: _("行政给付"),
    Type.REWARD: _("行政奖励"),
    Type.OTHER_POWER: _("其他行政权力"),
}
TOPIC_LABELS: dict[Topic, str] = {
    Topic.BIRTH: _("生孩子"),
    Topic.SCHOOL: _("上学"),
    Topic.WORK: _("找工作、开店"),
    Topic.MARRIAGE: _("结婚、离婚"),
    Topic.HOUSING: _("建房、用地"),
    Topic.INSURANCE: _("社保、医保"),
    Topic.RELIEF: _("困难救助"),
    Topic.ELDERLY: _("养老"),
    Topic.DISABLED: _("残疾人"),
    Topic.VETERAN: _("退役军人"),
    Topic.FARMING: _("种田、养殖"),
    Topic.REGISTRY: _("户口、证明"),
    Topic.OTHER: _("其他"),
}
STATUS_TAGS: dict[Status, str] = {
    Status.DRAFT: "neutral", Status.PUBLISHED: "success", Status.WITHDRAWN: "warning",
}
