"""Facts of a household (户情): what they are, how two changes of them merge, how they are shown."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tracker.domain.errors import RuleBroken
from tracker.domain.masking import mask_address, mask_name, mask_phone
from tracker.domain.text import _
from tracker.households.rules import words

Value = str | int | None


class Origin(StrEnum):
    """Where a change was written down."""

    DESK = "desk"
    PHONE = "phone"
    SHEET = "sheet"


ORIGIN_LABELS: dict[Origin, str] = {
    Origin.DESK: _("在电脑上改的"),
    Origin.PHONE: _("手机传来的"),
    Origin.SHEET: _("导入的表"),
}


class Verdict(StrEnum):
    """What a person decided about two values of one fact."""

    KEPT = "kept"
    SENT = "sent"


FACT_LABELS: dict[str, str] = {
    "head_name": _("户主姓名"),
    "phone": _("电话"),
    "address": _("住址"),
    "group_name": _("组"),
    "care_codes": _("类别"),
    "people_count": _("人口数"),
}
"""Every fact there is; who changes one of them leaves a version."""

UNREADABLE = _("这一户的情况没有读懂，请重新填")


@dataclass(frozen=True)
class Clash:
    """One fact that somebody else changed meanwhile to another value: a person decides."""

    field: str
    kept: Value
    sent: Value


@dataclass(frozen=True)
class Merge:
    """What goes in by itself, and what a person is asked about."""

    applied: dict[str, Value]
    clashes: tuple[Clash, ...]


def merge_facts(
    current: Mapping[str, Value], since: Collection[str] | None, changed: Mapping[str, Value],
    added: Mapping[str, Any],
) -> Merge:
    """Facts from a phone laid over those that stand here (practice.md 1.1).

    `since`: the facts that were changed here after the phone last heard of them; None: nobody knows, so all
    may have been. Not changed here: taken in. Changed to the same: nothing to do. Else the one here stays and
    a person is asked. Additions never clash: they are added to what stands here.
    """
    applied: dict[str, Value] = {}
    clashes = []
    for name, sent in changed.items():
        if sent == current[name]:
            continue
        if since is None or name in since:
            clashes.append(Clash(name, current[name], sent))
        else:
            applied[name] = sent
    for name, more in added.items():
        there = applied.get(name, current[name])
        total = _sum(name, there, more)
        if total != there:
            applied[name] = total
    return Merge(applied, tuple(clashes))


def _sum(name: str, there: Value, more: Any) -> Value:
    if name == "care_codes":
        return words.codes_of([*str(there or "").split(), *more])
    if not isinstance(there, int):
        raise RuleBroken(_("这一户还没有记人口数，请直接填有几口人"), field="household")
    if not 0 < there + more <= words.MOST_PEOPLE:
        raise RuleBroken(_("人口数请填 1 到 {n}"), field="household", n=words.MOST_PEOPLE)
    return there + int(more)


def read_facts(given: Mapping[str, Any]) -> dict[str, Value]:
    """Facts as a phone sends them, each in its one spelling; unknown names are left out.

    RuleBroken at the field "household", in the words of the fact that is wrong.
    """
    return {name: _told(READ[name], value) for name, value in given.items() if name in READ}


def read_added(given: Mapping[str, Any]) -> dict[str, Any]:
    """Additions as a phone sends them: {"people_count": 1, "care_codes": ["alone"]}."""
    found: dict[str, Any] = {}
    if type(given.get("people_count")) is int:
        found["people_count"] = given["people_count"]
    if isinstance(given.get("care_codes"), list):
        found["care_codes"] = [care for care in words.Care if care in given["care_codes"]]
    return found


def _told(read: Callable[[Any], Value], value: Any) -> Value:
    try:
        return read(value)
    except RuleBroken as broken:
        raise RuleBroken(broken.message, field="household", **broken.params) from broken


def _text(value: Any) -> str:
    if value is not None and not isinstance(value, str):
        raise RuleBroken(UNREADABLE)
    return value or ""


def _people(value: Any) -> int | None:
    return words.people_of(str(value)) if type(value) is int else words.people_of(_text(value))


def _codes(value: Any) -> str:
    given = _text(value).split() if not isinstance(value, list) else value
    if not all(one in set(words.Care) for one in given):
        raise RuleBroken(UNREADABLE)
    return words.codes_of(given)


READ: dict[str, Callable[[Any], Value]] = {
    "head_name": lambda value: words.head_of(_text(value)),
    "phone": lambda value: words.phone_of(_text(value)) or None,
    "address": lambda value: words.address_of(_text(value)) or None,
    "group_name": lambda value: words.group_label(_text(value), ""),
    "care_codes": _codes,
    "people_count": _people,
}


def told(name: str, value: Value) -> str:
    """A fact as a person reads it in full; empty when nothing is known."""
    if name == "care_codes":
        return "、".join(words.CARE_LABELS[words.Care(code)] for code in str(value or "").split())
    return "" if value is None else str(value)


MASKS: dict[str, Callable[[str], str]] = {
    "head_name": mask_name, "phone": mask_phone, "address": mask_address,
}


def shown(name: str, value: Value) -> str:
    """The same with what lists hide hidden."""
    text = told(name, value)
    return MASKS[name](text) if name in MASKS else text
