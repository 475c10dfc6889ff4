"""Residents' matters: the flow, clocks, steps, what may not go out, who may not call back."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.unit.calendars import CALENDAR
from tracker.domain.deadline import HourClock
from tracker.domain.errors import RuleBroken
from tracker.opinions import rules
from tracker.opinions.rules import (
    FLOW,
    Channel,
    ClockKind,
    Decline,
    Draft,
    Facts,
    RequestKind,
    Status,
    Stream,
    Urgency,
)
from tracker.opinions.rules.possible import CHECKS


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


def test_letters_and_visits_are_suggested_as_claims_and_the_rest_as_everyday_matters():
    assert {channel for channel in Channel if rules.usual_stream(channel) is Stream.CLAIM} == {
        Channel.LETTER, Channel.VISIT, Channel.ABOVE
    }


def test_standing_says_late_by_workdays_and_how_the_answered_ones_went():
    due = date(2026, 11, 30)

    def standing(status, replied_on, today):
        return rules.standing(status, due, due, replied_on, today, CALENDAR)

    late = standing(Status.HANDLING, None, date(2026, 12, 2))
    assert (late.text, late.light) == ("应在 11 月 30 日答复，已晚 2 个工作日", "danger")
    assert standing(Status.HANDLING, None, date(2026, 11, 26)).light == "warning"
    assert standing(Status.HANDLING, None, date(2026, 11, 23)).text == "还剩 5 个工作日"
    assert standing(Status.REPLIED, date(2026, 11, 30), date(2026, 12, 2)).text == "按期答复"
    assert standing(Status.REPLIED, date(2026, 12, 1), date(2026, 12, 2)).text == "晚了 1 个工作日答复"
    assert standing(Status.WITHDRAWN, None, date(2026, 12, 2)).text == ""
    assert rules.standing(Status.WAITING, None, None, None, due, CALENDAR).text == "暂停计时"


def test_each_clock_tells_its_sum_day_by_day_and_whether_its_deed_was_in_time():
    clock = rules.clock_of(ClockKind.HOTLINE, date(2026, 11, 23))
    stands = rules.clock_standing(ClockKind.HOTLINE, clock, None, date(2026, 12, 2), CALENDAR)
    assert stands.text == "应在 11 月 30 日答复，已晚 2 个工作日" and stands.light == "danger"
    assert stands.name == "热线工单" and "跳过 1 个周末" in stands.how
    done = rules.clock_standing(ClockKind.HOTLINE, clock, date(2026, 12, 1), date(2026, 12, 2), CALENDAR)
    assert done.text == "晚了 1 个工作日答复"


def test_an_hour_clock_says_until_when_and_when_it_is_over():
    start = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
    clock = HourClock(start, 2)

    def standing(minutes, stopped=None):
        at = start + timedelta(minutes=minutes)
        return rules.hours_standing(ClockKind.URGENT, clock, stopped, at)

    assert standing(30).text == "11 月 23 日 11:30 前要联系本人"
    assert standing(100).light == "warning" and standing(121).light == "danger"
    assert standing(121).text == "应在 11 月 23 日 11:30 前联系本人，已过时限"
    assert standing(500, start + timedelta(hours=1)).text == "按时联系本人"
    assert standing(500, start + timedelta(hours=3)).text == "过了时限才联系本人"


@pytest.mark.parametrize(
    ("stream", "channel", "kinds"),
    [
        (Stream.SERVICE, Channel.WEB, (ClockKind.HOTLINE,)),
        (Stream.SUGGESTION, Channel.WEB, (ClockKind.HOTLINE,)),
        (Stream.CLAIM, Channel.LETTER, (ClockKind.PETITION,)),
        (Stream.CLAIM, Channel.HOTLINE, (ClockKind.PETITION, ClockKind.HOTLINE)),
    ],
)
def test_the_stream_and_the_channel_decide_the_clocks(stream, channel, kinds):
    assert rules.answer_clocks(stream, channel) == kinds


def test_what_was_sent_down_counts_from_the_day_it_was_received_and_a_petition_from_acceptance():
    received, today = date(2026, 11, 20), date(2026, 11, 23)
    assert rules.starts_on(ClockKind.HOTLINE, Channel.HOTLINE, received, today) == received
    assert rules.starts_on(ClockKind.PETITION, Channel.HOTLINE, received, today) == today
    assert rules.starts_on(ClockKind.HOTLINE, Channel.WEB, received, today) == today


TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("urgency", "times", "until", "field"),
    [
        (Urgency.FAST, 0, date(2026, 11, 25), None), (Urgency.ACT, 2, date(2026, 11, 25), None),
        (Urgency.ACT, 0, None, "until"), (Urgency.ACT, 0, TODAY, "until"),
        (Urgency.ACT, 0, date(2026, 12, 24), "until"), (Urgency.ACT, 0, date(2026, 12, 2), "until"),
    ],
)
def test_a_deferral_needs_a_day_to_look_again_within_the_limit(urgency, times, until, field):
    with pytest.raises(RuleBroken) as broken:
        rules.check_defer(urgency, times, until, date(2026, 12, 1), TODAY)
    assert broken.value.field == field
    rules.check_defer(Urgency.ACT, 1, date(2026, 12, 1), date(2026, 12, 1), TODAY)


@pytest.mark.parametrize(
    ("kind", "length", "already", "today"),
    [
        (ClockKind.NOTICE, 1, 0, TODAY), (ClockKind.HOTLINE, 6, 0, TODAY), (ClockKind.PETITION, 31, 0, TODAY),
        (ClockKind.HOTLINE, 0, 0, TODAY), (ClockKind.HOTLINE, 5, 5, TODAY),
        (ClockKind.HOTLINE, 5, 0, date(2026, 12, 2)),
    ],
)
def test_an_extension_is_short_single_and_asked_for_in_time(kind, length, already, today):
    with pytest.raises(RuleBroken):
        rules.check_extend(kind, length, already, date(2026, 12, 1), today)
    rules.check_extend(ClockKind.PETITION, 30, 0, date(2026, 12, 1), TODAY)


def test_papers_are_waited_for_ten_workdays_at_most_and_never_without_an_end():
    for until in (None, TODAY, date(2026, 12, 8)):
        with pytest.raises(RuleBroken):
            rules.check_papers(until, TODAY, CALENDAR)
    rules.check_papers(date(2026, 12, 7), TODAY, CALENDAR)


def test_a_clock_that_waited_counts_again_from_the_day_after_even_when_nobody_looked():
    assert rules.resumed_on(date(2026, 11, 25), date(2026, 11, 24)) == date(2026, 11, 24)
    assert rules.resumed_on(date(2026, 11, 25), date(2026, 12, 30)) == date(2026, 11, 26)


def test_fast_never_becomes_slow():
    for before, category in ((Urgency.FAST, ""), (Urgency.ACT, "安全隐患")):
        with pytest.raises(RuleBroken):
            rules.check_urgency(before, Urgency.SLOW, category)
    rules.check_urgency(Urgency.FAST, Urgency.ACT, "")
    rules.check_urgency(Urgency.ACT, Urgency.SLOW, "其他")


FACTS = Facts(channel=Channel.WEB, today=TODAY)


@pytest.mark.parametrize(
    ("move", "facts"),
    [
        ("object", {}), ("object", {"channel": Channel.HOTLINE}),
        ("object", {"channel": Channel.HOTLINE, "objection_until": date(2026, 11, 20)}),
        ("ask_defer", {"urgency": Urgency.FAST}), ("ask_defer", {"deferrals": 2}),
        ("ask_defer", {"pending": frozenset({RequestKind.DEFER})}), ("defer", {}),
        ("allow_return", {}), ("take_over", {}), ("extend", {}), ("keep", {}), ("ask_extend", {}),
        ("arrive", {}), ("end_whistle", {}), ("ask_more", {"paper_waits": 2}), ("clear_suspect", {}),
        ("unmerge", {}), ("draft", {"is_merged": True}),
        ("route", {"pending": frozenset({RequestKind.OBJECT})}),
    ],
)
def test_an_impossible_move_says_why_in_a_sentence(move, facts):
    told = rules.why_not(move, replace(FACTS, **facts))
    assert re.search("[\u4e00-\u9fff]", told) and not rules.may_now(move, replace(FACTS, **facts))


@pytest.mark.parametrize(
    ("move", "facts"),
    [
        ("object", {"channel": Channel.ABOVE, "objection_until": TODAY}), ("draft", {}), ("ask_defer", {}),
        ("defer", {"pending": frozenset({RequestKind.DEFER})}), ("unmerge", {"is_merged": True}),
        ("seal", {"is_merged": True}), ("withdraw", {"is_merged": True}),
        ("ask_extend", {"can_extend": True}),
    ],
)
def test_a_possible_move_is_not_held_up(move, facts):
    assert rules.may_now(move, replace(FACTS, **facts))


def test_every_move_that_is_checked_is_a_move_of_the_flow():
    assert set(CHECKS) <= {move.name for move in FLOW.moves}


@pytest.mark.parametrize(
    ("names", "status", "main"),
    [
        (["draft", "assign", "contact"], Status.HANDLING, "draft"),
        (["assign", "seal"], Status.HANDLING, None), (["assign", "contact"], Status.ROUTED, "assign"),
        (["assign", "allow_return"], Status.ROUTED, "allow_return"),
        (["seal", "withdraw"], Status.ACCEPTED, None), (["draft", "defer"], Status.HANDLING, "defer"),
    ],
)
def test_a_page_has_one_main_button_and_a_decision_comes_first(names, status, main):
    assert rules.main_move(names, status) == main


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
