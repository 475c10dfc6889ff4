"""Boxes of accusations: nobody without the passphrase or the sheet reads them, whoever holds disk and
keys.
"""

import base64
import json
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from factories import TOWN, make_actor
from factories_opinions import ACCUSATION, make_sealed, submit
from factories_sealed import OTHER, PASSPHRASE, keys_of, make_key, put_key

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Role
from tracker.opinions import service as opinions
from tracker.opinions.models import Opinion
from tracker.sealed import queries, service
from tracker.sealed.models import BoxKey, CountyBox, Sealed
from tracker.sealed.rules import Content, Holder, Status
from tracker.store import boxes
from tracker.store.secrets import ring

WHOLE = {
    "text": ACCUSATION, "whom": "管水渠的人", "place": "水渠边", "name": "周桂兰", "phone": "13812345678",
}


def everything_on_the_disk(db):
    """All cells of the tables of this room, opened with every key of the key ring where that is possible."""
    found = []
    for table in ("sealed", "sealed_note", "county_box", "box_key", "alias"):
        for row in db.session.execute(sa.text(f"select * from {table}")).all():  # noqa: S608
            for cell in row:
                blob = bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                found.append(blob)
                for cipher in ring().ciphers.values():
                    for place in ("sealed.text", "sealed.whom", "sealed.place", "sealed.name", "sealed.phone",
                                  "sealed_note.text"):
                        try:
                            found.append(cipher.decrypt(blob[1:13], blob[13:], place.encode()))
                        except Exception:  # noqa: S112  # anything but the right key
                            continue
    return b"\n".join(found)


def test_whoever_holds_disk_and_key_ring_reads_nothing(db):
    inspector = make_actor(Role.DISCIPLINE)
    make_key(inspector)
    record = make_sealed(**WHOLE)
    service.receive(inspector, record)
    service.conclude(inspector, record, reason="查无实据，已告知")
    disk = everything_on_the_disk(db)
    for said in (*WHOLE.values(), "查无实据", record.notes[0].text or "查无"):
        assert said.encode() not in disk
    assert service.content_of(record) is None and service.note_text(record.notes[0]) is None


def test_before_there_is_a_key_the_same_search_finds_it(db):
    """So that the test above can fail."""
    make_sealed(**WHOLE)
    assert ACCUSATION.encode() in everything_on_the_disk(db)


def test_the_passphrase_opens_text_and_notes(db):
    inspector = make_actor(Role.DISCIPLINE)
    make_key(inspector)
    record = make_sealed(**WHOLE)
    service.receive(inspector, record)
    service.conclude(inspector, record, reason="查无实据")
    keys = keys_of(inspector)
    content = service.content_of(record, keys)
    assert (content.text, content.whom) == (ACCUSATION, "管水渠的人")
    assert (content.place, content.name, content.phone) == ("水渠边", "周桂兰", "13812345678")
    assert service.note_text(record.notes[0], keys) == "查无实据"


def test_what_waited_goes_into_boxes_when_the_key_is_made_and_its_copy_is_gone(db):
    inspector, record = make_actor(Role.DISCIPLINE), make_sealed(**WHOLE)
    service.receive(inspector, record)
    service.change_subjects(inspector, record, user_ids=[inspector.user_id], unit_codes=[], reason="写到我")
    make_key(inspector)  # barred from the matter, and yet it is boxed
    db.session.refresh(record)
    assert record.box and (record.text, record.phone, record.village_code) == ("", "", None)
    assert ACCUSATION.encode() not in everything_on_the_disk(db)
    assert service.content_of(record, keys_of(inspector)).text == ACCUSATION
    assert service.note_text(record.notes[0], keys_of(inspector)) == "写到我"


def test_a_wrong_passphrase_opens_nothing_and_the_sixth_try_waits(db):
    inspector = make_actor(Role.DISCIPLINE)
    make_key(inspector)
    for _n in range(5):
        with pytest.raises(RuleBroken, match="口令不对"):
            service.unlock(inspector, "not-the-passphrase")
    with pytest.raises(RuleBroken, match="试的次数太多"):
        service.unlock(inspector, PASSPHRASE)


@pytest.mark.parametrize(
    ("passphrase", "again", "field"),
    [
        ("短", "短", "password"), (PASSPHRASE, OTHER, "password_again"),
        ("aaaaaaaaaaaaaa", "aaaaaaaaaaaaaa", "password"),
    ],
)
def test_a_passphrase_is_long_written_twice_alike_and_hard_to_guess(db, passphrase, again, field):
    with pytest.raises(RuleBroken) as broken:
        service.make_key(make_actor(Role.DISCIPLINE), passphrase=passphrase, again=again)
    assert broken.value.field == field and db.session.query(BoxKey).count() == 0


