"""纸条: the short number on it, with a check digit, so that no mistyped one finds a stranger's slip."""

from tracker.domain.errors import RuleBroken
from tracker.domain.masking import compact
from tracker.domain.text import _

DIGITS = 5
"""Of the number, without its check digit."""
SLIPS_A_PAGE = 10
MOST_PAGES = 5


def with_check(number: str) -> str:
    """The number and its digit by Luhn's rule: one wrong digit or two that changed places are noticed."""
    doubled = [int(one) * (2 if place % 2 == 0 else 1) for place, one in enumerate(reversed(number))]
    return f"{number}{-sum(one // 10 + one % 10 for one in doubled) % 10}"


def normal_slip(text: str) -> str:
    """What somebody typed, as digits; RuleBroken when no slip bears such a number."""
    number = compact(text)
    if not number.isdecimal() or len(number) <= DIGITS or with_check(number[:-1]) != number:
        raise RuleBroken(_("纸条号不对，请照上半张再看一遍"), field="slip_no")
    return number
