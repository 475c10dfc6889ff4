"""公开: which matters may be published, what is blotted out beforehand, the weeks of the digest."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.flow import Flow, Move
from tracker.domain.masking import HIDDEN, HOUSE, PLAIN, SOMEBODY, blot_names, mask_address, mask_name
from tracker.domain.text import _
from tracker.opinions.rules import ANSWERED, Status, check_public_text, redacted


class Stage(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    TAKEN_DOWN = "taken_down"


STAGE_LABELS: dict[Stage, str] = {
    Stage.DRAFT: _("还没公开"), Stage.PUBLISHED: _("已公开"), Stage.TAKEN_DOWN: _("已撤下"),
}

FLOW = Flow(
    Stage.DRAFT,
    Move("publish", _("公开"), frozenset({Stage.DRAFT}), Stage.PUBLISHED),
    Move("take_down", _("撤下"), frozenset({Stage.PUBLISHED}), Stage.TAKEN_DOWN),
    Move("put_back", _("恢复公开"), frozenset({Stage.TAKEN_DOWN}), Stage.PUBLISHED),
)

LONGEST_TITLE, LONGEST_TEXT, LONGEST_PLACE, LONGEST_REASON = 60, 2000, 40, 200
CONSENT_GONE = _("本人不同意公开了")
NO_LONGER = _("这件事的情况变了，不能再公开")


@dataclass(frozen=True)
class Facts:
    """What decides whether a matter may be published at all."""

    status: Status
    may_publish: bool
    has_subjects: bool
    is_merged: bool
    is_anonymised: bool = False


def why_not(facts: Facts) -> str:
    """The sentence that forbids publishing this matter; empty when it may be published."""
    if facts.has_subjects:
        return _("这件事有人要回避，不能公开")
    if facts.status not in ANSWERED:
        return _("答复以后才能公开")
    if facts.is_merged:
        return _("这件事并到别的事项里了，请公开主办的那一件")
    if not facts.may_publish:
        return _("本人没有同意公开")
    return _("这件事已过保存期") if facts.is_anonymised else ""


def check(facts: Facts) -> None:
    reason = why_not(facts)
    if reason:
        raise RuleBroken(reason)


# 3 号、十二栋、5 室: which house it was. 11 月 23 号 is a day, 5 号线 a road's, 3 号窗口 an office's.
_HOUSE_NUMBER = re.compile(
    r"(?<![0-9月])(?:[0-9]{1,4}|[〇零一二三四五六七八九十百]+)(?=号(?!线|码|文|令|公告|窗|柜台|公路|井|泵|车|桥)|幢|栋|弄|室|单元|门牌)"
)
# 我叫王小明, 我是王小明: the name that a person gives
_OWN_NAME = re.compile(r"(?:我叫|我名叫|本人叫|姓名[:：是])\s*([\u4e00-\u9fff]{2,4})")


def unnamed(text: str, names: Iterable[str]) -> str:
    """The text as a proposal for the public: numbers, house numbers and the given names blotted out."""
    text = redacted(text)
    for match in reversed(list(_HOUSE_NUMBER.finditer(text.translate(PLAIN)))):  # positions stay the same
        text = text[: match.start()] + HIDDEN + text[match.end() :]
    given = [*names, *_OWN_NAME.findall(text)]
    return blot_names(text, given, lambda name: mask_name(name, SOMEBODY))


def public_place(village: str, place: str) -> str:
    """Down to the village and the group, never the house."""
    below = mask_address(place)
    if below == HIDDEN or not re.search(r"[组屯队湾坨]$", below):
        below = ""
    return (village + below.removeprefix(village))[:LONGEST_PLACE]


def check_text(title: str, text: str, reply: str, place: str) -> None:
    """Nothing goes out with a telephone, an identity number or a house number in it."""
    for field, said in (("title", title), ("text", text), ("reply", reply), ("place", place)):
        check_public_text(said, field)
    if HOUSE.search(place.translate(PLAIN)):
        raise RuleBroken(_("地点写到村、组就行，不要写门牌号"), field="place")


def doubts(text: str, *, is_naming_cadres: bool) -> list[str]:
    """What a person should look at once more before it goes out."""
    found = []
    if _HOUSE_NUMBER.search(text.translate(PLAIN)):
        found.append(_("里面像是有门牌号"))
    if _OWN_NAME.search(text):
        found.append(_("里面像是有本人的名字"))
    if is_naming_cadres:
        found.append(_("里面写到了干部的姓名或职务"))
    return found


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week a day lies in."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def by_week(days: Sequence[date]) -> list[tuple[tuple[date, date], int]]:
    """How many of these days, newest first, lie in each week, in their order."""
    found: list[tuple[tuple[date, date], int]] = []
    for one in days:
        week = week_of(one)
        if found and found[-1][0] == week:
            found[-1] = (week, found[-1][1] + 1)
        else:
            found.append((week, 1))
    return found


def took(submitted_on: date, answered_on: date) -> int:
    """Calendar days from the day it came to the day of the answer; 0: the same day."""
    return (answered_on - submitted_on).days
