"""After the answer: when it is done again, by whom, until when; how guessing a receipt is slowed down."""

from datetime import date, timedelta

import pytest

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Role
from tracker.opinions import rules
from tracker.opinions.rules import Desk, Outcome, Satisfaction, Sequel, Solved
from tracker.opinions.rules.entering import FREE_TRIES, LONGEST_WAIT, wait_after


def test_only_discontent_with_a_deed_that_was_owed_reopens():
    wrong = []
    for outcome in (None, *Outcome):
        for solved in Solved:
            for satisfaction in Satisfaction:
                owed = outcome not in (Outcome.EXPLAINED, Outcome.REFUSED, Outcome.NOT_ADOPTED)
                bad = satisfaction in (Satisfaction.BAD, Satisfaction.VERY_BAD) and solved is not Solved.YES
                if rules.must_reopen(outcome, solved, satisfaction) is not (owed and bad):
                    wrong.append((outcome, solved, satisfaction))
    assert not wrong


def test_each_time_one_desk_higher_and_after_the_third_only_the_review():
    assert [rules.desk_of(times) for times in (1, 2, 3)] == [Desk.OFFICE, Desk.DEPUTY, Desk.HEAD]
    assert [rules.sequel(Outcome.SUPPORTED, times) for times in (0, 1, 2, 3)] == [
        Sequel.REOPEN, Sequel.REOPEN, Sequel.REOPEN, Sequel.REVIEW
    ]
    assert rules.sequel(Outcome.EXPLAINED, 0) is Sequel.REVIEW


@pytest.mark.parametrize(
    ("times", "role", "may"),
    [
        (0, Role.UNIT_HEAD, True), (1, Role.UNIT_HEAD, True), (1, Role.DEPUTY, True),
        (2, Role.UNIT_HEAD, False), (2, Role.DEPUTY, True), (2, Role.HEAD, True),
        (3, Role.DEPUTY, False), (3, Role.HEAD, True),
    ],
)
def test_who_names_the_next_handler(times, role, may):
    if may:
        rules.check_desk(times, role)
    else:
        with pytest.raises(RuleBroken):
            rules.check_desk(times, role)


def test_the_last_day_to_ask_for_it_again_is_the_thirtieth():
    answered = date(2026, 11, 23)
    assert rules.reopen_until(answered) == date(2026, 12, 23)
    rules.check_reopen_asked(answered, Outcome.SUPPORTED, 0, date(2026, 12, 23))
    with pytest.raises(RuleBroken) as broken:
        rules.check_reopen_asked(answered, Outcome.SUPPORTED, 0, date(2026, 12, 24))
    assert broken.value.params == {"day": "12 月 23 日"}
    with pytest.raises(RuleBroken):
        rules.check_reopen_asked(None, None, 0, answered)


def test_the_wait_grows_and_ends_at_a_quarter_of_an_hour():
    assert [wait_after(tries) for tries in range(1, FREE_TRIES)] == [timedelta()] * (FREE_TRIES - 1)
    waits = [wait_after(tries).total_seconds() / 60 for tries in range(FREE_TRIES, FREE_TRIES + 6)]
    assert waits == [1, 2, 4, 8, 15, 15]
    assert wait_after(10**6) == LONGEST_WAIT
