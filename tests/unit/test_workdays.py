"""Working days: the golden dates, unknown years, local holidays, and counting forth and back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.calendars import CALENDAR, YEARS, real_calendar
from tracker.domain.workdays import WorkCalendar

D = date.fromisoformat
DAYS = st.dates(date(2024, 1, 1), date(2026, 8, 1))


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-09-30", 5, "2026-10-13"),
        ("2026-04-30", 15, "2026-05-25"),
        ("2025-12-31", 20, "2026-01-29"),
        ("2026-01-03", 5, "2026-01-08"),  # a Saturday before a Sunday that is worked
        ("2026-02-12", 5, "2026-02-26"),  # 公示: five full working days
        ("2026-09-30", 3, "2026-10-10"),  # ends on a Saturday that is worked
        ("2026-09-18", 2, "2026-09-21"),  # the Sunday between is worked
        ("2024-09-27", 5, "2024-10-10"),
    ],
)
def test_so_many_workdays_after_a_day_are_the_golden_date(start, count, due):
    assert CALENDAR.add(D(start), count) == D(due)


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_its_published_number_of_workdays(year, count):
    assert CALENDAR.between(date(year - 1, 12, 31), date(year, 12, 31)) == count


def test_holidays_rest_and_make_up_days_work():
    assert not any(CALENDAR.is_workday(date(2026, 10, day)) for day in range(1, 8))
    assert all(map(CALENDAR.is_workday, map(D, ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09"])))
    assert all(map(CALENDAR.is_workday, map(D, ["2026-09-20", "2026-10-10"])))


def test_between_leaves_out_the_first_day_and_counts_the_last():
    assert CALENDAR.between(D("2026-11-23"), D("2026-11-24")) == 1
    assert CALENDAR.between(D("2026-11-23"), D("2026-11-23")) == 0
    assert CALENDAR.between(D("2026-11-24"), D("2026-11-23")) == 0
    assert CALENDAR.between(D("2026-11-20"), D("2026-11-22")) == 0  # Friday to Sunday


def test_the_next_workday_is_the_day_itself_when_it_is_worked():
    assert CALENDAR.next_workday(D("2026-10-10")) == D("2026-10-10")
    assert CALENDAR.next_workday(D("2026-10-03")) == D("2026-10-08")


def test_no_workday_after_a_rest_day_is_that_day_and_backwards_is_refused():
    assert CALENDAR.add(D("2026-10-03"), 0) == D("2026-10-03")
    with pytest.raises(ValueError, match="forwards"):
        CALENDAR.add(D("2026-10-03"), -1)


def test_a_year_without_notice_falls_back_to_weekdays_and_fixed_holidays():
    assert CALENDAR.add(D("2026-12-31"), 1) == D("2027-01-04")  # 元旦, Saturday, Sunday
    assert CALENDAR.next_workday(D("2027-10-01")) == D("2027-10-04")
    assert [CALENDAR.is_workday(date(2028, 5, day)) for day in (1, 2, 3)] == [False, False, True]


def test_only_a_year_with_its_notice_is_confirmed():
    assert CALENDAR.is_confirmed(D("2026-12-31"))
    assert not CALENDAR.is_confirmed(D("2027-01-01"))
    one_day_known = WorkCalendar({D("2027-03-03"): False}, frozenset())
    assert not one_day_known.is_workday(D("2027-03-03"))
    assert not one_day_known.is_confirmed(D("2027-03-03"))


def test_a_local_holiday_moves_what_comes_after_it():
    town = real_calendar(**{"2026-11-26": False})
    assert CALENDAR.add(D("2026-11-23"), 5) == D("2026-11-30")
    assert town.add(D("2026-11-23"), 5) == D("2026-12-01")


def test_rest_days_are_told_as_weekends_holidays_and_single_days():
    days = map(D, ["2026-09-25", "2026-09-26", "2026-09-27", "2026-10-17", "2026-10-18", "2026-10-25"])
    assert list(CALENDAR.in_words(days)) == ["1 个周末", "3 天中秋假期", "1 个休息日"]


@given(DAYS, st.integers(1, 60))
def test_adding_and_counting_undo_each_other(start, count):
    due = CALENDAR.add(start, count)
    assert CALENDAR.between(start, due) == count
    assert CALENDAR.is_workday(due)


@given(DAYS, st.integers(1, 60))
def test_adding_equals_the_sorted_list_of_working_days(start, count):
    later = [day for n in range(1, 200) if CALENDAR.is_workday(day := start + timedelta(n))]
    assert CALENDAR.add(start, count) == later[count - 1]


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)))
def test_every_day_of_a_known_year_is_confirmed(day):
    assert CALENDAR.is_confirmed(day) == (day.year in YEARS)
