"""特别程序, late papers and 延期: what they do to the promised day, with the golden dates."""

from datetime import date

import pytest

from tests.unit.calendars import CALENDAR
from tracker.catalogue.rules import GapRule, Kind, Type
from tracker.domain.errors import RuleBroken
from tracker.hall import rules
from tracker.hall.rules import PauseKind, Promise, Standing, Status, Stop

FRIDAY, PAPERS = date(2024, 9, 27), Stop(date(2024, 9, 30), date(2024, 10, 9), is_supplement=True)


@pytest.mark.parametrize(
    ("gap_rule", "due"),
    [
        (GapRule.NONE, date(2024, 10, 10)), (GapRule.PAUSE, date(2024, 10, 14)),
        (GapRule.RESTART, date(2024, 10, 15)),
    ],
)
def test_papers_that_come_late_do_what_the_guide_says(gap_rule, due):
    assert rules.clock_of(FRIDAY, 5, [PAPERS], gap_rule).due_on(CALENDAR) == due


@pytest.mark.parametrize("gap_rule", [GapRule.PAUSE, GapRule.RESTART])
def test_while_papers_are_missing_there_is_no_due_day(gap_rule):
    clock = rules.clock_of(FRIDAY, 5, [Stop(date(2024, 9, 30), None, is_supplement=True)], gap_rule)
    assert clock.due_on(CALENDAR) is None


def test_a_special_procedure_stops_the_days_and_the_day_of_its_end_counts():
    clock = rules.clock_of(date(2026, 3, 2), 10, [Stop(date(2026, 3, 6), date(2026, 3, 13))], GapRule.NONE)
    assert clock.due_on(CALENDAR) == date(2026, 3, 23)


def test_a_restart_forgets_what_stood_still_before_it_and_keeps_what_comes_after():
    before = Stop(date(2024, 9, 29), date(2024, 9, 30))
    after = Stop(date(2024, 10, 11), date(2024, 10, 14))
    clock = rules.clock_of(FRIDAY, 5, [after, PAPERS, before], GapRule.RESTART)
    assert clock.due_on(CALENDAR) == date(2024, 10, 17)


def test_an_extension_lengthens_the_promise():
    clock = rules.clock_of(FRIDAY, 5, [], GapRule.NONE, extensions=(2,))
    assert clock.due_on(CALENDAR) == date(2024, 10, 12)


@pytest.mark.parametrize(("kind", "most"), [(Kind.PROMISED, 10), (Kind.JOINT, 15)])
def test_a_promise_is_extended_once_and_within_the_law(kind, most):
    rules.check_extension(most, kind, was_extended=False)
    with pytest.raises(RuleBroken, match=f"最多延 {most} 个工作日"):
        rules.check_extension(most + 1, kind, was_extended=False)
    with pytest.raises(RuleBroken, match="已经延过一次期"):
        rules.check_extension(1, kind, was_extended=True)


def test_a_permit_is_extended_by_a_leader_and_nobody_approves_his_own():
    rules.check_leader_decides(Type.BENEFIT, is_leader=False)
    with pytest.raises(RuleBroken, match="行政许可延期"):
        rules.check_leader_decides(Type.PERMIT, is_leader=False)
    with pytest.raises(RuleBroken, match="不能自己批"):
        rules.check_another_decides(3, 3)


def test_late_papers_are_asked_for_only_where_the_guide_stops_the_clock():
    rules.check_pause(PauseKind.SUPPLEMENT, GapRule.PAUSE, is_waiting=False)
    with pytest.raises(RuleBroken, match="不停表"):
        rules.check_pause(PauseKind.SUPPLEMENT, GapRule.NONE, is_waiting=False)
    with pytest.raises(RuleBroken, match="等批准"):
        rules.check_pause(PauseKind.HEARING, GapRule.NONE, is_waiting=True)


def test_promised_papers_need_their_day():
    rules.check_promise(rules.NOTHING, FRIDAY)
    rules.check_promise(Promise(("照片",), date(2024, 9, 28)), FRIDAY)
    for by in (None, FRIDAY):
        with pytest.raises(RuleBroken, match="今天以后的日子"):
            rules.check_promise(Promise(("照片",), by), FRIDAY)


@pytest.mark.parametrize(
    ("standing", "names"),
    [
        (Standing(Status.ACCEPTED), {"ask_pause", "ask_extension"}),
        (Standing(Status.ACCEPTED, pause_waits=True), {"pause", "refuse_pause", "ask_extension"}),
        (
            Standing(Status.ACCEPTED, extension_waits=True),
            {"ask_pause", "grant_extension", "refuse_extension"},
        ),
        (Standing(Status.ACCEPTED, was_extended=True, papers_owed=True), {"ask_pause", "follow"}),
        (Standing(Status.TOLD, decline_waits=True), {"refuse_decline", "remind"}),
        (Standing(Status.RECEIVED, was_reminded=True), {"ask_decline"}),
        (Standing(Status.DONE, papers_owed=True), set()),
    ],
)
def test_what_is_asked_for_can_be_granted_and_nothing_is_asked_twice(standing, names):
    asking = {
        "ask_pause", "pause", "refuse_pause", "ask_extension", "grant_extension", "refuse_extension",
        "ask_decline", "refuse_decline", "follow", "remind",
    }
    assert asking & set(rules.open_deeds(standing)) == names
