"""拼音: surnames read as surnames, in full and by initials."""

import pytest

from tracker.township.pinyin import pinyin_of, sounds_of

READ_RIGHTLY = {
    "单雄信": "shanxiongxin", "仇和": "qiuhe", "曾国强": "zengguoqiang", "解放": "xiefang",
    "区志明": "ouzhiming",
    "任长霞": "renchangxia", "朴正": "piaozheng", "查良": "zhaliang", "盖玉": "geyu", "尉文": "weiwen",
    "乐平": "yueping", "员大": "yunda", "缪斌": "miaobin", "纪昌": "jichang", "华强": "huaqiang",
    "卜明": "buming", "宁静": "ningjing", "折大": "sheda", "黑子": "hezi", "秘书": "bishu", "么明": "yaoming",
    "谌勇": "chenyong", "覃辉": "qinhui", "翟明": "zhaiming", "种田": "chongtian", "应明": "yingming",
    "召明": "shaoming", "阚清": "kanqing", "乜明": "nieming", "祭明": "zhaiming", "句明": "gouming",
    "繁明": "poming", "适明": "kuoming", "贠明": "yunming", "薄明": "boming", "能明": "naiming",
    "尉迟明": "yuchiming", "万俟明": "moqiming", "长孙明": "zhangsunming", "澹台明": "tantaiming",
    "令狐冲": "linghuchong", "单于明": "chanyuming", "乐正明": "yuezhengming", "欧阳修": "ouyangxiu",
    "王建文": "wangjianwen", "吕布": "lvbu",
}


@pytest.mark.parametrize(("name", "letters"), READ_RIGHTLY.items())
def test_a_name_is_read_with_its_surname_as_a_surname(name, letters):
    assert pinyin_of(name)[0] == letters


def test_initials_follow_the_right_reading():
    assert pinyin_of("单雄信")[1] == "sxx" and pinyin_of("曾国强")[1] == "zgq"
    assert pinyin_of("尉迟恭")[1] == "ycg" and pinyin_of("王建文")[1] == "wjw"


def test_a_village_is_no_person():
    assert pinyin_of("长湾")[0].endswith("wan") and pinyin_of("石门")[0] == "shimen"


def test_every_reading_of_a_given_name_may_be_typed_but_a_surname_has_one():
    surname, given = sounds_of("单朝")
    assert surname == ("shan",) and {"chao", "zhao"} <= set(given)
    assert sounds_of("方明")[0] == ("fang",), "never by a reading no surname has"
    assert [one[0] for one in sounds_of("欧阳修")] == ["ou", "yang", "xiu"]
    assert [one[0] for one in sounds_of("尉迟明")] == ["yu", "chi", "ming"]
