"""相似与热点: what makes two texts alike, and which matters of a week are one."""

from datetime import timedelta

import pytest

from tracker.domain.bigrams import bigrams
from tracker.domain.errors import RuleBroken
from tracker.opinions.rules import Status
from tracker.opinions.rules.hot import Voice, hot_matters, without_names
from tracker.opinions.rules.merging import Member, check_merge
from tracker.opinions.rules.polite import plain
from tracker.opinions.rules.similarity import boosted, likeness, same_place, shared_words

WELL = ("二组的机井水发浑，抽上来全是沙。", "机井的水又浑了，二组没法浇地。", "二组机井抽水全是沙。")
OTHERS = (
    "村口路灯坏了半个月，晚上看不见路。", "医保卡在药店刷不出来。", "低保金这个月没有到账。",
    "学校门口车太多，孩子过路不安全。", "垃圾池三天没人清，味道大。",
)


def alike(one, other, weights=None):
    return likeness(bigrams(one), bigrams(other), weights or {})


def test_the_same_text_is_wholly_alike_and_a_strange_one_not_at_all():
    assert alike(WELL[0], WELL[0]) == 1.0
    assert alike(WELL[0], OTHERS[1]) == 0.0 == alike("", WELL[0])


def test_likeness_does_not_depend_on_who_is_first():
    assert alike(WELL[0], WELL[1]) == alike(WELL[1], WELL[0])


def test_a_short_text_inside_a_long_one_is_more_alike_than_by_dice_alone():
    long = WELL[0] + "".join(OTHERS)
    shared, mine, theirs = bigrams("机井水发浑"), bigrams("机井水发浑"), bigrams(long)
    assert alike("机井水发浑", long) > 2 * len(shared) / (len(mine) + len(theirs))


def test_rare_pairs_count_more():
    weights = {"机井": 5.0}
    assert alike(WELL[0], WELL[1], weights) > alike(WELL[0], WELL[1])


def test_place_kind_and_weeks_make_it_likelier_and_never_more_than_certain():
    far = timedelta(days=90)
    plain = boosted(0.4, same_village=None, same_category=False, apart=far)
    assert plain == 0.4 < boosted(0.4, same_village=True, same_category=False, apart=far)
    assert boosted(0.4, same_village=None, same_category=False, apart=-timedelta(days=3)) > plain
    assert boosted(0.4, same_village=False, same_category=False, apart=far) < plain
    assert (same_place("v1", "v1"), same_place("v1", "v2"), same_place("v1", None)) == (True, False, None)
    assert boosted(0.9, same_village=True, same_category=True, apart=timedelta()) == 1.0


def test_the_words_both_say_are_whole_runs_the_most_telling_first():
    found = shared_words(WELL[0], WELL[2], {"全是": 1.0, "是沙": 2.0, "机井": 2.5, "二组": 0.5, "抽上": 9.0})
    assert found == ["全是沙", "机井", "二组"]


def voices(*texts, village="v1", now=True, start=1):
    return [Voice(start + at, village, text, now) for at, text in enumerate(texts)]


def test_three_matters_of_one_village_are_hot_and_say_by_which_word():
    found = hot_matters([*voices(*WELL), *voices(*OTHERS, *OTHERS, village="v2", start=50)])
    assert len(found) == 1 and found[0].ids == [1, 2, 3] and found[0].now == 3
    assert "机井" in "".join(found[0].words) and found[0].village_code == "v1"


def test_two_are_not_and_three_of_three_villages_are_not():
    assert hot_matters([*voices(*WELL[:2]), *voices(*OTHERS, *OTHERS, village="v2", start=50)]) == []
    spread = [Voice(at, f"v{at}", text, True) for at, text in enumerate(WELL)]
    assert hot_matters([*spread, *voices(*OTHERS, *OTHERS, village="v2", start=50)]) == []


def test_earlier_matters_count_when_one_of_this_week_joins_them():
    earlier = voices(*WELL[:2], now=False)
    others = voices(*OTHERS, *OTHERS, village="v2", start=50)
    assert hot_matters([*earlier, *others, *voices("二组修路。", start=9)]) == []
    found = hot_matters([*earlier, *others, *voices(WELL[2], start=9)])
    assert [(one.ids, one.now) for one in found] == [([1, 2, 9], 1)]


