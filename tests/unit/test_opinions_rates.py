"""Figures by their definitions (domain.md 5.6, 11.3): what a matter counts for, what is made of counts."""

from datetime import date
from decimal import Decimal

import pytest

from tracker.opinions.rates import Axis, Fact, Kind, Rates, Weights, facts
from tracker.opinions.rules import Decline, Satisfaction, Solved, Status

CAME, DUE, CUT_OFF = date(2026, 11, 2), date(2026, 11, 20), date(2026, 11, 30)
PLAIN = Kind(
    "990101001", "990101001201", "990101001902", "009", CAME, Status.REPLIED, False, None, date(2026, 11, 9),
    DUE, True, None, None, None, None, None,
)


def kind(**facts_given):
    return PLAIN._replace(**facts_given)


def said(solved, satisfaction, **more):
    return kind(solved=solved, satisfaction=satisfaction, is_proxy=False, **more)


def rates(*kinds, cut_off=CUT_OFF, weights=None):
    row = Rates("", "全部", weights=weights or Weights())
    for one in kinds:
        for fact, day in facts(one):
            if day <= cut_off:
                row.add(fact, 1)
    return row


def test_a_village_without_matters_has_nothing_to_divide_by():
    row = rates()
    assert (row.done_rate, row.in_time_rate) == (None, None)
    assert (row.contacted_rate, row.solved_rate, row.good_rate, row.composite) == (None,) * 4


@pytest.mark.parametrize(
    ("replied_on", "due_on", "counts"),
    [  # due, done, timed, in_time, open, late at the end of 30 November
        (date(2026, 11, 9), DUE, (1, 1, 1, 1, 0, 0)),
        (DUE, DUE, (1, 1, 1, 1, 0, 0)),
        (date(2026, 11, 21), DUE, (1, 1, 1, 0, 0, 0)),
        (date(2026, 11, 9), date(2026, 12, 9), (1, 1, 1, 1, 0, 0)),  # answered before it was due
        (None, DUE, (1, 0, 1, 0, 1, 1)),
        (None, CUT_OFF, (1, 0, 1, 0, 1, 0)),  # due on the day itself is not late
        (None, date(2026, 12, 1), (0, 0, 0, 0, 1, 0)),
        (date(2026, 12, 1), DUE, (1, 0, 1, 0, 1, 1)),  # answered after the cut-off: it was late then
        (date(2026, 12, 1), date(2026, 12, 5), (0, 0, 0, 0, 1, 0)),
        (date(2026, 11, 9), None, (1, 1, 0, 0, 0, 0)),  # from elsewhere, without a limit
        (None, None, (0, 0, 0, 0, 1, 0)),
    ],
)
def test_a_matter_counts_as_it_stood_on_the_day_of_the_cut_off(replied_on, due_on, counts):
    row = rates(kind(replied_on=replied_on, due_on=due_on))
    assert (row.due, row.done, row.timed, row.in_time, row.open, row.late) == counts


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"is_merged": True}, Fact.MERGED), ({"status": Status.REVIEW}, Fact.REVIEW),
        ({"status": Status.TRANSFERRED}, Fact.NOT_OURS), ({"status": Status.WITHDRAWN}, Fact.WITHDRAWN),
        ({"status": Status.DECLINED, "declined_for": Decline.NOT_OURS}, Fact.NOT_OURS),
        ({"status": Status.DECLINED, "declined_for": Decline.LEGAL}, Fact.DECLINED),
        ({"status": Status.WITHDRAWN, "is_merged": True}, Fact.MERGED),
    ],
)
def test_what_is_left_out_is_in_no_rate_and_counts_once_for_its_reason(changes, why):
    assert list(facts(kind(**changes, solved=Solved.YES, satisfaction=Satisfaction.GOOD))) == [(why, CAME)]


def test_the_three_rates_are_of_valid_calls_only():
    content = [said(Solved.YES, Satisfaction.VERY_GOOD), said(Solved.YES, Satisfaction.GOOD)]
    others = [
        said(Solved.PARTLY, Satisfaction.FAIR, has_contact=False), said(Solved.NO, Satisfaction.BAD),
        said(Solved.NO, Satisfaction.VERY_BAD),
    ]
    rated = kind(rated_solved=Solved.YES, rated_satisfaction=Satisfaction.GOOD)
    row = rates(*content, *others, kind(), rated)
    assert (row.called, row.contacted, row.solved, row.partly, row.unsolved) == (5, 4, 2, 1, 2)
    assert (row.good, row.fair, row.bad) == (2, 1, 2)
    assert (row.rated, row.rated_good, row.rated_solved) == (1, 1, 1)
    assert row.contacted_rate == Decimal(4) / 5 and row.solved_rate == Decimal(2) / 5
    assert row.good_rate == Decimal("2.9") / 5
    assert row.composite == (Decimal("0.1") * 4 + Decimal("0.5") * 2 + Decimal("0.4") * Decimal("2.9")) / 5


def test_all_content_is_a_whole_and_no_more():
    """C2 multiplies by a hundred twice (domain.md 5.6): a composite is never above one."""
    row = rates(*[said(Solved.YES, Satisfaction.GOOD)] * 5)
    assert row.composite == row.good_rate == row.solved_rate == row.contacted_rate == 1


def test_four_answers_make_no_rate():
    row = rates(*[said(Solved.YES, Satisfaction.GOOD)] * 4)
    assert (row.called, row.solved_rate, row.good_rate, row.composite) == (4, None, None, None)


def test_the_weights_are_those_of_the_town():
    fair = [said(Solved.YES, Satisfaction.FAIR)] * 5
    assert rates(*fair, weights=Weights(fair=Decimal("0.6"))).good_rate == Decimal("0.6")


def test_a_proxy_counts_and_is_told():
    row = rates(kind(solved=Solved.YES, satisfaction=Satisfaction.GOOD, is_proxy=True))
    assert (row.called, row.proxy) == (1, 1)


def test_a_submitted_matter_is_received_and_not_accepted():
    row = rates(kind(status=Status.SUBMITTED, replied_on=None))
    assert (row.received, row.accepted) == (1, 0)


def test_a_row_is_named_by_the_code_of_its_axis():
    assert [PLAIN.code(axis) for axis in Axis] == ["", "990101001201", "990101001902", "990101001009"]
    bare = kind(village_code=None, office_code=None, category=None)
    assert [bare.code(axis) for axis in Axis] == ["", "", "", ""]
