"""Residents' matters: each move with its success, its refusal and its line in the audit log."""

from datetime import date

import pytest
import sqlalchemy as sa
from factories import OFFICE, OFFICE_2, OTHER_TOWN, TOWN, make_actor, make_user
from factories_opinions import (
    make_accepted,
    make_called_back,
    make_closed,
    make_draft,
    make_handling,
    make_opinion,
    make_registered,
    make_replied,
    make_routed,
    name_subjects,
    opinion_of,
    plant_categories,
    resident,
    submit,
)

from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import SYSTEM, Actor, Role, Ticket
from tracker.opinions import queries, service
from tracker.opinions.models import Opinion, OpinionSubject
from tracker.opinions.rules import (
    Channel,
    Contact,
    Decline,
    Outcome,
    Satisfaction,
    Solved,
    Status,
    Stream,
    Urgency,
)
from tracker.store.action import action
from tracker.store.audit import AuditEntry, AuditPending, half_day_of, verify
from tracker.township.queries import work_calendar


def last_entry(db):
    return db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.seq.desc())).first()


def count(db):
    return db.session.scalar(sa.select(sa.func.count()).select_from(Opinion))


# intake


def test_a_resident_gets_twenty_digits_and_a_number_to_say(db):
    sent = submit()
    opinion = opinion_of(sent)
    assert len(sent.code) == 20 and sent.code.isdecimal()
    assert opinion.ref.startswith("石门-诉-") and opinion.status is Status.SUBMITTED
    assert opinion.unit_code == TOWN and opinion.author_id is None


def test_of_a_residents_sending_only_the_half_day_is_kept(db):
    opinion = make_opinion()
    assert opinion.created_at == half_day_of(opinion.created_at)
    pending = db.session.scalars(sa.select(AuditPending)).one().payload
    assert pending["at"] == half_day_of(opinion.created_at).isoformat()
    assert not {"text", "name", "phone", "place", "title"} & set(pending["changes"])


def test_an_anonymous_sender_leaves_neither_name_nor_phone(db):
    opinion = make_opinion(contact=Contact.ANONYMOUS, name="周桂兰", phone="13812345678")
    assert (opinion.name, opinion.phone, opinion.phone_index) == ("", "", None)


def test_the_same_form_twice_makes_one_matter_and_shows_the_same_receipt(db):
    key = "ab" * 16
    sender = Actor(**{**resident().__dict__, "ticket": Ticket(key="k", body_digest="d")})
    first = service.submit(sender, make_draft(), key)
    second = service.submit(sender, make_draft(), key)
    assert first == second and first.code and count(db) == 1


def test_the_same_form_with_another_text_is_refused(db):
    key = "ab" * 16
    sender = resident()
    service.submit(Actor(**{**sender.__dict__, "ticket": Ticket("k", "d")}), make_draft(), key)
    with pytest.raises(RuleBroken):
        service.submit(Actor(**{**sender.__dict__, "ticket": Ticket("k", "other")}), make_draft(), key)
    assert count(db) == 1


def test_the_desk_registers_a_call_with_its_author(db):
    clerk = make_actor()
    opinion = make_registered(clerk)
    assert opinion.author_id == clerk.user_id and opinion.channel is Channel.PHONE
    assert last_entry(db).action == "opinion.register"


def test_a_call_that_was_not_read_back_is_not_registered(db):
    draft = make_draft(channel=Channel.PHONE)
    with pytest.raises(RuleBroken) as broken:
        service.register(make_actor(), draft, "ab" * 16)
    assert broken.value.field == "is_read_back" and count(db) == 0


def test_a_visit_hands_a_matter_in_inside_its_own_act(db):
    cadre = make_actor(Role.CADRE)
    draft = make_draft(channel=Channel.FIELD)
    with action(cadre, "opinion.register") as act:
        opinion = service.hand_in(act, draft)
    assert opinion is not None and opinion.author_id == cadre.user_id


# triage


def test_accept_starts_the_clock_and_leaves_an_audit_entry(db):
    opinion = make_accepted()
    assert opinion.status is Status.ACCEPTED
    assert opinion.due_on == work_calendar().add(opinion.accepted_on, 5)
    entry = last_entry(db)
    assert entry.action == "opinion.accept" and entry.changes["status"] == ["submitted", "accepted"]
    assert "title" not in entry.changes