def test_a_new_key_reads_the_old_boxes_when_the_old_one_was_open(db):
    inspector = make_actor(Role.DISCIPLINE)
    make_key(inspector)
    old = make_sealed(**WHOLE)
    make_key(inspector, OTHER, keys=keys_of(inspector))
    new = make_sealed(text="新来的一封")
    keys = keys_of(inspector, OTHER)
    assert service.content_of(old, keys).text == ACCUSATION
    assert service.content_of(new, keys).text == "新来的一封"
    assert [key.is_current for key in queries.own_keys(TOWN)] == [True, False]
    with pytest.raises(RuleBroken):
        service.unlock(inspector, PASSPHRASE)


def test_a_new_key_made_blindly_leaves_the_old_boxes_to_the_old_sheet(db):
    inspector = make_actor(Role.DISCIPLINE)
    make_key(inspector)
    sheet = service.written(inspector, keys_of(inspector)[0])
    old = make_sealed(**WHOLE)
    make_key(inspector, OTHER)
    assert service.content_of(old, keys_of(inspector, OTHER)) is None
    service.recover(inspector, sheet=sheet, passphrase=OTHER, again=OTHER)
    assert service.content_of(old, keys_of(inspector, OTHER)).text == ACCUSATION


def test_the_passphrase_changes_and_the_sheet_stays_good(db):
    inspector = make_actor(Role.DISCIPLINE)
    make_key(inspector)
    record = make_sealed(**WHOLE)
    sheet = service.written(inspector, keys_of(inspector)[0])
    service.change_passphrase(inspector, old=PASSPHRASE, passphrase=OTHER, again=OTHER)
    assert service.content_of(record, keys_of(inspector, OTHER)).text == ACCUSATION
    assert service.drill(inspector, sheet).drilled_on == clock.today()
    with pytest.raises(RuleBroken) as broken:
        service.change_passphrase(inspector, old=PASSPHRASE, passphrase=OTHER, again=OTHER)
    assert broken.value.field == "password_old"


def test_a_forgotten_passphrase_is_replaced_by_the_sheet(db):
    inspector = make_actor(Role.DISCIPLINE)
    make_key(inspector)
    record = make_sealed(**WHOLE)
    sheet = service.written(inspector, keys_of(inspector)[0])
    service.recover(inspector, sheet=sheet.lower().replace(" ", ""), passphrase=OTHER, again=OTHER)
    assert service.content_of(record, keys_of(inspector, OTHER)).text == ACCUSATION


def test_the_drill_tells_mistyped_from_foreign(db):
    inspector = make_actor(Role.DISCIPLINE)
    make_key(inspector)
    sheet = service.written(inspector, keys_of(inspector)[0])
    mistyped = ("B" if sheet[0] != "B" else "C") + sheet[1:]
    for said, words in ((mistyped, "完整"), (boxes.written(boxes.new_pair()[1]), "不是本镇")):
        with pytest.raises(RuleBroken, match=words):
            service.drill(inspector, said)


def test_escrow_opens_what_discipline_opens_from_the_day_it_is_there(db):
    make_key()
    before = make_sealed(**WHOLE)
    private = put_key(Holder.ESCROW)
    after = make_sealed(**WHOLE)
    assert json.loads(boxes.open_box(after.box, [private]))["text"] == ACCUSATION
    with pytest.raises(boxes.CannotOpen):
        boxes.open_box(before.box, [private])


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.SECADMIN, Role.SYSADMIN, Role.COUNTY])
def test_nobody_else_makes_or_opens_a_key(db, role):
    make_key()
    other = make_actor(role)
    for deed in (
        lambda: service.make_key(other, passphrase=OTHER, again=OTHER),
        lambda: service.drill(other, boxes.written(boxes.new_pair()[1])),
    ):
        with pytest.raises((NotFound, RuleBroken)):
            deed()
    assert db.session.query(BoxKey).count() == 1


