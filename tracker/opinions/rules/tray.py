"""收件篮: which new matters wait apart as 待辨认, and how many the web takes in within ten minutes."""

import re
from dataclasses import dataclass
from datetime import timedelta

from tracker.domain.errors import RuleBroken
from tracker.opinions.rules.words import Tray

WINDOW = timedelta(minutes=10)
SAME_TEXT_WINDOW = timedelta(hours=24)
QUIET = 10
"""So many without proof within WINDOW are nothing unusual: no question asked."""
SECONDS_TO_WRITE = 8
"""Nobody reads and fills four pages faster."""
FEW_HAN = 2
HAN_BESIDE_LINKS = 10
MOST_ODD_LETTERS = 12

LINK = re.compile(r"(?:https?://|www\.)[^\s\u4e00-\u9fff，。；！？]+", re.IGNORECASE)
HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Budget:
    """Matters within WINDOW: `ordinary` go to the list, from there on to the tray, beyond `most` none."""

    ordinary: int
    most: int
    same_text: int
    """The same text within SAME_TEXT_WINDOW: a village may copy a letter, a machine does it at once."""


UNPROVED = Budget(ordinary=30, most=500, same_text=1)
PROVED = Budget(ordinary=300, most=1000, same_text=20)


@dataclass(frozen=True)
class Signs:
    """What a sending over the web shows of its making; none of it is stored beside the matter.

    `proof`: the stamp whose arithmetic holds, empty without; `seconds` since the first page, None: unknown;
    `is_trapped`: something stands in the field that people do not see.
    """

    proof: str = ""
    seconds: int | None = None
    is_trapped: bool = False

    @property
    def budget(self) -> Budget:
        return PROVED if self.proof else UNPROVED


class TooMany(RuleBroken):
    """The web takes in no more for a while; the page keeps what was typed."""


def tray_of(signs: Signs, text: str, *, arrived: int, same: int) -> Tray:
    """Where a new matter waits. `arrived`, `same`: how many within the windows, this one included."""
    budget = signs.budget
    is_hasty = not signs.proof and (signs.seconds is None or signs.seconds < SECONDS_TO_WRITE)
    is_odd = (
        signs.is_trapped
        or looks_like_junk(text)
        or same > budget.same_text
        or arrived > budget.ordinary
        or (is_hasty and arrived > QUIET)
    )
    return Tray.SUSPECT if is_odd else Tray.ORDINARY


def looks_like_junk(text: str) -> bool:
    """Only links, no word of Chinese, or the same few letters over and over; a person looks at it anyway."""
    rest = LINK.sub("", text)
    words = len(HAN.findall(rest))
    if words < FEW_HAN or (rest != text and words < HAN_BESIDE_LINKS):
        return True
    letters = [one for one in rest if not one.isspace()]
    few = min(max(3, len(letters) // 8), MOST_ODD_LETTERS)
    return len(letters) >= 8 and len(set(letters)) <= few
