"""拼音: how the name of a person or a village is typed with letters (王建文: wangjianwen, wjw)."""

from functools import cache

import pypinyin

from tracker.domain.masking import COMPOUND_SURNAMES

SURNAMES = {
    "单": "shan", "仇": "qiu", "曾": "zeng", "解": "xie", "区": "ou", "任": "ren", "朴": "piao",
    "查": "zha", "盖": "ge", "尉": "wei", "乐": "yue", "洗": "xian", "冼": "xian", "员": "yun",
    "召": "shao", "缪": "miao", "纪": "ji", "华": "hua", "燕": "yan", "卜": "bu", "宁": "ning",
    "折": "she", "黑": "he", "秘": "bi", "晟": "cheng", "么": "yao", "逄": "pang", "谌": "chen",
    "覃": "qin", "翟": "zhai", "葛": "ge", "车": "che", "柏": "bai", "哈": "ha", "种": "chong",
    "重": "chong", "应": "ying", "阚": "kan", "乜": "nie", "佴": "nai", "隗": "wei", "祭": "zhai",
    "句": "gou", "繁": "po", "适": "kuo", "贠": "yun", "薄": "bo", "能": "nai", "郇": "xun", "炅": "gui",
    "眭": "sui", "要": "yao", "费": "fei", "那": "na", "沈": "shen", "贾": "jia", "谷": "gu", "石": "shi",
    "令狐": "ling hu", "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "澹台": "tan tai",
    "单于": "chan yu", "乐正": "yue zheng", "亓官": "qi guan",
}
GIVEN = {"长": "chang"}
"""In a given name: 长霞, 长生, 长河."""


@cache
def pinyin_of(name: str) -> tuple[str, str]:
    """(full, initials) of a Chinese name, with the surname read as a surname."""
    surname = _surname_of(name)
    given = name[len(surname) :]
    parts = [*SURNAMES.get(surname, "").split(), *pypinyin.lazy_pinyin(given)]
    if len(parts) == len(name):
        parts = [*parts[:1], *(GIVEN.get(char, part) for char, part in zip(name[1:], parts[1:], strict=True))]
    return "".join(parts).lower()[:120], "".join(part[:1] for part in parts).lower()[:20]


def syllables_of(text: str) -> list[str]:
    """How ordinary words sound, a syllable each, read in their context (重度: zhong du), without signs."""
    return [part for one in pypinyin.lazy_pinyin(text) if (part := "".join(filter(str.isalnum, one.lower())))]


def sounds_of(name: str) -> list[tuple[str, ...]]:
    """How each character of a person's name may be typed: the surname in one way, others in all theirs.

    Whoever looks for 王朝 may not know which of zhao and chao it is.
    """
    surname = name[:2] if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else name[:1]
    spelt = SURNAMES.get(surname, "").split() if len(name) > 1 else []
    first = spelt or [one.lower() for one in pypinyin.lazy_pinyin(surname)]
    return [*((one,) for one in first), *(sounds(char) for char in name[len(surname) :])]


def _surname_of(name: str) -> str:
    """The surname this table reads, empty when the ordinary reading is right."""
    found = (name[:length] for length in (2, 1) if name[:length] in SURNAMES and len(name) > length)
    return next(found, "")


@cache
def sounds(char: str) -> tuple[str, ...]:
    """Every reading of one character without tones; of a letter the letter itself."""
    found = pypinyin.pinyin(char, style=pypinyin.Style.NORMAL, heteronym=True)
    return tuple(dict.fromkeys(one.lower() for one in found[0])) if found else ()
