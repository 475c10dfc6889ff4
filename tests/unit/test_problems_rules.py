"""Problems (问题): the way to 销号, who may not judge, clocks, what leaves the house."""

from dataclasses import dataclass
from datetime import date

import pytest

from tracker.domain.deadline import Light
from tracker.domain.errors import RuleBroken
from tracker.domain.workdays import WorkCalendar
from tracker.problems import rules
from tracker.problems.rules import FLOW, Facts, Status, Urgency

PLAIN = WorkCalendar(known={}, confirmed_years=frozenset({2026}))


@dataclass
class Dates:
    status: Status
    registered_on: date = date(2026, 11, 16)
    promised_on: date | None = None
    applied_on: date | None = None
    deferred_until: date | None = None
    urgency: Urgency = Urgency.USUAL


def names_at(status):
    return [move.name for move in FLOW.open_moves(status)]


def test_a_problem_ends_only_by_being_struck_off_or_settled_on_the_spot():
    assert FLOW.problems() == []
    assert FLOW.terminal() == {Status.STRUCK_OFF, Status.SETTLED, Status.TURNED}


def test_nothing_is_struck_off_before_somebody_has_checked():
    assert [status for status in Status if "strike_off" in names_at(status)] == [Status.CHECKED]
    assert [status for status in Status if "check" in names_at(status)] == [Status.APPLIED]
    with pytest.raises(RuleBroken, match="当前状态不能“销号”"):
        FLOW.step(Status.APPLIED, "strike_off")


def test_only_what_was_applied_for_can_be_hung_up_again_and_it_goes_back_into_handling():
    assert [status for status in Status if "rehang" in names_at(status)] == [Status.APPLIED, Status.CHECKED]
    assert FLOW.step(Status.CHECKED, "rehang") is Status.HANDLING


def test_it_turns_into_something_else_only_before_it_is_assigned():
    turning = {"to_opinion", "to_task"}
    assert [status for status in Status if turning & set(names_at(status))] == [Status.REGISTERED]
    assert FLOW.step(Status.REGISTERED, "to_task") is Status.TURNED


def test_putting_off_begins_and_ends_in_handling():
    assert [status for status in Status if "defer" in names_at(status)] == [Status.ASSIGNED, Status.HANDLING]
    assert FLOW.step(Status.DEFERRED, "end_defer") is Status.HANDLING
    with pytest.raises(RuleBroken, match="当前状态不能“申请销号”"):
        FLOW.step(Status.DEFERRED, "apply")


def names_for(status, **facts):
    return [move.name for move in rules.moves_for(status, Facts(**facts))]


def test_a_handler_gets_no_button_that_judges_the_handling():
    assert names_for(Status.APPLIED, is_handler=True) == ["to_meeting"]
    assert names_for(Status.APPLIED) == ["check", "rehang", "to_meeting"]
    assert names_for(Status.HANDLING, is_handler=True) == [
        "progress", "apply", "assign", "ask_defer", "whistle", "to_meeting"
    ]


@pytest.mark.parametrize(
    ("facts", "absent"),
    [
        ({}, {"defer", "refuse_defer", "arrive", "end_whistle"}),
        ({"is_asked": True}, {"ask_defer", "arrive", "end_whistle"}),
        ({"is_fast": True, "is_asked": True}, {"ask_defer", "defer", "arrive", "end_whistle"}),
        ({"deferrals": 2}, {"ask_defer", "defer", "refuse_defer", "arrive", "end_whistle"}),
        ({"whistles_out": 1}, {"defer", "refuse_defer", "arrive"}),
        ({"whistles_out": 1, "whistles_on_the_way": 1}, {"defer", "refuse_defer"}),
        ({"is_unruled": True}, {"apply", "defer", "refuse_defer", "arrive", "end_whistle"}),
    ],
)
def test_what_a_fact_takes_away_from_what_the_state_allows(facts, absent):
    assert set(names_at(Status.HANDLING)) - set(names_for(Status.HANDLING, **facts)) == absent


@pytest.mark.parametrize(
    ("names", "status", "main"),
    [
        (["assign", "settle", "to_task"], Status.REGISTERED, "assign"),
        (["progress", "apply", "ask_defer"], Status.ASSIGNED, "progress"),
        (["progress", "apply", "ask_defer"], Status.HANDLING, "apply"),
        (["defer", "refuse_defer", "assign"], Status.HANDLING, "defer"),
        (["assign", "whistle"], Status.HANDLING, None),
        (["check", "rehang"], Status.APPLIED, "check"),
        (["to_meeting"], Status.CHECKED, None),
    ],
)
def test_there_is_one_main_button_at_most(names, status, main):
    assert rules.main_move(names, status) == main


TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("until", "times", "promised_on", "told"),
    [
        (date(2026, 11, 23), 0, None, "要在今天以后"),
        (date(2026, 12, 24), 0, None, "最多缓"),
        (date(2026, 12, 1), 2, None, "已经缓过"),
        (date(2026, 12, 2), 1, date(2026, 12, 1), "不能缓过完成时限"),
    ],
)
def test_a_deferral_is_short_seldom_and_within_the_promise(until, times, promised_on, told):
    with pytest.raises(RuleBroken, match=told):
        rules.check_defer(Urgency.USUAL, times, until, promised_on, TODAY)


def test_thirty_days_twice_and_up_to_the_promised_day_itself_are_allowed():
    rules.check_defer(Urgency.CALM, 1, date(2026, 12, 23), date(2026, 12, 23), TODAY)


