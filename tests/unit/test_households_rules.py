"""Households (户): what a sheet may say of them."""

import pytest

from tracker.domain.errors import RuleBroken
from tracker.households import rules
from tracker.households.rules import Care


@pytest.mark.parametrize("text", ["困难户、独居老人", "独居老人，困难户", "困难户; 独居老人"])
def test_care_classes_are_read_however_they_are_separated(text):
    assert rules.cares_of(text) == (Care.HARDSHIP, Care.ALONE)


def test_an_unknown_class_is_refused_with_the_known_ones():
    with pytest.raises(RuleBroken) as broken:
        rules.cares_of("困难户、五保户")
    assert broken.value.field == "cares" and "五保户" in str(broken.value) and "独居老人" in str(broken.value)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("138 1234 5678", "13812345678"), ("+86 138-1234-5678", "13812345678"),
        ("0571-55550100", "057155550100"), ("", ""),
    ],
)
def test_a_phone_has_one_spelling(written, number):
    assert rules.phone_of(written) == number


@pytest.mark.parametrize(("written", "said"), [("1381234567", "这里是 10 位"), ("没有电话", "不像电话号码")])
def test_a_number_that_is_no_phone_is_refused_in_words(written, said):
    with pytest.raises(RuleBroken, match=said):
        rules.phone_of(written)


@pytest.mark.parametrize("text", ["第一组", "一组", "1组", "1", "第1村民小组", "１组"])
def test_spellings_of_the_same_group_are_the_same(text):
    assert rules.group_key(text) == "1"


@pytest.mark.parametrize(
    ("text", "key"), [("第十组", "10"), ("十二组", "12"), ("二十三组", "23"), ("河东", "河东")]
)
def test_groups_beyond_ten_and_groups_with_names(text, key):
    assert rules.group_key(text) == key


def test_a_household_has_a_head():
    assert rules.head_of(" 张 三 ") == "张 三"
    with pytest.raises(RuleBroken):
        rules.head_of("  ")