def test_the_name_of_the_village_is_taken_out_before():
    clean = without_names(["石门村", "石门", "王家坝村"])
    assert clean("石门村路灯坏了，石门的井也坏了。") == "，路灯坏了，，的井也坏了。"
    assert without_names([])("路灯") == "路灯"


def test_politeness_makes_no_group():
    polite = ("尊敬的领导您好，希望尽快解决路灯问题。", "尊敬的领导您好，希望尽快解决低保问题。",
              "尊敬的领导您好，希望尽快解决学位问题。")
    assert hot_matters([*voices(*polite), *voices(*OTHERS, *OTHERS, village="v2", start=50)]) == []


LETTERS = (
    "关于锦绣之家楼下饭店的反映。我们住在劳动路的锦绣之家，楼下饭店的油烟管道直接对着二楼窗户排，"
    "一到傍晚满屋子味道，老人咳得睡不着。",
    "锦绣之家楼下饭店又开夜宵摊。凌晨两点还在划拳，烤炉架在人行道上，油烟往二楼窗户里灌，"
    "孩子第二天上学起不来。",
    "请管管锦绣之家的门面。开发商把一楼的车库改成商铺租给饭店，油烟管道没有接到楼顶，"
    "我家窗户从去年夏天起就没有打开过。",
)
STRANGERS = (
    "关于桥头加油站的安全隐患。加油站离学校围墙只有八米，油罐车卸油时学生正好放学，侵害学生的合法权益，请有关部门管一管。",
    "老粮站的墙快要倒了，存在重大安全隐患。砖缝里长了树，下雨就掉石头，赶集的人都从墙根下面走，侵害大家的合法权益。",
    "电线从鱼塘上面拉过去，安全隐患很大。钓鱼的人甩竿子碰到就是一条命，供电所说不归他们管，侵害养鱼人的合法权益。",
)


def test_long_letters_are_one_matter_by_the_name_they_share_and_what_else_is_akin():
    others = voices(*STRANGERS, *OTHERS, village=None, start=50)
    found = hot_matters([*voices(*LETTERS, village=None), *others])
    assert [one.ids for one in found] == [[1, 2, 3]]
    assert found[0].words[0] == "锦绣之家", "a name is whole, with the small word inside it"


def test_an_office_phrase_in_three_letters_makes_no_group():
    assert hot_matters([*voices(*STRANGERS, village=None), *voices(*OTHERS, village=None, start=50)]) == []


def test_neighbours_who_say_it_in_words_of_their_own_hang_together_through_one_of_them():
    said = ("自来水时有时无。水龙头到晚饭时候就停，半夜才来。", "自来水时有时无。停了三天了，老人挑不动。")
    earlier = voices(*said, now=False)
    others = voices(*OTHERS, *OTHERS, village="v2", start=50)
    found = hot_matters([*earlier, *others, *voices("水龙头到晚饭时候就停，半夜才来，衣服没法洗。", start=9)])
    assert [one.ids for one in found] == [[1, 2, 9]]
    assert found[0].words[0] == "自来水时有时无"


def test_politeness_leaves_no_halves_of_words_behind():
    assert bigrams(plain("严重影响睡眠，养老保险问题能否尽快解决")) == {"睡眠", "养老", "老保", "保险"}


def member(**facts):
    given = {"ref": "一", "town_code": "990101001", "status": Status.HANDLING, "is_merged": False,
             "has_children": False, "subjects": (), **facts}
    return Member(**given)


@pytest.mark.parametrize(
    ("one", "main", "said"),
    [({}, {"ref": "一"}, "自己"), ({"has_children": True}, {}, "并进来"), ({}, {"is_merged": True}, "主件"),
     ({}, {"status": Status.REPLIED}, "不能再并"), ({}, {"town_code": "990101002"}, "不能再并"),
     ({}, {"subjects": ((1, None),)}, "回避")],
)
def test_what_may_not_be_merged_is_said(one, main, said):
    with pytest.raises(RuleBroken) as broken:
        check_merge(member(**one), member(**{"ref": "二", **main}))
    assert said in str(broken.value) and broken.value.field == "into"


def test_two_open_matters_of_a_town_may_be_merged():
    check_merge(member(), member(ref="二", has_children=True))
