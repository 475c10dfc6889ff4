"""二字词: the pairs of neighbouring characters a text is found by; Chinese writes no spaces between words."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

UNIT = 2
"""Bytes of a UTF-16 unit."""
RUN = re.compile(r"[^\W_]+")
"""Characters, letters and digits in a row: no pair crosses a comma."""
BETWEEN = "\x01"
"""Stands between the texts of one record: no pair and no word crosses it, and nobody can type it."""


def normal(text: str) -> str:
    """One spelling: full-width as half-width, capitals as small letters, no spaces or line breaks."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def joined(texts: Iterable[str]) -> str:
    """Several texts of one record as one, in normal spelling."""
    return BETWEEN.join(map(normal, texts))


def runs(text: str) -> list[str]:
    """What stands between punctuation, of a text in normal spelling."""
    return RUN.findall(text)


def grams(text: str, length: int) -> Iterator[str]:
    """Every run of `length` neighbouring characters of a text in normal spelling, as often as it is there."""
    for run in runs(text):
        for start in range(len(run) - length + 1):
            yield run[start : start + length]


def bigrams(text: str) -> set[str]:
    """The pairs of a text in whatever spelling."""
    return set(grams(normal(text), 2))


def halves(text: str) -> tuple[bytes, bytes]:
    """The first and the second UTF-16 units of all pairs, as bytes; of a text in whatever spelling.

    Pairs for an index: a rare character (𠮷) is two units, so a pair by itself and half of two others.
    """
    units = [run.encode("utf-16-le") for run in runs(normal(text))]
    return b"".join(one[:-UNIT] for one in units), b"".join(one[UNIT:] for one in units)


def is_pair(word: str) -> bool:
    """Is a word in normal spelling one pair of halves(), nothing more?"""
    return len(word.encode("utf-16-le")) == 2 * UNIT and RUN.fullmatch(word) is not None


def terms(text: str) -> list[str]:
    """What somebody typed into the search box, cut at spaces, in normal spelling; all of it must be there."""
    return list(dict.fromkeys(filter(None, map(normal, text.replace(BETWEEN, " ").split()))))


def holds(text: str, asked: list[str]) -> bool:
    """Does a text in normal spelling hold every one of these terms?"""
    return all(term in text for term in asked)
