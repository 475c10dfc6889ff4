"""Accusations: sealed at intake, moved, released; nobody but discipline, and nothing kept elsewhere."""

import pytest
import sqlalchemy as sa
from factories import OFFICE_2, make_actor, make_user
from factories_opinions import (
    ACCUSATION,
    make_draft,
    make_opinion,
    make_routed,
    make_sealed,
    opinion_of,
    resident,
    submit,
)

from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Role
from tracker.opinions import queries as opinion_queries
from tracker.opinions import service as opinions
from tracker.opinions.models import Opinion
from tracker.opinions.rules import Channel
from tracker.opinions.rules import Status as OpinionStatus
from tracker.sealed import queries, service
from tracker.sealed.models import Sealed
from tracker.sealed.rules import Status, Way
from tracker.store.receipts import Receipt

UNABLE = (
    Role.CLERK, Role.HEAD, Role.DEPUTY, Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR, Role.COUNTY,
    Role.UNIT_HEAD,
)


def count(db, model):
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def test_a_ticked_matter_goes_to_the_sealed_stream_and_nowhere_else(db):
    sent = submit(is_about_cadre=True)
    assert sent.way is Way.SEALED and sent.ref.startswith("石门-函-") and len(sent.code) == 20
    assert count(db, Opinion) == 0 and count(db, Sealed) == 1


def test_a_name_in_the_text_seals_without_a_tick_and_names_the_subject(db):
    accused = make_user(Role.HANDLER, name="赵建国")
    submit(text="赵建国把低保给了亲戚")
    record = db.session.scalars(sa.select(Sealed)).one()
    assert [one.user_id for one in record.subjects] == [accused.id]


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY, Role.DISCIPLINE])
def test_the_town_stores_nothing_about_its_heads_and_its_discipline(db, role):
    make_user(role, name="郑明远")
    sent = submit(text="郑明远收了包工头的钱")
    assert sent.way is Way.COUNTY and sent.code == ""
    assert count(db, Opinion) == count(db, Sealed) == count(db, Receipt) == 0


def test_leading_members_count_as_heads_whatever_their_post(db):
    make_user(Role.CADRE, name="郑明远", is_leading_member=True)
    assert submit(text="郑明远收了包工头的钱").way is Way.COUNTY


def test_the_text_lies_under_another_key_than_ordinary_matters(db):
    record, plain = make_sealed(), make_opinion()
    blob = db.session.execute(sa.text("select text from sealed")).scalar_one()
    other = db.session.execute(sa.text("select text from opinion")).scalar_one()
    for stored in (blob, other):
        assert "钱".encode() not in bytes(stored) and "井".encode() not in bytes(stored)
    assert record.text == ACCUSATION and plain.text
    assert Sealed.__table__.c.text.type.key == "sealed"


def test_the_desk_gets_no_receipt_and_no_number(db):
    draft = make_draft(channel=Channel.PHONE, is_read_back=True, is_about_cadre=True)
    sent = opinions.register(make_actor(), draft, "ab" * 16)
    assert (sent.way, sent.ref, sent.code) == (Way.SEALED, "", "") and count(db, Receipt) == 0


def test_discipline_receives_and_concludes(db):
    inspector, record = make_actor(Role.DISCIPLINE), make_sealed()
    service.receive(inspector, record)
    service.conclude(inspector, record, reason="查无实据，已告知")
    assert record.status is Status.CONCLUDED and record.concluded_on
    assert record.notes[0].text == "查无实据，已告知"


def test_conclude_needs_to_be_received_first(db):
    with pytest.raises(RuleBroken):
        service.conclude(make_actor(Role.DISCIPLINE), make_sealed(), reason="不查了")


@pytest.mark.parametrize("role", UNABLE)
def test_nobody_else_moves_or_finds_it(db, role):
    record, actor = make_sealed(), make_actor(role)
    with pytest.raises(NotFound):
        service.receive(actor, record)
    with pytest.raises(NotFound):
        queries.by_ref(actor, "sealed.view", record.ref)


