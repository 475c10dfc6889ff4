"""Contact points and visits (联系点、走访): days, corrections, quarters."""

from datetime import date

import pytest

from tracker.domain.errors import RuleBroken
from tracker.visits import rules
from tracker.visits.rules import Target, Turn

TODAY = date(2026, 11, 23)


def test_a_visit_of_long_ago_is_as_good_as_one_of_today():
    rules.check_visited_on(TODAY, TODAY)
    rules.check_visited_on(date(2025, 1, 1), TODAY)


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(26, 11, 23)])
def test_a_visit_in_the_future_or_with_half_a_year_is_asked_about(day):
    with pytest.raises(RuleBroken) as broken:
        rules.check_visited_on(day, TODAY)
    assert broken.value.field == "visited_on"


def test_the_seventh_day_is_still_free_and_the_eighth_needs_a_reason():
    rules.check_correction(date(2026, 11, 16), TODAY, "")
    with pytest.raises(RuleBroken) as broken:
        rules.check_correction(date(2026, 11, 15), TODAY, "")
    assert broken.value.field == "reason" and "7 天" in str(broken.value)
    rules.check_correction(date(2026, 11, 15), TODAY, "写错了组")


@pytest.mark.parametrize("count", [None, 1, 9999])
def test_nobody_has_to_count_who_came(count):
    rules.check_present(count)


@pytest.mark.parametrize("turn", [Turn.OPINION, Turn.TASK])
def test_what_is_settled_is_not_handed_on(turn):
    rules.check_turn(turn, "", 0)
    rules.check_turn(Turn.SETTLED, "换了灯泡", 0)
    rules.check_turn(Turn.PROBLEM, "换了灯泡", 0)
    with pytest.raises(RuleBroken) as broken:
        rules.check_turn(turn, "换了灯泡", 2)
    assert broken.value.field == "matters-2-settled"


def test_a_coach_of_colleagues_is_no_company():
    rules.check_companions(20)
    with pytest.raises(RuleBroken):
        rules.check_companions(21)


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2026, 1, 1), date(2026, 1, 1)), (date(2026, 3, 31), date(2026, 1, 1)),
        (date(2026, 4, 1), date(2026, 4, 1)), (date(2026, 12, 31), date(2026, 10, 1)),
    ],
)
def test_a_quarter_begins_in_january_april_july_and_october(day, start):
    assert rules.quarter_start(day) == start


def test_a_contact_ends_today_at_the_latest_and_not_before_it_began():
    rules.check_span(date(2026, 1, 1), TODAY, TODAY)
    for until in (date(2026, 11, 24), date(2025, 12, 31)):
        with pytest.raises(RuleBroken):
            rules.check_span(date(2026, 1, 1), until, TODAY)


def test_a_backup_is_another_person():
    rules.check_backup(3, None)
    with pytest.raises(RuleBroken):
        rules.check_backup(3, 3)


@pytest.mark.parametrize(
    ("target", "field"),
    [(Target.HOUSEHOLD, "household_id"), (Target.COMPANY, "target_name"), (Target.PROJECT, "target_name")],
)
def test_what_is_contacted_has_to_be_said(target, field):
    with pytest.raises(RuleBroken) as broken:
        rules.check_target(target, False, "")
    assert broken.value.field == field
    rules.check_target(Target.VILLAGE, False, "")


def test_a_place_is_the_village_and_its_group_once():
    units = {"990101001201": "石门村", "99010100120101": "第一组"}
    assert rules.place_of("99010100120101", units) == "石门村 第一组"
    assert rules.place_of("990101001201", units) == "石门村"
