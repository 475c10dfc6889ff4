"""After the answer: call-back, rating, 重办 desk by desk, withdrawals that are asked about, new facts."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from factories import OFFICE_2, TOWN, make_actor, make_user
from factories_aftercare import BAD, answer_again, make_explained, make_reopened, make_withdrawn
from factories_opinions import (
    answer,
    make_closed,
    make_handling,
    make_opinion,
    make_replied,
    make_routed,
    resident,
)
from factories_sealed import put_key
from photos import photo

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Actor, Role
from tracker.opinions import queries, service
from tracker.opinions.queries.aftercare import handlers_of
from tracker.opinions.rules import CallPurpose, Contact, Outcome, Satisfaction, Solved, Status
from tracker.overview.queries import opinions_waiting
from tracker.pictures.queries import of as pictures_of
from tracker.sealed.models import CountyBox, Sealed
from tracker.sealed.rules import Holder
from tracker.store.audit import AuditEntry, AuditPending, half_day_of, verify

GOOD = {"solved": Solved.YES, "satisfaction": Satisfaction.GOOD}


def actions(db, opinion):
    rows = db.session.scalars(
        sa.select(AuditEntry.action).where(AuditEntry.kind == "opinion", AuditEntry.record_id == opinion.id)
        .order_by(AuditEntry.seq)
    )
    return list(rows)


def as_caller(person: Actor) -> Actor:
    """The same person in the post of the call-back clerk."""
    return Actor(**{**person.__dict__, "role": Role.CALLBACK, "unit_code": TOWN})


def waits_for(actor):
    return {row.args["ref"] for row in opinions_waiting(actor)}


# who calls


def test_the_handler_the_signer_and_the_head_of_the_office_never_call_back(db):
    handler, idle_head = make_actor(Role.HANDLER), make_actor(Role.UNIT_HEAD)
    opinion = make_replied(handler)
    signer = opinion.replies[0].signed_by
    for user_id in (handler.user_id, signer, idle_head.user_id):
        caller = Actor(user_id, Role.CALLBACK, TOWN)
        for deed in (
            lambda who: service.call_back(who, opinion, **GOOD), lambda who: service.miss_call(who, opinion),
            lambda who: service.close(who, opinion),
        ):
            with pytest.raises(RuleBroken):
                deed(caller)
    assert opinion.calls == []


def test_whoever_had_it_before_and_was_replaced_does_not_call_back_either(db):
    first, second = make_actor(Role.HANDLER), make_actor(Role.HANDLER)
    opinion = make_handling(first)
    service.assign(make_actor(Role.UNIT_HEAD), opinion, assignee_id=second.user_id)
    answer(second, opinion)
    assert {first.user_id, second.user_id} <= handlers_of(opinion)
    with pytest.raises(RuleBroken):
        service.call_back(as_caller(first), opinion, **GOOD)


def test_three_tries_and_no_more(db):
    caller, opinion = make_actor(Role.CALLBACK), make_replied()
    for _time in range(3):
        service.miss_call(caller, opinion)
    with pytest.raises(RuleBroken) as broken:
        service.miss_call(caller, opinion)
    assert broken.value.params == {"n": 3} and len(opinion.calls) == 3
    service.close(caller, opinion)
    assert opinion.status is Status.CLOSED


def test_what_a_relative_said_is_marked_and_agreement_is_kept(db):
    opinion = make_replied()
    service.call_back(
        make_actor(Role.CALLBACK), opinion, **GOOD, agrees=False, feeling="还行吧", is_proxy=True
    )
    (call,) = opinion.calls
    assert (call.is_proxy, call.agrees, call.feeling) == (True, False, "还行吧")
    assert "feeling" not in str(db.session.scalars(sa.select(AuditEntry.changes)).all())


def test_a_name_in_what_was_said_is_refused_and_nothing_is_kept(db):
    make_user(Role.CADRE, name="欧阳修文")
    opinion = make_replied()
    with pytest.raises(RuleBroken) as broken:
        service.call_back(make_actor(Role.CALLBACK), opinion, **GOOD, feeling="欧阳修文收了钱")
    assert broken.value.field == "words" and opinion.calls == [] and opinion.status is Status.REPLIED


# not content within duty


@pytest.mark.parametrize("by", ["call", "rating"])
def test_not_content_within_duty_is_done_again_at_once_in_the_same_act(db, by):
    opinion = make_replied()
    other = make_actor(Role.HANDLER)
    if by == "call":
        assert service.call_back(make_actor(Role.CALLBACK), opinion, **BAD) is True
        assert actions(db, opinion)[-2:] == ["opinion.call_back", "opinion.reopen"]
    else:
        assert service.rate(resident(opinion.id), opinion, **BAD) is True
        pending = [row.payload["action"] for row in db.session.scalars(sa.select(AuditPending))]
        assert pending[-2:] == ["opinion.rate", "opinion.reopen"]
    assert (opinion.status, opinion.reopened, opinion.unit_code) == (Status.ROUTED, 1, OFFICE_2)
    assert opinion.replied_on is None and opinion.assignee_id is None and not opinion.replies[0].is_current
    running = [one for one in opinion.clocks if one.stopped_on is None]
    assert [one.length for one in running] == [3]  # half of five workdays, rounded up
    assert str(other.user_id) in dict(queries.handler_choices(opinion, OFFICE_2))
    assert verify().first_bad is None


@pytest.mark.parametrize(
    ("solved", "satisfaction"),
    [(Solved.YES, Satisfaction.BAD), (Solved.NO, Satisfaction.FAIR), (Solved.PARTLY, Satisfaction.GOOD)],
)
def test_content_or_solved_leaves_it_answered(db, solved, satisfaction):
    opinion = make_replied()
    assert service.rate(resident(opinion.id), opinion, solved=solved, satisfaction=satisfaction) is False
    assert opinion.status is Status.REPLIED and opinion.reopened == 0


def test_previous_handlers_are_neither_offered_nor_accepted_again(db):
    handler = make_actor(Role.HANDLER)
    opinion = make_replied(handler)
    other = make_actor(Role.HANDLER)
    service.rate(resident(opinion.id), opinion, **BAD)
    offered = dict(queries.handler_choices(opinion, OFFICE_2))
    assert str(other.user_id) in offered
    assert not {str(handler.user_id), str(opinion.replies[0].signed_by)} & set(offered)
    head = make_actor(Role.UNIT_HEAD)
    with pytest.raises(RuleBroken) as broken:
        service.assign(head, opinion, assignee_id=handler.user_id)
    assert broken.value.field == "assignee_id"
    service.assign(head, opinion, assignee_id=other.user_id)
    assert opinion.assignee_id == other.user_id


def test_an_office_with_nobody_left_passes_it_to_the_deputy(db):
    head, handler, opinion = make_actor(Role.UNIT_HEAD), make_actor(Role.HANDLER), make_routed()
    service.assign(head, opinion, assignee_id=handler.user_id)
    service.draft(handler, opinion, outcome=Outcome.SUPPORTED, text="洗过井了。", basis="村里的办法")
    service.sign(head, opinion)
    service.rate(resident(opinion.id), opinion, **BAD)
    assert opinion.unit_code == TOWN and opinion.reopened == 1
    assert opinion.ref in waits_for(make_actor(Role.DEPUTY))
    assert opinion.ref not in waits_for(make_actor(Role.HEAD))


def test_the_second_time_it_is_the_deputys_and_the_third_time_the_heads(db):
    opinion = make_reopened()
    deputy, head = make_actor(Role.DEPUTY), make_actor(Role.HEAD)
    unit_head = make_actor(Role.UNIT_HEAD)
    assert opinion.ref in waits_for(unit_head) and opinion.ref not in waits_for(deputy)
    gone = {opinion.replies[0].author_id, answer_again(opinion).user_id}

    service.rate(resident(opinion.id), opinion, **BAD)
    assert (opinion.reopened, opinion.unit_code) == (2, TOWN)
    assert opinion.ref in waits_for(deputy) and opinion.ref not in waits_for(head) | waits_for(unit_head)
    third = make_actor(Role.HANDLER)
    offered = dict(queries.handler_choices(opinion, TOWN))
    assert str(third.user_id) in offered and not {str(one) for one in gone} & set(offered)
    service.assign(deputy, opinion, assignee_id=third.user_id)
    assert opinion.office_code == OFFICE_2  # the handler's own office, though the town holds it
    answer_of(third, opinion)

    service.rate(resident(opinion.id), opinion, **BAD)
    assert opinion.reopened == 3 and opinion.ref in waits_for(head) and opinion.ref not in waits_for(deputy)
    last = make_actor(Role.HANDLER)
    with pytest.raises(RuleBroken):
        service.assign(deputy, opinion, assignee_id=last.user_id)
    service.assign(head, opinion, assignee_id=last.user_id)
    answer_of(last, opinion)

    assert service.rate(resident(opinion.id), opinion, **BAD) is False  # no desk is left: 复查
    assert opinion.status is Status.REPLIED and opinion.reopened == 3
    for who in (resident(opinion.id), make_actor(Role.CALLBACK)):
        with pytest.raises(RuleBroken):
            service.reopen(who, opinion, reason="还是没解决")


def answer_of(handler, opinion):
    service.draft(handler, opinion, outcome=Outcome.SUPPORTED, text="又洗了一遍井。", basis="村里的办法")
    service.sign(make_actor(Role.DEPUTY), opinion)


# explained by law


def test_explained_by_law_is_closed_with_its_sentence_and_not_done_again(db):
    caller, opinion = make_actor(Role.CALLBACK), make_explained()
    assert service.call_back(caller, opinion, **BAD) is False
    assert service.is_explained(opinion)
    service.close(caller, opinion)
    assert opinion.status is Status.CLOSED
    assert next(note.text for note in opinion.notes if note.move == "close").startswith("已解释")
    with pytest.raises(RuleBroken) as broken:
        service.reopen(resident(opinion.id), opinion, reason="我不服")
    assert "复查" in broken.value.message


def test_an_anonymous_persons_own_rating_counts_for_closing(db):
    opinion = make_replied(contact=Contact.ANONYMOUS)
    service.rate(resident(opinion.id), opinion, **GOOD)
    service.close(make_actor(Role.CALLBACK), opinion)
    assert opinion.status is Status.CLOSED and opinion.calls == []


# 重办 by the resident


def test_a_resident_has_it_done_again_within_thirty_days_and_not_later(db):
    opinion, late = make_replied(), make_replied()
    make_actor(Role.HANDLER)
    with time_machine.travel(clock.now() + timedelta(days=30), tick=False):
        service.reopen(resident(opinion.id), opinion, reason="水又浑了")
    assert opinion.status is Status.ROUTED and opinion.notes[-1].text == "水又浑了"
    assert opinion.notes[-1].at == half_day_of(opinion.notes[-1].at)  # of a resident only the half-day
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False), pytest.raises(RuleBroken):
        service.reopen(resident(late.id), late, reason="水又浑了")
    assert late.status is Status.REPLIED


def test_nobody_has_another_persons_matter_done_again(db):
    opinion, other = make_replied(), make_opinion()
    with pytest.raises(NotFound):
        service.reopen(resident(other.id), opinion, reason="水又浑了")


def test_another_answer_can_be_rated_anew_and_the_old_rating_stays_on_file(db):
    opinion = make_reopened()
    answer_again(opinion)
    service.rate(resident(opinion.id), opinion, **GOOD)
    said = [(one.solved, one.is_current) for one in opinion.ratings]
    assert said == [(Solved.NO, False), (Solved.YES, True)]
    assert opinion.rating.solved is Solved.YES


# withdrawals


def test_a_withdrawal_soon_after_contact_is_asked_about_by_a_third_person(db):
    opinion = make_withdrawn()
    assert opinion.is_withdrawal_to_check
    caller = make_actor(Role.CALLBACK)
    assert opinion.ref in waits_for(caller)
    handler = opinion.assignee_id
    with pytest.raises(RuleBroken):
        service.check_withdrawal(Actor(handler, Role.CALLBACK, TOWN), opinion, is_free=True)
    service.check_withdrawal(caller, opinion, is_free=True, text="是我自己要撤的")
    (call,) = opinion.calls
    assert call.purpose is CallPurpose.WITHDRAWAL and call.agrees is True and opinion.calls_now == []
    assert opinion.status is Status.WITHDRAWN and not opinion.is_withdrawal_to_check
    assert opinion.ref not in waits_for(caller) and actions(db, opinion)[-1] == "opinion.check_withdrawal"
    with pytest.raises(RuleBroken):
        service.check_withdrawal(caller, opinion, is_free=False)


def test_a_withdrawal_of_no_free_will_is_taken_up_again_at_once(db):
    opinion = make_withdrawn()
    before = opinion.due_on
    service.check_withdrawal(make_actor(Role.CALLBACK), opinion, is_free=False, text="怕孩子上学受影响")
    assert opinion.status is Status.ACCEPTED and opinion.unit_code == TOWN and opinion.assignee_id is None
    assert opinion.due_on == before  # nobody talks a deadline away
    assert actions(db, opinion)[-2:] == ["opinion.check_withdrawal", "opinion.reinstate"]


def test_three_tries_that_reach_nobody_let_a_withdrawal_rest(db):
    caller, opinion = make_actor(Role.CALLBACK), make_withdrawn()
    for number in range(1, 4):
        service.check_withdrawal(caller, opinion, is_free=None)
        assert opinion.is_withdrawal_to_check is (number < 3)


def test_a_withdrawal_long_after_contact_is_nobodys_question(db):
    handler = make_actor(Role.HANDLER)
    opinion = make_handling(handler)
    service.contact(handler, opinion, text="打过电话")
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=False):
        service.withdraw(resident(opinion.id), opinion, reason="")
    assert opinion.status is Status.WITHDRAWN and not opinion.is_withdrawal_to_check
    with pytest.raises(RuleBroken):
        service.check_withdrawal(make_actor(Role.CALLBACK), opinion, is_free=True)


def test_a_matter_nobody_had_sorted_yet_comes_back_with_whole_clocks(db):
    opinion = make_opinion()
    service.withdraw(resident(opinion.id), opinion, reason="")
    with pytest.raises(NotFound):
        service.reinstate(make_actor(Role.HANDLER), opinion, reason="本人又想办")
    service.reinstate(make_actor(Role.DEPUTY), opinion, reason="本人又想办")
    assert opinion.status is Status.ACCEPTED and opinion.due_on and opinion.stream


# new facts


def test_new_facts_start_a_closed_matter_with_its_whole_time(db):
    opinion = make_closed()
    with pytest.raises(RuleBroken):
        service.restart(make_actor(), opinion, reason=" ")
    service.restart(make_actor(), opinion, reason="井壁又塌了一段")
    assert (opinion.status, opinion.unit_code, opinion.reopened) == (Status.ACCEPTED, TOWN, 0)
    running = [one for one in opinion.clocks if one.stopped_on is None]
    assert [one.length for one in running] == [5] and opinion.replied_on is None
    assert not any(one.is_current for one in (*opinion.calls, *opinion.replies))
    with pytest.raises(NotFound):
        service.restart(make_actor(Role.CALLBACK), make_closed(), reason="井壁又塌了一段")


# retaliation


def test_a_report_of_retaliation_is_sealed_and_leaves_nothing_on_the_matter(db):
    make_user(Role.CADRE, name="欧阳修文")
    opinion = make_handling()
    before = (opinion.version, len(actions(db, opinion)))
    way = service.report_retaliation(resident(opinion.id), opinion, text="有人上门叫我闭嘴", whom="欧阳修文")
    record = db.session.scalars(sa.select(Sealed)).one()
    assert way.value == "sealed" and record.origin == "retaliation" and len(record.subjects) == 1
    db.session.expire_all()
    assert (opinion.version, len(actions(db, opinion))) == before
    assert opinion.notes == [] and opinion.supplements == [] and opinion.subjects == []


def test_retaliation_by_a_head_of_the_town_is_the_countys(db):
    make_user(Role.HEAD, name="郑明远")
    opinion = make_handling()
    way = service.report_retaliation(resident(opinion.id), opinion, text="郑明远打电话叫我撤")
    assert way.value == "county" and db.session.query(Sealed).count() == 0


def test_where_the_county_has_a_box_a_report_about_a_head_goes_into_it(db):
    make_user(Role.HEAD, name="郑明远")
    put_key(Holder.COUNTY)
    opinion = make_handling()
    way = service.report_retaliation(resident(opinion.id), opinion, text="郑明远打电话叫我撤")
    assert way.value == "sealed" and db.session.query(Sealed).count() == 0
    assert db.session.query(CountyBox).count() == 1


def test_photographs_come_with_a_supplement_and_go_with_an_accusation(db):
    make_user(Role.CADRE, name="欧阳修文")
    opinion = make_handling()
    me = resident(opinion.id)
    assert service.supplement(me, opinion, text="", photos=[photo()]).value == "ordinary"
    assert service.supplement(me, opinion, text="还有一张", photos=[photo(), photo()]).value == "ordinary"
    assert len(pictures_of("opinion", opinion.id)) == 3 and len(opinion.supplements) == 1
    assert service.supplement(me, opinion, text="欧阳修文收了钱", photos=[photo()]).value == "sealed"
    assert len(pictures_of("opinion", opinion.id)) == 3 and len(opinion.supplements) == 1
    assert len(pictures_of("sealed", db.session.scalars(sa.select(Sealed.id)).one())) == 1


def test_a_bad_photograph_keeps_nothing_of_an_answer(db):
    handler = make_actor(Role.HANDLER)
    opinion = make_handling(handler)
    service.ask_question(handler, opinion, text="水表是哪一年换的？")
    question = opinion.questions[0]
    me = resident(opinion.id)
    with pytest.raises(RuleBroken) as broken:
        service.answer_with_photos(me, opinion, question.id, text="前年", photos=[b"no picture"])
    assert broken.value.field == "photos" and question.answered_at is None
    service.answer_with_photos(me, opinion, question.id, text="前年", photos=[photo()])
    assert question.answer == "前年" and len(pictures_of("opinion", opinion.id)) == 1
