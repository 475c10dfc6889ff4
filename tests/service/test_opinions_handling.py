"""Sorting and handling: requests and who decides them, 首接负责, 吹哨, 快; with their refusals."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from factories import HALL, OFFICE, OFFICE_2, TOWN, make_actor, make_user
from factories_opinions import (
    ANSWER,
    make_accepted,
    make_handling,
    make_opinion,
    make_routed,
    name_subjects,
    plant_categories,
    resident,
)

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Actor, Role
from tracker.opinions import queries, rules, service
from tracker.opinions.models import OpinionSubject
from tracker.opinions.queries.telling import told_to_resident
from tracker.opinions.rules import Channel, ClockKind, Decline, Status, Stream, Tray, Urgency
from tracker.opinions.service import clocks
from tracker.store.action import action
from tracker.store.audit import AuditEntry, half_day_of
from tracker.township.queries import work_calendar


def last_action(db):
    return db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.seq.desc())).first()


def later(**length):
    return time_machine.travel(clock.now() + timedelta(**length), tick=False)


def accept(opinion, **facts):
    given = {"title": "机井", "category_id": None, "stream": Stream.SERVICE, "urgency": Urgency.ACT, **facts}
    service.accept(make_actor(), opinion, **given)


def kinds(opinion):
    return {one.kind for one in clocks.running(opinion)}


def sent_down(**facts):
    return make_opinion(channel=Channel.HOTLINE, is_read_back=True, **facts)


# 快


def test_a_safety_category_makes_it_fast_and_starts_two_hours(db):
    plant_categories()
    opinion, category = make_opinion(), queries.category_like(TOWN, "安全隐患")
    accept(opinion, category_id=category.id)
    assert opinion.urgency is Urgency.FAST
    urgent = clocks.running(opinion, [ClockKind.URGENT])[0]
    assert urgent.due_at - urgent.started_at == timedelta(hours=2)


def test_fast_cannot_become_slow(db):
    plant_categories()
    category = queries.category_like(TOWN, "安全隐患")
    with pytest.raises(RuleBroken) as broken:
        accept(make_opinion(), category_id=category.id, urgency=Urgency.SLOW)
    assert broken.value.field == "urgency"
    with pytest.raises(RuleBroken):
        accept(make_opinion(urgency=Urgency.FAST), urgency=Urgency.SLOW)


def test_speaking_with_the_resident_stops_the_two_hours_and_nothing_else(db):
    handler = make_actor(Role.HANDLER)
    opinion = make_handling(handler, urgency=Urgency.FAST)
    due, before = opinion.due_on, kinds(opinion)
    service.contact(handler, opinion, text="打了电话，人没事")
    assert ClockKind.URGENT in before and kinds(opinion) == before - {ClockKind.URGENT}
    assert opinion.contacted_at and opinion.due_on == due and last_action(db) == "opinion.contact"


def test_the_leader_on_duty_has_fast_matters_on_the_day_page(db):
    from tracker.overview.queries import my_day

    opinion = make_opinion(urgency=Urgency.FAST)
    card = next(one for one in my_day(make_actor(Role.DEPUTY)) if one.title == "快：要马上办的")
    assert [row.args["ref"] for row in card.rows] == [opinion.ref] and "前要联系本人" in card.rows[0].meta[1]
    assert not [one for one in my_day(make_actor(Role.HANDLER)) if one.title == card.title]


# not ours


def test_junk_is_a_ground_for_the_tray_alone(db):
    opinion = make_opinion()
    with pytest.raises(RuleBroken) as broken:
        service.decline(make_actor(), opinion, ground=Decline.JUNK, text="")
    assert broken.value.field == "ground"
    odd = make_opinion(tray=Tray.SUSPECT)
    service.decline(make_actor(), odd, ground=Decline.JUNK, text="")
    assert odd.status is Status.DECLINED and not kinds(odd)


def test_what_asks_for_disclosure_is_told_the_other_path(db):
    opinion = make_opinion()
    service.decline(make_actor(), opinion, ground=Decline.DISCLOSURE, text="")
    assert "信息公开" in rules.right_path(opinion.declined_for) and rules.BASES[opinion.declined_for]


def test_only_what_was_sent_down_can_be_objected_to_and_within_five_workdays(db):
    clerk = make_actor()
    with pytest.raises(RuleBroken):
        service.object_to(clerk, make_opinion(), reason="归县交通局")
    late = sent_down()
    with later(days=20), pytest.raises(RuleBroken) as broken:
        service.object_to(clerk, late, reason="归县交通局")
    assert "已经过了" in str(broken.value)


def test_an_objection_waits_for_its_result_and_every_other_clock_runs_on(db):
    clerk, opinion = make_actor(), sent_down()
    accept(opinion)
    before = kinds(opinion)
    service.object_to(clerk, opinion, reason="归县交通局")
    assert kinds(opinion) == before and last_action(db) == "opinion.object"
    with pytest.raises(RuleBroken):  # no result yet
        service.route(clerk, opinion, office_code=OFFICE_2)
    service.keep(clerk, opinion, answer="县里说由镇办")
    service.route(clerk, opinion, office_code=OFFICE_2)
    assert opinion.status is Status.ROUTED and kinds(opinion) == before


def test_an_agreed_objection_goes_back_and_the_resident_is_told(db):
    clerk, opinion = make_actor(), sent_down()
    service.object_to(clerk, opinion, reason="归县交通局")
    service.hand_back(clerk, opinion, answer="请打 12345 问县交通局")
    assert opinion.status is Status.TRANSFERRED and not kinds(opinion)
    assert "县交通局" in told_to_resident(opinion)[0].text


def test_what_another_organ_decides_is_handed_on_with_its_path(db):
    opinion = make_accepted()
    with pytest.raises(RuleBroken):
        service.transfer(make_actor(), opinion, organ="县交通局", text="打 13812345678")
    service.transfer(make_actor(), opinion, organ="县交通局", text="请带身份证去大厅 3 号窗口")
    assert opinion.status is Status.TRANSFERRED and not kinds(opinion)
    assert told_to_resident(opinion)[0].text == "已转县交通局。请带身份证去大厅 3 号窗口"
    with pytest.raises(NotFound):
        service.transfer(make_actor(Role.HANDLER), make_accepted(), organ="县交通局", text="去问")


# 退单 and 移交: 首接负责


def test_a_return_runs_twenty_four_hours_and_is_decided_by_somebody_else(db):
    head, opinion = make_actor(Role.UNIT_HEAD), make_routed()
    service.return_unit(head, opinion, reason="归发展办")
    back = clocks.running(opinion, [ClockKind.RETURN])[0]
    assert back.due_at - back.started_at == timedelta(hours=24)
    same = Actor(**{**head.__dict__, "role": Role.DEPUTY, "unit_code": TOWN})
    with pytest.raises(RuleBroken):
        service.allow_return(same, opinion)
    with pytest.raises(RuleBroken):  # once is enough
        service.return_unit(head, opinion, reason="再说一次")
    service.refuse_return(make_actor(), opinion, answer="就是你们的事")
    assert opinion.status is Status.ROUTED and ClockKind.RETURN not in kinds(opinion)
    assert opinion.requests[0].is_agreed is False and last_action(db) == "opinion.refuse_return"


def test_what_was_returned_keeps_its_limit(db):
    opinion = make_routed()
    due = opinion.due_on
    service.return_unit(make_actor(Role.UNIT_HEAD), opinion, reason="归发展办")
    service.allow_return(make_actor(), opinion)
    service.route(make_actor(), opinion, office_code=OFFICE)
    assert opinion.due_on == due and len(opinion.clocks) == 3  # told, answer, return


def test_a_hand_over_waits_for_the_other_head_and_the_first_office_stays_responsible(db):
    there, here = make_actor(Role.UNIT_HEAD, unit=OFFICE), make_actor(Role.UNIT_HEAD)
    opinion = make_handling()
    handler, due = opinion.assignee_id, opinion.due_on
    service.hand_over(here, opinion, office_code=OFFICE, reason="要用公章")
    assert opinion.assignee_id == there.user_id and opinion.office_code == OFFICE_2
    with pytest.raises(NotFound):  # nobody but the one who was asked
        service.take_over(make_actor(Role.UNIT_HEAD, unit=OFFICE), opinion)
    service.refuse_over(there, opinion, answer="不归我们")
    assert opinion.assignee_id == handler and opinion.status is Status.HANDLING
    service.hand_over(here, opinion, office_code=OFFICE, reason="还是请看看")
    service.take_over(there, opinion)
    assert (opinion.status, opinion.unit_code, opinion.office_code) == (Status.ROUTED, OFFICE, OFFICE_2)
    named = make_actor(Role.HANDLER, unit=OFFICE)
    service.assign(there, opinion, assignee_id=named.user_id)
    assert opinion.office_code == OFFICE and opinion.due_on == due


def test_nothing_is_handed_over_to_an_office_without_a_head_or_to_one_that_is_barred(db):
    here, opinion = make_actor(Role.UNIT_HEAD), make_handling()
    with pytest.raises(RuleBroken) as broken:
        service.hand_over(here, opinion, office_code=HALL, reason="请接手")
    assert broken.value.field == "office_code"
    barred = make_user(Role.UNIT_HEAD, unit=OFFICE)
    name_subjects(opinion, OpinionSubject(user_id=barred.id))
    with pytest.raises(RuleBroken):
        service.hand_over(here, opinion, office_code=OFFICE, reason="请接手")


def test_a_drafted_answer_makes_open_requests_void(db):
    there, here = make_actor(Role.UNIT_HEAD, unit=OFFICE), make_actor(Role.UNIT_HEAD)
    handler = make_actor(Role.HANDLER)
    opinion = make_handling(handler)
    service.hand_over(here, opinion, office_code=OFFICE, reason="请接手")
    service.draft(here, opinion, **ANSWER)
    assert opinion.assignee_id == handler.user_id and opinion.requests[0].is_agreed is False
    with pytest.raises((NotFound, RuleBroken)):
        service.take_over(there, opinion)


# 吹哨


def test_a_whistle_records_who_came_when_and_what_came_of_it(db):
    deputy, handler = make_actor(Role.DEPUTY), make_actor(Role.HANDLER)
    opinion = make_handling(handler)
    due = opinion.due_on
    service.whistle(deputy, opinion, departments=["县水利局", " ", "县水利局", "县疾控中心"], text="来看水")
    assert [one.department for one in opinion.whistles] == ["县水利局", "县疾控中心"]
    one = opinion.whistles[0]
    today = clock.today()
    for wrong in (today + timedelta(days=1), today - timedelta(days=1)):
        with pytest.raises(RuleBroken):
            service.arrive(handler, opinion, whistle_id=one.id, arrived_on=wrong)
    service.arrive(handler, opinion, whistle_id=one.id, arrived_on=today)
    with pytest.raises(RuleBroken):
        service.arrive(handler, opinion, whistle_id=one.id, arrived_on=today)
    service.end_whistle(handler, opinion, whistle_id=one.id, result="换了滤料")
    assert one.ended_on == today and last_action(db) == "opinion.end_whistle" and opinion.due_on == due
    with pytest.raises(RuleBroken):
        service.end_whistle(handler, opinion, whistle_id=one.id, result="又一次")


@pytest.mark.parametrize("departments", [[], [" "], ["长" * 61], [f"县{n}局" for n in range(6)]])
def test_a_whistle_names_one_to_five_departments(db, departments):
    with pytest.raises(RuleBroken) as broken:
        service.whistle(make_actor(Role.DEPUTY), make_handling(), departments=departments, text="来看水")
    assert broken.value.field == "departments"


def test_only_leaders_whistle(db):
    handler = make_actor(Role.HANDLER)
    with pytest.raises(NotFound):
        service.whistle(handler, make_handling(handler), departments=["县水利局"], text="来看水")


# 撤回


def test_a_resident_withdraws_with_half_a_day_and_soon_after_a_call_a_third_one_asks(db):
    handler = make_actor(Role.HANDLER)
    opinion = make_handling(handler)
    service.contact(handler, opinion, text="打了电话")
    service.withdraw(resident(opinion.id), opinion, reason="不想说了")
    assert opinion.status is Status.WITHDRAWN and opinion.is_withdrawal_to_check
    note = opinion.notes[-1]
    assert note.at == half_day_of(note.at) and note.user_id is None
    with pytest.raises(NotFound):
        service.withdraw(resident(opinion.id + 1), opinion, reason="别人的事")


def test_whoever_is_barred_decides_nothing(db):
    deputy = make_actor(Role.DEPUTY)
    opinion = make_routed()
    service.return_unit(make_actor(Role.UNIT_HEAD), opinion, reason="归发展办")
    name_subjects(opinion, OpinionSubject(user_id=deputy.user_id))
    with pytest.raises(NotFound):
        service.allow_return(deputy, opinion)


def test_a_merged_matter_is_dealt_with_under_the_other_one_alone(db):
    main, opinion = make_accepted(), make_accepted()
    with action(make_actor(), "opinion.merge", opinion):
        opinion.merged_into_id = main.id
    with pytest.raises(RuleBroken) as broken:
        service.route(make_actor(), opinion, office_code=OFFICE_2)
    assert "拆开" in str(broken.value)
    assert {one.name for one in service.open_moves(opinion, clock.today())} == {"unmerge", "seal", "withdraw"}
    assert opinion.due_on == work_calendar().add(opinion.accepted_on, 5)
