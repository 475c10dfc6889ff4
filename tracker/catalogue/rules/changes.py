"""What changed between two public versions of a guide (改了什么): fewer papers, fewer steps, fewer days."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.catalogue.rules.materials import Material, parse_materials
from tracker.catalogue.rules.sheet import HEADINGS
from tracker.domain.text import _

HIDDEN = frozenset({"everyday_words", "is_published", "asks_id"})
"""Of the sheet, what the guide does not say."""
LABELS: dict[str, str] = {
    name: {"materials_text": _("申请材料"), "is_online": _("网上办")}.get(name, heading)
    for heading, name in HEADINGS.items() if name not in HIDDEN
}
"""{name of a fact: how the list of changes calls it}, in the order of the guide."""
UNITS = {
    "promised_workdays": _("{n} 个工作日"), "legal_workdays": _("{n} 个工作日"), "trips": _("{n} 趟"),
    "valid_months": _("{n} 个月"),
}
SEPARATORS = (r"\n+", r"→|->|—>|⇒|＞|>", r"[；;]", r"[，,]")
"""How a procedure separates its steps; the first that is there counts."""


@dataclass(frozen=True)
class Change:
    """One line of the list: what, and how it was and is; or sentences where both are lists."""

    label: str
    before: str = ""
    after: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Less:
    """Papers, steps and promised workdays fewer than before; negative: more."""

    materials: int = 0
    steps: int = 0
    workdays: int = 0

    @property
    def words(self) -> list[str]:
        """少交 2 份材料; what became more is said too."""
        said = (
            (self.materials, _("少交 {n} 样材料"), _("多交 {n} 样材料")),
            (self.steps, _("少 {n} 个环节"), _("多 {n} 个环节")),
            (self.workdays, _("快 {n} 个工作日"), _("慢 {n} 个工作日")),
        )
        return [(less if n > 0 else more).format(n=abs(n)) for n, less, more in said if n]


def steps_of(procedure: str) -> list[str]:
    """The steps of a procedure as it is written: a line each, or with arrows, or with commas."""
    for separator in SEPARATORS:
        parts = [one.strip(" 　。.") for one in re.split(separator, procedure)]
        if len(found := [one for one in parts if one]) > 1:
            return found
    return [procedure.strip()] if procedure.strip() else []


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, list[str]]:
    """{fact: [before, after]} of two versions as text, in the order of the guide."""
    return {
        name: [before.get(name, ""), after.get(name, "")]
        for name in LABELS if before.get(name, "") != after.get(name, "")
    }


def less(before: Mapping[str, str], after: Mapping[str, str]) -> Less:
    """How much less is asked of the resident: papers that must be brought, steps, promised workdays."""
    return Less(
        len(_required(before)) - len(_required(after)),
        len(steps_of(before.get("procedure", ""))) - len(steps_of(after.get("procedure", ""))),
        int(before.get("promised_workdays") or 0) - int(after.get("promised_workdays") or 0),
    )


def _required(facts: Mapping[str, str]) -> list[Material]:
    return [one for one in parse_materials(facts.get("materials_text", "")) if one.is_required]


def said(found: Mapping[str, Any]) -> list[Change]:
    """The changes as a person reads them; of the papers which came and which went."""
    return [
        Change(LABELS[name], lines=tuple(_papers(*pair))) if name == "materials_text"
        else Change(LABELS[name], _spoken(name, pair[0]), _spoken(name, pair[1]))
        for name, pair in found.items() if name in LABELS
    ]


def _spoken(name: str, text: str) -> str:
    """A value with its unit; what is not there is said too."""
    return UNITS.get(name, "{n}").format(n=text) if text else _("没有写")


def _papers(before: str, after: str) -> list[str]:
    old = {one.name: one for one in parse_materials(before)}
    new = {one.name: one for one in parse_materials(after)}
    gone = [_("不用再交：{name}").format(name=name) for name in old if name not in new]
    come = [_("新要：{name}").format(name=one.words) for name, one in new.items() if name not in old]
    other = [
        _("{before} 改成 {after}").format(before=old[name].words, after=one.words)
        for name, one in new.items() if name in old and old[name] != one
    ]
    return gone + other + come
