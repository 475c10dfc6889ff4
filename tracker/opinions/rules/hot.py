"""热点: matters of one place that say the same thing within a short time, with the words that made them one.

No dictionary: two matters are linked when they share rare pairs of characters, and a run of two to four
characters is telling when most of a group hold it and few others of these weeks do.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from itertools import combinations
from math import log

from tracker.domain.bigrams import bigrams, grams
from tracker.opinions.rules.polite import EMPTY, plain
from tracker.opinions.rules.similarity import mass, part

WEEK = timedelta(days=7)
WEEKS_BEFORE = 12
"""How far back a week is compared: 第三次 counts the times of a quarter."""
FEWEST = 3
MOST_GROUPS, MOST_WORDS, MOST_NEIGHBOURS = 20, 4, 30
LINK = 0.14
"""From this likeness on two matters say the same thing; found by reading groups of real messages."""
AKIN = 0.1
"""So much likeness is enough for matters that share four characters in a row as well (魅力之城)."""
COMMON = 0.2
"""A pair that a larger share of all matters hold leads from none to another."""
BY_CHANCE = 0.2
"""So few matters of a village would hold a pair if it were as frequent there as elsewhere."""
HELD_BY = 0.6
"""A telling word stands in at least this share of its group, and this share of its holders is akin."""
LENGTHS, LONGEST = (4, 3, 2), 12
STEPS = ((0, 1), (1, 0), (0, 2), (2, 0))
"""A word grows to the right and to the left, and over one character of EMPTY inside it (魅力之城)."""
USUAL = 0.1
"""What a pair that is not rare weighs."""
GROUP = re.compile("第?[一二三四五六七八九十]+组|小组")
"""Where in the village somebody lives makes nothing one matter, as little as the village does."""
HAN = re.compile("[\u4e00-\u9fff]+")


@dataclass(frozen=True)
class Voice:
    """One matter as the search for hot ones sees it; `is_now`: it came in the week that is looked at."""

    id: int
    village_code: str | None
    text: str
    is_now: bool


@dataclass(frozen=True)
class Hot:
    """Matters of one village that share `words`, the most telling first; ids in the order they were given.

    `now`: how many of them came in this week, the others in the weeks before.
    """

    village_code: str | None
    words: list[str]
    ids: list[int]
    now: int


def without_names(names: Iterable[str]) -> Callable[[str], str]:
    """What takes the names of villages out of a text: saying where one lives makes nothing one matter."""
    known = sorted({name for name in names if len(name) > 1}, key=len, reverse=True)
    named = re.compile("|".join(map(re.escape, known))) if known else None
    return lambda text: named.sub("，", text) if named else text


def hot_matters(given: Sequence[Voice]) -> list[Hot]:
    """Groups of FEWEST and more with at least one of this week; those with the most matters first."""
    voices = [replace(one, text=GROUP.sub(",", plain(one.text))) for one in given]
    held, total = {one.id: bigrams(one.text) for one in voices}, len(voices)
    counts = Counter(pair for pairs in held.values() for pair in pairs)
    rare = {pair: log(1 + total / count) for pair, count in counts.items()
            if count < max(FEWEST + 1, COMMON * total)}
    places: dict[str | None, list[Voice]] = defaultdict(list)
    for one in voices:
        places[one.village_code].append(one)
    weigh = Weigh(held, rare, {number: mass(pairs, rare, USUAL) for number, pairs in held.items()})
    groups = [
        (here, ids)
        for here in places.values()
        for ids in _joined(
            [*_linked(here, weigh), *_of_one_phrase(here, weigh), *_of_one_word(here, held, counts, total)]
        )
    ]
    found = [_hot([one for one in here if one.id in ids], counts, total) for here, ids in groups]
    told = [one for one in found if one.words]
    return sorted(told, key=lambda one: (-one.now, -len(one.ids)))[:MOST_GROUPS]


@dataclass(frozen=True)
class Weigh:
    """What linking asks of the matters: their pairs, what rare ones weigh, and what each matter weighs."""

    held: Mapping[int, set[str]]
    rare: Mapping[str, float]
    masses: Mapping[int, float]

    def likeness(self, one: int, other: int) -> float:
        shared = mass(self.held[one] & self.held[other], self.rare, USUAL)
        return part(shared, self.masses[one], self.masses[other])


def _linked(here: Sequence[Voice], weigh: Weigh) -> list[set[int]]:
    """Sets of matters of one place that hang together around those of this week.

    Where one alone is near, what is near to that one counts too: neighbours say it in words of their own.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    for one in here:
        for pair in weigh.held[one.id] & weigh.rare.keys():
            holders[pair].append(one.id)
    near = cache(lambda one: frozenset(_neighbours(one, holders, weigh)))
    groups = [{one.id, *near(one.id)} for one in here if one.is_now]
    return [
        group if len(group) >= FEWEST else group.union(*(near(other) for other in group)) for group in groups
    ]


def _of_one_phrase(here: Sequence[Voice], weigh: Weigh) -> list[set[int]]:
    """Sets of matters that hold the same four characters in a row and, most of them, are akin besides.

    Long letters share little beyond the name of the place; an office phrase in three of them makes none akin.
    """
    holders: dict[str, set[int]] = defaultdict(set)
    phrases = {one.id: {*grams(one.text, LENGTHS[0])} for one in here}
    of_now = {phrase for one in here if one.is_now for phrase in phrases[one.id]}
    for number, held in phrases.items():
        for phrase in held & of_now:
            holders[phrase].add(number)
    likely = {
        frozenset(ids) for phrase, ids in holders.items()
        if FEWEST <= len(ids) <= MOST_NEIGHBOURS and _may_tell(phrase)
    }
    return [set(ids) for ids in likely if _are_akin(ids, weigh)]


