"""特别程序, 延期, 不予受理, 容缺, 视为撤回: each deed succeeds, is refused, and stands in the log."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from factories import HALL, make_actor
from factories_hall import make_item, make_task

from tracker.catalogue.rules import GapRule, Kind, Material, Type
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import SYSTEM, Role
from tracker.hall import service
from tracker.hall.rules import Outcome, PauseKind, PauseState, Promise, Status
from tracker.store.audit import history_of
from tracker.store.db import db
from tracker.township.queries import work_calendar
from tracker.township.service import change_workday

pytestmark = pytest.mark.usefixtures("db")


def at(day):
    """The program's clock stands at nine in the morning of Shanghai."""
    return time_machine.travel(f"{day}T09:00:00+08:00", tick=False)


def window():
    return make_actor(Role.WINDOW, unit=HALL)


def window_head():
    return make_actor(Role.WINDOW_HEAD, unit=HALL)


def deputy():
    return make_actor(Role.DEPUTY)


def ask(actor, task, kind=PauseKind.EXPERTS):
    service.ask_pause(
        actor, task, kind=kind, basis="行政许可法第四十五条", notice_no="石门特〔2026〕3号",
        expected_workdays=8,
    )


def deeds_of(task):
    return [entry.action for entry in history_of(task)]


@pytest.mark.parametrize(
    ("gap_rule", "due", "standing"),
    [
        (GapRule.NONE, date(2024, 10, 10), "还剩 1 个工作日"),
        (GapRule.PAUSE, date(2024, 10, 14), "还剩 4 个工作日"),
        (GapRule.RESTART, date(2024, 10, 15), "还剩 5 个工作日"),
    ],
)
def test_papers_missing_over_the_national_day_move_the_due_day_as_the_guide_says(gap_rule, due, standing):
    item = make_item(gap_rule=gap_rule)
    clerk, head = window(), window_head()
    with at("2024-09-27"):
        task = make_task(item, then="accept")
    if gap_rule is not GapRule.NONE:
        with at("2024-09-30"):
            ask(clerk, task, PauseKind.SUPPLEMENT)
            service.pause(head, task)
            assert (task.status, task.is_stopped) == (Status.PAUSED, True)
        with at("2024-10-09"):
            service.resume(clerk, task, result="照片补来了")
    assert (task.due_on, task.is_stopped) == (due, False)
    with at("2024-10-09"):
        assert task.times.standing(date(2024, 10, 9), work_calendar()) == standing


def test_a_special_procedure_is_approved_by_another_and_the_days_stand_still_from_when_it_was_asked():
    clerk, head = window(), window_head()
    with at("2026-03-02"):
        task = make_task(make_item(promised_workdays=10), then="accept")
    with at("2026-03-06"):
        ask(clerk, task)
        with pytest.raises(RuleBroken, match="等批准"):
            ask(clerk, task)
    with at("2026-03-09"):
        service.pause(head, task)
    assert task.times.standing(date(2026, 3, 30), work_calendar()) == "已暂停计时"
    assert not task.times.is_late(date(2026, 3, 30))
    with at("2026-03-13"):
        service.resume(clerk, task, result="专家评审通过")
    assert (task.status, task.due_on) == (Status.ACCEPTED, date(2026, 3, 23))
    assert task.pauses[0].state is PauseState.ENDED
    assert deeds_of(task)[-3:] == ["task.ask_pause", "task.pause", "task.resume"]


def test_nobody_approves_what_he_asked_for_and_the_window_approves_nothing():
    head, task = window_head(), make_task(then="accept")
    ask(head, task)
    with pytest.raises(RuleBroken, match="不能自己批"):
        service.pause(head, task)
    with pytest.raises(NotFound):
        service.pause(window(), task)
    service.refuse_pause(deputy(), task, refusal="不用专家评审")
    assert (task.status, task.asked_pause, task.is_stopped) == (Status.ACCEPTED, None, False)
    with pytest.raises(RuleBroken, match="没有等批准"):
        service.pause(deputy(), task)


def test_before_acceptance_nothing_can_be_paused():
    with pytest.raises(RuleBroken, match="正在办理"):
        ask(window(), make_task())


