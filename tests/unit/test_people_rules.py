"""密码与岗位: what is guessable in a township is refused, whatever its length."""

import itertools

import pytest

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Role
from tracker.people.rules import LONGEST_PASSWORD, check_password, check_posts, syllables

PLACES = ("shimen", "sanli", "qingshi", "longtan", "xinhe")
WORDS = ("zhongguo", "dangwu", "ganbu", "renmin", "xiangzhenfu", "zhengfu", "xinfang", "minzheng")
ENDS = ("@2026", "2026!", "_123456", "#88888888", "1985")


def weak() -> list[str]:
    """200 passwords as people in a township make them; several score 4 of 4 in a Western meter."""
    made = [f"{place}zhen{end}" for place, end in itertools.product(PLACES, ENDS)]
    made += [f"{word.title()}{end}" for word, end in itertools.product(WORDS, ENDS)]
    names = itertools.permutations(("wang", "xiaoming", "li", "jianguo", "zhang"), 2)
    made += [f"{first}{second}{end}" for (first, second), end in itertools.product(names, ENDS)]
    made += [f"{place}{word}{end}" for place, word, end in itertools.product(PLACES[:2], WORDS[:5], ENDS)]
    return made[:200]


def test_at_least_195_of_200_pinyin_passwords_are_refused():
    passwords = weak()
    assert len(passwords) == 200
    taken = []
    for password in passwords:
        try:
            check_password(password, ("shimen", "wangxiaoming"))
        except RuleBroken:
            continue
        taken.append(password)
    assert len(taken) <= 5, taken


@pytest.mark.parametrize(
    "password", ["quartz-lantern-ferry-oboe", "4 brisk turtles jump", "cobalt.fjord.wyvern"]
)
def test_a_phrase_of_unrelated_words_is_good(password):
    check_password(password, ("shimen",))


@pytest.mark.parametrize(
    ("password", "said"), [("short-1", "至少 12"), ("x" * (LONGEST_PASSWORD + 1), "最多 128")]
)
def test_length_is_said_with_its_number(password, said):
    with pytest.raises(RuleBroken, match=said) as broken:
        check_password(password)
    assert broken.value.field == "password"


@pytest.mark.parametrize(
    ("letters", "count"), [("wangxiaoming", 3), ("xian", 1), ("zhongguo", 2), ("xyz", None), ("", 0)]
)
def test_pinyin_is_counted_in_the_fewest_syllables(letters, count):
    assert syllables(letters) == count


@pytest.mark.parametrize(
    "roles", [(Role.SYSADMIN, Role.SECADMIN), (Role.AUDITOR, Role.CLERK), (Role.SYSADMIN, Role.HEAD)]
)
def test_no_administrator_holds_another_post(roles):
    with pytest.raises(RuleBroken, match="三个人"):
        check_posts(roles)


def test_one_administrator_or_several_business_posts_are_fine():
    check_posts((Role.AUDITOR,))
    check_posts((Role.CLERK, Role.CALLBACK))
