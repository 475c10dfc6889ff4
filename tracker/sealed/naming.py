"""Who is named in a text (点名): full names however written, surnames with titles, posts, other names.

Two degrees of evidence. Strong: this text names a member of staff. Weak: it may (老王, 村支书, 建国); that
counts only beside a word of accusation, or half of all ordinary matters would be sealed.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tracker.domain.masking import COMPOUND_SURNAMES
from tracker.sealed import written
from tracker.sealed.readings import FUNCTION, SPLIT, SURNAMES, heard, plain, sounds
from tracker.sealed.rules import Finding, Person, Way
from tracker.sealed.written import Written

# What stands behind a surname when people speak of an official: 王书记, 李副镇长.
TITLES = (
    "书记|镇长助理|镇长|乡长|主任|主席|所长|站长|部长|委员|局长|科长|股长|队长|组长|支书|村长|院长|校长|干事|专干|会计|"
    "文书|秘书|经理|警官|领导|干部|网格员|代办员|片长|负责人"
)
LATIN_TITLES = {
    "shuji": "书记", "zhuren": "主任", "zhenzhang": "镇长", "suozhang": "所长", "zhanzhang": "站长",
    "cunzhang": "村长",
    "zhishu": "支书", "zuzhang": "组长", "kuaiji": "会计", "xiangzhang": "乡长", "juzhang": "局长",
}
BETWEEN = (
    r"(?:某|×|氏|姓|的|那个|这个|那位|这位|大|老|小|一个|个){0,4}(?:副|代|总|原|前|正|常务){0,2}"
    r"(?:村|镇|乡|党委|党|党支部|支部|纪委|办|派出所|财政所|社区|妇女|民政)?"
)
BEHIND = re.compile(f"{BETWEEN}({TITLES}|{'|'.join(LATIN_TITLES)})")
"""What may stand between a surname and its title."""
OF_THE_NAME = re.compile(f"的.{{0,8}}?({TITLES})")
"""姓王的那个管低保的干部"""
BEFORE = re.compile(f"({TITLES})(?:是|叫|就是)?(?:(?:姓|老|小)(.)|(.)(?:某|×|姓))")
"""书记王某, 书记姓王, 主任老李."""
NICK = re.compile(r"(?<![古养月敬])[老小阿](.)(?![年化型品数区心孩人伙弟妹姐])")
GREETING = re.compile(
    f"(?:尊敬|敬爱|亲爱)的[^|]{{0,5}}?(?:{TITLES})|(?:^|\\|)[^|]{{1,4}}(?:{TITLES})(?=\\|?[您你]们?好)"
    f"|致[^|]{{1,5}}(?:{TITLES})\\|"
)
"""尊敬的王书记: whom somebody writes to is no subject, unless the letter accuses."""
ROLES = "支书|书记|主任|村长|会计|组长|队长|文书|干部|镇长|乡长|所长|站长|代办员|网格员"
PLACE = (
    "我们|俺们|咱们|我村|本村|村里?|[一二三四五六七八九十0-9]+[组队社]|镇[上里]?|大队|派出所|民政|财政所|土管所"
)
TOWN_TITLES = re.compile("镇长|乡长|镇党委书记|乡党委书记|镇书记|镇里?的?书记|纪委书记")
ACCUSING = re.compile(
    "贪|[受行索]贿|贿赂|回扣|红包|塞[钱烟]|送[礼钱烟酒]|收[礼钱]|[收拿要][了过着我他们家们]{0,4}.{0,6}[钱烟酒礼]|好处|吃拿卡要|挪用|"
    "[私独]吞|吞了|克扣|扣[了下着]|优亲厚友|徇私|以权谋私|腐败|包庇|保护伞|暗箱|黑幕|举报|检举|控告|纪委|纪检|公款|侵占|霸占|"
    "强占|截留|套取|骗取|冒领|虚报|假账|[打骂][了人我]|辱骂|威胁|恐吓|报复|欺负|刁难|吃喝|赌博|打牌|酒后|喝酒|嫖|亲戚|小舅子|"
    "[侄女外]婿|侄子|老表|丈母娘|岳父|情人|相好|土皇帝|不给就不|自[己家]的?[家人口腰兜弟哥儿老侄名]|人情保|关系户|走后门|索要|勒索|私自|偷偷|不公平|"
    "态度[很太特极]?[差恶蛮不]|作风|摆架子|官威|撤职|处分|查一?查|查查|指标给|名额给|捞[了钱油好]|黑心|造假|假[的票]"
)
SHORTEST_TITLE = 4
"""A job title this long names its holder (党政办主任); 镇长 or 主任 alone do not."""
NOT_A_SURNAME = frozenset(
    "地方 双方 官方 各方 多方 对方 校方 警方 军方 东方 西方 南方 北方 提高 最高 较高 明白 平安 治安 "
    "公安 西安 保安 经常 日常 正常 "
    "非常 异常 完全 安全 健全 当时 及时 有时 同时 随时 到时 平时 水田 农田 基金 资金 现金 公路 道路 "
    "马路 铁路 网络 关于 由于 "
    "对于 属于 至于 位于 在于 党和 群和 以及 年时 设计 统计 会计 估计 应该 相应 反应 变成 造成 形成 "
    "完成 有关 相关 机关 海关 "
    "原来 石油 江水 水利 权利 便利 顺利 工程 过程 流程 文件 语文 公文 论文 何时 如何 任何 为何 任务 "
    "责任 主任 信任 担任 常任 "
    "工农 三农 务农 简单 名单 账单 订单 清单 高度 全体 全部 全镇 全村 成立 通过 交通 普通 沟通 开通 "
    "国家 大家 人家 专家 "
    "各家 我家 自家 老家 厂家 商家 车辆 汽车 停车 公车 开车 客车 火车 班车 一班 上班 下班 党员 入党 全党 "
    "从 和".split()
)
NOISE = re.compile(r"[\W_]+")


def squeezed(text: str) -> str:
    """The text as it is compared: one width, small letters, nothing between the characters."""
    return NOISE.sub("", plain(text))


def surname_of(name: str) -> str:
    return name[:2] if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else name[:1]


@dataclass
class Evidence:
    """What one text gave: who is named, and whether somebody is named who fits nobody for certain."""

    people: set[Person] = field(default_factory=set)
    is_somebody: bool = False
    weak_people: set[Person] = field(default_factory=set)
    is_weak: bool = False
    present: set[Person] = field(default_factory=set)


class Roster:
    """The town's staff, laid out for searching."""

    def __init__(self, people: Iterable[Person], villages: Sequence[str] = ()) -> None:
        self.people = [one for one in people if one.name]
        self.by_surname: dict[str, list[Person]] = {}
        self.by_sound: dict[str, set[str]] = {}
        self.by_given: dict[str, list[Person]] = {}
        for one in self.people:
            surname = surname_of(plain(one.name))
            self.by_surname.setdefault(surname, []).append(one)
            for sound in sounds(surname[0]) if len(surname) == 1 else ():
                self.by_sound.setdefault(sound, set()).add(surname)
            given = plain(one.name)[len(surname):]
            if len(given) > 1:
                self.by_given.setdefault(given, []).append(one)
        self.names = written.Names(self.people)
        names = "|".join(sorted((re.escape(plain(one)) for one in villages), key=len, reverse=True))
        place = f"{names}|{PLACE}" if names else PLACE
        self.posts = re.compile(f"(?:{place}).{{0,3}}?({ROLES})")
        self.given = re.compile("|".join(map(re.escape, self.by_given)) or r"(?!)")

    def surnames_at(self, line: str, at: int) -> Iterator[tuple[str, int, bool]]:
        """(surname of the roster, where it ends, whether it is written as itself) that may stand here."""
        for length in (2, 1):
            if line[at : at + length] in self.by_surname:
                yield line[at : at + length], at + length, True
        for apart, surname in SPLIT.items():
            if surname in self.by_surname and line.startswith(apart, at):
                yield surname, at + len(apart), True
        char = line[at]
        if char in SURNAMES and char not in self.by_surname and char not in FUNCTION:
            for surname in {one for sound in heard(char) for one in self.by_sound.get(sound, ())}:
                yield surname, at + 1, False
        if _is_letter(char) and not (at and _is_letter(line[at - 1])):
            yield from self._latin_surnames(line, at)

    def _latin_surnames(self, line: str, at: int) -> Iterator[tuple[str, int, bool]]:
        """wang书记, W书记."""
        for sound, surnames in self.by_sound.items():
            for piece in (sound, sound[:1]):
                if line.startswith(piece, at):
                    for surname in surnames:
                        yield surname, at + len(piece), True


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def find(
    texts: Iterable[str], people: Iterable[Person], villages: Sequence[str] = (), *,
    is_accusation: bool = False, present: Collection[int] = (),
) -> Finding:
    """Fail closed (security.md 2.4 rule 1): a tick, a name in any spelling, a surname with a title, a post.

    Only a head of the town or the discipline office, named for certain, leads to Way.COUNTY.
    `present`: user ids of who was there himself (a visit speaks of who went): no evidence without a word of
    accusation.
    """
    roster = Roster(people, villages)
    whole = "\n".join(one for one in texts if one)
    text = Written(whole)
    is_accusing = is_accusation or ACCUSING.search(text.line) is not None
    seen = Evidence()
    if not is_accusing:
        seen.present = {one for one in roster.people if one.user_id in present}
    named, maybe = roster.names.in_text(text)
    seen.people |= named
    seen.weak_people |= maybe
    flat = squeezed(whole)
    seen.people |= {one for one in roster.people if _is_called(flat, one)}
    _titles(text.line, roster, seen)
    _posts(text.line, roster, seen)
    hit = seen.people - seen.present | (seen.weak_people if is_accusing else set())
    user_ids = tuple(sorted(one.user_id for one in hit))
    if any(one.is_above for one in hit):
        return Finding(Way.COUNTY, user_ids)
    is_sealed = is_accusation or hit or seen.is_somebody or (seen.is_weak and is_accusing)
    return Finding(Way.SEALED if is_sealed else Way.ORDINARY, user_ids)


