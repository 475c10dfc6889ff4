"""待辨认: what looks like junk, what a flood does, what a text gives away."""

import pytest

from tracker.opinions.rules import Signs, Tray, gives_away, looks_like_junk, tray_of

PROOF = Signs(proof="stamp", seconds=1)
SLOW = Signs(seconds=60)
HASTY = Signs(seconds=1)
TEXT = "二组的机井水发浑，晾一夜底下一层沙。"


@pytest.mark.parametrize(
    "text",
    ["http://a.example/x", "点 https://a.example/cheap 领奖", "asdf qwer zxcv", "12345678901",
     "啊啊啊啊啊啊啊啊啊啊", "测试测试测试测试测试测试", "WWW.example.com"],
)
def test_links_gibberish_and_repetition_look_like_junk(text):
    assert looks_like_junk(text)


@pytest.mark.parametrize(
    "text",
    ["停电了", "路灯不亮", "打 13812345678 找我", TEXT, TEXT * 60, "救救救，发大水了",
     "村委会公示 http://shimen.example.cn/2026 上的补贴名单里没有我家，请查一查"],
)
def test_what_people_write_does_not(text):
    assert not looks_like_junk(text)


@pytest.mark.parametrize(
    ("signs", "arrived", "same", "tray"),
    [
        (HASTY, 1, 1, Tray.ORDINARY),
        (HASTY, 10, 1, Tray.ORDINARY),
        (HASTY, 11, 1, Tray.SUSPECT),
        (Signs(), 11, 1, Tray.SUSPECT),
        (SLOW, 11, 1, Tray.ORDINARY),
        (SLOW, 30, 1, Tray.ORDINARY),
        (SLOW, 31, 1, Tray.SUSPECT),
        (SLOW, 1, 2, Tray.SUSPECT),
        (PROOF, 300, 20, Tray.ORDINARY),
        (PROOF, 301, 1, Tray.SUSPECT),
        (PROOF, 1, 21, Tray.SUSPECT),
        (Signs(proof="stamp", is_trapped=True), 1, 1, Tray.SUSPECT),
    ],
)
def test_the_tray_follows_proof_number_pace_and_sameness(signs, arrived, same, tray):
    assert tray_of(signs, TEXT, arrived=arrived, same=same) is tray


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (TEXT, []),
        ("打 13812345678 找我", ["手机号"]),
        ("身份证 11010519491231002X", ["身份证号"]),
        ("我的码是 1234 5678 9012 3456 7890", ["20 位查询码"]),
        ("１２３４５６７８９０１２３４５６７８９０", ["20 位查询码"]),
        ("电话 13812345678，码 12345678901234567890", ["手机号", "20 位查询码"]),
        ("欠条编号 123456789012345678901234", []),
    ],
)
def test_a_text_with_a_number_of_a_person_or_a_receipt_is_pointed_out(text, found):
    assert gives_away(text) == found
