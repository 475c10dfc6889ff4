"""Tasks (办件): their moves, clocks, identity numbers and the words a person reads."""

from datetime import date

import pytest

from tests.unit.calendars import CALENDAR
from tracker.domain.errors import RuleBroken
from tracker.hall import rules
from tracker.hall.rules import Outcome, Status, Times


def times(status=Status.RECEIVED, **facts):
    received = facts.pop("received_on", date(2026, 9, 28))
    return Times(
        status=status, received_on=received, tell_by=rules.tell_by(received, CALENDAR), **facts
    )


def test_the_golden_promise_runs_over_the_national_day():
    assert rules.due_on(date(2026, 9, 30), 5, CALENDAR) == date(2026, 10, 13)


def test_an_instant_promise_ends_the_same_day():
    assert rules.due_on(date(2026, 9, 30), 0, CALENDAR) == date(2026, 9, 30)


def test_five_workdays_to_tell_then_it_counts_as_accepted():
    last = rules.tell_by(date(2026, 9, 28), CALENDAR)
    assert last == date(2026, 10, 10)  # a Saturday that is worked
    assert not rules.is_deemed(last, None, last)
    assert rules.is_deemed(last, None, date(2026, 10, 11))
    assert not rules.is_deemed(last, date(2026, 9, 29), date(2026, 10, 11))


def test_nothing_can_be_asked_for_once_it_counts_as_accepted():
    rules.check_may_still_ask(times(), date(2026, 10, 10))
    with pytest.raises(RuleBroken, match="10 月 10 日没有告知补正"):
        rules.check_may_still_ask(times(), date(2026, 10, 12))


def test_a_second_notice_needs_its_reason():
    rules.check_second_notice(0, "")
    rules.check_second_notice(1, "材料换了版本")
    with pytest.raises(RuleBroken, match="已经告知过一次"):
        rules.check_second_notice(1, "")


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002X", "11010519491231002x", " 110105 19491231 002X",
        "１１０１０５１９４９１２３１００２Ｘ",
    ],
)
def test_a_good_identity_number_is_kept_in_one_spelling(text):
    assert rules.id_number(text) == "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("110105194912310021", "第 18 位对不上，请核对"),
        ("11010519491231002", "身份证号是 18 位，您填了 17 位"),
        ("1101051949123100AX", "只有数字"),
    ],
)
def test_a_wrong_identity_number_says_what_is_wrong(text, message):
    with pytest.raises(RuleBroken, match=message) as broken:
        rules.id_number(text)
    assert broken.value.field == "id_number"


def test_an_identity_number_is_kept_only_where_it_is_asked_for():
    good = "11010519491231002X"
    assert rules.kept_id_number(good, is_asked=True, is_missing=False) == good
    assert rules.kept_id_number(good, is_asked=False, is_missing=False) is None
    assert rules.kept_id_number("110105194912310021", is_asked=True, is_missing=True) is None
    with pytest.raises(RuleBroken, match="证件暂缺"):
        rules.kept_id_number("", is_asked=True, is_missing=False)


@pytest.mark.parametrize(
    ("text", "kept"), [("138 0000 1234", "13800001234"), ("0571-55550100", "057155550100"), ("", "")]
)
def test_telephones_have_one_spelling(text, kept):
    assert rules.phone(text) == kept


@pytest.mark.parametrize(("text", "message"), [("1380000123", "11 位，您填了 10 位"), ("找村长", "只写数字")])
def test_a_telephone_that_is_none_is_told(text, message):
    with pytest.raises(RuleBroken, match=message):
        rules.phone(text)


@pytest.mark.parametrize(
    ("reason", "path", "field"), [("", "去县里", "reason"), ("不符合条件", "", "path")]
)
def test_a_refusal_needs_reason_and_path(reason, path, field):
    rules.check_refusal(Outcome.GRANTED, "", "")
    with pytest.raises(RuleBroken) as broken:
        rules.check_refusal(Outcome.REFUSED, reason, path)
    assert broken.value.field == field


