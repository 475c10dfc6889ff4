"""热点: matters of one place that say the same thing within a short time, with the words that made them one.

No dictionary: two matters are linked when they share rare pairs of characters, and a run of two to four
characters is telling when most of a group hold it and few others of these weeks do.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import log

from tracker.domain.bigrams import bigrams, grams, normal
from tracker.opinions.rules.similarity import mass, part

WEEK = timedelta(days=7)
WEEKS_BEFORE = 12
"""How far back a week is compared: 第三次 counts the times of a quarter."""
FEWEST = 3
MOST_GROUPS, MOST_WORDS, MOST_NEIGHBOURS = 20, 4, 30
LINK = 0.14
"""From this likeness on two matters say the same thing; found by reading groups of real messages."""
COMMON = 0.2
"""A pair that a larger share of all matters hold leads from none to another."""
BY_CHANCE = 0.2
"""So few matters of a village would hold a pair if it were as frequent there as elsewhere."""
HELD_BY = 0.6
"""A telling word stands in at least this share of its group."""
LENGTHS, LONGEST = (4, 3, 2), 10
USUAL = 0.1
"""What a pair that is not rare weighs."""
HAN = re.compile("[\u4e00-\u9fff]+")
EMPTY = frozenset(
    "的了是在我你他她它们这那有没不也都就还又和与及或但而且并请为被把给让对从到向于以之其所个些么吗呢吧啊很太最更怎什何几吗"
)
"""Characters that begin or end no telling word."""
POLITE = frozenset(
    """领导 您好 你好 尊敬 敬的 希望 请求 反映 问题 情况 部门 有关 相关 政府
    解决 处理 感谢 谢谢 咨询 投诉 建议 书记 百姓 居民 群众 市民 网友 关于
    今年 现在 目前 时间 能否 是否 什么 怎么 如何 可以 应该 已经 一直 多次
    严重 影响 生活 需要 进行 一个 我们 他们 你们 自己 大家 因为 所以 但是
    如果 没有 能不 不能 不是 这个 这样 导致 存在 工作 人员 单位 尽快 及时
    给予 回复 每天 小时 多年 年来 最近 近期 附近 非常 很多 许多 一些 有些
    有人 办理 流程 哪些 条件 具体 请问 如今 此事 该事 原因 规定 要求 任何
    一点 十年 情形 方面 中华 人民 共和 国家
    一组 二组 三组 四组 五组 六组 七组 八组 九组 十组 村民 小组 我村 本村 村里 镇里 家里""".split()
)
"""Words every letter holds: they tell nothing about what it is about."""


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


def hot_matters(voices: Sequence[Voice]) -> list[Hot]:
    """Groups of FEWEST and more with at least one of this week; those with the most matters first."""
    held = {one.id: bigrams(one.text) for one in voices}
    counts = Counter(pair for pairs in held.values() for pair in pairs)
    rare = {pair: log(1 + len(voices) / count) for pair, count in counts.items()
            if count < max(FEWEST + 1, COMMON * len(voices)) and pair not in POLITE}
    places: dict[str | None, list[Voice]] = defaultdict(list)
    for one in voices:
        places[one.village_code].append(one)
    weigh = Weigh(held, rare, {number: mass(pairs, rare, USUAL) for number, pairs in held.items()})
    groups = [
        (here, ids)
        for here in places.values()
        for ids in _joined([*_linked(here, weigh), *_of_one_word(here, held, counts, len(voices))])
    ]
    found = [_hot([one for one in here if one.id in ids], counts, len(voices)) for here, ids in groups]
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
    """Sets of matters of one place that hang together around those of this week."""
    holders: dict[str, list[int]] = defaultdict(list)
    for one in here:
        for pair in weigh.held[one.id] & weigh.rare.keys():
            holders[pair].append(one.id)
    return [{one.id, *_neighbours(one.id, holders, weigh)} for one in here if one.is_now]


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
    """Sets that share two matters are one; of what is left, those that are large enough."""
    groups: list[set[int]] = []
    for each in found:
        group = set(each)
        for other in [known for known in groups if len(known & group) > 1]:
            groups.remove(other)
            group |= other
        groups.append(group)
    return [group for group in groups if len(group) >= FEWEST]


def _neighbours(one: int, holders: Mapping[str, list[int]], weigh: Weigh) -> list[int]:
    scores: Counter[int] = Counter()
    for pair in weigh.held[one] & weigh.rare.keys():
        for other in holders[pair]:
            scores[other] += round(weigh.rare[pair] * 1000)
    del scores[one]
    near = [other for other, _score in scores.most_common(MOST_NEIGHBOURS)]
    return [other for other in near if weigh.likeness(one, other) >= LINK]


def _hot(members: Sequence[Voice], counts: Mapping[str, int], total: int) -> Hot:
    texts = {one.id: normal(one.text) for one in members}
    inside = Counter(phrase for text in texts.values() for phrase in _phrases(text))
    least = max(FEWEST, HELD_BY * len(members))
    scored = {
        phrase: held * len(phrase) * _rarity(phrase, counts, total)
        for phrase, held in inside.items() if held >= least
    }
    words: list[str] = []
    for phrase in sorted(scored, key=lambda one: (-scored[one], one)):
        if not any(phrase in word or _continues(phrase, word) for word in words):
            whole = _whole(phrase, [text for text in texts.values() if phrase in text])
            words += [] if _is_polite(whole) else [whole]
    now = sum(one.is_now for one in members)
    return Hot(members[0].village_code, words[:MOST_WORDS], list(texts), now)


def _rarity(phrase: str, counts: Mapping[str, int], total: int) -> float:
    return sum(log(1 + total / counts[pair]) for pair in grams(phrase, 2)) / (len(phrase) - 1)


def _continues(one: str, other: str) -> bool:
    """Is it the same run of characters, a place further?"""
    return any(one[at:] == other[: len(one) - at] or other[at:] == one[: len(other) - at] for at in (1, 2))


def _phrases(text: str) -> set[str]:
    return {phrase for length in LENGTHS for phrase in grams(text, length) if _may_tell(phrase)}


def _may_tell(phrase: str) -> bool:
    if EMPTY & {phrase[0], phrase[-1]} or HAN.fullmatch(phrase) is None:
        return False
    return not _is_polite(phrase)


def _is_polite(phrase: str) -> bool:
    return any(pair in POLITE for pair in grams(phrase, 2))


def _whole(phrase: str, texts: Sequence[str]) -> str:
    """The phrase with what stands around it in all these texts: 业技能鉴 becomes 职业技能鉴定."""
    text = texts[0]
    start, end = text.index(phrase), text.index(phrase) + len(phrase)
    while end < len(text) and end - start < LONGEST and _held_by_all(text[start : end + 1], texts):
        end += 1
    while start and end - start < LONGEST and _held_by_all(text[start - 1 : end], texts):
        start -= 1
    return text[start:end]


def _held_by_all(word: str, texts: Sequence[str]) -> bool:
    return HAN.fullmatch(word) is not None and not EMPTY & set(word) and all(word in text for text in texts)
