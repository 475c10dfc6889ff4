"""工作小时: the vectors V4 to V6, and what must hold for any start, limit and pause."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.calendars import CALENDAR
from tracker.domain.clock import SHANGHAI
from tracker.domain.workhours import WorkHours

OFFICE = WorkHours(CALENDAR)
MINUTE = timedelta(minutes=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00").astimezone(SHANGHAI)


PAUSE = (at("2026-11-12T16:30"), at("2026-11-16T10:00"))


@pytest.mark.parametrize(
    ("start", "hours", "pauses", "due"),
    [
        ("2026-11-12T09:00", 14, (PAUSE,), "2026-11-17T11:30"),  # V4: 570 working minutes paused
        ("2026-11-12T09:00", 14, (), "2026-11-16T09:00"),  # V5
        ("2026-09-30T16:00", 21, (), "2026-10-10T16:00"),  # V6: over the holiday, on a make-up Saturday
    ],
)
def test_golden_working_hours(start, hours, pauses, due):
    assert OFFICE.due_at(at(start), timedelta(hours=hours), pauses) == at(due)


def test_the_pause_of_v4_holds_570_working_minutes():
    assert OFFICE.elapsed(*PAUSE) == 570 * MINUTE


starts = st.integers(0, 400 * 24 * 60).map(lambda n: at("2025-03-01T00:00") + n * MINUTE)
limits = st.integers(1, 40 * 60).map(lambda n: n * MINUTE)


@st.composite
def stops(draw):
    start = draw(starts)
    since = start + draw(st.integers(0, 10 * 24 * 60)) * MINUTE
    return start, draw(limits), (since, since + draw(st.integers(0, 6 * 24 * 60)) * MINUTE)


@given(stops())
def test_a_pause_never_makes_it_earlier(case):
    start, limit, pause = case
    assert OFFICE.due_at(start, limit, (pause,)) >= OFFICE.due_at(start, limit)


@given(stops())
def test_what_has_elapsed_at_the_due_instant_is_the_limit(case):
    start, limit, pause = case
    assert OFFICE.elapsed(start, OFFICE.due_at(start, limit, (pause,)), (pause,)) == limit


@given(stops(), st.floats(0, 1))
def test_a_pause_in_two_adjacent_parts_is_the_same_pause(case, share):
    start, limit, (since, until) = case
    middle = since + (until - since) * share
    whole, parts = ((since, until),), ((since, middle), (middle, until))
    assert OFFICE.due_at(start, limit, whole) == OFFICE.due_at(start, limit, parts)


@given(stops())
def test_a_pause_outside_the_windows_changes_nothing(case):
    start, limit, (since, until) = case
    if OFFICE.elapsed(since, until) == timedelta():
        assert OFFICE.due_at(start, limit, ((since, until),)) == OFFICE.due_at(start, limit)


@settings(max_examples=60)
@given(stops())
def test_stepping_minute_by_minute_comes_to_the_same(case):
    start, limit, (since, until) = case
    now, left = start, limit
    while left:
        is_open = OFFICE.calendar.is_workday(now.date()) and any(
            opens <= now.time() < closes for opens, closes in OFFICE.windows
        )
        now, left = now + MINUTE, left - (MINUTE if is_open and not since <= now < until else timedelta())
    assert OFFICE.due_at(start, limit, ((since, until),)) == now


def test_the_windows_follow_each_other():
    assert all(first[1] <= second[0] for first, second in pairwise(OFFICE.windows))
