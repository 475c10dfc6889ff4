"""Households (户): what a sheet may say of them."""

import pytest

from tracker.domain.errors import RuleBroken
from tracker.households import rules
from tracker.households.rules import Care
from tracker.township.pinyin import sounds_of


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


# --- what a group is called here


@pytest.mark.parametrize("word", ["组", "屯", "队", "湾", "坨"])
def test_a_bare_number_gets_the_word_of_the_town(word):
    assert rules.group_label(" ３ ", word) == "3" + word and rules.group_label("十二", word) == "十二" + word
    assert rules.group_label("河东", word) == "河东" and rules.group_label("", word) == ""
    assert rules.group_key("3" + word) == rules.group_key("第三" + word) == "3"


def test_a_word_that_belongs_to_a_name_stays():
    assert rules.group_key("大湾") == "大湾" and rules.group_key("河东组") == "河东"


def test_a_group_name_has_an_end():
    with pytest.raises(RuleBroken) as broken:
        rules.group_label("长" * 21, "组")
    assert broken.value.field == "group_name"


@pytest.mark.parametrize(("text", "people"), [("4", 4), ("４口", 4), ("12 人", 12), ("4.0", 4), ("", None)])
def test_people_are_counted_however_they_are_written(text, people):
    assert rules.people_of(text) == people


@pytest.mark.parametrize("text", ["0", "100", "四个", "-3", "4.5"])
def test_a_number_of_people_nobody_has_is_refused(text):
    with pytest.raises(RuleBroken, match="1 到 99"):
        rules.people_of(text)


# --- merging what a phone brings (practice.md 1.1)

HERE = {
    "head_name": "张三", "phone": "13800001111", "address": None, "group_name": "1组", "care_codes": "",
    "people_count": 4,
}


def merged(changed, since=frozenset(), **added):
    found = rules.merge_facts(HERE, since, changed, added)
    return found.applied, [(one.field, one.kept, one.sent) for one in found.clashes]


def test_different_facts_merge_silently():
    assert merged({"people_count": 5}, {"phone"}) == ({"people_count": 5}, [])


def test_the_same_fact_with_the_same_value_merges():
    assert merged({"phone": "13800001111"}, {"phone"}) == ({}, [])


def test_the_same_fact_with_another_value_asks_a_person_and_the_others_go_in():
    applied, clashes = merged({"phone": "139", "people_count": 5}, {"phone"})
    assert applied == {"people_count": 5} and clashes == [("phone", "13800001111", "139")]


def test_a_version_nobody_here_ever_had_clashes_wherever_it_differs():
    applied, clashes = merged({"people_count": 4, "address": "村口"}, None)
    assert applied == {} and clashes == [("address", None, "村口")]


def test_additions_are_added_and_never_clash():
    applied, clashes = merged({}, {"people_count", "care_codes"}, people_count=2, care_codes=["alone"])
    assert applied == {"people_count": 6, "care_codes": "alone"} and clashes == []


def test_an_addition_to_a_number_nobody_knows_is_refused():
    with pytest.raises(RuleBroken, match="还没有记人口数"):
        rules.merge_facts({**HERE, "people_count": None}, frozenset(), {}, {"people_count": 1})


def test_facts_of_a_phone_are_read_in_one_spelling():
    read = rules.read_facts({"phone": "138 0000-1111", "care_codes": ["alone", "hardship"], "spy": "x"})
    assert read == {"phone": "13800001111", "care_codes": "hardship alone"}


@pytest.mark.parametrize(
    "facts", [{"phone": "12"}, {"people_count": 0}, {"people_count": True}, {"phone": ["1"]},
              {"care_codes": ["rich"]}, {"head_name": ""}],
)
def test_a_fact_that_is_none_is_refused_at_the_household(facts):
    with pytest.raises(RuleBroken) as broken:
        rules.read_facts(facts)
    assert broken.value.field == "household"


# --- what somebody types to find a household


def finds(text, name="王建文", phone="13812346789", number=12):
    sought = rules.Sought.of(text)
    if sought.digits:
        return sought.is_number(number) or sought.ends(phone)
    return bool(sought) and sought.is_name(name, sounds_of(name))


@pytest.mark.parametrize(
    "text",
    ["wjw", "wangjia", "王建", "建文", "6789", "WangJianWen", "wang jian wen", "wangjw", "jianwen", "12",
     "012 户", "12号", "13812346789", "+86 138 1234 6789", "６７８９"],
)
def test_a_household_is_found_by_what_people_type(text):
    assert finds(text)


@pytest.mark.parametrize(
    "text", ["", "jw", "wjx", "wangjianwenn", "王文", "678", "138", "13", "？", "王j", "0"]
)
def test_it_is_not_found_by_anything_else(text):
    assert not finds(text)


def test_a_rare_surname_is_found_by_its_reading_and_not_by_the_word():
    assert finds("shan", "单雄信") and not finds("dan", "单雄信")
    assert finds("ou", "区志明") and finds("lü", "吕布") and finds("lv", "吕布")
    assert finds("wangzhao", "王朝") and finds("wangchao", "王朝")