def test_what_is_urgent_is_never_put_off_and_stays_urgent():
    with pytest.raises(RuleBroken, match="不能缓"):
        rules.check_defer(Urgency.FAST, 0, date(2026, 12, 1), None, TODAY)
    with pytest.raises(RuleBroken) as broken:
        rules.check_urgency(Urgency.FAST, Urgency.CALM)
    assert broken.value.field == "urgency"
    rules.check_urgency(Urgency.USUAL, Urgency.FAST)


@pytest.mark.parametrize(
    ("category", "said", "urgency"),
    [
        ("安全生产", Urgency.USUAL, Urgency.FAST), ("欠薪", Urgency.CALM, Urgency.FAST),
        ("邻里纠纷", Urgency.USUAL, Urgency.CALM), ("邻里纠纷", Urgency.FAST, Urgency.FAST),
        ("道路", Urgency.USUAL, Urgency.USUAL), ("", Urgency.ACT, Urgency.ACT),
    ],
)
def test_life_safety_and_unpaid_wages_are_urgent_whatever_was_ticked(category, said, urgency):
    assert rules.urgency_of(category, said) is urgency


@pytest.mark.parametrize(
    ("registered_on", "is_long"), [(date(2026, 8, 25), False), (date(2026, 8, 24), True)]
)
def test_more_than_ninety_calendar_days_is_long(registered_on, is_long):
    assert rules.open_days(registered_on, TODAY) == (91 if is_long else 90)
    assert (registered_on < rules.long_since(TODAY)) is is_long


@pytest.mark.parametrize("met_on", [date(2026, 11, 15), date(2026, 11, 24)])
def test_a_meeting_lies_between_registration_and_today(met_on):
    rules.check_met_on(date(2026, 11, 16), date(2026, 11, 16), TODAY)
    with pytest.raises(RuleBroken) as broken:
        rules.check_met_on(met_on, date(2026, 11, 16), TODAY)
    assert broken.value.field == "met_on"


def test_whoever_handled_it_once_may_not_judge_it_later():
    with pytest.raises(RuleBroken, match="没有经手的人"):
        rules.check_not_handler(7, {3, 7})
    rules.check_not_handler(8, {3, 7})


def test_on_the_spot_means_the_same_day():
    rules.check_settled_today(date(2026, 11, 23), date(2026, 11, 23))
    with pytest.raises(RuleBroken, match="走销号"):
        rules.check_settled_today(date(2026, 11, 22), date(2026, 11, 23))


def test_a_promise_is_for_today_or_later():
    rules.check_promise(date(2026, 11, 23), date(2026, 11, 23))
    with pytest.raises(RuleBroken) as broken:
        rules.check_promise(date(2026, 11, 22), date(2026, 11, 23))
    assert broken.value.field == "promised_on"


@pytest.mark.parametrize("confirmed_on", [date(2026, 11, 19), date(2026, 11, 24)])
def test_a_confirmation_lies_between_the_application_and_today(confirmed_on):
    rules.check_confirmed_on(date(2026, 11, 20), date(2026, 11, 20), date(2026, 11, 23))
    with pytest.raises(RuleBroken) as broken:
        rules.check_confirmed_on(confirmed_on, date(2026, 11, 20), date(2026, 11, 23))
    assert broken.value.field == "confirmed_on"


@pytest.mark.parametrize(
    ("dates", "said", "light"),
    [
        # registered on Monday 16th, three working days to assign: due on Thursday 19th
        (Dates(Status.REGISTERED), "今天到期", Light.SOON),
        (Dates(Status.REGISTERED, date(2026, 11, 13)), "应在 11 月 18 日交办，已晚 1 个工作日",
         Light.OVERDUE),
        (Dates(Status.ASSIGNED, promised_on=date(2026, 11, 18)), "应在 11 月 18 日解决，已晚 1 个工作日",
         Light.OVERDUE),
        (Dates(Status.HANDLING, promised_on=date(2026, 11, 27)), "还剩 6 个工作日", Light.NORMAL),
        # applied on Friday 13th, five working days to check: due on Friday 20th
        (Dates(Status.APPLIED, applied_on=date(2026, 11, 13)), "还剩 1 个工作日", Light.SOON),
        # 快 is assigned on the day itself
        (Dates(Status.REGISTERED, date(2026, 11, 19), urgency=Urgency.FAST), "今天到期", Light.SOON),
        (Dates(Status.DEFERRED, promised_on=date(2026, 12, 1), deferred_until=date(2026, 11, 27)),
         "还剩 6 个工作日", Light.NORMAL),
        (Dates(Status.TURNED), "", None),
        (Dates(Status.STRUCK_OFF, promised_on=date(2026, 11, 1)), "", None),
    ],
)
def test_the_clock_of_each_state_in_words(dates, said, light):
    assert rules.standing(rules.clock_of(dates), date(2026, 11, 19), PLAIN) == (said, light)


@pytest.mark.parametrize(("day", "sunday"), [(23, 29), (29, 29), (30, 6)])
def test_a_week_ends_on_sunday(day, sunday):
    assert rules.week_end(date(2026, 11, day)).day == sunday


def test_phones_and_identity_numbers_are_masked_in_what_leaves_the_house():
    told = "他电话 138 1234 5678，身份证 110101199003077758，家在二组"
    assert rules.without_numbers(told) == "他电话 138****5678，身份证 110101********7758，家在二组"


def test_a_title_is_one_line_of_forty_characters():
    assert rules.title_of("水\n浑") == "水 浑"
    assert len(rules.title_of("水" * 41)) == 40 and rules.title_of("水" * 41).endswith("…")
