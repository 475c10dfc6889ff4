"""检举控告: who is named in a text, which way a matter goes, and what may follow once it is sealed."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.flow import Flow, Move
from tracker.domain.masking import COMPOUND_SURNAMES
from tracker.domain.text import _


class Status(StrEnum):
    DELIVERED = "delivered"
    RECEIVED = "received"
    CONCLUDED = "concluded"
    RELEASED = "released"


LABELS: dict[Status, str] = {
    Status.DELIVERED: _("已送达纪检"),
    Status.RECEIVED: _("已接收"),
    Status.CONCLUDED: _("已结束"),
    Status.RELEASED: _("已移出"),
}

S = Status
# domain.md 13.1, sealed sub-machine; release: security.md 2.4 rule 1 (clerks get it only after release)
FLOW = Flow(
    S.DELIVERED,
    Move("receive", _("接收"), frozenset({S.DELIVERED}), S.RECEIVED),
    Move("conclude", _("结束"), frozenset({S.RECEIVED}), S.CONCLUDED),
    Move("release", _("移出密封"), frozenset({S.DELIVERED, S.RECEIVED}), S.RELEASED),
    terminal=frozenset({S.CONCLUDED, S.RELEASED}),
)


class Way(StrEnum):
    """Where a matter goes at intake; decided before anything is stored."""

    ORDINARY = "ordinary"
    SEALED = "sealed"
    COUNTY = "county"
    """A head of the town or the discipline office itself is named: nothing is stored here (security.md,
    Decisions 2)."""


@dataclass(frozen=True)
class Person:
    """Somebody on the town's roster. is_above: accusations against this one go to the county."""

    user_id: int
    name: str
    job_title: str = ""
    pinyin: str = ""
    is_above: bool = False


@dataclass(frozen=True)
class Finding:
    """What the search for names found; a title with a surname of the roster may fit nobody for certain."""

    way: Way
    user_ids: tuple[int, ...] = ()


# What stands behind a surname when people speak of an official: 王书记, 李副镇长.
TITLES = (
    "书记|镇长|乡长|主任|主席|所长|站长|部长|委员|局长|科长|股长|队长|组长|支书|村长|院长|校长|干事|专干|会计|"
    "文书|秘书|经理|警官|领导|干部|镇长助理"
)
SHORTEST_TITLE = 4
"""A job title this long names its holder (党政办主任); 镇长 or 主任 alone do not."""
SHORTEST_PINYIN = 6
NOISE = re.compile(r"[\W_]+")


def squeezed(text: str) -> str:
    """The text as it is compared: one width, small letters, nothing between the characters."""
    return NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()


def surname_of(name: str) -> str:
    return name[:2] if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else name[:1]


def find(texts: Iterable[str], people: Iterable[Person], *, is_accusation: bool = False) -> Finding:
    """Fail closed (security.md 2.4 rule 1): a tick, a full name, a surname with a title, a post's name."""
    text = "\n".join(squeezed(one) for one in texts if one)
    named = [person for person in people if person.name]
    hit = {person for person in named if _is_named(text, person)}
    has_title = False
    for surname in {surname_of(person.name) for person in named}:
        for title in _titles_behind(surname, text):
            has_title = True
            hit |= {one for one in named if surname_of(one.name) == surname and _bears(one, title)}
    user_ids = tuple(sorted(person.user_id for person in hit))
    if any(person.is_above for person in hit):
        return Finding(Way.COUNTY, user_ids)
    return Finding(Way.SEALED if is_accusation or hit or has_title else Way.ORDINARY, user_ids)


def _is_named(text: str, person: Person) -> bool:
    name, title = squeezed(person.name), squeezed(person.job_title)
    return (
        (len(name) > 1 and name in text)
        or (len(title) >= SHORTEST_TITLE and re.search(f"(?:{TITLES})$", title) is not None and title in text)
        or (len(person.pinyin) >= SHORTEST_PINYIN and person.pinyin in text)
    )


def _titles_behind(surname: str, text: str) -> set[str]:
    """王书记, 王副镇长, 王某某主任, 姓王的书记, 书记王某."""
    before = re.findall(f"{re.escape(surname)}(?:某+)?(?:的)?(?:副|代|总)?({TITLES})", text)
    behind = re.findall(f"({TITLES}){re.escape(surname)}某", text)
    return {*before, *behind}


def _bears(person: Person, title: str) -> bool:
    """Whether this title may be the person's; without a job title on the roster, any may."""
    return not person.job_title or title in person.job_title


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken(_("请写下理由"), field="reason")


NOTE_LABELS = {
    "conclude": _("处理结果"), "subjects": _("改了被反映人"), "release": _("移出理由"),
}
