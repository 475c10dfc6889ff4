"""相似: how much two texts say the same, by the pairs of characters they share; rare ones count more."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from tracker.domain.bigrams import normal, runs

ALIKE = 0.22
"""From here on two matters are shown as perhaps the same; found by reading pairs of real messages."""
REPEATED = 0.35
"""From here on the same telephone with the same fact is called 重复 (信访工作条例 19)."""
SAME_VILLAGE, OTHER_VILLAGE, SAME_CATEGORY, SAME_MONTH = 1.25, 0.6, 1.15, 1.1
MONTH = timedelta(days=30)
WINDOW = timedelta(days=180)
"""Older matters are not offered as the same, except to the same person."""
SHORTEST_WORD, MOST_WORDS = 2, 4


def likeness(
    one: Collection[str], other: Collection[str], weights: Mapping[str, float], usual: float = 1.0
) -> float:
    """0 (nothing) to 1 (the same pairs): Dice, and beside it how much of the shorter one lies in the other.

    `weights`: of rare pairs high; `usual`: of those that are not named.
    """
    mine, theirs = mass(one, weights, usual), mass(other, weights, usual)
    return part(mass(set(one) & set(other), weights, usual), mine, theirs)


def mass(pairs: Collection[str], weights: Mapping[str, float], usual: float) -> float:
    """What the pairs of a text weigh together."""
    return sum(weights.get(pair, usual) for pair in pairs)


def part(shared: float, mine: float, theirs: float) -> float:
    """likeness() of two texts whose masses are known already."""
    if not mine or not theirs:
        return 0.0
    return (2 * shared / (mine + theirs) + shared / min(mine, theirs)) / 2


def boosted(score: float, *, same_village: bool | None, same_category: bool, apart: timedelta) -> float:
    """The same place, kind and weeks make it likelier, another place less; never above 1. None: not known."""
    score *= 1 if same_village is None else SAME_VILLAGE if same_village else OTHER_VILLAGE
    score *= SAME_CATEGORY if same_category else 1
    score *= SAME_MONTH if abs(apart) <= MONTH else 1
    return min(score, 1.0)


def same_place(one: str | None, other: str | None) -> bool | None:
    """None when either did not say where."""
    return one == other if one and other else None


def shared_words(one: str, other: str, weights: Mapping[str, float]) -> list[str]:
    """The runs of characters both texts have, the most telling first: why they look like one matter."""
    found: dict[str, float] = {}
    there = normal(other)
    for run in runs(normal(one)):
        start = 0
        while start < len(run):
            end = start
            while end < len(run) and run[start : end + 1] in there:
                end += 1
            word = run[start:end]
            if len(word) >= SHORTEST_WORD:
                found[word] = sum(weights.get(word[at : at + 2], 0.0) for at in range(len(word) - 1))
            start = max(end, start + 1)
    telling = sorted((one for one in found if found[one] > 0), key=lambda one: -found[one])
    return telling[:MOST_WORDS]