def test_an_extension_is_asked_with_its_reason_and_granted_once():
    clerk, task = window(), make_task(then="accept")
    before = task.due_on
    service.ask_extension(clerk, task, workdays=3, reason="要等县里系统恢复")
    with pytest.raises(RuleBroken, match="最多延"):
        service.ask_extension(clerk, make_task(then="accept"), workdays=11, reason="忙")
    assert task.due_on == before
    service.grant_extension(window_head(), task)
    assert task.due_on == work_calendar().add(before, 3)
    with pytest.raises(RuleBroken, match="已经延过一次"):
        service.ask_extension(clerk, task, workdays=1, reason="还要等")


def test_a_permit_is_extended_by_a_leader_of_the_town():
    task = make_task(make_item(type=Type.PERMIT), then="accept")
    service.ask_extension(window(), task, workdays=3, reason="要等县里系统恢复")
    with pytest.raises(RuleBroken, match="行政许可延期"):
        service.grant_extension(window_head(), task)
    service.refuse_extension(deputy(), task, refusal="抓紧办")
    assert (task.asked_extension, task.extensions[0].refusal) == (None, "抓紧办")


def test_what_is_late_is_not_extended_any_more():
    with at("2026-03-02"):
        task = make_task(then="accept")
    with at("2026-03-20"), pytest.raises(RuleBroken, match="已经超期"):
        service.ask_extension(window(), task, workdays=3, reason="忘了")


def test_the_head_signs_before_anything_is_declined():
    clerk, task = window(), make_task()
    service.ask_decline(clerk, task, reason="不是本镇户籍", path="请到户籍地办")
    assert task.status is Status.RECEIVED
    with pytest.raises(RuleBroken, match="已经报请"):
        service.ask_decline(clerk, task, reason="再报", path="再报")
    with pytest.raises(NotFound):
        service.decline(clerk, task, reason="不是本镇户籍", path="请到户籍地办")
    service.refuse_decline(window_head(), task, refusal="户籍上周迁来了")
    assert (task.reason, task.path, task.decline_asked_by) == ("", "", None)
    assert task.decline_refusal == "户籍上周迁来了"
    service.ask_decline(clerk, task, reason="不是本镇户籍", path="请到户籍地办")
    service.decline(window_head(), task, reason=task.reason, path=task.path)
    assert (task.status, task.decline_asked_by) == (Status.DECLINED, None)
    assert "task.ask_decline" in deeds_of(task)


def test_every_notice_is_kept_as_it_was_told():
    clerk, task = window(), make_task()
    service.notify(clerk, task, notice="缺照片", correct_by=date(2030, 1, 4))
    with pytest.raises(RuleBroken, match="已经告知过一次"):
        service.notify(clerk, task, notice="还缺户口簿", correct_by=date(2030, 1, 4))
    db.session.refresh(task)
    service.notify(
        clerk, task, notice="还缺户口簿", correct_by=date(2030, 1, 4),
        again_reason="第一次没有看到是两个人申请",
    )
    assert [(one.number, one.words) for one in task.notices] == [(1, "缺照片"), (2, "还缺户口簿")]


def test_who_was_told_and_reminded_and_does_not_come_has_withdrawn():
    clerk = window()
    with at("2026-03-02"):
        told, silent = make_task(), make_task()
        for task in (told, silent):
            service.notify(clerk, task, notice="缺照片", correct_by=date(2026, 3, 9))
    with at("2026-03-06"):
        service.remind(clerk, told)
        with pytest.raises(RuleBroken, match="提醒一次就够"):
            service.remind(clerk, told)
    with at("2026-03-09"):
        assert service.deem_withdrawn(SYSTEM) == 0
    with at("2026-03-10"):
        assert service.deem_withdrawn(SYSTEM) == 1
        assert service.deem_withdrawn(SYSTEM) == 0
    assert (told.status, told.done_on) == (Status.WITHDRAWN, date(2026, 3, 10))
    assert silent.status is Status.TOLD, "nobody reminded: it waits"
    assert deeds_of(told)[-1] == "task.deem_withdrawn"


PAPERS = [Material("身份证", "复印件"), Material("照片", "", 2, may_follow=True)]