def test_a_petition_gets_sixty_days(db):
    opinion = make_accepted(stream=Stream.CLAIM)
    assert (opinion.due_on - opinion.accepted_on).days >= 60


def test_integrity_is_no_category_to_accept_under(db):
    plant_categories()
    category = queries.category_like(TOWN, "廉洁问题")
    with pytest.raises(RuleBroken) as broken:
        service.accept(
            make_actor(), make_opinion(), title="x", category_id=category.id, stream=Stream.SERVICE,
            urgency=Urgency.ACT,
        )
    assert broken.value.field == "category_id"


def test_a_handler_cannot_accept(db):
    with pytest.raises(NotFound):
        service.accept(
            make_actor(Role.HANDLER), make_opinion(), title="x", category_id=None,
            stream=Stream.SERVICE, urgency=Urgency.ACT,
        )


def test_accept_twice_is_refused(db):
    opinion = make_accepted()
    with pytest.raises(RuleBroken):
        service.accept(
            make_actor(), opinion, title="x", category_id=None, stream=Stream.SERVICE,
            urgency=Urgency.ACT,
        )


def test_decline_keeps_the_ground_and_stays_on_file(db):
    opinion = make_opinion()
    service.decline(make_actor(), opinion, ground=Decline.NOT_OURS, text="这条路归县交通局")
    assert opinion.status is Status.DECLINED and opinion.declined_for is Decline.NOT_OURS
    assert opinion.notes[0].text == "这条路归县交通局" and count(db) == 1


def test_route_hands_it_to_an_office_and_its_head_assigns(db):
    opinion = make_routed()
    assert (opinion.unit_code, opinion.office_code, opinion.assignee_id) == (OFFICE_2, OFFICE_2, None)
    handler = make_actor(Role.HANDLER)
    service.assign(make_actor(Role.UNIT_HEAD), opinion, assignee_id=handler.user_id)
    assert opinion.status is Status.HANDLING and opinion.assignee_id == handler.user_id


def test_a_clerk_who_knows_whom_routes_and_assigns_at_once(db):
    handler, opinion = make_actor(Role.HANDLER), make_accepted()
    service.route(make_actor(), opinion, office_code=OFFICE_2, assignee_id=handler.user_id)
    assert opinion.status is Status.HANDLING


def test_nobody_outside_the_office_can_be_chosen(db):
    stranger, opinion = make_actor(Role.CLERK), make_routed()
    with pytest.raises(RuleBroken) as broken:
        service.assign(make_actor(Role.UNIT_HEAD), opinion, assignee_id=stranger.user_id)
    assert broken.value.field == "assignee_id"


def test_the_head_of_another_office_cannot_assign(db):
    with pytest.raises(NotFound):
        service.assign(make_actor(Role.UNIT_HEAD, unit=OFFICE), make_routed(), assignee_id=1)


def test_a_barred_person_is_not_among_the_choices(db):
    accused, other = make_user(Role.HANDLER), make_user(Role.HANDLER)
    opinion = make_routed()
    name_subjects(opinion, OpinionSubject(user_id=accused.id))
    offered = dict(queries.handler_choices(opinion, OFFICE_2))
    assert str(accused.id) not in offered and str(other.id) in offered


def test_the_unit_complained_about_is_no_office_to_route_to(db):
    opinion = make_accepted(about_unit=OFFICE_2)
    assert OFFICE_2 not in dict(queries.office_choices(opinion))
    with pytest.raises(RuleBroken):
        service.route(make_actor(), opinion, office_code=OFFICE_2)


def test_naming_a_unit_names_its_head(db):
    head = make_user(Role.UNIT_HEAD)
    opinion = make_accepted(about_unit=OFFICE_2)
    assert {one.user_id for one in opinion.subjects} == {None, head.id}


def test_a_return_is_asked_for_and_the_office_stays_responsible_until_another_names_somebody(db):
    opinion = make_routed()
    service.return_unit(make_actor(Role.UNIT_HEAD), opinion, reason="管材归发展办买", office_code=OFFICE)
    assert opinion.status is Status.ROUTED and opinion.unit_code == OFFICE_2
    service.allow_return(make_actor(), opinion)
    assert opinion.status is Status.ACCEPTED and opinion.unit_code == TOWN
    assert opinion.office_code == OFFICE_2 and opinion.notes[0].move == "return_unit"
    other = make_actor(Role.HANDLER, unit=OFFICE)
    service.route(make_actor(), opinion, office_code=OFFICE)
    assert opinion.office_code == OFFICE_2  # 首接
    service.assign(make_actor(Role.UNIT_HEAD, unit=OFFICE), opinion, assignee_id=other.user_id)
    assert opinion.office_code == OFFICE


