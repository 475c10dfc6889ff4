"""What makes a service item (事项) fit to be published: six facts, honest days, named materials."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from tracker.domain.errors import RuleBroken
from tracker.domain.flow import Flow, Move
from tracker.domain.text import _

E = TypeVar("E", bound=StrEnum)


class Status(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Kind(StrEnum):
    """办件类型: done while the resident waits, or within a promised time."""

    INSTANT = "instant"
    PROMISED = "promised"


class Type(StrEnum):
    PUBLIC_SERVICE = "public_service"
    PERMIT = "permit"
    CONFIRMATION = "confirmation"
    BENEFIT = "benefit"
    REWARD = "reward"
    OTHER_POWER = "other_power"


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
KIND_LABELS: dict[Kind, str] = {Kind.INSTANT: _("即办件"), Kind.PROMISED: _("承诺件")}
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
    if kind is Kind.PROMISED and promised < 1:
        raise RuleBroken(_("承诺件至少承诺 1 个工作日"), field="promised_workdays")
    if legal is not None and promised > legal:
        raise RuleBroken(
            _("承诺时限不能超过法定的 {legal} 个工作日，这里是 {promised} 个"),
            field="promised_workdays", legal=legal, promised=promised,
        )


def check_taken_in(status: Status) -> None:
    """Only what is published is taken in: else nobody could have read the conditions."""
    if status is not Status.PUBLISHED:
        raise RuleBroken(_("这个事项现在没有公布，不能收件"))


@dataclass(frozen=True)
class Material:
    """One paper the guide asks for (申请材料)."""

    name: str
    form: str = ""
    copies: int = 1
    is_required: bool = True

    @property
    def words(self) -> str:
        """户口簿（复印件，2 份）"""
        parts = [self.form] if self.form else []
        parts += [_("{n} 份").format(n=self.copies)] if self.copies > 1 or self.form else []
        parts += [] if self.is_required else [_("有就带上")]
        return f"{self.name}（{'，'.join(parts)}）" if parts else self.name

    @property
    def line(self) -> str:
        required = MUST if self.is_required else MAY
        return f"{self.name}｜{self.form}｜{self.copies}｜{required}"


MUST, MAY = _("必需"), _("可选")
OPTIONAL_WORDS = frozenset({"可选", "非必需", "非必须", "否", "有就带上", "不必需"})
LONGEST_MATERIAL = 60
# 条例 forbids the vague 其他材料 in a guide (domain.md 6.1)
VAGUE = re.compile(r"其[他它](?:相关|有关|需要|所需|必要|需|要)*的?(?:材料|资料|证明|证件|文件)")


def parse_materials(text: str, field: str = "materials_text") -> list[Material]:
    """One material a line: 名称｜形式｜份数｜必需或可选; what is left out is 1 份, 必需."""
    found: list[Material] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        parts = [part.strip() for part in re.split(r"[|｜\t]", line)]
        material = _material(parts, number, field)
        if any(material.name == other.name for other in found):
            raise RuleBroken(_("第 {n} 行的“{name}”写了两遍"), field=field, n=number, name=material.name)
        found.append(material)
    return found


def _material(parts: list[str], number: int, field: str) -> Material:
    name, form, copies, need = (*parts, "", "", "", "")[:4]
    if not name or len(name) > LONGEST_MATERIAL:
        raise RuleBroken(_("第 {n} 行：材料名称要写，最多 60 个字"), field=field, n=number)
    if VAGUE.search(name):
        raise RuleBroken(
            _("第 {n} 行：不能写“{name}”，要哪一样就写哪一样"), field=field, n=number, name=name
        )
    digits = copies.removesuffix("份").strip() or "1"
    if not digits.isdecimal() or not 1 <= int(digits) <= 20:
        raise RuleBroken(
            _("第 {n} 行：份数应是 1 到 20，这里是“{copies}”"), field=field, n=number, copies=copies
        )
    return Material(name, form[:LONGEST_MATERIAL], int(digits), need not in OPTIONAL_WORDS)


def missing(materials: Iterable[Material], handed_in: Iterable[str]) -> list[str]:
    """Names of required materials that are not there yet."""
    there = set(handed_in)
    return [one.name for one in materials if one.is_required and one.name not in there]


def check_complete(materials: Iterable[Material], handed_in: Iterable[str]) -> None:
    names = missing(materials, handed_in)
    if names:
        raise RuleBroken(
            _("还缺：{names}。补齐再受理，或先收件，再把缺的一次告知清楚"),
            field="handed_in", names="、".join(names),
        )


# 办事指南 as a sheet: its headings, and the columns they fill (domain.md 6.2)
HEADINGS: dict[str, str] = {
    "事项编码": "code",
    "事项名称": "name",
    "事项类型": "type",
    "主题": "topic",
    "实施部门": "department",
    "办件类型": "kind",
    "服务内容": "content",
    "办理流程": "procedure",
    "办理方式": "ways",
    "办理时间": "hours",
    "办理地点": "place",
    "办理人员": "people",
    "受理条件": "conditions",
    "设定依据": "basis",
    "收费": "fee",
    "法定时限": "legal_workdays",
    "承诺时限": "promised_workdays",
    "咨询电话": "phone",
    "要身份证": "asks_id",
    "申请材料": "materials_text",
    "公布": "is_published",
}
YES_WORDS = frozenset({"是", "要", "公布", "已公布", "1", "√"})


def member(labels: Mapping[E, str], text: str, field: str, otherwise: E) -> E:
    """The enum member whose Chinese word stands in a cell; `otherwise` for an empty cell."""
    if not text:
        return otherwise
    for one, word in labels.items():
        if word == text:
            return one
    raise RuleBroken(
        _("“{text}”不在选项里，可以写：{words}"), field=field, text=text, words="、".join(labels.values())
    )


def workdays(text: str, field: str) -> int | None:
    """20, 20.0 or 20个工作日 as a number, None for an empty cell."""
    if not text:
        return None
    found = re.fullmatch(r"([0-9]{1,3})(?:\.0)?\s*(?:个?工作日|天)?", text)
    if not found:
        raise RuleBroken(_("时限应是几个工作日，这里是“{text}”"), field=field, text=text)
    return int(found[1])


def item_facts(cells: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the sheet by column name as values of the item's columns; RuleBroken names the column."""
    given = {name: str(cells.get(name) or "").strip() for name in HEADINGS.values()}
    if not given["code"]:
        raise RuleBroken(_("事项编码要写"), field="code")
    if not given["name"]:
        raise RuleBroken(_("事项名称要写"), field="name")
    kind = member(KIND_LABELS, given["kind"], "kind", Kind.PROMISED)
    return {
        **{name: given[name] for name in ("code", "name", *SIX_FACTS, "conditions", "basis", "phone")},
        "fee": given["fee"] or _("不收费"),
        "kind": kind,
        "type": member(TYPE_LABELS, given["type"], "type", Type.PUBLIC_SERVICE),
        "topic": member(TOPIC_LABELS, given["topic"], "topic", Topic.OTHER),
        "legal_workdays": workdays(given["legal_workdays"], "legal_workdays"),
        "promised_workdays": workdays(given["promised_workdays"], "promised_workdays") or 0,
        "asks_id": given["asks_id"] in YES_WORDS,
        "materials": parse_materials(given["materials_text"]),
    }
