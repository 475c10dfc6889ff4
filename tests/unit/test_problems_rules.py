"""Problems (问题): the way to 销号, who may not judge, clocks, what leaves the house."""

from dataclasses import dataclass
from datetime import date

import pytest

from tracker.domain.deadline import Light
from tracker.domain.errors import RuleBroken
from tracker.domain.workdays import WorkCalendar
from tracker.problems import rules
from tracker.problems.rules import FLOW, Status

PLAIN = WorkCalendar(known={}, confirmed_years=frozenset({2026}))


@dataclass
class Dates:
    status: Status
    registered_on: date = date(2026, 11, 16)
    promised_on: date | None = None
    applied_on: date | None = None


def names_at(status):
    return [move.name for move in FLOW.open_moves(status)]


def test_a_problem_ends_only_by_being_struck_off_or_settled_on_the_spot():
    assert FLOW.problems() == []
    assert FLOW.terminal() == {Status.STRUCK_OFF, Status.SETTLED}


def test_nothing_is_struck_off_before_somebody_has_checked():
    assert [status for status in Status if "strike_off" in names_at(status)] == [Status.CHECKED]
    assert [status for status in Status if "check" in names_at(status)] == [Status.APPLIED]
    with pytest.raises(RuleBroken, match="当前状态不能销号"):
        FLOW.step(Status.APPLIED, "strike_off")


def test_only_what_was_applied_for_can_be_hung_up_again_and_it_goes_back_into_handling():
    assert [status for status in Status if "rehang" in names_at(status)] == [Status.APPLIED, Status.CHECKED]
    assert FLOW.step(Status.CHECKED, "rehang") is Status.HANDLING


def test_deferral_and_whistle_are_not_here_yet():
    assert {move.name for move in FLOW.moves} == {
        "settle", "assign", "progress", "apply", "check", "strike_off", "rehang"
    }


def test_a_handler_gets_no_button_that_judges_the_handling():
    assert [move.name for move in rules.moves_for(Status.APPLIED, is_handler=True)] == []
    assert [move.name for move in rules.moves_for(Status.APPLIED, is_handler=False)] == ["check", "rehang"]
    assert [move.name for move in rules.moves_for(Status.HANDLING, is_handler=True)] == [
        "progress", "apply", "assign"
    ]


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