# reply, call_back, closing


def test_a_signed_answer_is_kept_as_a_version_and_stops_the_clock(db):
    opinion = make_replied()
    assert opinion.status is Status.REPLIED and opinion.replied_on and len(opinion.replies) == 1
    assert all(one.stopped_on for one in opinion.clocks)
    entry = last_entry(db)
    assert entry.action == "opinion.sign" and "text" not in entry.changes


def test_a_reply_with_a_telephone_is_refused_at_its_field(db):
    handler = make_actor(Role.HANDLER)
    opinion = make_handling(handler)
    with pytest.raises(RuleBroken) as broken:
        service.draft(handler, opinion, outcome=Outcome.SUPPORTED, text="打 13812345678")
    assert broken.value.field == "answer" and opinion.status is Status.HANDLING


def test_a_handler_replies_to_the_own_matters_only(db):
    with pytest.raises(NotFound):
        service.draft(make_actor(Role.HANDLER), make_handling(), outcome=Outcome.SUPPORTED, text="好了")


def test_the_handler_cannot_call_back_even_in_another_post(db):
    handler = make_actor(Role.HANDLER)
    opinion = make_replied(handler)
    same_person = Actor(**{**handler.__dict__, "role": Role.CALLBACK, "unit_code": TOWN})
    with pytest.raises(RuleBroken):
        service.call_back(same_person, opinion, solved=Solved.YES, satisfaction=Satisfaction.GOOD)
    with pytest.raises(RuleBroken):
        service.close(same_person, opinion)


def test_call_back_then_close(db):
    opinion = make_closed()
    assert opinion.status is Status.CLOSED and opinion.closed_on
    assert opinion.calls[0].solved is Solved.YES and opinion.calls[0].satisfaction is Satisfaction.GOOD


def test_close_without_a_call_needs_three_missed_ones(db):
    caller, opinion = make_actor(Role.CALLBACK), make_replied()
    for _time in range(2):
        service.miss_call(caller, opinion)
    with pytest.raises(RuleBroken):
        service.close(caller, opinion)
    service.miss_call(caller, opinion)
    service.close(caller, opinion)
    assert opinion.status is Status.CLOSED


def test_an_anonymous_matter_closes_without_a_call(db):
    opinion = make_replied(contact=Contact.ANONYMOUS)
    service.close(make_actor(Role.CALLBACK), opinion)
    assert opinion.status is Status.CLOSED


def test_reopen_gives_half_the_time_to_somebody_else_and_keeps_the_old_reply(db):
    caller, opinion = make_actor(Role.CALLBACK), make_called_back(solved=Solved.NO)
    first = opinion.replies[0].author_id
    service.reopen(caller, opinion, reason="井又浑了")
    assert opinion.status is Status.ROUTED and opinion.replied_on is None and opinion.assignee_id is None
    assert len(opinion.replies) == 1 and not any(call.is_current for call in opinion.calls)
    assert opinion.due_on == work_calendar().add(opinion.clocks[-1].started_on, 3)
    with pytest.raises(RuleBroken):
        service.assign(make_actor(Role.UNIT_HEAD), opinion, assignee_id=first)


def test_withdraw_is_kept_with_its_reason(db):
    opinion = make_accepted()
    service.withdraw(make_actor(), opinion, reason="本人来签了字")
    assert opinion.status is Status.WITHDRAWN and opinion.notes[0].text == "本人来签了字"


# the resident again


def test_a_resident_supplements_and_rates_once(db):
    opinion = make_replied()
    me = resident(opinion.id)
    service.supplement(me, opinion, text="昨天又浑了一次")
    service.rate(me, opinion, satisfaction=Satisfaction.FAIR, solved=Solved.NO, text="盼着再看看")
    assert opinion.supplements[0].at == half_day_of(opinion.supplements[0].at)
    with pytest.raises(RuleBroken):
        service.rate(me, opinion, satisfaction=Satisfaction.GOOD, solved=Solved.YES)


