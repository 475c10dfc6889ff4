"""检举控告: which ways a matter goes, what may follow once it is sealed, what a box holds."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.flow import Flow, Move
from tracker.domain.text import _


class Status(StrEnum):
    DELIVERED = "delivered"
    RECEIVED = "received"
    CONCLUDED = "concluded"
    RELEASED = "released"
    HANDED_UP = "handed_up"


LABELS: dict[Status, str] = {
    Status.DELIVERED: _("已送达纪检"),
    Status.RECEIVED: _("已接收"),
    Status.CONCLUDED: _("已结束"),
    Status.RELEASED: _("已移出"),
    Status.HANDED_UP: _("已交县里"),
}

S = Status
# domain.md 13.1, sealed sub-machine; release: security.md 2.4 rule 1 (clerks get it only after release)
FLOW = Flow(
    S.DELIVERED,
    Move("receive", _("接收"), frozenset({S.DELIVERED}), S.RECEIVED),
    Move("conclude", _("结束"), frozenset({S.RECEIVED}), S.CONCLUDED),
    Move("release", _("移出密封"), frozenset({S.DELIVERED, S.RECEIVED}), S.RELEASED),
    Move("hand_up", _("交县里"), frozenset({S.DELIVERED, S.RECEIVED}), S.HANDED_UP),
    terminal=frozenset({S.CONCLUDED, S.RELEASED, S.HANDED_UP}),
)


class Way(StrEnum):
    """Where a matter goes at intake; decided before anything is stored."""

    ORDINARY = "ordinary"
    SEALED = "sealed"
    COUNTY = "county"
    """A head of the town or the discipline office itself is named: for the county's key alone, and where
    there is none nothing is stored (security.md, Decisions 2)."""


@dataclass(frozen=True)
class Person:
    """Somebody on the town's roster. is_above: accusations against this one go to the county."""

    user_id: int
    name: str
    job_title: str = ""
    pinyin: str = ""
    is_above: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What the search for names found; a title with a surname of the roster may fit nobody for certain."""

    way: Way
    user_ids: tuple[int, ...] = ()


class Holder(StrEnum):
    """Who holds the private half of a pair of keys."""

    DISCIPLINE = "discipline"
    ESCROW = "escrow"
    COUNTY = "county"


HOLDER_LABELS: dict[Holder, str] = {
    Holder.DISCIPLINE: _("镇纪检"),
    Holder.ESCROW: _("县里代管（能打开镇纪检的密封件）"),
    Holder.COUNTY: _("县纪委监委（反映镇领导和纪检的，只有它能打开）"),
}


@dataclass(frozen=True)
class Content:
    """What lies in the box of a matter; `contact`: open, in confidence, or no name."""

    text: str
    whom: str = ""
    place: str = ""
    village_code: str | None = None
    contact: str = "anonymous"
    name: str = ""
    phone: str = ""

    def packed(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode("utf-8", "surrogatepass")

    @classmethod
    def unpacked(cls, data: bytes) -> "Content":
        return cls(**json.loads(data.decode("utf-8", "surrogatepass")))


OPEN_MINUTES = 15
"""How long the passphrase is good for (security.md 2.3.4)."""
WRONG_PASSPHRASES, WAIT_MINUTES = 5, 15
SHORTEST_PASSPHRASE = 12


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken(_("请写下理由"), field="reason")


def check_passphrase(passphrase: str, again: str) -> None:
    """The shape of a new passphrase; how easily it is guessed is asked elsewhere."""
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        raise RuleBroken(
            _("口令至少 {n} 个字，可以是一句只有您知道的话"), field="password", n=SHORTEST_PASSPHRASE
        )
    if passphrase.strip() != again.strip():
        raise RuleBroken(_("两次写的不一样，请再写一次"), field="password_again")


def check_handed_on(day: date, delivered_on: date, today: date) -> None:
    """The day on which it went to the county lies between its delivery and today."""
    if not delivered_on <= day <= today:
        raise RuleBroken(_("日期要在送达那天到今天之间"), field="on")


NOTE_LABELS = {
    "conclude": _("处理结果"), "subjects": _("改了被反映人"), "release": _("移出理由"),
    "hand_up": _("为什么交县里"),
}