def test_an_inspector_who_becomes_a_subject_is_barred_at_once(db):
    inspector, record = make_actor(Role.DISCIPLINE), make_sealed()
    service.change_subjects(
        inspector, record, user_ids=[inspector.user_id], unit_codes=[], reason="信里写到我"
    )
    assert queries.find(inspector, record.ref) is None
    assert queries.inbox(inspector) == [] and queries.totals_by_year(inspector) == []


def test_naming_a_unit_names_its_heads_and_wants_a_reason(db):
    head, inspector, record = make_user(Role.UNIT_HEAD), make_actor(Role.DISCIPLINE), make_sealed()
    with pytest.raises(RuleBroken):
        service.change_subjects(inspector, record, user_ids=[], unit_codes=[OFFICE_2], reason=" ")
    service.change_subjects(inspector, record, user_ids=[], unit_codes=[OFFICE_2], reason="信里写到该办")
    assert {(one.user_id, one.unit_code) for one in record.subjects} == {(head.id, None), (None, OFFICE_2)}


def test_release_makes_an_ordinary_matter_that_keeps_its_subjects_and_its_receipt(db):
    accused, inspector = make_user(Role.HANDLER, name="赵建国"), make_actor(Role.DISCIPLINE)
    sent = submit(text="赵建国帮我家修了水管，谢谢他，井还是浑")
    record = db.session.scalars(sa.select(Sealed)).one()
    opinions.release(inspector, record, reason="是表扬，不是检举")
    opinion = db.session.get(Opinion, record.released_to)
    assert record.status is Status.RELEASED and opinion.status is OpinionStatus.SUBMITTED
    assert [one.user_id for one in opinion.subjects] == [accused.id]
    assert opinions.enter(sent.code) == {"opinion": opinion.id}


def test_a_clerk_cannot_release(db):
    with pytest.raises(NotFound):
        opinions.release(make_actor(), make_sealed(), reason="看着不像")


def test_sealing_an_ordinary_matter_empties_it_and_hides_its_shell(db):
    sent = submit()
    opinion, clerk = opinion_of(sent), make_actor()
    opinions.seal(clerk, opinion, whom="水管站的人")
    shell, record = db.session.get(Opinion, opinion.id), db.session.scalars(sa.select(Sealed)).one()
    assert (shell.text, shell.name, shell.phone, shell.phone_index) == ("", "", "", None)
    assert record.whom == "水管站的人" and record.text
    with pytest.raises(NotFound):
        opinion_queries.by_ref(clerk, "opinion.view", sent.ref)
    assert opinions.enter(sent.code) == {"sealed": True}


def test_a_sealed_matter_that_is_released_comes_back_behind_its_first_receipt(db):
    sent = submit()
    opinions.seal(make_actor(), opinion_of(sent))
    record = db.session.scalars(sa.select(Sealed)).one()
    opinions.release(make_actor(Role.DISCIPLINE), record, reason="不是检举")
    assert opinions.enter(sent.code) == {"opinion": record.released_to}


def test_an_accusation_in_a_supplement_leaves_no_trace_on_the_matter(db):
    make_user(Role.HANDLER, name="赵建国")
    opinion = make_routed()
    way = opinions.supplement(resident(opinion.id), opinion, text="赵建国让我别说出去")
    assert way is Way.SEALED and opinion.supplements == [] and count(db, Sealed) == 1


def test_an_accusation_in_a_rating_is_turned_away_with_the_right_path(db):
    make_user(Role.HANDLER, name="赵建国")
    opinion = make_routed()
    with pytest.raises(RuleBroken) as broken:
        opinions.rate(resident(opinion.id), opinion, satisfaction="good", solved="yes", text="赵建国要烟")
    assert broken.value.field == "feeling"


def test_refs_of_both_streams_never_share_a_series(db):
    refs = [make_sealed().ref, make_opinion().ref]
    assert refs[0].startswith("石门-函-") and refs[1].startswith("石门-诉-")
    assert queries.totals_by_year(make_actor(Role.DISCIPLINE))[0].n == 1
