"""Who may hold which posts, what a password has to be, who is away (人员、岗位、密码、请假)."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import ADMINISTRATORS, Role
from tracker.domain.text import _


class Track(StrEnum):
    """人员类别: each has its own grades and its own quota pool (domain.md 1.1)."""

    CIVIL = "civil"
    REFERENCE = "reference"
    INSTITUTION = "institution"
    OTHER = "other"


TRACK_LABELS: dict[Track, str] = {
    Track.CIVIL: _("公务员"),
    Track.REFERENCE: _("参公"),
    Track.INSTITUTION: _("事业"),
    Track.OTHER: _("其他"),
}


class LeaveKind(StrEnum):
    """Why somebody is away; seen by 组织人事 alone, everybody else learns the days."""

    ANNUAL = "annual"
    SICK = "sick"
    PERSONAL = "personal"
    FAMILY = "family"
    TRAINING = "training"
    OTHER = "other"


LEAVE_LABELS: dict[LeaveKind, str] = {
    LeaveKind.ANNUAL: _("年休假"),
    LeaveKind.SICK: _("病假"),
    LeaveKind.PERSONAL: _("事假"),
    LeaveKind.FAMILY: _("产假、陪护假、探亲假"),
    LeaveKind.TRAINING: _("脱产培训"),
    LeaveKind.OTHER: _("借调和其他"),
}
LONGEST_LEAVE = 731  # calendar days

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
WRONG_TRIES = 5  # per account and unknown device, then wait (等保 登录失败处理; domain.md 14 lockout 5/30min)
WAIT_MINUTES = 30

# Words that make a password guessable in a township however long it is (security.md 0, no. 7).
OFFICE_WORDS = frozenset(
    (
        "zhengfu dangwu ganbu renmin zhongguo xiangzhen zhen xiang cun jiedao shequ shuji zhenzhang dangwei "
        "jiwei gongwuyuan minzheng xinfang mima admin password passw0rd qwerty asdf abcd welcome tracker"
    ).split()
)
_INITIALS = "b p m f d t n l g k h j q x zh ch sh r z c s y w".split()
_FINALS = (
    "a o e i u v ai ei ui ao ou iu ie ve ue er an en in un vn ang eng ing ong ia iao ian iang iong ua uo uai "
    "uan uang".split()
)
_SYLLABLES = frozenset({*_FINALS, *(initial + final for initial in _INITIALS for final in _FINALS)})
FEW_SYLLABLES = 5


def check_password(password: str, personal_words: Iterable[str] = ()) -> None:
    """RuleBroken when a password is too short, too long, or made of pinyin, names and years."""
    if len(password) < SHORTEST_PASSWORD:
        raise RuleBroken(
            _("密码至少 {n} 个字符，您写了 {given} 个"),
            field="password", n=SHORTEST_PASSWORD, given=len(password),
        )
    if len(password) > LONGEST_PASSWORD:
        raise RuleBroken(_("密码最多 {n} 个字符"), field="password", n=LONGEST_PASSWORD)
    letters = re.sub(r"[^a-z]", "", password.lower())
    for word in sorted({*OFFICE_WORDS, *(w.lower() for w in personal_words if len(w) > 1)}, key=len)[::-1]:
        letters = letters.replace(word, "")
    if len(letters) < 4 or ((count := syllables(letters)) is not None and count <= FEW_SYLLABLES):
        raise RuleBroken(
            _("这个密码由拼音、单位名或年份组成，容易被猜到。可以用四个不相干的词连起来"), field="password"
        )


def syllables(letters: str) -> int | None:
    """The least number of pinyin syllables that make up `letters`; None when they are no pinyin."""
    best: list[int | None] = [0] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 6), end):
            before = best[start]
            if before is not None and letters[start:end] in _SYLLABLES:
                best[end] = min(before + 1, best[end] or 99)
    return best[len(letters)]


def check_posts(roles: Iterable[Role]) -> None:
    """三员分立: nobody is two administrators, and no administrator has business rights (domain.md 12.17)."""
    held = set(roles)
    administrator = held & ADMINISTRATORS
    if len(administrator) > 1 or (administrator and held - administrator):
        raise RuleBroken(_("系统、安全、审计管理员须由三个人分别担任，也不能兼任业务岗位"), field="role")


def check_leave(since: date, until: date) -> None:
    """A leave has its two ends in the right order and no slip of the year."""
    if until < since:
        raise RuleBroken(_("最后一天不能早于第一天 {day}"), field="until", day=since.isoformat())
    if since.year < 2000 or (until - since).days >= LONGEST_LEAVE:
        raise RuleBroken(_("请核对年份，一次最多登记 {n} 天"), field="until", n=LONGEST_LEAVE)


def check_back(back_on: date, until: date) -> None:
    """Back at work within the leave; who stays away longer has a second leave."""
    if back_on > until:
        raise RuleBroken(
            _("原定请到 {day}，要延长请再登记一次请假"), field="back_on", day=until.isoformat()
        )
