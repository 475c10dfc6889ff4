"""Whom to tell and when (主动告知): birthdays, spans, how long a certificate holds."""

from datetime import date

import pytest

from tracker.domain.errors import RuleBroken
from tracker.hall.rules.validity import valid_until
from tracker.outreach import rules
from tracker.outreach.rules import Occasion, Status

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("born", "age", "day"),
    [
        (date(1946, 12, 5), 80, date(2026, 12, 5)),
        (date(1948, 2, 29), 79, date(2027, 2, 28)),
        (date(1948, 2, 29), 80, date(2028, 2, 29)),
    ],
)
def test_a_birthday_falls_on_its_day_and_leap_children_are_told_early(born, age, day):
    assert rules.birthday(born, age) == day


def test_a_day_within_the_last_year_is_still_told_and_one_too_far_ahead_is_not():
    assert rules.span(TODAY, 30) == (date(2025, 11, 23), date(2026, 12, 23))


@pytest.mark.parametrize(
    ("done", "months", "until"),
    [
        (date(2026, 1, 15), 12, date(2027, 1, 14)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
        (date(2026, 1, 15), None, None),
    ],
)
def test_a_certificate_holds_whole_calendar_months(done, months, until):
    assert valid_until(done, months) == until


def test_a_rule_by_age_needs_an_age_and_one_by_expiry_a_result_that_runs_out():
    rules.check_rule(Occasion.AGE, 80, None)
    rules.check_rule(Occasion.EXPIRY, None, 12)
    for occasion, age, months, field in (
        (Occasion.AGE, None, None, "age"), (Occasion.AGE, 111, None, "age"),
        (Occasion.EXPIRY, None, None, "item_id"),
    ):
        with pytest.raises(RuleBroken) as broken:
            rules.check_rule(occasion, age, months)
        assert broken.value.field == field


def test_every_state_has_its_word_and_its_colour():
    assert set(rules.STATUS_LABELS) == set(rules.STATUS_TAGS) == set(Status)
    assert {f"outreach.{move.name}" for move in rules.FLOW.moves} < set(rules.DEEDS)
    assert {move.name for move in rules.FLOW.moves} == set(rules.CONSEQUENCES)
