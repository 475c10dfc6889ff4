"""Deadline clocks: the golden dates, pauses, extensions, roll-over, lights, and the sum told in words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.calendars import CALENDAR, real_calendar
from tracker.domain.deadline import DeadlineClock, HourClock, Light, Pause, Unit

D = date.fromisoformat


def workdays(start: str, limit: int, *pauses: Pause, extensions: tuple[int, ...] = ()) -> DeadlineClock:
    return DeadlineClock(D(start), limit, Unit.WORKDAY, pauses, extensions)


def days(start: str, limit: int, *pauses: Pause, extensions: tuple[int, ...] = ()) -> DeadlineClock:
    return DeadlineClock(D(start), limit, Unit.DAY, pauses, extensions)


def pause(since: str, until: str | None = None) -> Pause:
    return Pause(D(since), until and D(until))


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-09-30", 5, "2026-10-13"),
        ("2026-04-30", 15, "2026-05-25"),
        ("2025-12-31", 20, "2026-01-29"),
        ("2026-01-03", 5, "2026-01-08"),
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-09-18", 2, "2026-09-21"),
    ],
)
def test_a_workday_clock_ends_on_the_golden_date(start, limit, due):
    assert workdays(start, limit).due_on(CALENDAR) == D(due)


@pytest.mark.parametrize(
    ("start", "limit", "last", "due"),
    [
        ("2026-02-03", 15, "2026-02-18", "2026-02-24"),
        ("2026-03-02", 60, "2026-05-01", "2026-05-06"),
        ("2026-07-05", 90, "2026-10-03", "2026-10-08"),
        ("2026-09-25", 15, "2026-10-10", "2026-10-10"),  # a Saturday that is worked
    ],
)
def test_calendar_days_that_end_on_a_rest_day_roll_over(start, limit, last, due):
    clock = days(start, limit)
    assert clock.last_day(CALENDAR) == D(last)
    assert clock.due_on(CALENDAR) == D(due)


def test_an_extension_is_counted_before_the_roll_over_and_not_after_it():
    assert days("2026-07-05", 60, extensions=(30,)).due_on(CALENDAR) == D("2026-10-08")
    assert days("2026-03-02", 60, extensions=(5,)).due_on(CALENDAR) == D("2026-05-06")
    assert workdays("2026-11-23", 5, extensions=(5,)).due_on(CALENDAR) == D("2026-12-07")


def test_a_special_procedure_moves_the_due_day_by_its_workdays():
    assert workdays("2026-03-02", 10).due_on(CALENDAR) == D("2026-03-16")
    assert workdays("2026-03-02", 10, pause("2026-03-06", "2026-03-13")).due_on(CALENDAR) == D("2026-03-23")


def test_missing_papers_either_pause_or_restart_the_clock():
    # away from 30 September to 9 October, both included, so 10 October counts again
    assert workdays("2024-09-27", 5, pause("2024-09-30", "2024-10-10")).due_on(CALENDAR) == D("2024-10-14")
    # restarted when the papers come on 9 October: that is the new start day
    assert workdays("2024-10-09", 5).due_on(CALENDAR) == D("2024-10-15")


def test_while_a_pause_is_open_there_is_no_due_day():
    clock = workdays("2026-03-02", 10, pause("2026-03-06"))
    assert clock.due_on(CALENDAR) is None
    assert clock.workdays_left(D("2026-03-10"), CALENDAR) is None
    assert clock.light(D("2026-03-10"), CALENDAR) is Light.STOPPED
    assert clock.standing(D("2026-03-10"), CALENDAR) == "已暂停计时"


def test_a_pause_after_the_limit_has_run_out_saves_nobody():
    clock = workdays("2026-03-02", 10, pause("2026-03-17"))
    assert clock.due_on(CALENDAR) == D("2026-03-16")
    assert clock.light(D("2026-03-17"), CALENDAR) is Light.OVERDUE


def test_a_pause_of_calendar_days_counts_every_day_of_it():
    # 复核 30 日, the hearing's seven days left out: 31 March becomes 7 April
    assert days("2026-03-01", 30).due_on(CALENDAR) == D("2026-03-31")
    assert days("2026-03-01", 30, pause("2026-03-10", "2026-03-17")).due_on(CALENDAR) == D("2026-04-07")


def test_the_turn_of_the_year_into_an_unknown_calendar_is_provisional_and_heals():
    clock = workdays("2026-12-31", 1)
    assert clock.due_on(CALENDAR) == D("2027-01-04")
    assert clock.is_provisional(CALENDAR)
    assert not clock.is_provisional(type(CALENDAR)(CALENDAR.known, CALENDAR.confirmed_years | {2027}))


def test_a_deadline_within_known_years_is_not_provisional():
    assert not workdays("2025-12-31", 20).is_provisional(CALENDAR)
    assert not workdays("2026-12-30", 1).is_provisional(CALENDAR)
    assert not workdays("2026-12-30", 5, pause("2026-12-31")).is_provisional(CALENDAR)


def test_calendar_days_are_provisional_only_where_they_end():
    assert days("2026-12-20", 20).is_provisional(CALENDAR)
    assert not days("2026-12-01", 15).is_provisional(CALENDAR)
    assert not days("2023-12-20", 30).is_provisional(CALENDAR)
    assert workdays("2023-12-20", 30).is_provisional(CALENDAR)


@pytest.mark.parametrize(
    ("today", "light", "left", "standing"),
    [
        ("2026-11-24", Light.NORMAL, 14, "还剩 14 个工作日"),
        ("2026-12-09", Light.NORMAL, 3, "还剩 3 个工作日"),
        ("2026-12-10", Light.SOON, 2, "还剩 2 个工作日"),
        ("2026-12-12", Light.SOON, 1, "还剩 1 个工作日"),
        ("2026-12-14", Light.SOON, 0, "今天到期"),
        ("2026-12-15", Light.OVERDUE, -1, "应在 12 月 14 日答复，已晚 1 个工作日"),
        ("2026-12-21", Light.OVERDUE, -5, "应在 12 月 14 日答复，已晚 5 个工作日"),
        ("2027-01-05", Light.OVERDUE, -15, "应在 2026 年 12 月 14 日答复，已晚 15 个工作日"),
    ],
)
def test_the_light_and_its_words_follow_the_days(today, light, left, standing):
    clock = workdays("2026-11-23", 15)
    assert clock.light(D(today), CALENDAR) is light
    assert clock.workdays_left(D(today), CALENDAR) == left
    assert clock.standing(D(today), CALENDAR, "答复") == standing


def test_on_the_weekend_after_the_due_day_one_is_late_by_no_workday_yet():
    assert workdays("2026-11-23", 4).standing(D("2026-11-28"), CALENDAR) == "应在 11 月 27 日办结，已过期限"


def test_the_reminder_goes_by_the_day_before_it_rolls_over():
    clock = days("2026-07-05", 90)  # 3 October, rolled to the 8th
    assert clock.light(D("2026-09-28"), CALENDAR) is Light.SOON
    assert clock.light(D("2026-09-25"), CALENDAR) is Light.NORMAL
    assert clock.light(D("2026-10-08"), CALENDAR) is Light.SOON
    assert clock.light(D("2026-10-09"), CALENDAR) is Light.OVERDUE


@pytest.mark.parametrize(
    ("clock", "sentence"),
    [
        (workdays("2026-11-23", 15), "从 11 月 24 日起算 15 个工作日，跳过 3 个周末，12 月 14 日到期"),
        (workdays("2026-11-23", 3), "从 11 月 24 日起算 3 个工作日，11 月 26 日到期"),
        (
            workdays("2026-09-30", 5),
            "从 10 月 1 日起算 5 个工作日，跳过 7 天国庆节假期、1 个休息日，"
            "10 月 10 日调休上班也算，10 月 13 日到期",
        ),
        (
            workdays("2025-12-31", 5),
            "从 2026 年 1 月 1 日起算 5 个工作日，跳过 3 天元旦假期，1 月 4 日调休上班也算，1 月 8 日到期",
        ),
        (
            workdays("2026-03-02", 10, pause("2026-03-06", "2026-03-13")),
            "从 3 月 3 日起算 10 个工作日，跳过 2 个周末，暂停的 5 个工作日不算，3 月 23 日到期",
        ),
        (
            workdays("2026-03-02", 10, pause("2026-03-06")),
            "从 3 月 3 日起算 10 个工作日，3 月 6 日起暂停计时，恢复后再定到期日",
        ),
        (
            days("2026-07-05", 60, extensions=(30,)),
            "从 7 月 6 日起算 60 日，延长 30 日，10 月 3 日是休息日，顺延到 10 月 8 日",
        ),
        (
            days("2026-03-01", 30, pause("2026-03-10", "2026-03-17")),
            "从 3 月 2 日起算 30 日，暂停的 7 日不算，4 月 7 日到期",
        ),
        (
            workdays("2026-12-30", 2),
            "从 12 月 31 日起算 2 个工作日，跳过 3 天元旦假期，2027 年 1 月 4 日到期"
            "（待国务院办公厅放假通知确认）",
        ),
    ],
)
def test_the_sum_is_told_as_a_person_would_count_it(clock, sentence):
    assert clock.explain(CALENDAR) == sentence


def test_a_local_holiday_is_told_as_a_holiday():
    town = real_calendar(**{"2026-11-26": False})
    sentence = "从 11 月 24 日起算 3 个工作日，跳过 1 天假期，11 月 27 日到期"
    assert workdays("2026-11-23", 3).explain(town) == sentence


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="before it begins"):
        pause("2026-03-06", "2026-03-05")
    with pytest.raises(ValueError, match="negative"):
        workdays("2026-03-02", -1)
    with pytest.raises(ValueError, match="negative"):
        workdays("2026-03-02", 5, extensions=(-1,))
    with pytest.raises(ValueError, match="HourClock"):
        DeadlineClock(D("2026-03-02"), 24, Unit.HOUR)


def test_hours_run_through_nights_and_are_told_on_the_local_clock():
    clock = HourClock(datetime(2026, 12, 31, 1, 5, tzinfo=UTC), 24)
    assert clock.due_at() == datetime(2027, 1, 1, 1, 5, tzinfo=UTC)
    assert clock.explain() == "从 12 月 31 日 09:05 起算 24 小时，2027 年 1 月 1 日 09:05 到期"


@pytest.mark.parametrize(
    ("minutes", "light"),
    [(0, Light.NORMAL), (89, Light.NORMAL), (90, Light.SOON), (120, Light.SOON), (121, Light.OVERDUE)],
)
def test_an_hour_clock_warns_in_its_last_quarter(minutes, light):
    start = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert HourClock(start, 2).light(start + timedelta(minutes=minutes)) is light


STARTS = st.dates(date(2024, 1, 1), date(2026, 3, 1))
LENGTHS = st.integers(1, 60)
UNITS = st.sampled_from([Unit.DAY, Unit.WORKDAY])


@st.composite
def stops(draw: st.DrawFn, start: date) -> Pause:
    since = start + timedelta(draw(st.integers(-5, 60)))
    return Pause(since, since + timedelta(draw(st.integers(0, 40))))


@st.composite
def clocks(draw: st.DrawFn) -> DeadlineClock:
    start = draw(STARTS)
    pauses = tuple(draw(st.lists(stops(start), max_size=3)))
    return DeadlineClock(start, draw(LENGTHS), draw(UNITS), pauses)


def with_pauses(clock: DeadlineClock, *pauses: Pause) -> DeadlineClock:
    return DeadlineClock(clock.started_on, clock.limit, clock.unit, pauses, clock.extensions)


@given(clocks())
def test_the_due_day_is_worked_and_equals_stepping_through_all_days(clock):
    span = [clock.started_on + timedelta(n) for n in range(1, 400)]
    held = {day for stop in clock.pauses for day in span if stop.since <= day < stop.until}
    every_day = clock.unit is Unit.DAY
    counting = [day for day in span if day not in held and (every_day or CALENDAR.is_workday(day))]
    assert clock.last_day(CALENDAR) == counting[clock.limit - 1]
    assert CALENDAR.is_workday(clock.due_on(CALENDAR))


@given(clocks(), st.data())
def test_one_pause_more_never_makes_the_due_day_earlier(clock, data):
    more = with_pauses(clock, *clock.pauses, data.draw(stops(clock.started_on)))
    assert more.due_on(CALENDAR) >= clock.due_on(CALENDAR)


@given(clocks(), st.integers(0, 60))
def test_a_pause_over_rest_days_only_changes_no_workday_clock(clock, offset):
    since = clock.started_on + timedelta(offset)
    idle = Pause(since, CALENDAR.next_workday(since))
    clock = DeadlineClock(clock.started_on, clock.limit, Unit.WORKDAY, clock.pauses)
    assert with_pauses(clock, *clock.pauses, idle).due_on(CALENDAR) == clock.due_on(CALENDAR)


@given(clocks(), st.integers(0, 60), st.integers(0, 20), st.integers(0, 20))
def test_a_pause_cut_in_two_is_the_same_pause(clock, offset, first, second):
    since = clock.started_on + timedelta(offset)
    middle, until = since + timedelta(first), since + timedelta(first + second)
    whole = with_pauses(clock, *clock.pauses, Pause(since, until))
    halves = with_pauses(clock, *clock.pauses, Pause(since, middle), Pause(middle, until))
    assert halves.due_on(CALENDAR) == whole.due_on(CALENDAR)


@given(STARTS, LENGTHS)
def test_without_a_pause_the_time_that_passed_is_the_limit(start, limit):
    assert CALENDAR.between(start, DeadlineClock(start, limit).due_on(CALENDAR)) == limit
