"""The papers a guide asks for (申请材料): one a line, by name, never 其他材料."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _

MUST, MAY, LATER = _("必需"), _("可选"), _("可后补")
OPTIONAL_WORDS = frozenset({"可选", "非必需", "非必须", "否", "有就带上", "不必需"})
LATER_WORDS = frozenset({"可后补", "可以后补", "容缺", "可容缺", "是"})
NOT_LATER_WORDS = frozenset({"", "不后补", "不可后补", "不容缺", "不可容缺", "否"})
LONGEST_MATERIAL = 60
# 条例 forbids the vague 其他材料 in a guide (domain.md 6.1)
VAGUE = re.compile(r"其[他它](?:相关|有关|需要|所需|必要|必备|需|要)*的?(?:材料|资料|证明|证件|文件|手续)")


@dataclass(frozen=True)
class Material:
    """One paper the guide asks for (申请材料)."""

    name: str
    form: str = ""
    copies: int = 1
    is_required: bool = True
    may_follow: bool = False
    """容缺: may be promised in writing and brought later; which ones is public (国办 容缺受理)."""
    source: str = ""
    """Where the resident gets it (来源)."""

    @property
    def words(self) -> str:
        """户口簿（复印件，2 份）"""
        parts = [self.form] if self.form else []
        parts += [_("{n} 份").format(n=self.copies)] if self.copies > 1 or self.form else []
        parts += [] if self.is_required else [_("有就带上")]
        parts += [_("可以后补")] if self.may_follow else []
        return f"{self.name}（{'，'.join(parts)}）" if parts else self.name

    @property
    def line(self) -> str:
        """名称｜形式｜份数｜必需或可选, and 可后补｜来源 where there is something to say."""
        cells = [self.name, self.form, str(self.copies), MUST if self.is_required else MAY]
        if self.may_follow or self.source:
            cells.append(LATER if self.may_follow else "")
        if self.source:
            cells.append(self.source)
        return "｜".join(cells)


def parse_materials(text: str, field: str = "materials_text") -> list[Material]:
    """One material a line: 名称｜形式｜份数｜必需或可选｜可后补｜来源; what is left out is 1 份, 必需."""
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
    name, form, copies, need, later, source = (*parts, "", "", "", "", "", "")[:6]
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
    if later not in LATER_WORDS | NOT_LATER_WORDS:
        raise RuleBroken(
            _("第 {n} 行：第五样写“可后补”或者空着，这里是“{later}”"), field=field, n=number, later=later
        )
    return Material(
        name, form[:LONGEST_MATERIAL], int(digits), need not in OPTIONAL_WORDS, later in LATER_WORDS,
        source[:LONGEST_MATERIAL],
    )


def missing(materials: Iterable[Material], handed_in: Iterable[str]) -> list[str]:
    """Names of required materials that are not there yet."""
    there = set(handed_in)
    return [one.name for one in materials if one.is_required and one.name not in there]


def check_complete(
    materials: Iterable[Material], handed_in: Iterable[str], promised: Iterable[str] = ()
) -> None:
    """Everything required is there, or promised in writing where the guide lets it follow (容缺)."""
    rows, later = list(materials), set(promised)
    if not later <= {one.name for one in rows if one.may_follow}:
        raise RuleBroken(_("指南里没有写可以后补的材料，不能容缺"), field="follow_names")
    names = [name for name in missing(rows, handed_in) if name not in later]
    if names:
        raise RuleBroken(
            _("还缺：{names}。补齐再受理，或先收件，再把缺的一次告知清楚"),
            field="handed_in", names="、".join(names),
        )