@pytest.mark.parametrize("role", [Role.DISCIPLINE, Role.CLERK, Role.HEAD, Role.SYSADMIN])
def test_the_county_s_key_is_put_in_by_somebody_who_opens_no_box(db, role):
    line = boxes.shown(boxes.new_pair()[0])
    with pytest.raises(NotFound):
        service.put_key(make_actor(role), holder=Holder.COUNTY, line=line)
    with pytest.raises(RuleBroken):
        service.put_key(make_actor(Role.SECADMIN), holder=Holder.COUNTY, line="不是公钥")
    with pytest.raises(RuleBroken):
        service.put_key(make_actor(Role.SECADMIN), holder=Holder.DISCIPLINE, line=line)


def test_release_needs_the_box_open(db):
    inspector = make_actor(Role.DISCIPLINE)
    make_key(inspector)
    record = make_sealed(**WHOLE)
    with pytest.raises(RuleBroken) as broken:
        opinions.release(inspector, record, reason="不是检举")
    assert broken.value.field == "password" and record.status is Status.DELIVERED
    opinions.release(inspector, record, reason="不是检举", keys=keys_of(inspector))
    opinion = db.session.get(Opinion, record.released_to)
    assert (opinion.text, opinion.name, opinion.place) == (ACCUSATION, "周桂兰", "水渠边")


def test_a_matter_about_a_head_of_the_town_is_not_released_into_the_town(db):
    inspector, head, record = make_actor(Role.DISCIPLINE), make_actor(Role.HEAD), make_sealed()
    service.change_subjects(inspector, record, user_ids=[head.user_id], unit_codes=[], reason="信里写到他")
    with pytest.raises(RuleBroken, match="请交县里"):
        opinions.release(inspector, record, reason="不是检举")


def test_handed_up_it_lies_in_a_box_that_the_county_alone_opens(db):
    inspector = make_actor(Role.DISCIPLINE)
    make_key(inspector)
    private, record = put_key(Holder.COUNTY), make_sealed(**WHOLE)
    service.hand_up(inspector, record, reason="涉及镇领导", on=clock.today(), keys=keys_of(inspector))
    assert record.status is Status.HANDED_UP and record.handed_up_on == clock.today()
    box = db.session.scalars(sa.select(CountyBox)).one().box
    assert Content.unpacked(boxes.open_box(box, [private])).text == ACCUSATION
    with pytest.raises(boxes.CannotOpen):
        boxes.open_box(box, keys_of(inspector))


def test_without_the_county_s_key_handing_up_keeps_day_and_reason_only(db):
    inspector, record = make_actor(Role.DISCIPLINE), make_sealed()
    for day in (record.delivered_on - timedelta(days=1), clock.today() + timedelta(days=1), date(1, 1, 1)):
        with pytest.raises(RuleBroken):
            service.hand_up(inspector, record, reason="涉及镇领导", on=day)
    service.hand_up(inspector, record, reason="涉及镇领导", on=clock.today())
    assert db.session.query(CountyBox).count() == 0 and record.notes[0].text == "涉及镇领导"
    with pytest.raises(RuleBroken):
        service.receive(inspector, record)


def test_the_county_takes_its_boxes_as_one_file_that_it_alone_opens(db):
    private = put_key(Holder.COUNTY)
    make_actor(Role.HEAD, name="郑明远")
    sent = submit(text="郑明远收了包工头的钱")
    assert service.pass_to_county(make_actor(Role.CLERK), service.Accusation(text="郑明远收了包工头的钱"))
    county = make_actor(Role.COUNTY)
    assert sent.code == "" and queries.county_counts(county) == (1, 1)
    found = json.loads(service.take(county))["boxes"]
    content = Content.unpacked(boxes.open_box(base64.b64decode(found[0]), [private]))
    assert content.text == "郑明远收了包工头的钱" and queries.county_counts(county) == (0, 1)
    with pytest.raises(RuleBroken):
        service.take(county)
    assert json.loads(service.take(county, is_again=True))["boxes"] == found
    assert db.session.query(Sealed).count() == 0


@pytest.mark.parametrize("role", [Role.DISCIPLINE, Role.HEAD, Role.CLERK, Role.SECADMIN, Role.AUDITOR])
def test_nobody_of_the_town_sees_that_there_is_such_a_box(db, role):
    put_key(Holder.COUNTY)
    service.pass_to_county(make_actor(Role.CLERK), service.Accusation(text="书记收了钱"))
    actor = make_actor(role)
    assert queries.county_boxes(actor) == [] and queries.county_counts(actor) == (0, 0)


def test_without_the_county_s_key_nothing_is_kept(db):
    assert not service.pass_to_county(make_actor(Role.CLERK), service.Accusation(text="书记收了钱"))
    assert db.session.query(CountyBox).count() == 0
