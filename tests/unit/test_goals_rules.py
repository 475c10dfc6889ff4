"""走访目标 (practice.md 1.4): every number of its run, and the borders beside them."""

from datetime import date, timedelta

import pytest

from tracker.domain.errors import RuleBroken
from tracker.households.rules import Care
from tracker.visits import rules
from tracker.visits.rules import Cycle, Habit, News, Rule, State, Target

TWO_A_MONTH, THREE_A_QUARTER = Rule(Cycle.MONTH, 2), Rule(Cycle.QUARTER, 3)
LONG_LINKED = (date(2025, 1, 1), None)


def standing(rule, visited, today, *, link=LONG_LINKED, leaves=(), on=None):
    return rules.standing_of(rule, link, visited, leaves, today, on)


def test_two_forms_on_one_day_are_one_day():
    visited = [date(2026, 2, 1), date(2026, 2, 1), date(2026, 2, 20)]
    found = standing(TWO_A_MONTH, visited, date(2026, 2, 22))
    assert (found.need, found.done, found.state) == (2, 2, State.DONE)


def test_a_link_taken_over_on_the_20th_needs_one():
    found = standing(TWO_A_MONTH, [], date(2026, 2, 21), link=(date(2026, 2, 20), None))
    assert (found.need, found.done) == (1, 0)
    assert found.gap == 1  # from the start of the link, nobody was there before


def test_on_leave_all_month_nothing_is_needed():
    leave = [(date(2026, 2, 1), date(2026, 2, 28))]
    found = standing(TWO_A_MONTH, [], date(2026, 2, 27), leaves=leave)
    assert (found.need, found.away, found.state) == (0, 28, State.DONE)


def test_three_visits_at_the_start_of_a_quarter_leave_too_long_a_gap():
    visited = [date(2026, 1, 2), date(2026, 1, 3), date(2026, 1, 4)]
    found = standing(THREE_A_QUARTER, visited, date(2026, 3, 20))
    assert (found.need, found.done, found.gap, found.state) == (3, 3, 75, State.WIDE)


@pytest.mark.parametrize(("avail", "need"), [(0, 0), (1, 1), (9, 1), (14, 1), (15, 2), (27, 2), (28, 2)])
def test_need_follows_the_days_that_are_left_of_the_window(avail, need):
    assert rules.goals.need_of(2, avail, 28) == need


def test_two_leaves_on_one_day_are_one_day():
    leaves = [(date(2026, 2, 1), date(2026, 2, 5)), (date(2026, 2, 4), date(2026, 2, 6))]
    assert rules.days_away(leaves, date(2026, 2, 1), date(2026, 2, 28)) == 6
    assert rules.days_away(leaves, date(2026, 3, 1), date(2026, 3, 31)) == 0


@pytest.mark.parametrize(("cycle", "first", "last"), [
    (Cycle.WEEK, date(2026, 11, 23), date(2026, 11, 29)),
    (Cycle.MONTH, date(2026, 11, 1), date(2026, 11, 30)),
    (Cycle.QUARTER, date(2026, 10, 1), date(2026, 12, 31)),
    (Cycle.YEAR, date(2026, 1, 1), date(2026, 12, 31)),
])
def test_the_window_is_the_calendars(cycle, first, last):
    assert rules.full_window(cycle, date(2026, 11, 24)) == (first, last)


def test_the_state_goes_from_due_to_soon_to_late():
    states = [
        standing(Rule(Cycle.MONTH, 2), [date(2026, 10, 31)], date(2026, 11, day)).state
        for day in (2, 24, 25, 29, 30)
    ]
    assert states == [State.DUE, State.DUE, State.SOON, State.SOON, State.LATE]


def test_a_window_that_is_over_is_late_for_good():
    found = standing(TWO_A_MONTH, [date(2026, 10, 5)], date(2026, 11, 24), on=date(2026, 10, 31))
    assert (found.done, found.missing, found.state) == (1, 1, State.LATE)


def test_a_visit_after_the_end_of_the_link_is_not_counted():
    found = standing(
        TWO_A_MONTH, [date(2026, 11, 20)], date(2026, 11, 24), link=(date(2026, 1, 1), date(2026, 11, 10))
    )
    assert (found.need, found.done) == (1, 0)


