"""The words of a roll (户名册): care classes, phone numbers, the village group a household lies in."""

import re
from collections.abc import Iterable
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.masking import MOBILE, PLAIN, compact
from tracker.domain.text import _

LONGEST_NAME, LONGEST_ADDRESS, LONGEST_REASON, LONGEST_GROUP = 40, 120, 200, 20
MOST_PEOPLE = 99
LANDLINE = re.compile(r"[0-9]{7,12}")
PEOPLE = re.compile(r"([0-9]{1,9})(?:\.0)?[人口]?")


class Care(StrEnum):
    """Why a household should not be forgotten; tells whom to visit first, never shown to the public."""

    HARDSHIP = "hardship"
    ALONE = "alone"
    CHILDREN = "children"
    DISABLED = "disabled"
    VETERAN = "veteran"


CARE_LABELS: dict[Care, str] = {
    Care.HARDSHIP: _("困难户"),
    Care.ALONE: _("独居老人"),
    Care.CHILDREN: _("留守儿童"),
    Care.DISABLED: _("残疾人"),
    Care.VETERAN: _("优抚对象"),
}

DIGITS = {word: number for number, word in enumerate("〇一二三四五六七八九十")}
NUMERALS = frozenset("0123456789") | set(DIGITS)
GROUP_END = re.compile(r"(村民小组|生产队|小组|组)$")
LOCAL_END = re.compile(r"(屯|队|湾|坨|社)$")


def cares_of(text: str) -> tuple[Care, ...]:
    """The classes written in one cell: 困难户、独居老人. RuleBroken for a word we do not know."""
    by_label = {label: care for care, label in CARE_LABELS.items()}
    words = [word for word in re.split(r"[、，,；;/\s]+", text) if word]
    for word in words:
        if word not in by_label:
            known = "、".join(by_label)
            raise RuleBroken(_("没有“{word}”这一类，可以写：{known}"), field="cares", word=word, known=known)
    return tuple(care for care in Care if CARE_LABELS[care] in words)


def codes_of(cares: Iterable[str]) -> str:
    """The classes as the column holds them, in one order: equal sets are equal texts."""
    given = set(cares)
    return " ".join(care for care in Care if care in given)


def phone_of(text: str) -> str:
    """The number in one spelling, empty when none is given; RuleBroken when it can be no phone."""
    number = compact(text)
    if not number or MOBILE.fullmatch(number):
        return number
    if number.isdecimal() and number.startswith("1"):
        raise RuleBroken(_("手机号应是 11 位，这里是 {n} 位"), field="phone", n=len(number))
    if not LANDLINE.fullmatch(number):
        raise RuleBroken(_("“{text}”不像电话号码"), field="phone", text=text)
    return number


def head_of(text: str) -> str:
    """The name of the head of the household; RuleBroken when it is missing or far too long."""
    name = " ".join(text.split())
    if not name:
        raise RuleBroken(_("请写户主姓名"), field="head_name")
    if len(name) > LONGEST_NAME:
        raise RuleBroken(_("姓名最多 {n} 个字"), field="head_name", n=LONGEST_NAME)
    return name


def address_of(text: str) -> str:
    """One line; RuleBroken when it is far too long."""
    address = " ".join(text.split())
    if len(address) > LONGEST_ADDRESS:
        raise RuleBroken(_("地址最多 {n} 个字"), field="address", n=LONGEST_ADDRESS)
    return address


def people_of(text: str) -> int | None:
    """How many live there: 4, 4人, ４口; None when nothing is said. RuleBroken for what is no such number."""
    number = re.sub(r"\s", "", text.translate(PLAIN))
    if not number:
        return None
    match = PEOPLE.fullmatch(number)
    if not match or not 0 < int(match[1]) <= MOST_PEOPLE:
        raise RuleBroken(_("人口数请填 1 到 {n}"), field="people_count", n=MOST_PEOPLE)
    return int(match[1])


def group_label(text: str, word: str) -> str:
    """The group as it is kept: a bare number gets the town's word (3 → 3屯), other names stay as they are.

    RuleBroken (field "group_name") when it is far too long.
    """
    name = " ".join(text.split())
    bare = compact(name)
    if bare and set(bare) <= NUMERALS:
        name = bare + word
    if len(name) > LONGEST_GROUP:
        raise RuleBroken(_("组的名称最多 {n} 个字"), field="group_name", n=LONGEST_GROUP)
    return name


def group_key(text: str) -> str:
    """第一组, 一组, 1 组, 1屯 and 第1村民小组 are one group; other names stay as they are (河东, 大湾)."""
    bare = GROUP_END.sub("", compact(text).removeprefix("第"))
    local = LOCAL_END.sub("", bare)
    bare = local if local and set(local) <= NUMERALS else bare
    return str(_number(bare)) if bare and set(bare) <= set(DIGITS) else bare


def _number(words: str) -> int:
    """十二 as 12, 二十 as 20, 三 as 3."""
    if "十" not in words:
        return int("".join(str(DIGITS[word]) for word in words))
    tens, _ten, ones = words.partition("十")
    return DIGITS.get(tens, 1) * 10 + DIGITS.get(ones, 0)