def test_a_resident_without_this_receipt_can_do_nothing(db):
    opinion = make_replied()
    with pytest.raises(NotFound):
        service.rate(resident(opinion.id + 1), opinion, satisfaction=Satisfaction.GOOD, solved=Solved.YES)


def test_no_rating_before_the_reply(db):
    opinion = make_accepted()
    with pytest.raises(RuleBroken):
        service.rate(resident(opinion.id), opinion, satisfaction=Satisfaction.GOOD, solved=Solved.YES)


def test_the_chain_of_the_audit_is_whole_after_all_this(db):
    make_closed()
    assert verify().first_bad is None


# sheets


def put(act, number="2549", **facts):
    row = {
        "outside_no": number, "title": "物业乱收费", "text": "小区物业乱收停车费",
        "submitted_on": date(2019, 4, 25), **facts,
    }
    return service.put_imported(act, **row)


def importer():
    make_actor()
    return Actor(**{**SYSTEM.__dict__, "unit_code": TOWN})


def test_a_message_with_its_reply_comes_in_closed_and_twice_adds_nothing(db):
    answered = {"reply_text": "已整改", "replied_on": date(2019, 5, 10)}
    with action(importer(), "opinion.import") as act:
        assert put(act, **answered) == "new"
        assert put(act, **answered) == "skipped"
    opinion = db.session.scalars(sa.select(Opinion)).one()
    assert opinion.status is Status.CLOSED and opinion.replied_on == date(2019, 5, 10)
    assert opinion.replies[0].text == "已整改" and opinion.replies[0].outcome is None


def test_a_reply_that_comes_later_closes_the_open_message(db):
    with action(importer(), "opinion.import") as act:
        assert put(act) == "new"
    with action(importer(), "opinion.import") as act:
        assert put(act, reply_text="已整改", replied_on=date(2019, 5, 10)) == "updated"
    assert db.session.scalars(sa.select(Opinion.status)).one() is Status.CLOSED


def test_to_whom_a_message_is_hidden_its_number_is_free_in_a_sheet_too(db):
    accused, other = make_actor(), make_actor()
    with action(importer(), "opinion.import") as act:
        put(act), put(act, "2550")
    hidden = db.session.scalars(sa.select(Opinion).where(Opinion.outside_no == "2549")).one()
    name_subjects(hidden, OpinionSubject(user_id=accused.user_id))
    answered = {"reply_text": "已整改", "replied_on": date(2019, 5, 10)}
    with action(accused, "opinion.import") as act:
        said = [put(act), put(act), put(act, **answered), put(act, "2550"), put(act, "2551")]
    assert said == ["new", "skipped", "updated", "skipped", "new"]
    with action(other, "opinion.import") as act:
        assert put(act, **answered) == "updated"
    assert hidden.status is Status.CLOSED and count(db) == 4


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"outside_no": " "}, "outside_no"),
        ({"title": "", "text": ""}, "text"),
        ({"submitted_on": date(2999, 1, 1)}, "submitted_on"),
        ({"reply_text": "好"}, "replied_on"),
        ({"reply_text": "好", "replied_on": date(2019, 4, 1)}, "replied_on"),
    ],
)
def test_a_wrong_row_is_refused_at_its_column(db, wrong, field):
    with action(importer(), "opinion.import") as act, pytest.raises(RuleBroken) as broken:
        put(act, **wrong)
    assert broken.value.field == field


def test_categories_come_in_as_a_tree_once(db):
    actor = importer()
    with action(actor, "category.import") as act:
        assert service.put_category(act, ("城乡建设", "安全生产", "事故处理")) == "new"
        assert service.put_category(act, ("城乡建设", "安全生产", "事故处理")) == "skipped"
        assert service.put_category(act, ("城乡建设", "市政")) == "new"
    codes = {one.name: one.code for one in queries.categories_of(TOWN)}
    assert codes == {"城乡建设": "001", "安全生产": "001001", "事故处理": "001001001", "市政": "001002"}


def test_a_town_starts_with_its_default_tree_and_the_other_town_without(db):
    plant_categories()
    plant_categories()
    assert len(queries.categories_of(TOWN)) == 18 and not queries.categories_of(OTHER_TOWN)