def test_a_broken_promise_is_explained():
    rules.check_late(date(2026, 10, 13), date(2026, 10, 13), "")
    rules.check_late(date(2026, 10, 13), date(2026, 10, 14), "县里系统停机")
    with pytest.raises(RuleBroken, match="应在 10 月 13 日办结，现在晚了"):
        rules.check_late(date(2026, 10, 13), date(2026, 10, 14), "")


@pytest.mark.parametrize("status", [s for s in Status if s not in rules.FINISHED])
def test_only_what_is_finished_is_rated_and_only_once(status):
    rules.check_ratable(Status.DONE, False)
    with pytest.raises(RuleBroken, match="办结以后"):
        rules.check_ratable(status, False)
    with pytest.raises(RuleBroken, match="已经评价过"):
        rules.check_ratable(Status.DONE, True)


def test_the_flow_is_sound_and_ends_where_it_says():
    assert rules.FLOW.problems() == []
    assert rules.FLOW.terminal() == {
        Status.DELIVERED, Status.DECLINED, Status.WITHDRAWN, Status.TERMINATED,
    }
    assert [move.name for move in rules.FLOW.open_moves(Status.ACCEPTED)] == [
        "pause", "report_up", "finish", "withdraw", "terminate",
    ]


ACCEPTED = {"accepted_on": date(2026, 9, 30), "promised_workdays": 5, "due_on": date(2026, 10, 13)}


@pytest.mark.parametrize(
    ("state", "today", "words", "light"),
    [
        (times(), date(2026, 9, 30), "10 月 10 日前受理或告知", ""),
        (times(), date(2026, 10, 10), "10 月 10 日前受理或告知", "warning"),
        (times(), date(2026, 10, 12), "10 月 10 日前没有告知，视为受理", "danger"),
        (times(Status.TOLD, told_on=date(2026, 9, 29), correct_by=date(2026, 10, 15)), date(2026, 10, 1),
         "等补正，到 10 月 15 日", ""),
        (times(Status.ACCEPTED, **ACCEPTED), date(2026, 9, 30), "还剩 5 个工作日", ""),
        (times(Status.ACCEPTED, **ACCEPTED), date(2026, 10, 12), "还剩 1 个工作日", "warning"),
        (times(Status.ACCEPTED, **ACCEPTED), date(2026, 10, 15), "应在 10 月 13 日办结，已晚 2 个工作日",
         "danger"),
        (times(Status.DONE, done_on=date(2026, 10, 9), **ACCEPTED), date(2026, 11, 1),
         "10 月 9 日办结，用了 2 个工作日", "done"),
        (times(Status.DONE, done_on=date(2026, 10, 15), is_overdue=True, **ACCEPTED), date(2026, 11, 1),
         "10 月 15 日办结，晚了 2 个工作日", "danger"),
        (times(Status.WITHDRAWN, done_on=date(2026, 10, 9)), date(2026, 11, 1), "10 月 9 日撤回", "done"),
    ],
)
def test_a_task_says_how_it_stands(state, today, words, light):
    assert state.standing(today, CALENDAR) == words
    assert state.light(today, CALENDAR) == light


def test_the_resident_reads_that_silence_counted_as_acceptance():
    state = times(
        Status.ACCEPTED, accepted_on=date(2026, 9, 28), promised_workdays=5, due_on=date(2026, 10, 10)
    )
    steps = rules.public_steps(state, is_deemed=True, is_rated=False, today=date(2026, 10, 12))
    assert [step.state for step in steps] == ["done", "done", "now", "todo", "todo"]
    assert "从收件那天算起" in steps[1].note


def test_what_ended_early_ends_early_for_the_resident_too():
    state = times(Status.DECLINED, done_on=date(2026, 9, 29))
    steps = rules.public_steps(state, is_deemed=False, is_rated=False, today=date(2026, 9, 30))
    assert [step.what for step in steps] == ["已收件", "不予受理"]
