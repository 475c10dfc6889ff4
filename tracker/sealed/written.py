"""Names as people write them (写法): with other characters of the same sound, in pinyin, masked, pulled
apart.
"""

import re
from collections.abc import Iterable, Iterator

from tracker.domain.masking import COMPOUND_SURNAMES
from tracker.sealed.readings import FUNCTION, SURNAMES, alike, heard, plain, same_tone, sounds
from tracker.sealed.rules import Person

MASK, BREAK = "×", "|"
MASKS = frozenset("×*＊○〇□●◯✕_")
BREAKS = frozenset("。！？；，\n!?;,：:")
TITLES_BY_SOUND = ("书记", "主任", "镇长", "乡长", "村长", "所长", "站长", "支书", "组长", "会计", "局长")
LONG_PINYIN = 6
LETTERS = re.compile("[a-z]+")


class Written:
    """A text as it is searched: `line` without blanks, digits and ornaments, sentences apart, masks as ×.

    `flat` is the same without any sign at all.
    """

    def __init__(self, text: str) -> None:
        kept: list[str] = []
        for char in plain(text):
            if char in MASKS:
                kept.append(MASK)
            elif char in BREAKS:
                kept.append(BREAK)
            elif char.isalpha() and char not in "゛゜":
                kept.append(char)
        self.line = _titles_respelt("".join(kept))
        self.flat = self.line.replace(MASK, "").replace(BREAK, "")
        self.runs = set(LETTERS.findall(plain(text)))


def _titles_respelt(line: str) -> str:
    """王叔记 → 王书记, where what stands before may be a surname."""
    first = {title[0]: title for title in TITLES_BY_SOUND}
    out = list(line)
    for at in range(1, len(line) - 1):
        if (line[at - 1] not in SURNAMES and line[at - 1] not in "某×副姓") or line[at] in first:
            continue
        for title in TITLES_BY_SOUND:
            if same_tone(line[at], title[0]) and alike(line[at + 1], title[1]):
                out[at : at + 2] = title
    return "".join(out)


class Names:
    """Full names, by their first two sounds."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.exact: list[tuple[str, Person]] = []
        self.by_pair: dict[tuple[str, str], list[tuple[str, Person]]] = {}
        self.by_start: dict[str, list[tuple[str, Person]]] = {}
        self.latin: list[tuple[str, Person]] = []
        for one in people:
            name = "".join(char for char in plain(one.name) if char.isalpha())
            if len(name) < 2:
                continue
            self.exact.append((name, one))
            for first in _surname_sounds(name[0], one.pinyin):
                self.by_start.setdefault(first[0], []).append((name, one))
                for second in sounds(name[1]):
                    self.by_pair.setdefault((first, second), []).append((name, one))
            self.latin += [(pinyin, one) for pinyin in _pinyins(name, one.pinyin)]

    def in_text(self, text: Written) -> tuple[set[Person], set[Person]]:
        """(named for certain, maybe named): the second ones only beside an accusation."""
        found = {one for name, one in self.exact if name in text.flat}
        maybe: set[Person] = set()
        line = text.line
        for at in range(len(line) - 1):
            for first in heard(line[at]):
                for second in heard(line[at + 1]):
                    for name, one in self.by_pair.get((first, second), ()):
                        if one not in found and _sounds_like(line[at : at + len(name)], name):
                            (found if _is_surname(line[at], name) else maybe).add(one)
        if text.runs or MASK in line or "某" in line:
            found |= {one for at in range(len(line)) for one in self._odd_at(line, at)}
            letters = "".join(sorted(text.runs)) and "".join(c if c.isascii() else " " for c in text.flat)
            found |= {one for pinyin, one in self.latin if _spelt(pinyin, letters, text.runs)}
        return found, maybe - found

    def _odd_at(self, line: str, at: int) -> Iterator[Person]:
        """王jian国, 王J国, 王×国, 王某国: some of the name in letters or masked."""
        ahead = line[at + 1 : at + 7]
        if not any(c.isascii() or c in "×某" for c in (line[at], *ahead)):
            return
        starts = {line[at]} if line[at].isascii() else {sound[0] for sound in heard(line[at])}
        for start in starts:
            for name, one in self.by_start.get(start, ()):
                if len(name) > 2 and _oddly(line, at, name, 0, 0, 0):
                    yield one


def _surname_sounds(char: str, pinyin: str) -> list[str]:
    """How this surname sounds, by the person's own pinyin where it is known."""
    return [one for one in sounds(char) if pinyin.startswith(one)] or list(sounds(char))


def _pinyins(name: str, pinyin: str) -> set[str]:
    """wangjianguo, and jianguowang as foreigners turn it."""
    cut = 2 if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else 1
    spelt = ["".join(sounds(char)[:1]) for char in name]
    given = "".join(spelt[cut:])
    surname = pinyin.removesuffix(given) if pinyin.endswith(given) else "".join(spelt[:cut])
    return {one for one in (pinyin, surname + given, given + surname) if one}


def _spelt(pinyin: str, letters: str, runs: set[str]) -> bool:
    """Long enough to be found anywhere in the letters, or a whole word of its own."""
    return (len(pinyin) >= LONG_PINYIN and pinyin in letters) or pinyin in runs


def _sounds_like(piece: str, name: str) -> bool:
    """The same sounds as the name, close enough to mean it; see the conditions of each line."""
    if len(piece) < len(name) or not all(alike(a, b) for a, b in zip(piece, name, strict=True)):
        return False
    if piece == name:
        return True
    if len(name) == 2:  # 赵刚 as 趙刚, 赵钢: too short for anything looser
        return _is_surname(piece[0], name) and all(same_tone(a, b) for a, b in zip(piece, name, strict=True))
    return _is_surname(piece[0], name) or piece[1:] == name[1:]


def _is_surname(char: str, name: str) -> bool:
    """网建国 may be a play on 王建国, and 好建设 on 郝建设: where no surname stands, nothing is certain."""
    return char == name[0] or (char in SURNAMES and char not in FUNCTION)


def _oddly(line: str, at: int, name: str, k: int, known: int, odd: int) -> bool:
    """Does the name go on here from its k-th character? `known`: written out so far; `odd`: letters or masks.

    The surname has to be written out; so has at least one more character, unless all the rest are initials.
    """
    if k == len(name):
        is_cut_short = at < len(line) and line[at].isascii() and line[at].isalpha() and line[at - 1].isascii()
        return odd > 0 and known >= 1 and not (is_cut_short and line[at - 1] != name[-1])
    if at >= len(line):
        return False
    char = line[at]
    if not char.isascii():
        if char in "×某" and 0 < k < len(name) - 1:
            return _oddly(line, at + 1, name, k + 1, known, odd + 1)
        good = alike(char, name[k]) and (char == name[k] or k > 0 or char in SURNAMES)
        return good and _oddly(line, at + 1, name, k + 1, known + 1, odd)
    for sound in sounds(name[k]):
        if line.startswith(sound, at) and _oddly(line, at + len(sound), name, k + 1, known + 1, odd + 1):
            return True
    is_initial = k > 0 and any(sound[0] == char for sound in sounds(name[k]))
    return is_initial and _oddly(line, at + 1, name, k + 1, known, odd + 1)
