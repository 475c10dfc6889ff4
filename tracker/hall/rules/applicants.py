"""What a window writes down of an applicant (申请人): telephone and identity number as they are kept."""

import re

from tracker.domain.errors import RuleBroken
from tracker.domain.masking import compact
from tracker.domain.text import _

# GB 11643-1999: weights and check characters of the 18th place
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"


def id_number(text: str) -> str:
    """The number as it is kept, or RuleBroken at its field."""
    number = compact(text)
    if len(number) != 18:
        raise RuleBroken(_("身份证号是 18 位，您填了 {n} 位"), field="id_number", n=len(number))
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number):
        raise RuleBroken(_("身份证号只有数字，最后一位可以是 X"), field="id_number")
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    if CHECK_CHARACTERS[total % 11] != number[17]:
        raise RuleBroken(_("第 18 位对不上，请核对"), field="id_number")
    return number


def kept_id_number(text: str, *, is_asked: bool, is_missing: bool) -> str | None:
    """None where the item does not ask: nothing is kept to no purpose.

    Without the card (证件暂缺) a number that is sound is kept all the same, any other is let go.
    """
    if not is_asked:
        return None
    if is_missing:
        try:
            return id_number(text)
        except RuleBroken:
            return None
    if not text:
        raise RuleBroken(_("请写下身份证号；没带证件就勾选“证件暂缺”"), field="id_number")
    return id_number(text)


def check_card_owed(*, is_asked: bool, is_kept: bool, is_over: bool) -> None:
    """A number may be put in once, where the item asks for it and it is still owed (证件暂缺)."""
    if not is_asked or is_kept or is_over:
        raise RuleBroken(_("这件办件不用补登身份证号"))


def phone(text: str) -> str:
    """A telephone as it is kept (compact), or RuleBroken; an empty one is welcome."""
    number = compact(text)
    if number.startswith("1") and number.isdecimal() and len(number) != 11:
        raise RuleBroken(_("手机号应是 11 位，您填了 {n} 位"), field="phone", n=len(number))
    if number and (not number.isdecimal() or not 7 <= len(number) <= 12):
        raise RuleBroken(_("电话只写数字，固定电话连区号一起写"), field="phone")
    return number
