"""The county's list as a sheet (事项目录的表): its headings, and what its cells say (domain.md 6.2)."""

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from tracker.catalogue.rules.materials import parse_materials
from tracker.catalogue.rules.words import (
    AUDIENCE_LABELS,
    GAP_LABELS,
    KIND_LABELS,
    TOPIC_LABELS,
    TYPE_LABELS,
    Audience,
    GapRule,
    Kind,
    Topic,
    Type,
)
from tracker.domain.errors import RuleBroken
from tracker.domain.text import _

E = TypeVar("E", bound=StrEnum)

HEADINGS: dict[str, str] = {
    "事项编码": "code",
    "事项名称": "name",
    "事项类型": "type",
    "主题": "topic",
    "服务对象": "audience_codes",
    "群众怎么叫": "everyday_words",
    "实施部门": "department",
    "主体性质": "body_kind",
    "行使层级": "level",
    "通办范围": "scope",
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
    "收费依据": "fee_basis",
    "法定时限": "legal_workdays",
    "承诺时限": "promised_workdays",
    "特别程序": "special_procedure",
    "中介服务": "intermediary",
    "到场次数": "trips",
    "到场原因": "trips_reason",
    "结果名称": "result_name",
    "领取方式": "result_pickup",
    "有效期（月）": "valid_months",
    "咨询电话": "phone",
    "投诉电话": "complaint_phone",
    "常见问题": "questions",
    "网上能办": "is_online",
    "可以邮寄": "is_posted",
    "可以预约": "is_bookable",
    "可以上门": "at_home",
    "可以代办": "by_agent",
    "补材料怎么计时": "gap_rule",
    "县里办时停表": "county_stops",
    "要身份证": "asks_id",
    "申请材料": "materials_text",
    "公布": "is_published",
}
YES_WORDS = frozenset({"是", "要", "有", "能", "可以", "支持", "公布", "已公布", "1", "√"})
NO_WORDS = frozenset({"否", "不要", "没有", "无", "不能", "不可以", "不支持", "不公布", "0", "×"})
PLAIN = (
    "code", "name", "content", "procedure", "ways", "hours", "place", "people", "conditions", "basis",
    "phone", "everyday_words", "body_kind", "level", "scope", "fee_basis", "special_procedure",
    "intermediary", "trips_reason", "result_name", "result_pickup", "complaint_phone", "questions",
)
YES_NO: dict[str, bool] = {
    "asks_id": False, "is_online": False, "is_posted": False, "is_bookable": True, "at_home": False,
    "by_agent": True, "county_stops": False,
}
"""What holds of a new item whose cell is empty."""
COUNTY_AUDIENCES = {
    "自然人": Audience.EVERYONE, "个人": Audience.EVERYONE, "企业": Audience.BUSINESSES,
    "法人": Audience.BUSINESSES, "企业法人": Audience.BUSINESSES, "个体户": Audience.BUSINESSES,
    "个体工商户": Audience.BUSINESSES,
}
"""How provincial lists call them."""
NO_END = frozenset({"长期", "长期有效", "永久", "无", "0"})


def member(labels: Mapping[E, str], text: str, field: str) -> E:
    """The enum member whose Chinese word stands in a cell."""
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


def number(text: str, field: str, most: int) -> int:
    """2, 2.0, 2次 or 36个月 as a number."""
    found = re.fullmatch(r"([0-9]{1,4})(?:\.0)?\s*(?:次|趟|个?月)?", text)
    if not found or int(found[1]) > most:
        raise RuleBroken(_("应是 0 到 {most} 的整数，这里是“{text}”"), field=field, most=most, text=text)
    return int(found[1])


def months(text: str, field: str) -> int | None:
    """How long a certificate is valid, in months; None for good."""
    return None if text in NO_END else number(text, field, 600) or None


def audience_codes(chosen: Iterable[Audience]) -> str:
    """As the column keeps them, in the order of the list; nobody chosen is everybody."""
    picked = set(chosen) or {Audience.EVERYONE}
    return " ".join(one.value for one in Audience if one in picked)


def _audiences(text: str, field: str) -> str:
    words = [word for word in re.split(r"[、，,；;／/\s]+", text) if word]
    return audience_codes(
        COUNTY_AUDIENCES.get(word) or member(AUDIENCE_LABELS, word, field) for word in words
    )


def _yes_no(text: str, field: str) -> bool:
    if text not in YES_WORDS | NO_WORDS:
        raise RuleBroken(_("写“是”或“否”，这里是“{text}”"), field=field, text=text)
    return text in YES_WORDS


Reader = Callable[[str, str], Any]
READERS: dict[str, Reader] = {
    **dict.fromkeys(PLAIN, lambda text, _field: text),
    **dict.fromkeys(YES_NO, _yes_no),
    "type": lambda text, field: member(TYPE_LABELS, text, field),
    "topic": lambda text, field: member(TOPIC_LABELS, text, field),
    "kind": lambda text, field: member(KIND_LABELS, text, field),
    "gap_rule": lambda text, field: member(GAP_LABELS, text, field),
    "audience_codes": _audiences,
    "fee": lambda text, _field: text,
    "legal_workdays": workdays,
    "promised_workdays": workdays,
    "trips": lambda text, field: number(text, field, 9),
    "valid_months": months,
}
OTHERWISE: dict[str, Any] = {
    **dict.fromkeys(PLAIN, ""), **YES_NO, "type": Type.PUBLIC_SERVICE, "topic": Topic.OTHER,
    "kind": Kind.PROMISED, "gap_rule": GapRule.NONE, "audience_codes": Audience.EVERYONE.value,
    "fee": _("不收费"), "legal_workdays": None, "promised_workdays": 0, "trips": 1, "valid_months": None,
}
"""What a new item has where the sheet says nothing."""


def item_facts(cells: Mapping[str, Any], *, is_known: bool = False) -> dict[str, Any]:
    """A row of the sheet by column name as values of the item's columns; RuleBroken names the column.

    An empty cell, or a column the sheet does not have, leaves a known item as it is (is_known); a new one
    gets what usually holds.
    """
    given = {name: str(cells.get(name) or "").strip() for name in HEADINGS.values()}
    if not given["code"]:
        raise RuleBroken(_("事项编码要写"), field="code")
    if not given["name"]:
        raise RuleBroken(_("事项名称要写"), field="name")
    facts: dict[str, Any] = {} if is_known else dict(OTHERWISE)
    facts |= {name: read(given[name], name) for name, read in READERS.items() if given[name]}
    if given["materials_text"] or not is_known:
        facts["materials"] = parse_materials(given["materials_text"])
    return facts


def goes_public(cells: Mapping[str, Any]) -> bool:
    """Does the row say 公布 是?"""
    return str(cells.get("is_published") or "").strip() in YES_WORDS
