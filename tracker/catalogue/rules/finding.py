"""How residents find an item (找事项): by everyday words, by full pinyin, by initials."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.bigrams import bigrams, normal

BETWEEN = "|"
DOUBLE = ("zh", "ch", "sh")
EXACT, STARTS, NAMED, SOUNDS, TOLD, NOT_FOUND = 0, 1, 2, 3, 4, 9
"""How near a word comes to an item; the smaller the nearer."""


@dataclass(frozen=True)
class Sought:
    """What one item is found by: its name and what people call it, how they sound, the rest of the guide."""

    names: tuple[str, ...]
    sounds: str
    rest: str

    def nearness(self, word: str) -> int:
        """How near one word comes to this item; NOT_FOUND when it does not."""
        word = normal(word)
        if word in self.names:
            return EXACT
        if any(name.startswith(word) for name in self.names):
            return STARTS
        if any(word in name for name in self.names):
            return NAMED
        if word.isascii() and word.isalpha() and is_spelt(word, self.sounds):
            return SOUNDS
        return TOLD if word in self.rest else NOT_FOUND

    def shared(self, text: str) -> int:
        """How many pairs of characters its names share with a whole sentence: 给娃娃上户口."""
        return len(bigrams(text) & set().union(*(bigrams(name) for name in self.names)))


def names_of(name: str, everyday_words: str) -> tuple[str, ...]:
    """The name and every everyday word, in normal spelling."""
    spaced = everyday_words.translate(dict.fromkeys(map(ord, "、，,；;／/|"), " "))
    return tuple(dict.fromkeys(filter(None, map(normal, (name, *spaced.split())))))


def is_spelt(letters: str, sounds: str) -> bool:
    """Do these letters spell a run of syllables: each in full, by its initial, the last one as far as typed?

    `sounds`: syllables with spaces, one name from the next by BETWEEN.
    """
    return any(_is_spelt(letters, phrase.split()) for phrase in sounds.split(BETWEEN))


def _is_spelt(letters: str, syllables: Sequence[str]) -> bool:
    return any(_from(letters, syllables[start:]) for start in range(len(syllables)))


def _from(letters: str, syllables: Sequence[str]) -> bool:
    reached = {0}
    for syllable in syllables:
        if any(syllable.startswith(letters[at:]) for at in reached):
            return True
        reached = {
            at + len(part) for at in reached for part in _parts(syllable) if letters.startswith(part, at)
        }
        if len(letters) in reached:
            return True
        if not reached:
            return False
    return False


def _parts(syllable: str) -> tuple[str, ...]:
    double = (syllable[:2],) if syllable[:2] in DOUBLE else ()
    return (syllable, syllable[:1], *double)