def test_a_paper_the_guide_lets_follow_is_promised_in_writing():
    clerk, item = window(), make_item(materials=PAPERS)
    task = make_task(item, handed_in=["身份证"])
    with pytest.raises(RuleBroken, match="还缺：照片"):
        service.accept(clerk, task, handed_in=["身份证"])
    with pytest.raises(RuleBroken, match="不能容缺"):
        service.accept(clerk, task, handed_in=["照片"], promise=Promise(("身份证",), date(2030, 1, 4)))
    db.session.refresh(task)
    service.accept(clerk, task, handed_in=["身份证"], promise=Promise(("照片",), date(2030, 1, 4)))
    assert (task.status, task.follow_names) == (Status.ACCEPTED, ["照片"])
    service.follow(clerk, task)
    assert (task.handed_in, task.followed_on is not None) == (["身份证", "照片"], True)
    with pytest.raises(RuleBroken, match="没有等着补"):
        service.follow(clerk, task)


def test_a_task_that_became_impossible_is_terminated_by_the_head():
    task = make_task(then="accept")
    with pytest.raises(NotFound):
        service.terminate(window(), task, reason="申请人去世")
    service.terminate(window_head(), task, reason="申请人去世")
    assert (task.status, task.outcome) == (Status.TERMINATED, None)
    assert deeds_of(task)[-1] == "task.terminate"


def test_when_the_holidays_of_a_year_come_in_the_days_of_open_tasks_move_once():
    with at("2026-03-02"):
        waiting, running = make_task(), make_task(then="accept")
        sysadmin = make_actor(Role.SYSADMIN)
        change_workday(sysadmin, on_date=date(2026, 3, 5), is_workday=False, name="镇庆")
        assert service.recount_open(SYSTEM) == 2
        assert service.recount_open(SYSTEM) == 0
    assert (waiting.tell_by, running.due_on) == (date(2026, 3, 10), date(2026, 3, 10))
    assert deeds_of(running)[-1] == "task.recount"


def test_a_refusal_nobody_signed_leaves_no_word_when_the_task_goes_on():
    clerk, task = window(), make_task()
    service.ask_decline(clerk, task, reason="不是本镇户籍", path="请到户籍地办")
    service.accept(clerk, task, handed_in=["身份证", "户口簿"])
    assert (task.reason, task.path, task.decline_asked_by) == ("", "", None)
    told = make_task()
    service.ask_decline(clerk, told, reason="不是本镇户籍", path="请到户籍地办")
    service.notify(clerk, told, notice="缺照片", correct_by=date(2030, 1, 4))
    assert (told.reason, told.path) == ("", "")


def test_who_asked_for_a_refusal_does_not_sign_it():
    task, asker = make_task(), window()
    service.ask_decline(asker, task, reason="不是本镇户籍", path="请到户籍地办")
    signing = replace(asker, role=Role.WINDOW_HEAD)
    with pytest.raises(RuleBroken, match="不能自己批"):
        service.decline(signing, task, reason="不是本镇户籍", path="请到户籍地办")


def test_what_waited_for_approval_is_void_once_the_task_has_ended():
    clerk, task = window(), make_task(then="accept")
    service.ask_extension(clerk, task, workdays=3, reason="要等县里系统恢复")
    due_on = task.due_on
    service.finish(clerk, task, outcome=Outcome.GRANTED)
    with pytest.raises(RuleBroken, match="没有等批准的延期"):
        service.grant_extension(window_head(), task)
    assert task.due_on == due_on
    asked = make_task(then="accept")
    ask(clerk, asked)
    service.finish(clerk, asked, outcome=Outcome.GRANTED)
    with pytest.raises(RuleBroken, match="没有等批准的特别程序"):
        service.refuse_pause(window_head(), asked, refusal="不用")


def test_a_late_approval_does_not_undo_that_it_was_late():
    clerk = window()
    with at("2026-03-02"):
        task = make_task(then="accept")
        service.ask_extension(clerk, task, workdays=3, reason="要等县里系统恢复")
    with at("2026-03-20"):
        with pytest.raises(RuleBroken, match="已经超期"):
            service.grant_extension(window_head(), task)
        with pytest.raises(RuleBroken, match="已经超期"):
            ask(clerk, task)


def test_what_is_done_at_once_has_no_days_to_stop():
    item = make_item(kind=Kind.INSTANT, promised_workdays=0)
    with pytest.raises(RuleBroken, match="即办件"):
        ask(window(), make_task(item, then="accept"))


def test_what_counts_as_accepted_and_is_late_is_not_done_at_once_without_a_word():
    with at("2026-03-02"):
        task = make_task()
    with at("2026-03-20"), pytest.raises(RuleBroken, match="请先受理"):
        service.spot(window(), task, handed_in=["身份证", "户口簿"])
