"""Quotas: the golden table, shares among units, and who needs an approval document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.errors import RuleBroken
from tracker.domain.quota import ROUNDING_LABELS, Rounding, ceiling, check, largest_remainder, over_floor


@pytest.mark.parametrize(
    ("n", "floor20", "half20", "ceil20", "floor25"),
    [
        (3, 0, 1, 1, 0),
        (4, 0, 1, 1, 1),
        (5, 1, 1, 1, 1),
        (7, 1, 1, 2, 1),
        (8, 1, 2, 2, 2),
        (12, 2, 2, 3, 3),
        (18, 3, 4, 4, 4),
        (23, 4, 5, 5, 5),
        (47, 9, 9, 10, 11),
    ],
)
def test_the_ceiling_is_the_golden_number(n, floor20, half20, ceil20, floor25):
    assert ceiling(n, 20, Rounding.FLOOR) == floor20
    assert ceiling(n, 20, Rounding.HALF_UP) == half20
    assert ceiling(n, 20, Rounding.CEIL) == ceil20
    assert ceiling(n, 25, Rounding.FLOOR) == floor25


def test_the_number_the_county_allots_wins_over_the_ratio():
    assert ceiling(47, 20, Rounding.FIXED, fixed=7) == 7


def test_a_fixed_number_that_nobody_filled_in_is_asked_for():
    with pytest.raises(RuleBroken, match="请填写上级分配的名额数") as broken:
        ceiling(47, 20, Rounding.FIXED)
    assert broken.value.field == "fixed"


def test_an_approval_is_due_as_soon_as_the_floor_of_twenty_percent_is_passed():
    assert not over_floor(7, 20, Rounding.HALF_UP)
    assert over_floor(7, 20, Rounding.CEIL)
    assert over_floor(8, 20, Rounding.HALF_UP)
    assert over_floor(47, 25, Rounding.FLOOR)
    assert not over_floor(7, 25, Rounding.FLOOR)
    assert over_floor(47, 20, Rounding.FIXED, fixed=10)
    assert not over_floor(47, 20, Rounding.FIXED, fixed=9)


def test_a_local_ratio_below_or_above_the_standard_has_its_own_floor():
    assert over_floor(10, 15, Rounding.CEIL)
    assert not over_floor(10, 40, Rounding.FLOOR, standard=40)


def test_the_last_place_may_be_given_and_one_more_may_not():
    check(9, 9)
    with pytest.raises(RuleBroken) as broken:
        check(11, 9, field="grade")
    assert str(broken.value) == "名额共 9 个，现有 11 人，多出 2 人"
    assert broken.value.field == "grade"


def test_places_left_over_go_to_the_largest_fractions():
    assert largest_remainder([3, 7, 11, 4, 25], 20) == [1, 1, 2, 1, 5]


def test_equal_fractions_go_to_the_larger_unit_then_to_the_first_listed():
    assert largest_remainder([3, 3, 8, 1], 20) == [1, 0, 2, 0]
    assert largest_remainder([], 20) == []


def test_every_rounding_has_its_chinese_name():
    assert set(ROUNDING_LABELS) == set(Rounding)


@given(st.integers(0, 5000), st.integers(0, 100))
def test_half_up_lies_between_floor_and_ceil_which_are_one_apart_at_most(n, percent):
    rules = (Rounding.FLOOR, Rounding.HALF_UP, Rounding.CEIL)
    floor, half, ceil = (ceiling(n, percent, rule) for rule in rules)
    assert floor <= half <= ceil <= floor + 1
    assert floor * 100 <= n * percent <= ceil * 100


@given(st.lists(st.integers(0, 300), max_size=30), st.integers(0, 100))
def test_the_shares_add_up_to_the_total_and_stay_within_one_of_the_ratio(sizes, percent):
    shares = largest_remainder(sizes, percent)
    assert sum(shares) == sum(sizes) * percent // 100
    assert all(abs(share * 100 - size * percent) < 100 for share, size in zip(shares, sizes, strict=True))