def _is_called(flat: str, person: Person) -> bool:
    """By another name, or by a job title that is long enough to be one person's."""
    if any(len(squeezed(one)) > 1 and squeezed(one) in flat for one in person.aliases):
        return True
    titles = [squeezed(one) for one in _titles_of(person)]
    return any(
        len(one) >= SHORTEST_TITLE and re.search(f"(?:{TITLES})$", one) is not None and one in flat
        for one in (*titles, squeezed(person.job_title))
    )


def _titles_of(person: Person) -> list[str]:
    """党委副书记、镇长 are two."""
    return re.split("[、，,;；/]", person.job_title)


def _titles(line: str, roster: Roster, seen: Evidence) -> None:
    """王书记, 王副镇长, 王某某主任, 姓王的书记, 建国书记, wang书记; 书记王某."""
    greeted = {at for match in GREETING.finditer(line) for at in range(*match.span())}
    for at in range(len(line)):
        for surname, end, is_itself in roster.surnames_at(line, at):
            if is_itself and line[max(at - 1, 0) : end] in NOT_A_SURNAME:
                continue
            match = BEHIND.match(line, end)
            if match is None and at and line[at - 1] == "姓":
                match = OF_THE_NAME.match(line, end)
                seen.is_weak = True
            if match:
                is_sure = is_itself and at not in greeted
                _credit(roster, seen, surname, LATIN_TITLES.get(match[1], match[1]), is_sure=is_sure)
    for match in BEFORE.finditer(line):
        surname = match[2] or match[3]
        if surname in roster.by_surname:
            _credit(roster, seen, surname, match[1], is_sure=True)


