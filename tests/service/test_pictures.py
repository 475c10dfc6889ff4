"""Photographs with a matter: kept encrypted, bare of what a phone wrote, moved, dropped; the original."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from factories import make_actor
from factories_notices import make_pictured, make_sealed_pictured, pictures_of
from factories_opinions import ACCUSATION, make_opinion, name_subjects
from photos import CANARY, PLACE, photo, telling_photo

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import SYSTEM, Role
from tracker.opinions import service as opinions
from tracker.opinions.models import OpinionSubject
from tracker.pictures import queries, service
from tracker.pictures.models import Look, Original, Picture, SealedPicture
from tracker.store.action import action
from tracker.store.audit import AuditEntry

ASK, ALLOW, OPEN = "opinion.ask_original", "opinion.allow_original", "opinion.open_original"


def everything_stored(db, table):
    """The bytes of every column of a table, as they lie in the database."""
    rows = db.session.execute(sa.text(f"SELECT * FROM {table}")).all()  # noqa: S608  # our own names
    blobs = (bytes, memoryview)
    return b"".join(
        bytes(one) if isinstance(one, blobs) else str(one).encode() for row in rows for one in row
    )


def test_a_photograph_comes_with_the_matter_in_two_sizes_and_the_original_apart(db):
    opinion = make_opinion(photos=(telling_photo(), photo("PNG")))
    first, second = pictures_of(opinion)
    assert (first.number, second.number, first.width, first.height) == (1, 2, 640, 480)
    for one in (first.shown, first.thumb):
        assert one.startswith(b"\xff\xd8") and CANARY not in one and PLACE not in one
    assert queries.original_of(first.name).data == telling_photo()


def test_nothing_of_a_photograph_lies_open_in_the_database(db):
    make_opinion(photos=(telling_photo(),))
    for table in ("picture", "picture_original", "opinion", "audit_entry", "audit_pending", "receipt"):
        stored = everything_stored(db, table)
        assert CANARY not in stored and PLACE not in stored and b"JFIF" not in stored, table


def test_a_bad_photograph_stores_nothing_at_all(db):
    with pytest.raises(RuleBroken) as caught:
        make_opinion(photos=(photo(), b"no picture"))
    assert caught.value.field == "photos"
    assert db.session.query(Picture).count() == db.session.query(Original).count() == 0
    assert not db.session.query(AuditEntry).filter_by(kind="opinion").count()


def test_an_accusation_takes_its_photographs_into_the_sealed_room(db):
    record = make_sealed_pictured()
    (picture,) = pictures_of(record)
    assert isinstance(picture, SealedPicture) and picture.shown.startswith(b"\xff\xd8")
    assert db.session.query(Picture).count() == 0


def test_what_is_sealed_later_takes_its_photographs_along_and_brings_them_back(db):
    opinion = make_opinion(photos=(telling_photo(),))
    shown = pictures_of(opinion)[0].shown
    opinions.seal(make_actor(), opinion)
    assert pictures_of(opinion) == [] and db.session.query(Picture).count() == 0
    (moved,) = db.session.query(SealedPicture).all()
    assert moved.shown == shown and queries.original_of(moved.name) is not None


def test_a_released_matter_has_its_photographs_again(db):
    record = make_sealed_pictured()
    opinions.release(make_actor(Role.DISCIPLINE), record, reason="说的是路，不是人")
    assert db.session.query(SealedPicture).count() == 0
    (picture,) = db.session.query(Picture).all()
    assert (picture.kind, picture.record_id) == ("opinion", record.released_to)


def test_more_photographs_follow_the_first_ones_up_to_twelve(db):
    opinion = make_opinion(photos=(photo(),))
    for _n in range(3):
        with action(make_actor(), "opinion.contact", opinion) as act:
            service.keep(act, "opinion", opinion.id, [photo()] * 3)
    with pytest.raises(RuleBroken, match="12 张"), action(make_actor(), "opinion.contact", opinion) as act:
        service.keep(act, "opinion", opinion.id, [photo()] * 3)
    assert [one.number for one in pictures_of(opinion)] == list(range(1, 11))


def test_dropped_photographs_leave_nothing(db):
    opinion = make_pictured()
    (picture,) = pictures_of(opinion)
    service.ask_original(make_actor(), ASK, opinion, picture, reason="看门牌")
    with action(SYSTEM, "opinion.anonymise", opinion) as act:
        assert service.drop(act, "opinion", opinion.id) == 1
    assert [db.session.query(one).count() for one in (Picture, Original, Look)] == [0, 0, 0]


def test_a_picture_of_one_record_is_not_found_under_another(db):
    one, other = make_opinion(photos=(photo(),)), make_opinion()
    assert queries.named("opinion", other.id, pictures_of(one)[0].name) is None
    assert queries.named("sealed", one.id, pictures_of(one)[0].name) is None


def allowed(opinion, clerk):
    (picture,) = pictures_of(opinion)
    service.ask_original(clerk, ASK, opinion, picture, reason="转公安核对车牌")
    look = queries.last_look(picture.name)
    service.decide_original(make_actor(Role.HEAD), ALLOW, opinion, look, is_agreed=True)
    return look


def test_an_original_opens_once_for_the_one_who_asked_and_the_log_says_so(db):
    opinion, clerk = make_pictured(photos=(telling_photo(),)), make_actor()
    look = allowed(opinion, clerk)
    assert service.open_original(clerk, OPEN, opinion, look) == telling_photo()
    with pytest.raises(RuleBroken, match="24 小时"):
        service.open_original(clerk, OPEN, opinion, look)
    entries = db.session.query(AuditEntry).filter(AuditEntry.action.contains("original"))
    deeds = [one.action for one in entries.order_by(AuditEntry.seq)]
    assert deeds == [ASK, ALLOW, OPEN]


def test_a_reason_is_asked_for_and_does_not_lie_open(db):
    opinion = make_pictured()
    (picture,) = pictures_of(opinion)
    with pytest.raises(RuleBroken) as caught:
        service.ask_original(make_actor(), ASK, opinion, picture, reason="  ")
    assert caught.value.field == "reason"
    service.ask_original(make_actor(), ASK, opinion, picture, reason="核对车牌")
    assert "核对车牌".encode() not in everything_stored(db, "picture_look")


def test_nobody_agrees_to_the_own_request(db):
    opinion = make_pictured()
    deputy, (picture,) = make_actor(Role.DEPUTY), pictures_of(opinion)
    service.ask_original(deputy, ASK, opinion, picture, reason="核对车牌")
    with pytest.raises(RuleBroken, match="另一个人"):
        service.decide_original(deputy, ALLOW, opinion, queries.last_look(picture.name), is_agreed=True)


def test_one_request_waits_at_a_time_and_is_decided_once(db):
    opinion = make_pictured()
    (picture,) = pictures_of(opinion)
    service.ask_original(make_actor(), ASK, opinion, picture, reason="核对车牌")
    with pytest.raises(RuleBroken, match="已经有人申请"):
        service.ask_original(make_actor(), ASK, opinion, picture, reason="我也要看")
    look = queries.last_look(picture.name)
    service.decide_original(make_actor(Role.HEAD), ALLOW, opinion, look, is_agreed=False)
    with pytest.raises(RuleBroken, match="定过"):
        service.decide_original(make_actor(Role.HEAD), ALLOW, opinion, look, is_agreed=True)


def test_refused_or_late_or_somebody_elses_does_not_open(db):
    opinion, clerk = make_pictured(), make_actor()
    look = allowed(opinion, clerk)
    with pytest.raises(RuleBroken):
        service.open_original(make_actor(), OPEN, opinion, look)
    with time_machine.travel(clock.now() + timedelta(hours=25)), pytest.raises(RuleBroken):
        service.open_original(clerk, OPEN, opinion, look)


def test_whoever_the_matter_is_about_gets_at_nothing(db):
    opinion, accused = make_pictured(), make_actor(Role.DEPUTY)
    name_subjects(opinion, OpinionSubject(user_id=accused.user_id))
    (picture,) = pictures_of(opinion)
    with pytest.raises(NotFound):
        service.ask_original(accused, ASK, opinion, picture, reason="想看看谁拍的")


def test_an_accusation_in_the_words_seals_the_photographs_too(db):
    make_opinion(photos=(photo(),))
    opinions.submit(*_accusing())
    assert (db.session.query(Picture).count(), db.session.query(SealedPicture).count()) == (1, 1)


def _accusing():
    from factories_opinions import KEYS, make_draft, resident

    return resident(), make_draft(text=ACCUSATION, is_about_cadre=True, photos=(photo(),)), next(KEYS)
