"""Residents' matters: the flow, clocks, steps, what may not go out, who may not call back, the rates."""

from datetime import date
from decimal import Decimal

import pytest

from tests.unit.calendars import CALENDAR
from tracker.domain.errors import RuleBroken
from tracker.opinions import rules
from tracker.opinions.rates import Alike, Rates
from tracker.opinions.rules import FLOW, Channel, ClockKind, Decline, Draft, Satisfaction, Solved, Status, Urgency


def test_the_flow_is_sound_and_nothing_in_it_deletes_or_ignores():
    assert FLOW.problems() == []
    assert {move.name for move in FLOW.moves} & {"delete", "ignore", "remove"} == set()


@pytest.mark.parametrize(
    ("kind", "started_on", "due_on"),
    [
        (ClockKind.HOTLINE, date(2026, 11, 23), date(2026, 11, 30)),
        (ClockKind.HOTLINE, date(2026, 9, 30), date(2026, 10, 13)),  # 国庆 1 to 7 October, 10 October worked
        (ClockKind.PETITION, date(2026, 3, 2), date(2026, 5, 6)),  # 1 May is a holiday up to the 5th
    ],
)
def test_each_clock_ends_on_its_golden_day(kind, started_on, due_on):
    assert rules.clock_of(kind, started_on).due_on(CALENDAR) == due_on


def test_whoever_spoke_up_is_told_within_fifteen_calendar_days():
    assert rules.notice_clock(date(2026, 11, 23)).due_on(CALENDAR) == date(2026, 12, 8)


def test_letters_and_visits_are_petitions_and_the_rest_goes_by_the_hotline_clock():
    assert {channel for channel in Channel if rules.usual_clock(channel) is ClockKind.PETITION} == {
        Channel.LETTER, Channel.VISIT, Channel.ABOVE
    }


def test_standing_says_late_by_workdays_and_how_the_answered_ones_went():
    def standing(status, replied_on, today):
        return rules.standing(status, ClockKind.HOTLINE, date(2026, 11, 23), replied_on, today, CALENDAR)

    late = standing(Status.HANDLING, None, date(2026, 12, 2))
    assert (late.text, late.light) == ("应在 11 月 30 日答复，已晚 2 个工作日", "danger")
    assert "跳过 1 个周末" in late.how
    assert standing(Status.REPLIED, date(2026, 11, 30), date(2026, 12, 2)).text == "按期答复"
    assert standing(Status.REPLIED, date(2026, 12, 1), date(2026, 12, 2)).text == "晚了 1 个工作日答复"
    assert standing(Status.WITHDRAWN, None, date(2026, 12, 2)).text == ""


@pytest.mark.parametrize(
    ("category", "urgency"),
    [
        ("安全隐患", Urgency.FAST), ("就业与欠薪", Urgency.FAST), ("征地拆迁", Urgency.CALM),
        ("其他", Urgency.ACT),
    ],
)
def test_urgency_follows_the_category(category, urgency):
    assert rules.usual_urgency(category) is urgency


@pytest.mark.parametrize(
    ("status", "states"),
    [
        (Status.SUBMITTED, ["done", "now", "todo", "todo", "todo"]),
        (Status.HANDLING, ["done", "done", "now", "todo", "todo"]),
        (Status.REPLIED, ["done", "done", "done", "done", "now"]),
    ],
)
def test_residents_read_five_steps(status, states):
    assert rules.step_states(status, has_rating=False) == states


def test_after_the_rating_all_five_steps_are_done():
    assert rules.step_states(Status.CLOSED, has_rating=True) == ["done"] * 5


def test_a_reply_with_a_telephone_in_it_does_not_go_out():
    with pytest.raises(RuleBroken) as broken:
        rules.check_public_text("请打 138 1234 5678 找小周", "answer")
    assert broken.value.field == "answer" and "手机号" in str(broken.value)
    rules.check_public_text("请打 0571-55550100 找农业办", "answer")


def test_what_a_list_shows_is_blotted():
    assert rules.redacted("打13812345678找我") == "打****找我"
    assert rules.title_of("井水发浑。打13812345678") == "井水发浑"


def test_spoken_words_must_be_read_back_and_letters_need_not():
    with pytest.raises(RuleBroken):
        rules.check_draft(Draft("井水发浑", channel=Channel.PHONE))
    rules.check_draft(Draft("井水发浑", channel=Channel.PHONE, is_read_back=True))
    rules.check_draft(Draft("井水发浑", channel=Channel.LETTER))


def test_the_handler_never_calls_back():
    with pytest.raises(RuleBroken):
        rules.check_independent(7, {7})
    rules.check_independent(8, {7})


def test_close_needs_a_call_back_or_three_missed_calls_or_nobody_to_call():
    with pytest.raises(RuleBroken):
        rules.check_close(was_called=False, missed=2, can_call=True)
    rules.check_close(was_called=False, missed=3, can_call=True)
    rules.check_close(was_called=False, missed=0, can_call=False)
    rules.check_close(was_called=True, missed=0, can_call=True)


def test_each_ground_of_refusal_names_the_right_path():
    assert all(rules.right_path(ground) for ground in Decline) and rules.right_path(None) == ""


def kind(status=Status.CLOSED, satisfaction=None, solved=None, **flags):
    usual = {"is_done": True, "is_due": True, "is_timed": True, "is_in_time": True, "is_late": False}
    return Alike("990101001201", None, None, status, satisfaction=satisfaction, solved=solved,
                 **{**usual, **flags})


def rates(*kinds):
    row = Rates("990101001201", "石门村")
    for one in kinds:
        row.add(one, 1)
    return row


def test_rates_have_nothing_to_divide_by_in_an_empty_village():
    row = rates()
    assert [row.done_rate, row.in_time_rate, row.solved_rate, row.good_rate] == [None] * 4


def test_rates_follow_their_definitions():
    open_ = {"is_done": False, "is_in_time": False}
    row = rates(
        kind(satisfaction=Satisfaction.GOOD, solved=Solved.YES),
        kind(Status.REPLIED, is_in_time=False),
        kind(satisfaction=Satisfaction.FAIR, solved=Solved.NO),
        kind(Status.HANDLING, is_late=True, **open_),  # overdue
        kind(Status.HANDLING, is_due=False, is_timed=False, **open_),  # not due yet: outside both rates
        kind(Status.SUBMITTED, is_due=False, is_timed=False, **open_),
        kind(is_timed=False, is_in_time=False),  # from elsewhere, without a deadline
    )
    assert (row.received, row.accepted, row.due, row.done, row.in_time) == (7, 6, 5, 4, 2)
    assert (row.open, row.late, row.called, row.unsolved) == (3, 1, 2, 1)
    assert row.done_rate == Decimal("0.8") and row.in_time_rate == Decimal("0.5")
    assert row.solved_rate is None and row.good_rate is None  # of two answers: too few to show


def test_rates_of_answers_show_from_five_answers_on():
    good = kind(satisfaction=Satisfaction.GOOD, solved=Solved.YES)
    fair = kind(satisfaction=Satisfaction.FAIR, solved=Solved.NO)
    four = [good, good, good, fair]
    assert rates(*four).solved_rate is None
    row = rates(*four, kind(satisfaction=Satisfaction.FAIR, solved=Solved.YES))
    assert row.solved_rate == Decimal("0.8") and row.good_rate == Decimal("0.96")  # 3 + 2 × 0.9 of 5
