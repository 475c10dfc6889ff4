"""De-identification (脱敏): what lists and exports show of a person, what free text gives away."""

import re
from collections.abc import Callable, Iterable
from enum import StrEnum

from tracker.domain.text import _

HIDDEN = "****"
STARS, SOMEBODY = "**", "某"
SHORTEST_NAME = 2

COMPOUND_SURNAMES = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 司徒 司空 司寇 夏侯 端木 百里 呼延 南宫 "
    "独孤 轩辕 申屠 淳于 单于 太史 太叔 闻人 澹台 公冶 公羊 公西 公良 宗政 濮阳 仲孙 钟离 鲜于 闾丘 亓官 "
    "子车 颛孙 巫马 漆雕 壤驷 夹谷 宰父 谷梁 拓跋 第五 梁丘 左丘 东郭 南门 西门 赫连 万俟 羊舌 乐正".split()
)

# Full-width forms, wide blanks and long dashes as plain ones, one for one: positions stay the same.
PLAIN = {wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
PLAIN |= dict.fromkeys([0x3000, 0x00A0], " ") | dict.fromkeys([0x2010, 0x2011, 0x2013, 0x2014, 0x2212], "-")

MOBILE = re.compile(r"(?:(?:\+|00)?86)?(1[3-9][0-9]{9})")


class Personal(StrEnum):
    """What free text may give away."""

    PHONE = "phone"
    ID_NUMBER = "id_number"


PERSONAL_LABELS = {Personal.PHONE: _("手机号"), Personal.ID_NUMBER: _("身份证号")}

DIGIT = re.compile(r"\d")  # full-width ones too; a text without any holds no number
# As people write them: ~ stands for a blank or a dash that may come between two digits, # for any digit.
WRITTEN = {
    kind: re.compile(pattern.replace("~", "[ -]?").replace("#", "[0-9]"))
    for kind, pattern in {
        Personal.PHONE: r"(?<!#)(?:(?:\+|00)?86~)?1~[3-9]~#~#~#~#~#~#~#~#~#(?!#)",
        Personal.ID_NUMBER: r"(?<!#)[1-9]~#~#~#~#~#~(?:1~[89]|2~0)~#~#~(?:0~[1-9]|1~[0-2])~"
        r"(?:0~[1-9]|[12]~#|3~[01])~#~#~#~[0-9Xx](?![0-9A-Za-z])",
    }.items()
}

# The village, then a local word for a group of households. 村民, 村委会, 村长, 组长, 队长 are not places.
PLACE = re.compile(r"(?:.*(?:村|社区)(?![民委长]))?(?:.{0,8}?(?:组|屯|队|湾|坨)(?!长))?")
TOWN = re.compile(r".*(?:镇|乡|街道)")
# A number that does not name a group or a village is a house number; so is a Chinese one before 号, 幢, 室 ….
HOUSE = re.compile(
    r"[0-9]+(?![0-9]|村民小组|小组|组|生产队|队|社|屯|村)"
    r"|[〇零一二三四五六七八九十百]+(?=号|幢|栋|弄|室|单元)"
)


def compact(text: str) -> str:
    """A number as it is compared and indexed: plain digits, no blanks or dashes, X in capitals, no +86."""
    bare = re.sub(r"[\s-]", "", text.translate(PLAIN)).upper()
    mobile = MOBILE.fullmatch(bare)
    return mobile[1] if mobile else bare


def mask_phone(phone: str) -> str:
    """138****5678; of other numbers the last four digits, of very short ones nothing."""
    number = compact(phone)
    if MOBILE.fullmatch(number):
        return number[:3] + HIDDEN + number[-4:]
    return _keep(number, 0, 4, at_least=7, stars=4)


def mask_id(number: str, *, public: bool = False) -> str:
    """身份证号: the first 6 and last 4 for colleagues, the first 4 and last 2 for the public."""
    number = compact(number)
    head, tail = (4, 2) if public else (6, 4)
    return _keep(number, head, tail, at_least=15, stars=len(number) - head - tail)


def mask_bank(number: str) -> str:
    """银行账号: the last four digits."""
    return _keep(compact(number), 0, 4, at_least=12, stars=4)


def mask_name(name: str, sign: str = STARS) -> str:
    """张三 as 张**, or with SOMEBODY as 张某; 欧阳修 keeps its whole surname."""
    name = re.sub(r"\s", "", name)
    surname = name[:2] if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else name[:1]
    return surname + sign if surname else ""


def mask_address(address: str) -> str:
    """住址 down to 村 and 组, never the house; of an address without a village only the town."""
    plain = re.sub(r"\s", "", address.translate(PLAIN))
    before_house = HOUSE.split(plain)[0]
    for pattern in (PLACE, TOWN):
        match = pattern.match(before_house)
        if match and match[0]:
            return match[0]
    return plain and HIDDEN


def find_personal(text: str) -> list[tuple[Personal, tuple[int, int]]]:
    """Mobile and identity numbers in free text as (kind, (start, end)), in the order of the text.

    A warning before publishing, not a proof: landlines are left alone, for offices publish theirs.
    """
    if not DIGIT.search(text):
        return []
    plain = text.translate(PLAIN)
    found = [(kind, match.span()) for kind, written in WRITTEN.items() for match in written.finditer(plain)]
    return sorted(found, key=lambda hit: hit[1])


def _keep(number: str, head: int, tail: int, *, at_least: int, stars: int) -> str:
    """The ends of a number with stars between; nothing of one too short to be what it claims to be."""
    if len(number) < at_least:
        return number and HIDDEN
    return number[:head] + "*" * stars + number[-tail:]


def blot_names(text: str, names: Iterable[str], instead: Callable[[str], str]) -> str:
    """The text with `instead(name)` for each of these names, longer ones first; one character is no name."""
    given = {name.strip() for name in names if len(name.strip()) >= SHORTEST_NAME}
    for name in sorted(given, key=lambda one: (-len(one), one)):
        text = text.replace(name, instead(name))
    return text
