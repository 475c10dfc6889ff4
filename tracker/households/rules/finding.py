"""What somebody types to find a household (找一户): 汉字, pinyin, initials, the end of a phone, a 户号."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.masking import PLAIN

TAIL, LONGEST_NUMBER = 4, 5
SHORTEST_GIVEN = 4
"""So many letters may begin with the given name: fewer would find half the village."""


@dataclass(frozen=True)
class Sought:
    """A text somebody typed, cleaned: one of digits, letters and name is filled, or none of them."""

    digits: str = ""
    letters: str = ""
    name: str = ""

    @classmethod
    def of(cls, text: str) -> "Sought":
        """012 户, 6789, +86 138…, wjw, WangJia, Lü, 王家; anything else finds nothing."""
        bare = re.sub(r"[\s·•'’-]", "", text.translate(PLAIN)).lower().replace("ü", "v")
        digits = re.sub(r"^\+?86(?=1\d{10}$)|(户|号|户号)$", "", bare)
        if digits.isascii() and digits.isdecimal():
            return cls(digits=digits[:20])
        if bare.isascii() and bare.isalpha():
            return cls(letters=bare[:60])
        return cls(name=bare[:40]) if re.search(r"[\u3400-\u9fff\U00020000-\U0003ffff]", bare) else cls()

    def __bool__(self) -> bool:
        return bool(self.digits or self.letters or self.name)

    def is_number(self, number: int) -> bool:
        """Is this the household's 户号?"""
        return 0 < len(self.digits) <= LONGEST_NUMBER and int(self.digits) == number

    def ends(self, phone: str) -> bool:
        """The last four digits of a phone, which lists show anyway, or the whole; what lies between would be
        found out one digit at a time."""
        if len(self.digits) == TAIL:
            return phone.endswith(self.digits)
        return bool(phone) and phone == self.digits

    def is_name(self, name: str, sounds: Sequence[Sequence[str]]) -> bool:
        """A part of the name in characters; or its letters, each syllable whole, begun, or by its initial."""
        if self.name:
            return self.name in re.sub(r"[\s·•]", "", name).lower()
        return _spells(self.letters, sounds) or (
            len(self.letters) >= SHORTEST_GIVEN and _spells(self.letters, sounds[1:])
        )


def _spells(letters: str, sounds: Sequence[Sequence[str]]) -> bool:
    """wjw, wangj and wjianwen all spell the beginning of 王建文."""
    reached = {0}
    for readings in sounds:
        reached = {
            start + length
            for start in reached
            for reading in readings
            for length in _begun(letters, start, reading)
        }
        if len(letters) in reached:
            return True
        if not reached:
            return False
    return False


def _begun(letters: str, start: int, reading: str) -> range:
    """How many letters of this syllable may stand here: 1, 2 …, as far as they agree."""
    most = min(len(reading), len(letters) - start)
    agree = next((at for at in range(most) if letters[start + at] != reading[at]), most)
    return range(1, agree + 1)
