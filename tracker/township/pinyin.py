"""拼音: how the name of a person or a village is typed with letters (王建文: wangjianwen, wjw)."""

from functools import cache

import pypinyin

SURNAMES = {
    "单": "shan", "仇": "qiu", "曾": "zeng", "解": "xie", "区": "ou", "任": "ren", "朴": "piao",
    "查": "zha", "盖": "ge", "尉": "wei", "乐": "yue", "洗": "xian", "冼": "xian", "员": "yun",
    "召": "shao", "缪": "miao", "纪": "ji", "华": "hua", "燕": "yan", "卜": "bu", "宁": "ning",
    "折": "she", "黑": "he", "秘": "bi", "晟": "cheng", "么": "yao", "逄": "pang", "谌": "chen",
    "覃": "qin", "翟": "zhai", "葛": "ge", "车": "che", "柏": "bai", "哈": "ha", "种": "chong",
    "重": "chong", "应": "ying", "令狐": "ling hu", "尉迟": "yu chi", "万俟": "mo qi",
    "长孙": "zhang sun", "澹台": "tan tai",
}


@cache
def pinyin_of(name: str) -> tuple[str, str]:
    """(full, initials) of a Chinese name, with the surname read as a surname."""
    for length in (2, 1):
        if name[:length] in SURNAMES and len(name) > length:
            parts = [*SURNAMES[name[:length]].split(), *pypinyin.lazy_pinyin(name[length:])]
            break
    else:
        parts = pypinyin.lazy_pinyin(name)
    return "".join(parts).lower()[:120], "".join(part[:1] for part in parts).lower()[:20]