def _are_akin(ids: frozenset[int], weigh: Weigh) -> bool:
    akin = {
        number for one, other in combinations(sorted(ids), 2) if weigh.likeness(one, other) >= AKIN
        for number in (one, other)
    }
    return len(akin) >= max(FEWEST, HELD_BY * len(ids))


def _of_one_word(
    here: Sequence[Voice], held: Mapping[int, set[str]], counts: Mapping[str, int], total: int
) -> list[set[int]]:
    """Sets of matters that hold a pair which stands in this village and hardly anywhere else.

    Chance would not bring so many together, so one word is enough, as in short messages.
    """
    elsewhere, now = total - len(here), {one.id for one in here if one.is_now}
    if here[0].village_code is None or not elsewhere:
        return []
    holders: dict[str, set[int]] = defaultdict(set)
    for one in here:
        for pair in held[one.id]:
            holders[pair].add(one.id)
    return [
        ids for pair, ids in holders.items()
        if len(ids) >= FEWEST and ids & now and _may_tell(pair)
        and len(here) * (counts[pair] - len(ids) + 0.5) / elsewhere <= BY_CHANCE
    ]


def _joined(found: Sequence[set[int]]) -> list[set[int]]:
    """Sets that share two matters and most of the smaller one are one; of what is left, the large enough."""
    groups: list[set[int]] = []
    for each in found:
        group = set(each)
        for other in [known for known in groups if _is_one(known, group)]:
            groups.remove(other)
            group |= other
        groups.append(group)
    return [group for group in groups if len(group) >= FEWEST]


def _is_one(one: set[int], other: set[int]) -> bool:
    shared = len(one & other)
    return shared > 1 and shared > min(len(one), len(other)) / 2


def _neighbours(one: int, holders: Mapping[str, list[int]], weigh: Weigh) -> list[int]:
    scores: Counter[int] = Counter()
    for pair in weigh.held[one] & weigh.rare.keys():
        for other in holders[pair]:
            scores[other] += round(weigh.rare[pair] * 1000)
    del scores[one]
    near = [other for other, _score in scores.most_common(MOST_NEIGHBOURS)]
    return [other for other in near if weigh.likeness(one, other) >= LINK]


def _hot(members: Sequence[Voice], counts: Mapping[str, int], total: int) -> Hot:
    texts = {one.id: one.text for one in members}
    inside = Counter(phrase for text in texts.values() for phrase in _phrases(text))
    words: list[str] = []
    for phrase in _telling(inside, list(texts.values()), counts, total):
        if not any(phrase in word or _continues(phrase, word, texts.values()) for word in words):
            whole = _whole(phrase, [text for text in texts.values() if phrase in text])
            words += [] if any(word in whole for word in words) else [whole]
    now = sum(one.is_now for one in members)
    return Hot(members[0].village_code, words[:MOST_WORDS], list(texts), now)


def _telling(
    inside: Mapping[str, int], texts: Sequence[str], counts: Mapping[str, int], total: int
) -> list[str]:
    """Phrases most of the group hold, the rarest first; of two in three, what people begin with first."""
    least = HELD_BY * len(texts)
    widely = {phrase: held for phrase, held in inside.items() if held >= max(FEWEST, least)}
    if not widely:
        by_two = [phrase for phrase, held in inside.items() if held >= least]
        return sorted(by_two, key=lambda one: (sum(text.find(one) for text in texts), -len(one), one))
    scores = {one: held * len(one) * _rarity(one, counts, total) for one, held in widely.items()}
    return sorted(scores, key=lambda one: (-scores[one], one))


def _rarity(phrase: str, counts: Mapping[str, int], total: int) -> float:
    return sum(log(1 + total / counts[pair]) for pair in grams(phrase, 2)) / (len(phrase) - 1)


def _continues(one: str, other: str, texts: Iterable[str]) -> bool:
    """Is it the same run of characters, some places further? 城小区 behind 魅力之城."""
    glued = [
        first + last[shared:] for first, last in ((one, other), (other, one))
        for shared in range(1, min(len(one), len(other))) if first.endswith(last[:shared])
    ]
    return any(run in text for run in glued for text in texts)


def _phrases(text: str) -> set[str]:
    return {phrase for length in LENGTHS for phrase in grams(text, length) if _may_tell(phrase)}


def _may_tell(phrase: str) -> bool:
    return not EMPTY & {phrase[0], phrase[-1]} and HAN.fullmatch(phrase) is not None


def _whole(phrase: str, texts: Sequence[str]) -> str:
    """The phrase with what stands around it in all these texts: 业技能鉴 becomes 职业技能鉴定."""
    text, start, end = texts[0], texts[0].index(phrase), texts[0].index(phrase) + len(phrase)
    while end - start < LONGEST:
        longer = [
            (start - left, end + right) for left, right in STEPS
            if left <= start and end + right <= len(text)
            and _may_stand(text[start - left : end + right], texts)
        ]
        if not longer:
            break
        start, end = longer[0]
    return text[start:end]


def _may_stand(word: str, texts: Sequence[str]) -> bool:
    return _may_tell(word) and all(word in text for text in texts)
