"""Accusations: which way a matter goes, by tick, by name, by title; written as people write."""

import pytest

from tracker.sealed.naming import find
from tracker.sealed.rules import FLOW, Person, Way

PEOPLE = [
    Person(1, "王建国", "党委书记", "wangjianguo", is_above=True),
    Person(2, "李雪梅", "党政办主任", "lixuemei"),
    Person(3, "欧阳修文", "农业农村办公室主任", "ouyangxiuwen"),
    Person(4, "赵刚", "", "zhaogang"),
]


def test_the_flow_is_sound():
    assert FLOW.problems() == []


@pytest.mark.parametrize(
    ("text", "user_ids"),
    [
        ("李雪梅收了钱", (2,)),
        ("李 雪 梅收了钱", (2,)),
        ("李·雪·梅收了钱", (2,)),
        ("是李主任批的", (2,)),
        ("李某某主任批的", (2,)),
        ("姓李的主任批的", (2,)),
        ("主任李某批的", (2,)),
        ("党政办主任不理人", (2,)),
        ("lixuemei 收了钱", (2,)),
        ("LiXueMei收了钱", (2,)),
        ("欧阳主任不在", (3,)),
        ("赵所长推来推去", (4,)),  # no job title on the roster: any may be his
    ],
)
def test_staff_named_in_any_way_seal_the_matter(text, user_ids):
    found = find([text], PEOPLE)
    assert (found.way, found.user_ids) == (Way.SEALED, user_ids)


@pytest.mark.parametrize("text", ["李会计不公平", "李支书占了地"])
def test_a_surname_of_the_roster_with_a_foreign_title_is_sealed_and_names_nobody(text):
    assert find([text], PEOPLE) == find([text], PEOPLE) and find([text], PEOPLE).way is Way.SEALED
    assert find([text], PEOPLE).user_ids == ()


@pytest.mark.parametrize("text", ["王建国拿了回扣", "王书记不管事", "找书记王某没用"])
def test_the_head_of_the_town_goes_past_the_town(text):
    assert find([text], PEOPLE).way is Way.COUNTY


@pytest.mark.parametrize(
    "text", ["井水发浑", "村主任家门口的路", "请领导来看看", "主任不在家", "王家桥断了", "李子树枯了"]
)
def test_plain_matters_stay_ordinary(text):
    assert find([text], PEOPLE).way is Way.ORDINARY


def test_a_tick_alone_seals():
    assert find(["修路的钱不对"], PEOPLE, is_accusation=True).way is Way.SEALED


def test_a_name_in_any_of_the_answers_counts():
    assert find(["修路的钱不对", "李雪梅"], PEOPLE).user_ids == (2,)
