"""Ceilings and shares (名额): how many of n people may be graded 优秀, with the rounding rule named."""

from collections.abc import Sequence
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _

# 公务员考核规定 (2020): 优秀 as a rule within 20 % of those who should take part, up to 25 % when the
# civil-service authority of the same level approves.
STANDARD_PERCENT = 20


class Rounding(StrEnum):
    """What becomes of the fraction: the regulation is silent, so each place names its own way."""

    FLOOR = "floor"
    HALF_UP = "half_up"
    CEIL = "ceil"
    FIXED = "fixed"


ROUNDING_LABELS = {
    Rounding.FLOOR: _("舍去小数"),
    Rounding.HALF_UP: _("四舍五入"),
    Rounding.CEIL: _("进一法"),
    Rounding.FIXED: _("按上级分配的名额"),
}


def ceiling(n: int, percent: int, rounding: Rounding, fixed: int | None = None) -> int:
    """The most places for n people. With FIXED the county's number `fixed` holds, whatever the percent."""
    match rounding:
        case Rounding.FLOOR:
            return n * percent // 100
        case Rounding.HALF_UP:
            return (n * percent + 50) // 100
        case Rounding.CEIL:
            return -(-n * percent // 100)
        case Rounding.FIXED:
            if fixed is None:
                raise RuleBroken(_("请填写上级分配的名额数"), field="fixed")
            return fixed


def over_floor(
    n: int, percent: int, rounding: Rounding, fixed: int | None = None, *, standard: int = STANDARD_PERCENT
) -> bool:
    """Whether the ceiling lies above what may be had without asking, so that an approval document is due.

    Without asking: the percent, but no more than the standard one, with the fraction dropped.
    """
    return ceiling(n, percent, rounding, fixed) > ceiling(n, min(percent, standard), Rounding.FLOOR)


def check(count: int, ceiling: int, field: str | None = None) -> None:
    """Refuse more than the ceiling; call it inside the transaction that gives the grade."""
    if count > ceiling:
        raise RuleBroken(
            _("名额共 {ceiling} 个，现有 {count} 人，多出 {excess} 人"),
            field=field,
            ceiling=ceiling,
            count=count,
            excess=count - ceiling,
        )


def largest_remainder(sizes: Sequence[int], percent: int) -> list[int]:
    """Share the places of all units together among them (最大余数法), in the order given.

    The total is the floor over everybody. Each unit has its own floor; what is left goes to the largest
    fractions, among equal ones to the larger unit, then to the one listed first.
    """
    shares = [size * percent // 100 for size in sizes]
    left = sum(sizes) * percent // 100 - sum(shares)
    by_fraction = sorted(range(len(sizes)), key=lambda i: (-(sizes[i] * percent % 100), -sizes[i], i))
    for i in by_fraction[:left]:
        shares[i] += 1
    return shares
