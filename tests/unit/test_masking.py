"""De-identification: every mask, and what free text gives away. All numbers are invented."""

import pytest

from tracker.domain.masking import (
    PERSONAL_LABELS,
    SOMEBODY,
    Personal,
    compact,
    find_personal,
    mask_address,
    mask_bank,
    mask_id,
    mask_name,
    mask_phone,
)


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138****5678"),
        ("+86 138-1234-5678", "138****5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("0575-87651234", "****1234"),
        ("6612", "****"),
        ("", ""),
    ],
)
def test_a_phone_shows_its_first_three_and_last_four_digits(phone, shown):
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("number", "inside", "public"),
    [
        ("330681198001011234", "330681********1234", "3306************34"),
        ("33068119800101123x", "330681********123X", "3306************3X"),
        ("330681 19800101 1234", "330681********1234", "3306************34"),
        ("330681800101123", "330681*****1123", "3306*********23"),
        ("12345", "****", "****"),
        ("", "", ""),
    ],
)
def test_an_identity_number_shows_less_to_the_public_than_inside(number, inside, public):
    assert mask_id(number) == inside
    assert mask_id(number, public=True) == public


@pytest.mark.parametrize(
    ("name", "stars", "somebody"),
    [
        ("张三", "张**", "张某"),
        ("张 三", "张**", "张某"),
        ("欧阳修文", "欧阳**", "欧阳某"),
        ("欧阳", "欧**", "欧某"),  # surname 欧, given name 阳
        ("申屠婷", "申屠**", "申屠某"),
        ("阿卜杜拉·买买提", "阿**", "阿某"),
        ("", "", ""),
    ],
)
def test_a_name_keeps_its_surname_only(name, stars, somebody):
    assert mask_name(name) == stars
    assert mask_name(name, SOMEBODY) == somebody


def test_a_bank_number_shows_its_last_four_digits():
    assert mask_bank("6222 0012 3456 7890 123") == "****0123"
    assert mask_bank("1234") == "****"
    assert mask_bank("") == ""


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("石门镇石门村三组12号", "石门镇石门村三组"),
        ("石门镇石门村３组１２号", "石门镇石门村3组"),
        ("石门镇石门村12号", "石门镇石门村"),
        ("石门镇石门村第二村民小组5-1号", "石门镇石门村第二村民小组"),
        ("石门镇村头村王家湾八号", "石门镇村头村王家湾"),
        ("石门镇石门村3组5号（村委会旁）", "石门镇石门村3组"),
        ("石门镇石门村李队长家", "石门镇石门村"),
        ("石门镇石门村村委会隔壁", "石门镇石门村"),
        ("石门镇石门村村民张三家", "石门镇石门村"),
        ("石门镇张村长家", "石门镇"),
        ("诸暨市石门镇和平社区2幢301室", "诸暨市石门镇和平社区"),
        ("诸暨市石门镇人民路12号", "诸暨市石门镇"),
        ("人民路12号", "****"),
        ("", ""),
    ],
)
def test_an_address_ends_at_the_village_or_group(address, shown):
    assert mask_address(address) == shown


@pytest.mark.parametrize(
    ("text", "kind", "written"),
    [
        ("请打13812345678找我", Personal.PHONE, "13812345678"),
        ("请打１３８１２３４５６７８找我", Personal.PHONE, "１３８１２３４５６７８"),
        ("电话 138 1234 5678。", Personal.PHONE, "138 1234 5678"),
        ("电话138-1234-5678", Personal.PHONE, "138-1234-5678"),
        ("电话138　1234　5678", Personal.PHONE, "138　1234　5678"),
        ("打 +86 13812345678", Personal.PHONE, "+86 13812345678"),
        ("打＋８６１３８１２３４５６７８", Personal.PHONE, "＋８６１３８１２３４５６７８"),
        ("2026-11-23 13812345678", Personal.PHONE, "13812345678"),
        ("身份证330681198001011234。", Personal.ID_NUMBER, "330681198001011234"),
        ("身份证33068119800101123x", Personal.ID_NUMBER, "33068119800101123x"),
        ("３３０６８１１９８００１０１１２３Ｘ", Personal.ID_NUMBER, "３３０６８１１９８００１０１１２３Ｘ"),
        ("证号 330681 19800101 1234", Personal.ID_NUMBER, "330681 19800101 1234"),
        ("1234 330681 19800101 1234", Personal.ID_NUMBER, "330681 19800101 1234"),
    ],
)
def test_numbers_of_persons_are_found_however_they_are_written(text, kind, written):
    [(found, (start, end))] = find_personal(text)
    assert (found, text[start:end]) == (kind, written)


@pytest.mark.parametrize(
    "text",
    [
        "石门-诉-0412 已办结",
        "查询码 1381 2345 6781 3812 3456",  # a receipt: five groups of four
        "订单 2026112313812345678",
        "办公电话 0575-87651234",
        "金额 12345678901 元",
        "编号 330681198013011234",  # no thirteenth month
        "2026-11-23 到 2026-12-14",
        "",
    ],
)
def test_other_numbers_raise_no_alarm(text):
    assert find_personal(text) == []


def test_several_finds_come_in_the_order_of_the_text():
    text = "李某330681198001011234，电话13812345678、13912345678"
    kinds = [kind for kind, _span in find_personal(text)]
    assert kinds == [Personal.ID_NUMBER, Personal.PHONE, Personal.PHONE]
    assert set(PERSONAL_LABELS) == set(Personal)


def test_one_number_written_in_many_ways_is_one_number():
    written = [
        "13812345678",
        "138 1234 5678",
        "１３８—１２３４—５６７８",
        "+8613812345678",
        "0086 13812345678",
    ]
    assert {compact(number) for number in written} == {"13812345678"}
