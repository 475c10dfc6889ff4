"""Answering: outcome, basis, signing, sending back, review rights with dates, templates, merged matters."""

from datetime import date

import pytest
import time_machine
from factories import OFFICE_2, TOWN, make_actor
from factories_opinions import (
    answer,
    make_accepted,
    make_closed,
    make_handling,
    make_opinion,
    make_replied,
    name_subjects,
)
from sqlalchemy import select

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Role
from tracker.opinions import service
from tracker.opinions.models import Opinion, OpinionSubject, ReplyTemplate
from tracker.opinions.queries import desk
from tracker.opinions.rules import (
    Outcome,
    ReviewLevel,
    ReviewVerdict,
    Satisfaction,
    Solved,
    Status,
    Stream,
)
from tracker.opinions.rules.answering import OFFICE_WORDS, office_words
from tracker.opinions.rules.reviews import is_final
from tracker.opinions.service import papers, templates
from tracker.opinions.service.templates import Wording
from tracker.store.action import action
from tracker.store.audit import AuditEntry
from tracker.township.queries import work_calendar

BASIS = "《村民委员会组织法》第三十条"


def deeds(db, name):
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == name)))


def drafted(stream=Stream.SERVICE, **said):
    handler = make_actor(Role.HANDLER)
    opinion = make_handling(handler, stream=stream)
    service.draft(
        handler, opinion, **{"outcome": Outcome.SUPPORTED, "text": "井洗过了。", "basis": BASIS, **said}
    )
    return handler, opinion


# the draft


def test_a_claim_is_not_answered_without_its_legal_basis(db):
    handler = make_actor(Role.HANDLER)
    opinion = make_handling(handler, stream=Stream.CLAIM)
    with pytest.raises(RuleBroken) as broken:
        service.draft(handler, opinion, outcome=Outcome.EXPLAINED, text="按政策办。", basis="  ")
    assert broken.value.field == "basis" and opinion.status is Status.HANDLING and not opinion.replies


def test_an_everyday_matter_needs_no_basis(db):
    _handler, opinion = drafted(basis="")
    assert opinion.status is Status.SIGNING and opinion.reply.basis == ""


@pytest.mark.parametrize(
    ("stream", "outcome"),
    [
        (Stream.SUGGESTION, Outcome.SUPPORTED),
        (Stream.CLAIM, Outcome.ADOPTED),
        (Stream.SERVICE, Outcome.PARTLY),
    ],
)
def test_an_outcome_of_another_stream_is_refused(db, stream, outcome):
    with pytest.raises(RuleBroken) as broken:
        drafted(stream, outcome=outcome)
    assert broken.value.field == "outcome"


def test_a_telephone_in_the_answer_is_refused_where_it_stands(db):
    for fields, where in ((("text", "打 13812345678"), "answer"), (("basis", "打 13812345678"), "basis")):
        with pytest.raises(RuleBroken) as broken:
            drafted(**dict([fields]))
        assert broken.value.field == where


def test_office_words_are_named_with_what_to_write_instead():
    assert [word for word, _better in office_words("我们将及时予以处理")] == ["予以", "及时"]
    assert office_words("明天上午来修。") == [] and all(OFFICE_WORDS.values())


# signing


def test_nobody_signs_the_own_draft(db):
    head = make_actor(Role.UNIT_HEAD)
    opinion = make_handling(head)
    service.draft(head, opinion, outcome=Outcome.SUPPORTED, text="好了。", basis=BASIS)
    with pytest.raises(RuleBroken):
        service.sign(head, opinion)
    db.session.refresh(opinion)
    assert opinion.status is Status.SIGNING and opinion.reply.replied_on is None
    service.sign(make_actor(Role.DEPUTY), opinion)
    assert opinion.status is Status.REPLIED


def test_a_handler_and_the_head_of_another_office_sign_nothing(db):
    _handler, opinion = drafted()
    for actor in (
        make_actor(Role.HANDLER),
        make_actor(Role.UNIT_HEAD, unit=TOWN + "901"),
        make_actor(Role.CLERK),
    ):
        with pytest.raises(NotFound):
            service.sign(actor, opinion)
    assert not deeds(db, "opinion.sign")


def test_until_it_is_signed_the_resident_has_no_answer_and_the_clock_runs(db):
    _handler, opinion = drafted()
    assert opinion.replied_on is None and all(
        one.stopped_on is None for one in opinion.clocks if one.due_on and one.kind.value == "hotline"
    )


def test_signing_a_claim_states_the_last_day_for_review_rolled_to_a_workday(db):
    with time_machine.travel("2026-11-20T09:00:00+08:00", tick=False):
        opinion = make_replied(stream=Stream.CLAIM)
    # 30 days after Friday 20 November is Sunday 20 December: Monday 21
    assert opinion.reply.review_until == date(2026, 12, 21)
    assert make_replied(stream=Stream.SERVICE).reply.review_until is None


