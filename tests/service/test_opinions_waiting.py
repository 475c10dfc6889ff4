"""Nobody can talk a deadline away: 等材料, 暂缓, 延期, comments, edits, merges, nights without a machine."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from factories import TOWN, make_actor
from factories_opinions import answer, make_accepted, make_handling, make_replied, resident

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Actor, Role
from tracker.opinions import service
from tracker.opinions.queries.telling import told_to_resident
from tracker.opinions.rules import Channel, ClockKind, Status, Stream, Urgency
from tracker.opinions.service import clocks
from tracker.sealed.models import Sealed
from tracker.sealed.rules import Way
from tracker.store.action import action
from tracker.store.audit import AuditEntry, half_day_of
from tracker.township.queries import work_calendar

PROMISE = "等冬天河里水退了再挖"


def last_action(db):
    return db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.seq.desc())).first()


def day(n):
    return clock.today() + timedelta(days=n)


def workday(n):
    return work_calendar().add(clock.today(), n)


def later(days):
    return time_machine.travel(clock.now() + timedelta(days=days), tick=False)


def hotline(opinion):
    return clocks.running(opinion, [ClockKind.HOTLINE])[0]


def handling(stream=Stream.CLAIM, **facts):
    handler = make_actor(Role.HANDLER)
    return handler, make_handling(handler, stream=stream, **facts)


# 等材料


def test_papers_hold_the_hotline_clock_alone(db):
    handler, opinion = handling(channel=Channel.HOTLINE, is_read_back=True)
    petition = clocks.running(opinion, [ClockKind.PETITION])[0]
    before = petition.due_on
    service.ask_more(handler, opinion, text="请补土地证", until=workday(5))
    assert opinion.status is Status.WAITING and hotline(opinion).due_on is None
    assert petition.due_on == before == opinion.due_on and last_action(db) == "opinion.ask_more"


def test_the_answer_of_the_resident_ends_the_waiting_and_keeps_half_a_day(db):
    handler, opinion = handling(Stream.SERVICE)
    service.ask_more(handler, opinion, text="请补土地证", until=workday(5))
    question = opinion.questions[0]
    service.answer_question(resident(opinion.id), opinion, question.id, "放在窗口了")
    assert opinion.status is Status.HANDLING and opinion.due_on is not None
    assert question.answer == "放在窗口了" and question.answered_at == half_day_of(question.answered_at)
    with pytest.raises(RuleBroken):
        service.answer_question(resident(opinion.id), opinion, question.id, "再说一次")


def test_an_accusation_in_an_answer_goes_the_way_of_accusations(db):
    discipline = make_actor(Role.UNIT_HEAD, name="郝建设")
    handler, opinion = handling(Stream.SERVICE)
    service.ask_question(handler, opinion, text="哪一天看见的？")
    way = service.answer_question(
        resident(opinion.id), opinion, opinion.questions[0].id, "郝建设收了钱不给办"
    )
    assert discipline and way is not Way.ORDINARY and not opinion.questions[0].answer
    assert db.session.query(Sealed).count() == 1


def test_nobody_answers_for_the_resident(db):
    handler, opinion = handling(Stream.SERVICE)
    service.ask_question(handler, opinion, text="哪一天？")
    for actor in (handler, make_actor(), resident(opinion.id + 1)):
        with pytest.raises(NotFound):
            service.answer_question(actor, opinion, opinion.questions[0].id, "昨天")


def test_the_wait_for_papers_ends_by_itself_on_its_day_however_late_the_night_comes(db):
    handler, opinion = handling(Stream.SERVICE)
    until = workday(3)
    service.ask_more(handler, opinion, text="请补土地证", until=until)
    assert service.resume_due() == 0
    with later(60):  # the machine was off for weeks
        assert service.resume_due() == 1
        assert service.resume_due() == 0
    db.session.refresh(opinion)
    assert opinion.status is Status.HANDLING
    assert opinion.questions[0].resumed_on == until + timedelta(days=1)
    assert opinion.due_on < day(60)


def test_papers_are_asked_for_twice_at_most_and_with_a_day(db):
    handler, opinion = handling(Stream.SERVICE)
    for wrong in (None, clock.today(), workday(11)):
        with pytest.raises(RuleBroken) as broken:
            service.ask_more(handler, opinion, text="请补土地证", until=wrong)
        assert broken.value.field == "until"
    for _time in range(2):
        service.ask_more(handler, opinion, text="请补土地证", until=workday(5))
        service.resume(handler, opinion)
    with pytest.raises(RuleBroken):
        service.ask_more(handler, opinion, text="还缺一张", until=workday(5))


def test_a_question_stops_nothing(db):
    handler, opinion = handling(Stream.SERVICE)
    due = opinion.due_on
    service.ask_question(handler, opinion, text="哪一天？")
    assert opinion.status is Status.HANDLING and opinion.due_on == due
    with pytest.raises(RuleBroken):
        service.ask_question(handler, opinion, text="打 13812345678 问我")


# 暂缓


def test_a_deferral_is_agreed_to_by_another_and_stops_no_clock(db):
    handler, opinion = handling()
    due = opinion.due_on
    service.ask_defer(handler, opinion, until=day(20), reason=PROMISE)
    assert opinion.status is Status.HANDLING and not told_to_resident(opinion)
    same = Actor(**{**handler.__dict__, "role": Role.DEPUTY, "unit_code": TOWN})
    with pytest.raises(RuleBroken):
        service.defer(same, opinion)
    service.defer(make_actor(Role.DEPUTY), opinion)
    assert opinion.status is Status.DEFERRED and opinion.due_on == due
    assert hotlines_stand_still(opinion) == 0 and last_action(db) == "opinion.defer"
    assert PROMISE in told_to_resident(opinion)[0].text


def hotlines_stand_still(opinion):
    return sum(one.due_on is None for one in opinion.clocks)


def test_the_handler_does_not_agree_to_what_the_head_of_the_office_asked_for(db):
    handler, opinion = handling()
    service.ask_defer(make_actor(Role.UNIT_HEAD), opinion, until=day(20), reason=PROMISE)
    same = Actor(**{**handler.__dict__, "role": Role.DEPUTY, "unit_code": TOWN})
    with pytest.raises(RuleBroken):
        service.defer(same, opinion)


def test_a_deferral_past_the_legal_day_is_refused(db):
    handler, opinion = handling(Stream.SERVICE)
    with pytest.raises(RuleBroken) as broken:
        service.ask_defer(handler, opinion, until=opinion.due_on + timedelta(days=1), reason=PROMISE)
    assert broken.value.field == "until" and str(opinion.due_on.day) in str(broken.value)


def test_a_deferral_is_no_way_for_fast_matters(db):
    handler, opinion = handling(urgency=Urgency.FAST)
    with action(make_actor(), "opinion.accept", opinion):
        opinion.urgency = Urgency.FAST
    with pytest.raises(RuleBroken):
        service.ask_defer(handler, opinion, until=day(5), reason=PROMISE)


def test_a_deferral_ends_on_its_day_by_itself_and_there_are_two_at_most(db):
    handler, opinion = handling()
    for n in (1, 2):
        service.ask_defer(handler, opinion, until=day(3), reason=PROMISE)
        service.defer(make_actor(Role.DEPUTY), opinion)
        assert service.end_defer_due() == 0
        with later(3):
            assert service.end_defer_due() == 1
        db.session.refresh(opinion)
        assert opinion.status is Status.HANDLING and opinion.requests[n - 1].ended_on == day(3)
    with pytest.raises(RuleBroken):
        service.ask_defer(handler, opinion, until=day(3), reason=PROMISE)


def test_a_refused_deferral_leaves_all_as_it_was_and_an_agreed_one_can_be_ended_early(db):
    handler, opinion = handling()
    service.ask_defer(handler, opinion, until=day(3), reason=PROMISE)
    service.refuse_defer(make_actor(Role.HEAD), opinion, answer="现在就办")
    assert opinion.status is Status.HANDLING and last_action(db) == "opinion.refuse_defer"
    service.ask_defer(handler, opinion, until=day(3), reason=PROMISE)
    service.defer(make_actor(Role.DEPUTY), opinion)
    service.end_defer(handler, opinion)
    assert opinion.status is Status.HANDLING and opinion.requests[1].ended_on == clock.today()


# 延期


def test_an_extension_is_approved_by_the_head_once_and_told_with_its_reason(db):
    handler, opinion = handling(Stream.SERVICE)
    due = opinion.due_on
    service.ask_extend(handler, opinion, clock_kind=ClockKind.HOTLINE, length=5, reason="等水样结果")
    assert opinion.due_on == due
    with pytest.raises(NotFound):
        service.extend(make_actor(Role.DEPUTY), opinion)
    service.extend(make_actor(Role.HEAD), opinion)
    assert opinion.due_on == work_calendar().add(due, 5) and last_action(db) == "opinion.extend"
    assert told_to_resident(opinion)[0].text == "答复要晚 5 个工作日，经主要负责人批准。等水样结果"
    with pytest.raises(RuleBroken):
        service.ask_extend(handler, opinion, clock_kind=ClockKind.HOTLINE, length=1, reason="还要")


def test_what_is_over_is_not_extended_not_even_when_it_was_asked_for_in_time(db):
    handler, opinion = handling(Stream.SERVICE)
    service.ask_extend(handler, opinion, clock_kind=ClockKind.HOTLINE, length=5, reason="等水样结果")
    due = opinion.due_on
    with later(20), pytest.raises(RuleBroken):
        service.extend(make_actor(Role.HEAD), opinion)
    db.session.refresh(opinion)
    assert opinion.due_on == due and opinion.requests[0].is_agreed is None
    service.refuse_extend(make_actor(Role.HEAD), opinion, answer="请按原来的期限办")
    assert opinion.due_on == due


@pytest.mark.parametrize(
    ("kind", "length"), [(ClockKind.HOTLINE, 6), (ClockKind.NOTICE, 1), (ClockKind.HOTLINE, 0)]
)
def test_an_extension_is_no_longer_than_the_rule_allows(db, kind, length):
    handler, opinion = handling(Stream.SERVICE)
    with pytest.raises(RuleBroken):
        service.ask_extend(handler, opinion, clock_kind=kind, length=length, reason="等水样结果")


# nobody can talk a deadline away


def limits(opinion):
    return [
        (one.kind, one.started_on, one.length, one.extended, one.due_on, one.stopped_on)
        for one in opinion.clocks
    ]


def test_words_edits_and_requests_change_no_due_date(db):
    handler, opinion = handling(Stream.SERVICE)
    before = [row for row in limits(opinion) if row[0] is ClockKind.HOTLINE]
    head, clerk = make_actor(Role.UNIT_HEAD), make_actor()
    service.supplement(resident(opinion.id), opinion, text="昨天又浑了")
    service.contact(handler, opinion, text="打了电话")
    service.ask_question(handler, opinion, text="哪一天？")
    service.assign(head, opinion, assignee_id=handler.user_id)
    service.return_unit(handler, opinion, reason="不归我们")
    service.refuse_return(clerk, opinion, answer="归你们")
    service.ask_defer(handler, opinion, until=opinion.due_on, reason=PROMISE)
    service.refuse_defer(make_actor(Role.DEPUTY), opinion, answer="现在办")
    service.ask_extend(handler, opinion, clock_kind=ClockKind.HOTLINE, length=5, reason="等结果")
    service.refuse_extend(make_actor(Role.HEAD), opinion, answer="不用")
    service.whistle(make_actor(Role.DEPUTY), opinion, departments=["县水利局"], text="来看看")
    assert [row for row in limits(opinion) if row[0] is ClockKind.HOTLINE] == before
    assert opinion.due_on == before[0][4]


def test_merging_and_taking_apart_leaves_every_clock(db):
    main, opinion = make_accepted(), make_accepted()
    before, due = limits(opinion), opinion.due_on
    for merged_into in (main.id, None):
        with action(make_actor(), "opinion.merge" if merged_into else "opinion.unmerge", opinion):
            opinion.merged_into_id = merged_into
        assert limits(opinion) == before and opinion.due_on == due


def test_a_machine_that_was_off_changes_no_due_date(db):
    opinion = make_accepted()
    before = limits(opinion)
    with later(30):
        from tracker.overview.service import nightly

        nightly()
        db.session.refresh(opinion)
        assert limits(opinion) == before


def test_withdrawing_and_coming_back_gives_no_new_time(db):
    handler, opinion = handling(Stream.SERVICE)
    service.ask_more(handler, opinion, text="请补土地证", until=workday(5))
    service.withdraw(make_actor(), opinion, reason="本人签了字")
    assert not [one for one in opinion.questions if one.resumed_on is None]
    due = hotline(opinion).due_on
    assert due is not None
    service.reinstate(make_actor(Role.DEPUTY), opinion, reason="本人要办")
    assert hotline(opinion).due_on == due and opinion.due_on == due


def test_a_second_answer_of_a_reopened_matter_has_its_own_clock_and_the_old_one_stays_as_it_was(db):
    opinion = make_replied()
    old = [one for one in opinion.clocks if one.kind is ClockKind.HOTLINE]
    stopped, due = old[0].stopped_on, old[0].due_on
    service.reopen(make_actor(Role.DEPUTY), opinion, reason="又浑了")
    other = make_actor(Role.HANDLER)
    service.assign(make_actor(Role.UNIT_HEAD), opinion, assignee_id=other.user_id)
    service.ask_more(other, opinion, text="请补照片", until=workday(5))
    assert (old[0].stopped_on, old[0].due_on) == (stopped, due)
    assert clocks.days_of(opinion, old[0]).due_on(work_calendar()) == due


def test_the_recount_touches_running_clocks_of_days_only(db):
    make_accepted()
    make_replied()
    assert service.recount_clocks() == 0



def test_what_nobody_decided_is_void_once_the_answer_is_signed(db):
    handler, opinion = handling(Stream.SERVICE)
    service.ask_extend(handler, opinion, clock_kind=ClockKind.HOTLINE, length=5, reason="等结果")
    answer(handler, opinion)
    assert opinion.requests[0].is_agreed is False and opinion.requests[0].decided_by is None
    assert not told_to_resident(opinion)