def accuses(text: str) -> bool:
    """Does it hold a word of accusation, whoever is meant?"""
    return ACCUSING.search(Written(text).line) is not None


def _credit(roster: Roster, seen: Evidence, surname: str, title: str, *, is_sure: bool) -> None:
    bearers = {one for one in roster.by_surname[surname] if _bears(one, title)}
    if bearers and bearers <= seen.present:
        return
    if is_sure:
        seen.is_somebody = True
        seen.people |= bearers
    else:
        seen.is_weak = True
        seen.weak_people |= bearers


def _bears(person: Person, title: str) -> bool:
    """Whether this title may be the person's; without a job title on the roster, any may."""
    return not person.job_title or title in person.job_title


def _posts(line: str, roster: Roster, seen: Evidence) -> None:
    """What names somebody only beside an accusation: 老王, 建国, 我们村支书, 镇长."""
    for match in NICK.finditer(line):
        word = match[1] + line[match.end() : match.end() + 1]
        seen.is_weak = seen.is_weak or (match[1] in roster.by_surname and word not in NOT_A_SURNAME)
    for match in roster.given.finditer(line):
        is_titled = BEHIND.match(line, match.end()) is not None
        (seen.people if is_titled else seen.weak_people).update(roster.by_given[match[0]])
    seen.is_weak = seen.is_weak or roster.posts.search(line) is not None
    for match in TOWN_TITLES.finditer(line):
        title = re.sub("[镇乡]里?的?(?=党委书记|书记)", "", match[0])
        titles = {title, "党委书记"} if title == "书记" else {title}
        seen.weak_people |= {one for one in roster.people if one.is_above and titles & set(_titles_of(one))}