def test_a_draft_that_was_sent_back_stays_and_its_words_come_again(db):
    handler, opinion = drafted(text="第一稿。")
    service.send_back(make_actor(Role.UNIT_HEAD), opinion, reason="写明哪一天修")
    assert opinion.status is Status.HANDLING and opinion.reply is None
    assert desk.returned_draft(opinion).text == "第一稿。"
    assert [note.text for note in opinion.notes if note.move == "send_back"] == ["写明哪一天修"]
    answer(handler, opinion, text="第二稿。")
    assert [one.text for one in opinion.replies] == ["第一稿。", "第二稿。"]
    assert desk.returned_draft(opinion) is None and deeds(db, "opinion.send_back")


# merged matters


def merged_into(main, **facts):
    child = make_opinion(**facts)
    with action(make_actor(), "opinion.merge", child):
        child.merged_into_id = main.id
    return child


def test_merged_matters_get_the_same_answer_each_with_its_own_line_in_the_log(db):
    _handler, main = drafted(Stream.CLAIM)
    fresh = merged_into(main, text="我家井水也浑。")
    routed = make_accepted(stream=Stream.CLAIM)
    with action(make_actor(), "opinion.merge", routed):
        routed.merged_into_id = main.id
    service.sign(make_actor(Role.UNIT_HEAD), main)
    for child in (fresh, routed):
        assert child.status is Status.REPLIED and child.replied_on == main.replied_on
        assert (child.reply.text, child.reply.outcome) == (main.reply.text, main.reply.outcome)
        assert child.reply.id != main.reply.id and all(one.stopped_on for one in child.clocks)
    assert routed.reply.review_until == main.reply.review_until and fresh.reply.review_until is None
    assert {entry.record_id for entry in deeds(db, "opinion.answer_with")} == {fresh.id, routed.id}


def test_a_merged_matter_that_bars_the_signer_is_left_alone(db):
    _handler, main = drafted()
    child, head = merged_into(main), make_actor(Role.UNIT_HEAD)
    name_subjects(child, OpinionSubject(user_id=head.user_id))
    service.sign(head, main)
    found = db.session.scalar(select(Opinion).where(Opinion.id == child.id))
    assert main.status is Status.REPLIED and found.status is Status.SUBMITTED and not found.replies


def test_a_merged_matter_that_was_answered_already_keeps_its_answer(db):
    _handler, main = drafted()
    other = make_closed()
    with action(make_actor(), "opinion.close", other):
        other.merged_into_id = main.id
    before = other.reply.text
    service.sign(make_actor(Role.UNIT_HEAD), main)
    assert other.status is Status.CLOSED and len(other.replies) == 1 and other.reply.text == before


# templates


def make_template(actor=None, **facts):
    wording = Wording(**{"name": "路灯报修", "text": "某月某日已修好。", "basis": BASIS, **facts})
    return templates.add_template(actor or make_actor(), wording)


def test_changing_a_template_changes_no_answer_made_of_it(db):
    clerk, record = make_actor(), make_template()
    _handler, opinion = drafted(text=record.text, basis=record.basis)
    service.sign(make_actor(Role.UNIT_HEAD), opinion)
    templates.edit_template(clerk, record, Wording(name="路灯报修", text="全改了。", basis="别的"))
    db.session.expire_all()
    assert opinion.reply.text == "某月某日已修好。" and opinion.reply.basis == BASIS
    assert db.session.get(ReplyTemplate, record.id).text == "全改了。"


def test_two_templates_of_one_name_and_one_with_a_telephone_are_refused(db):
    make_template()
    for facts, field in (({}, "name"), ({"name": "别的", "text": "请打 13812345678"}, "text")):
        with pytest.raises(RuleBroken) as broken:
            make_template(**facts)
        assert broken.value.field == field


def test_templates_of_the_stream_and_for_all_are_offered_but_none_that_is_out_of_use(db):
    clerk = make_actor()
    for name, stream, is_active in (
        ("都能用", None, True),
        ("建议", Stream.SUGGESTION, True),
        ("申诉", Stream.CLAIM, True),
        ("旧", None, False),
    ):
        make_template(clerk, name=name, stream=stream, is_active=is_active)
    offered = desk.reply_templates(make_actor(Role.HANDLER), Stream.CLAIM, active=True)
    assert {one.name for one in offered} == {"都能用", "申诉"}
    with pytest.raises(NotFound):
        make_template(make_actor(Role.HANDLER), name="不行")


# 复查、复核


