"""处置记录 (动) and 反映干预: decisions with their basis; who leans on a handler, to discipline alone."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from factories import make_actor
from factories_opinions import make_handling
from factories_sealed import put_key

from tracker.domain import clock
from tracker.domain.errors import Forbidden, NotFound, RuleBroken
from tracker.domain.roles import Role
from tracker.opinions.service import seal
from tracker.rulings import queries, service
from tracker.rulings.models import Ruling
from tracker.rulings.service import Decided
from tracker.sealed.models import CountyBox, Sealed
from tracker.sealed.rules import Holder, Way
from tracker.sealed.service import content_of, report_interference
from tracker.store.audit import AuditEntry


def decided(actor, **said):
    return Decided(**{
        "decision": "封闭桥面，车辆绕行", "basis": "《突发事件应对法》第七十三条",
        "decider_id": actor.user_id,
        "decided_at": clock.now() - timedelta(hours=1), "result": "已放路障", **said,
    })


def test_a_decision_on_the_spot_goes_on_file_and_into_the_log(db):
    handler = make_actor(Role.HANDLER)
    opinion = make_handling(handler)
    service.rule(handler, opinion, "opinion.rule", decided(handler))
    (told,) = queries.of(opinion)
    assert told.ruling.decision == "封闭桥面，车辆绕行" and told.decider == handler.name
    logged = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "opinion.rule")).one()
    assert (logged.kind, logged.record_id, logged.user_id) == ("opinion", opinion.id, handler.user_id)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"basis": " "}, "basis"),
        ({"decision": ""}, "decision"),
        ({"decided_at": clock.now() + timedelta(days=2)}, "decided_on"),
        ({"decided_at": datetime(1, 1, 1, tzinfo=clock.SHANGHAI)}, "decided_on"),
        ({"decider_id": 999_999}, "decider_id"),
    ],
)
def test_without_a_legal_basis_a_decider_or_before_its_time_nothing_is_kept(db, said, field):
    handler = make_actor(Role.HANDLER)
    opinion = make_handling(handler)
    with pytest.raises(RuleBroken) as refused:
        service.rule(handler, opinion, "opinion.rule", decided(handler, **said))
    assert refused.value.field == field
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Ruling)) == 0


def test_only_who_has_it_in_hand_and_the_leaders_write_one(db):
    opinion = make_handling(make_actor(Role.HANDLER))
    with pytest.raises((Forbidden, NotFound)):
        service.rule(make_actor(Role.HANDLER), opinion, "opinion.rule", decided(make_actor(Role.HEAD)))
    head = make_actor(Role.HEAD)
    service.rule(head, opinion, "opinion.rule", decided(head))
    assert len(queries.of(opinion)) == 1


def test_what_was_written_on_a_matter_that_is_sealed_goes_along_and_is_emptied(db):
    handler = make_actor(Role.HANDLER)
    opinion = make_handling(handler)
    service.rule(handler, opinion, "opinion.rule", decided(handler))
    clerk = make_actor(Role.CLERK)
    seal(clerk, opinion)
    record = db.session.scalars(sa.select(Sealed)).one()
    assert "封闭桥面" in content_of(record, None).text
    assert db.session.scalars(sa.select(Ruling)).one().decision == ""


def test_who_leans_on_a_handler_is_told_to_discipline_and_leaves_no_word_elsewhere(db):
    handler = make_actor(Role.HANDLER)
    opinion = make_handling(handler)
    way = report_interference(handler, whom="李副局长", how="打电话要求不要处罚那家砂场", about=opinion.ref)
    record = db.session.scalars(sa.select(Sealed)).one()
    assert way is Way.SEALED and record.origin == "interference"
    said = content_of(record, None)
    assert opinion.ref in said.text and "砂场" in said.text and said.whom == "李副局长"
    assert {row.kind for row in db.session.scalars(sa.select(AuditEntry).where(
        AuditEntry.user_id == handler.user_id, AuditEntry.action == "sealed.deliver"
    ))} == {"sealed"}


def test_a_head_of_the_town_who_leans_goes_to_the_countys_box_or_nowhere(db):
    handler, head = make_actor(Role.HANDLER), make_actor(Role.HEAD, name="郑明远")
    assert report_interference(handler, whom=head.name, how="要我别查") is Way.COUNTY
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Sealed)) == 0
    put_key(Holder.COUNTY)
    assert report_interference(handler, whom=head.name, how="要我别查") is Way.SEALED
    assert db.session.scalar(sa.select(sa.func.count()).select_from(CountyBox)) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Sealed)) == 0