def test_overdue_comes_first_then_the_gap_then_the_class_then_promises():
    late = standing(TWO_A_MONTH, [], date(2026, 11, 30))
    near = standing(TWO_A_MONTH, [date(2026, 11, 20)], date(2026, 11, 22))
    far = standing(TWO_A_MONTH, [date(2026, 11, 1)], date(2026, 11, 22))
    asked = [
        ("near, promises", near, (), 2), ("near", near, (), 0), ("near, alone", near, (Care.ALONE,), 0),
        ("near, hardship", near, (Care.VETERAN, Care.HARDSHIP), 0), ("far", far, (), 0),
        ("late", late, (), 0), ("near, veteran", near, (Care.VETERAN,), 0),
    ]
    asked.sort(key=lambda one: rules.order_of(*one[1:]))
    assert [one[0] for one in asked] == [
        "late", "far", "near, hardship", "near, alone", "near, veteran", "near, promises", "near",
    ]


def test_several_goals_of_one_household_are_due_as_one():
    late, done = standing(TWO_A_MONTH, [], date(2026, 11, 30)), standing(
        Rule(Cycle.YEAR, 1), [date(2026, 11, 1)], date(2026, 11, 30)
    )
    assert rules.strictest([done, late]) is late and rules.strictest([done]) is done


@pytest.mark.parametrize(("rule", "field"), [
    ((0, None, Cycle.MONTH), "times"), ((29, None, Cycle.MONTH), "times"), ((8, None, Cycle.WEEK), "times"),
    ((2, 0, Cycle.MONTH), "longest_gap"), ((2, 401, Cycle.MONTH), "longest_gap"),
])
def test_a_goal_nobody_could_meet_is_refused(rule, field):
    with pytest.raises(RuleBroken) as broken:
        rules.check_rule(*rule)
    assert broken.value.field == field


def test_a_goal_names_its_document_and_looks_forward():
    today = date(2026, 11, 24)
    for refused in (
        lambda: rules.check_goal(Target.HOUSEHOLD, None, ""),
        lambda: rules.check_goal(Target.VILLAGE, Care.ALONE, "石党办〔2026〕18号"),
        lambda: rules.check_goal(Target.COMPANY, None, "石党办〔2026〕18号"),
        lambda: rules.check_goal_start(date(2026, 10, 31), Cycle.MONTH, today),
        lambda: rules.check_goal_end(date(2026, 1, 1), date(2026, 11, 23), today),
    ):
        with pytest.raises(RuleBroken):
            refused()
    rules.check_goal_start(date(2026, 10, 1), Cycle.QUARTER, today)
    rules.check_goal_end(date(2026, 1, 1), today, today)


# heard from or not


TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(("heard", "recorded", "news"), [
    (None, None, News.HEARD),
    ((TODAY - timedelta(days=9), 3), None, News.UNSYNCED),
    ((TODAY, 1), TODAY, News.UNSYNCED),
    ((TODAY - timedelta(days=8), 0), None, News.SILENT),
    ((TODAY - timedelta(days=7), 0), None, News.HEARD),
    ((TODAY - timedelta(days=30), 0), TODAY - timedelta(days=2), News.HEARD),
])
def test_not_heard_from_is_not_the_same_as_none(heard, recorded, news):
    assert rules.news_of(heard, recorded, TODAY) is news


def test_the_words_say_since_when():
    heard = (date(2026, 11, 14), 3)
    assert rules.news_words(News.UNSYNCED, heard, TODAY) == (
        "未同步：手机上还有 3 条，最后一次有消息是 11 月 14 日（9 天前）"
    )
    assert rules.news_words(News.SILENT, (heard[0], 0), TODAY).startswith("没有听到消息：")
    assert rules.news_words(News.HEARD, (TODAY, 0), TODAY) == rules.news_words(News.HEARD, None, TODAY) == ""


def test_questions_are_asked_in_the_given_order_and_only_with_reason():
    found = rules.questions([
        Habit("安心", 6, 6), Habit("白强", 4, 4), Habit("程亮", 9, 8, 3), Habit("丁一", 9, 0, 2),
    ])
    assert [one[:2] for one in found] == ["安心", "程亮"]
    assert "6 次" in found[0] and "3 次" in found[1] and all(one.endswith("问一句。") for one in found)
    assert rules.all_in_all(0, 0) == "" and "10 次" in rules.all_in_all(10, 4)


@pytest.mark.parametrize("text", ["", "2026-13", "2027-01", "0001-01", "乱写", "9999-12"])
def test_a_month_nobody_can_look_at_is_this_month(text):
    assert rules.month_of(text, TODAY) == (date(2026, 11, 1), date(2026, 11, 30))


def test_a_month_is_closed_when_it_is_over():
    assert rules.month_of("2024-02", TODAY) == (date(2024, 2, 1), date(2024, 2, 29))
    with pytest.raises(RuleBroken):
        rules.check_month_over(date(2026, 11, 30), date(2026, 11, 30))
    rules.check_month_over(date(2026, 11, 30), date(2026, 12, 1))
