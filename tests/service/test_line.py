"""The line of the hall (排队): numbers, calls, holding, sending on, undoing, the end of the day."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from factories import HALL, OFFICE, make_actor
from factories_line import make_called, make_seated, make_window, switch_on, take_number

from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import SYSTEM, Role
from tracker.excel.period import Period
from tracker.line import queries, service
from tracker.line.models import Coming, Stretch
from tracker.line.rules import Priority, Source, Stage, Status
from tracker.store.audit import AuditEntry


def stretches(db, coming):
    db.session.expire_all()
    query = sa.select(Stretch).where(Stretch.coming_id == coming.id).order_by(Stretch.id)
    return [(one.stage, one.is_void, one.ended_at is None) for one in db.session.scalars(query)]


def minutes(traveller, n):
    traveller.shift(timedelta(minutes=n))


def test_numbers_of_a_letter_run_from_one_without_gap_and_begin_anew_each_day(db):
    head = make_actor(Role.WINDOW_HEAD)
    switch_on()
    service.add_letter(head, letter="b", name="社保医保")
    service.add_letter(head, letter="A", name="民政")
    with time_machine.travel("2026-11-23 02:00Z", tick=False):
        taken = [take_number(letter=letter).label for letter in "AABAB"]
        with pytest.raises(RuleBroken):
            take_number(letter="C")
        taken.append(take_number(letter="A").label)
    with time_machine.travel("2026-11-24 02:00Z", tick=False):
        taken.append(take_number(letter="A").label)
    assert taken == ["A001", "A002", "B001", "A003", "B002", "A004", "A001"]


def test_whoever_has_a_reason_goes_first_then_who_came_first(db):
    clerk = make_seated()
    plain, old, soldier = take_number(), take_number(priority=Priority.ELDERLY), take_number(
        priority=Priority.SOLDIER
    )
    called = []
    for _n in range(3):
        one = service.call(clerk)
        called.append(one.id)
        service.start(clerk, one)
        service.end(clerk, one)
    assert called == [old.id, soldier.id, plain.id]
    assert db.session.get(Coming, old.id).priority is Priority.ELDERLY
    with pytest.raises(RuleBroken, match="没有人在等"):
        service.call(clerk)


def test_a_window_calls_only_its_letters_and_one_person_at_a_time(db):
    head = make_actor(Role.WINDOW_HEAD)
    switch_on()
    for letter in "AB":
        service.add_letter(head, letter=letter, name=f"{letter}类")
    clerk = make_seated(prefixes="b")
    take_number(letter="A")
    second, third = take_number(letter="B"), take_number(letter="B")
    assert service.call(clerk).id == second.id
    with pytest.raises(RuleBroken, match="B001 还在这个窗口"):
        service.call(clerk)
    service.start(clerk, second)
    service.hold(clerk, second)
    assert service.call(clerk).id == third.id
    with pytest.raises(RuleBroken, match="B002 还在这个窗口"):
        service.start(clerk, second)
    service.leave(clerk, third)
    service.start(clerk, second)
    assert queries.now_at(clerk).id == second.id


def test_nobody_calls_without_a_window_and_only_one_sits_at_one(db):
    clerk, other = make_actor(Role.WINDOW, unit=HALL), make_actor(Role.WINDOW, unit=HALL)
    window, second = make_window("1号窗口"), make_window("2号窗口")
    take_number()
    with pytest.raises(RuleBroken, match="没有打开窗口"):
        service.call(clerk)
    service.open_window(clerk, window)
    with pytest.raises(RuleBroken, match="1号窗口 现在是"):
        service.open_window(other, window)
    service.open_window(clerk, second)
    service.open_window(other, window)
    assert queries.window_of(clerk).id == second.id and queries.window_of(other).id == window.id
    there = service.call(clerk)
    with pytest.raises(RuleBroken, match=there.label):
        service.close_window(clerk, second)
    with pytest.raises(NotFound):
        service.close_window(clerk, window)
    service.put_back(clerk, there)
    service.close_window(clerk, second)
    assert queries.window_of(clerk) is None


def test_put_back_and_transfer_keep_the_place_and_a_transfer_binds_to_one_window(db):
    first, second, third = make_seated(), make_seated(), make_seated()
    early, late = take_number(), take_number()
    assert service.call(first).id == early.id
    service.put_back(first, early)
    assert service.call(second).id == early.id
    target = queries.window_of(first)
    with pytest.raises(RuleBroken):
        service.transfer(second, early, queries.window_of(second))
    service.transfer(second, early, target)
    assert service.call(third).id == late.id
    with pytest.raises(RuleBroken):
        service.call(second)
    assert service.call(first).id == early.id


def test_waiting_being_called_serving_and_held_add_up_to_the_stay(db):
    with time_machine.travel("2026-11-23 01:00Z", tick=False) as traveller:
        clerk = make_seated()
        coming = take_number()
        minutes(traveller, 10)
        service.call(clerk)
        minutes(traveller, 2)
        service.start(clerk, coming)
        minutes(traveller, 5)
        service.hold(clerk, coming)
        minutes(traveller, 7)
        service.start(clerk, coming)
        minutes(traveller, 6)
        service.end(clerk, coming)
        stay = coming.ended_at - coming.created_at
        spent = sum((one.ended_at - one.started_at for one in coming.stretches), timedelta())
        assert spent == stay == timedelta(minutes=30)
        [row] = queries.figures(make_actor(Role.HEAD), Period())
        assert (row.served, row.left, row.waited_minutes, row.served_minutes) == (1, 0, 12.0, 11.0)


def test_undo_voids_the_new_stretch_and_reopens_the_old_one(db):
    with time_machine.travel("2026-11-23 01:00Z", tick=False) as traveller:
        clerk = make_seated()
        coming = take_number()
        with pytest.raises(RuleBroken, match="还没有动过"):
            service.undo(clerk, coming)
        minutes(traveller, 3)
        service.call(clerk)
        minutes(traveller, 1)
        service.undo(clerk, coming)
        assert coming.status is Status.WAITING and coming.assignee_id is None
        assert stretches(db, coming) == [(Stage.WAITING, False, True), (Stage.CALLED, True, False)]
        service.call(clerk)
        service.start(clerk, coming)
        minutes(traveller, 8)
        service.end(clerk, coming)
        minutes(traveller, 1)
        service.undo(clerk, coming)
        assert (coming.status, coming.ended_at) == (Status.SERVING, None)
        minutes(traveller, 1)
        service.end(clerk, coming)
        counted = [one for one in coming.stretches if not one.is_void]
        spent = sum((one.ended_at - one.started_at for one in counted), timedelta())
        assert spent == coming.ended_at - coming.created_at


def test_undo_is_for_who_did_it_for_the_head_and_not_when_the_window_is_taken(db):
    clerk, other, head = make_seated(), make_seated(), make_actor(Role.WINDOW_HEAD)
    coming, following = take_number(), take_number()
    service.call(clerk)
    with pytest.raises(RuleBroken, match="请他撤销"):
        service.undo(other, coming)
    service.start(clerk, coming)
    service.end(clerk, coming)
    service.call(clerk)
    with pytest.raises(RuleBroken, match=following.label):
        service.undo(clerk, coming)
    service.put_back(clerk, following)
    service.undo(head, coming)
    assert coming.status is Status.SERVING and coming.assignee_id == clerk.user_id
    tomorrow = coming.created_at + timedelta(days=1)
    with time_machine.travel(tomorrow), pytest.raises(RuleBroken, match="不是今天"):
        service.undo(clerk, coming)


def test_a_step_that_does_not_follow_is_refused_and_a_strangers_person_is_not_there(db):
    clerk, other = make_seated(), make_seated()
    coming = take_number()
    with pytest.raises(NotFound):
        service.start(clerk, coming)
    service.call(clerk)
    for deed in (service.start, service.hold, service.put_back, service.end, service.recall):
        with pytest.raises(NotFound):
            deed(other, coming)
    with pytest.raises(RuleBroken):
        service.end(clerk, coming)
    service.recall(clerk, coming)
    assert coming.calls == 2
    with pytest.raises(NotFound):
        service.leave(make_actor(Role.WINDOW, unit=OFFICE), coming)


def test_the_end_of_the_day_closes_as_unserved_never_as_served_and_forgets_the_names(db):
    with time_machine.travel("2026-11-23 08:00Z", tick=False):
        clerk = make_seated()
        waiting, serving, served = take_number(name="王秀英"), take_number(), take_number(name="周桂兰")
        for one in (waiting, serving):
            assert service.call(clerk).id == one.id
            service.start(clerk, one)
            service.hold(clerk, one)
        service.call(clerk)
        service.start(clerk, served)
        service.end(clerk, served)
        late = take_number()
        assert service.close_day(SYSTEM) == 0
    with time_machine.travel("2026-11-23 16:30Z", tick=False):
        today = take_number(name="李四")
        assert service.close_day(SYSTEM) == 3
        assert service.close_day(SYSTEM) == 0
        db.session.expire_all()
        assert [one.status for one in (waiting, serving, late)] == [Status.LEFT] * 3
        assert served.status is Status.SERVED and today.status is Status.WAITING
        assert late.ended_at.isoformat() == "2026-11-23T16:00:00+00:00"
        assert (waiting.name, served.name, today.name) == (None, None, "李四")
        figures = queries.figures(make_actor(Role.HEAD), Period())
        assert [(row.window != "", row.served, row.left) for row in figures] == [(True, 1, 2), (False, 0, 1)]


def test_every_deed_of_the_line_stands_in_the_audit_without_a_name(db):
    clerk = make_seated()
    coming = take_number(name="王秀英")
    service.call(clerk)
    service.start(clerk, coming)
    service.end(clerk, coming)
    entries = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.kind == "coming").order_by(AuditEntry.seq)
    ).all()
    assert [one.action for one in entries] == ["coming.take", "coming.call", "coming.start", "coming.end"]
    assert all("王秀英" not in str(one.changes) for one in entries)


def test_how_many_are_before_me_counts_only_who_my_windows_call(db):
    head = make_actor(Role.WINDOW_HEAD)
    switch_on()
    for letter in "AB":
        service.add_letter(head, letter=letter, name=f"{letter}类")
    make_seated(prefixes="A")
    make_seated(prefixes="B")
    take_number(letter="B")
    take_number(letter="A")
    mine = take_number(letter="A")
    take_number(letter="A", priority=Priority.PREGNANT)
    assert queries.ahead_of(head, mine) == 2


def test_a_number_taken_at_the_machine_waits_and_its_token_finds_it_today_only(db):
    switch_on()
    public = make_actor(Role.WINDOW, unit=HALL)
    resident = type(public)(user_id=None, role=Role.PUBLIC, unit_code=HALL[:9])
    coming = service.take(resident, unit_code=HALL, source=Source.MACHINE)
    token = queries.token_of(coming)
    assert queries.by_token(resident, token).id == coming.id
    assert queries.by_token(resident, "0" * 32) is None
    with time_machine.travel(coming.created_at + timedelta(days=1)):
        assert queries.by_token(resident, token) is None


def test_figures_stand_in_the_order_of_the_windows_and_a_town_sees_only_its_own(db):
    for name in ("10号窗口", "2号窗口", "1号窗口"):
        make_window(name)
    rows = queries.figures(make_actor(Role.HEAD), Period())
    assert [row.window for row in rows] == ["1号窗口", "2号窗口", "10号窗口"]
    assert queries.figures(make_actor(Role.HEAD, unit="990101002"), Period()) == []
    assert queries.figures(make_actor(Role.CADRE), Period()) == []


def test_windows_and_letters_are_the_heads_business(db):
    clerk, head = make_seated(), make_actor(Role.WINDOW_HEAD)
    window = queries.window_of(clerk)
    with pytest.raises(NotFound):
        service.add_window(clerk, name="9号窗口")
    with pytest.raises(RuleBroken, match="已经有一个"):
        service.add_window(head, name=window.name)
    with pytest.raises(RuleBroken, match="没有 Z 这类号"):
        service.change_window(head, window, name=window.name, prefixes="Z")
    letter = service.add_letter(head, letter="B", name="社保")
    with pytest.raises(RuleBroken, match="B 已经有了"):
        service.add_letter(head, letter="B", name="医保")
    with pytest.raises(RuleBroken, match="至少要留一类号"):
        service.change_letter(head, letter, name="社保", is_used=False)
    service.change_window(head, window, name=window.name, is_used=False)
    assert queries.window_of(clerk) is None


def test_a_town_without_the_line_has_nobody_at_a_window(db):
    coming = make_called()
    clerk = make_actor(Role.WINDOW, unit=HALL)
    assert queries.desk_of(clerk) is not None and coming.status is Status.CALLED
    from tracker.township.service import change_setting
    from tracker.township.settings import setting_named

    change_setting(make_actor(Role.SYSADMIN), setting_named("line_on"), "off")
    assert queries.desk_of(clerk) is None and queries.now_at(clerk) is None
    assert queries.desk_of(make_actor(Role.CADRE)) is None