def reviewed(asked="2026-12-01", **facts):
    with time_machine.travel("2026-11-20T09:00:00+08:00", tick=False):
        opinion = make_replied(stream=Stream.CLAIM, **facts)
    with time_machine.travel("2026-12-01T09:00:00+08:00", tick=False):
        service.ask_review(make_actor(), opinion, organ="云岭县人民政府", asked_on=date.fromisoformat(asked))
    return opinion


def test_a_review_is_recorded_with_the_day_it_is_due(db):
    opinion = reviewed()
    review = opinion.reviews[0]
    assert opinion.status is Status.REVIEW and review.level is ReviewLevel.REVIEW
    assert review.due_on == date(2026, 12, 31) and deeds(db, "opinion.ask_review")


@pytest.mark.parametrize("asked", ["2026-11-19", "2026-12-02"])
def test_a_review_asked_for_before_the_answer_or_in_the_future_is_refused(db, asked):
    with pytest.raises(RuleBroken) as broken:
        reviewed(asked)
    assert broken.value.field == "asked_on"


def test_the_last_day_to_ask_for_review_is_rolled_and_no_later(db):
    with time_machine.travel("2026-11-20T09:00:00+08:00", tick=False):
        opinion = make_replied(stream=Stream.CLAIM)
    clerk = make_actor()
    with time_machine.travel("2026-12-22T09:00:00+08:00", tick=False):
        with pytest.raises(RuleBroken):
            service.ask_review(clerk, opinion, organ="县政府", asked_on=date(2026, 12, 22))
        service.ask_review(clerk, opinion, organ="县政府", asked_on=date(2026, 12, 21))
    assert opinion.reviews[0].asked_on == date(2026, 12, 21)


def test_only_claims_have_a_review(db):
    opinion = make_replied(stream=Stream.SERVICE)
    with pytest.raises(RuleBroken):
        service.ask_review(make_actor(), opinion, organ="县政府", asked_on=opinion.replied_on)
    assert opinion.status is Status.REPLIED and not opinion.reviews


def test_after_the_recheck_the_matter_is_final(db):
    opinion, clerk = reviewed(), make_actor()
    with time_machine.travel("2026-12-25T09:00:00+08:00", tick=False):
        service.record_review(clerk, opinion, verdict=ReviewVerdict.KEPT, decided_on=date(2026, 12, 20))
        assert opinion.status is Status.CLOSED and not is_final(opinion.reviews)
        with pytest.raises(RuleBroken):
            service.ask_review(clerk, opinion, organ="市政府", asked_on=date(2026, 12, 19))
        service.ask_review(clerk, opinion, organ="市政府", asked_on=date(2026, 12, 24))
        assert opinion.reviews[1].level is ReviewLevel.RECHECK and opinion.closed_on is None
        service.record_review(
            clerk, opinion, verdict=ReviewVerdict.KEPT, decided_on=date(2026, 12, 25), text="维持复查意见"
        )
        assert is_final(opinion.reviews) and opinion.status is Status.CLOSED
        with pytest.raises(RuleBroken):
            service.ask_review(clerk, opinion, organ="省政府", asked_on=date(2026, 12, 25))


def test_a_verdict_before_the_day_it_was_asked_for_is_refused(db):
    opinion = reviewed()
    with time_machine.travel("2026-12-05T09:00:00+08:00", tick=False):
        for day in (date(2026, 11, 30), date(2026, 12, 6)):
            with pytest.raises(RuleBroken) as broken:
                service.record_review(make_actor(), opinion, verdict=ReviewVerdict.CHANGED, decided_on=day)
            assert broken.value.field == "decided_on"


def test_only_the_desk_records_reviews(db):
    opinion = make_replied(stream=Stream.CLAIM)
    for role in (Role.HANDLER, Role.UNIT_HEAD, Role.CALLBACK):
        with pytest.raises(NotFound):
            service.ask_review(make_actor(role), opinion, organ="县政府", asked_on=opinion.replied_on)
    assert opinion.unit_code == OFFICE_2


def test_a_merged_matter_that_was_answered_is_called_back_and_closed_like_any_other(db):
    _handler, main = drafted()
    child = merged_into(main)
    assert service.sign(make_actor(Role.UNIT_HEAD), main) == 1
    caller = make_actor(Role.CALLBACK)
    service.call_back(caller, child, solved=Solved.YES, satisfaction=Satisfaction.GOOD)
    service.close(caller, child)
    assert child.status is Status.CLOSED and main.status is Status.REPLIED


def test_a_merged_matter_that_waits_for_papers_waits_no_longer(db):
    handler, main = drafted()
    child = make_handling(handler)
    papers.ask_more(handler, child, text="请带户口簿来", until=work_calendar().add(clock.today(), 3))
    with action(make_actor(), "opinion.merge", child):
        child.merged_into_id = main.id
    service.sign(make_actor(Role.UNIT_HEAD), main)
    assert child.status is Status.REPLIED and child.questions[0].resumed_on is not None
