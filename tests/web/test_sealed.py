"""The pages of discipline: list, one accusation, its moves, its keys; nobody else comes in."""

import re
from datetime import timedelta

import pytest
import time_machine
from factories import make_actor, make_user
from factories_opinions import ACCUSATION, make_sealed
from factories_sealed import OTHER, PASSPHRASE, make_key, put_key, waiting_for_county
from support import PageReader, text_of

from tracker.domain import clock
from tracker.domain.roles import STAFF, Role
from tracker.opinions.models import Opinion
from tracker.people.queries import actor_of
from tracker.sealed.models import Alias, BoxKey, CountyBox, Sealed
from tracker.sealed.rules import Holder, Status
from tracker.store import boxes
from tracker.store.sessions import SessionRow
from tracker.web.tickets import ticket_sent

OFFICE = ("/sealed/names", "/sealed/relatives", "/sealed/keys/new", "/sealed/keys/sheet", "/sealed/unlock")


def inspector_with_key(as_user):
    user = make_user(Role.DISCIPLINE)
    make_key(actor_of(user.id))
    return as_user(user)


@pytest.mark.parametrize("role", sorted(STAFF - {Role.DISCIPLINE}))
def test_nobody_but_discipline_comes_to_the_list(db, as_user, role):
    record = make_sealed()
    client = as_user(make_user(role))
    for path in ("/sealed", f"/sealed/{record.ref}", f"/sealed/{record.ref}/receive", *OFFICE):
        answer = client.get(path)
        assert answer.status_code == 403 and record.ref not in answer.text


def test_before_there_is_a_key_discipline_reads_and_is_asked_to_make_one(db, as_user):
    record, client = make_sealed(), as_user(make_user(Role.DISCIPLINE))
    assert "还没有建密钥" in text_of(client.get("/sealed"))
    assert ACCUSATION in text_of(client.get(f"/sealed/{record.ref}"))


def test_discipline_reads_receives_and_concludes(db, as_user):
    client, record = inspector_with_key(as_user), make_sealed()
    assert record.ref in client.get("/sealed").text and ACCUSATION not in client.get("/sealed").text
    page = f"/sealed/{record.ref}"
    assert "锁着" in text_of(client.get(page)) and ACCUSATION not in client.get(page).text
    assert client.submit(f"{page}/receive").status_code == 303
    assert client.submit(f"{page}/conclude").status_code == 422
    assert client.submit(f"{page}/conclude", reason="查实，已处理").status_code == 303
    assert "查实，已处理" not in client.get(page).text
    opened = client.submit("/sealed/unlock", page=f"/sealed/unlock?next={page}", password=PASSPHRASE)
    assert opened.status_code == 303
    shown = text_of(client.get(page))
    assert ACCUSATION in shown and "查实，已处理" in shown
    assert db.session.get(Sealed, record.id).status is Status.CONCLUDED


def test_it_locks_by_the_button_by_the_clock_and_for_every_other_browser(db, as_user):
    client, record = inspector_with_key(as_user), make_sealed()
    page = f"/sealed/{record.ref}"

    def is_open(who):
        return ACCUSATION in text_of(who.get(page))

    client.submit("/sealed/unlock", password=PASSPHRASE)
    assert is_open(client) and not is_open(as_user(make_user(Role.DISCIPLINE)))
    with time_machine.travel(clock.now() + timedelta(minutes=14)):
        assert is_open(client)
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        assert not is_open(client)
    client.submit("/sealed/lock", page="/sealed")
    assert not is_open(client)


def test_neither_the_row_nor_the_cookie_opens_anything_alone(db, as_user):
    client, record = inspector_with_key(as_user), make_sealed()
    answer = client.submit("/sealed/unlock", password=PASSPHRASE)
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if "opened=" in one)
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    token = re.search(r"opened=(\w+)", cookie)[1]
    row = db.session.query(SessionRow).filter(SessionRow.user_id.is_not(None)).one()
    assert token not in str(row.data)
    client.set_cookie("tracker_opened", "0" * 64)
    assert ACCUSATION not in client.get(f"/sealed/{record.ref}").text
    client.set_cookie("tracker_opened", "kein hex")
    assert ACCUSATION not in client.get(f"/sealed/{record.ref}").text


def test_no_fast_hash_of_a_passphrase_stays_in_the_tickets(app):
    """A ticket keeps a digest of what was typed: two forms that differ by the passphrase alone leave the
    same.
    """
    digests = set()
    for passphrase in (PASSPHRASE, OTHER):
        sent = {"form_key": "a", "reason": "涉及镇领导", "password": passphrase}
        sent["password_written"] = passphrase
        with app.test_request_context("/sealed/x/hand_up", method="POST", data=sent):
            digests.add(ticket_sent().body_digest)
    assert len(digests) == 1


def test_what_was_typed_survives_the_end_of_the_quarter_of_an_hour(db, as_user):
    client, record = inspector_with_key(as_user), make_sealed()
    path = f"/opinions/from-sealed/{record.ref}"
    answer = client.submit(path, reason="看过了，不是检举", password="wrong-passphrase-here")
    assert answer.status_code == 422 and "看过了，不是检举" in answer.text and "口令不对" in answer.text
    assert client.submit(path, reason="看过了，不是检举", password=PASSPHRASE).status_code == 303
    assert db.session.query(Opinion).one().text == ACCUSATION


def test_open_boxes_ask_for_no_passphrase_again(db, as_user):
    client, record = inspector_with_key(as_user), make_sealed()
    client.submit("/sealed/unlock", password=PASSPHRASE)
    assert 'name="password"' not in client.get(f"/opinions/from-sealed/{record.ref}").text


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/sealed//evil", "/admin/people", "/\\x"]
)
def test_unlocking_leads_to_pages_of_the_office_only(db, as_user, target):
    answer = inspector_with_key(as_user).submit(
        "/sealed/unlock", page=f"/sealed/unlock?next={target}", password=PASSPHRASE
    )
    assert answer.location.endswith("/sealed")


def test_the_key_is_made_printed_tried_and_brought_back_on_pages(db, as_user):
    client, record = as_user(make_user(Role.DISCIPLINE)), make_sealed()
    made = client.submit("/sealed/keys/new", password=PASSPHRASE, password_again=PASSPHRASE)
    assert made.status_code == 303 and db.session.get(Sealed, record.id).box
    assert client.get("/sealed/keys/sheet").status_code == 303  # locked: the passphrase first
    client.submit("/sealed/unlock", password=PASSPHRASE)
    sheet = " ".join(re.findall(r"<code>(\w+)</code>", client.get("/sealed/keys/sheet").text))
    assert client.submit("/sealed/keys/drill", password_written=sheet).status_code == 303
    assert "能用" in text_of(client.get("/sealed/keys"))
    answer = client.submit("/sealed/keys/drill", password_written=sheet[:-1])
    assert answer.status_code == 422 and "完整" in text_of(answer)
    assert client.submit(
        "/sealed/keys/recover", password_written=sheet, password=OTHER, password_again=OTHER
    ).status_code == 303
    changed = client.submit(
        "/sealed/keys/passphrase", password_old=OTHER, password=PASSPHRASE, password_again=PASSPHRASE
    )
    assert changed.status_code == 303
    key = db.session.query(BoxKey).one()
    assert key.printed_on and key.drilled_on and boxes.unlock(key.private_locked, PASSPHRASE)


def test_secadmin_puts_the_county_s_key_in_and_sees_its_fingerprint(db, as_user):
    public = boxes.new_pair()[0]
    client = as_user(make_user(Role.SECADMIN))
    assert client.submit("/sealed/keys/put", holder="county", line="abc").status_code == 422
    assert client.submit("/sealed/keys/put", holder="county", line=boxes.shown(public)).status_code == 303
    assert boxes.fingerprint(public) in text_of(client.get("/sealed/keys"))


def test_the_county_takes_its_boxes_away(db, as_user):
    waiting_for_county()
    client = as_user(make_user(Role.COUNTY))
    assert "等着取 1 个" in text_of(client.get("/sealed/county"))
    answer = client.submit("/sealed/county")
    assert answer.status_code == 200 and b"boxes" in answer.data and "书记".encode() not in answer.data
    assert client.submit("/sealed/county").status_code == 422
    assert db.session.query(CountyBox).one().taken_on == clock.today()


@pytest.mark.parametrize("role", sorted(STAFF - {Role.COUNTY}))
def test_nobody_of_the_town_comes_to_the_county_s_boxes(db, as_user, role):
    assert as_user(make_user(role)).get("/sealed/county").status_code == 403


def test_handed_up_it_says_so(db, as_user):
    client, record = inspector_with_key(as_user), make_sealed()
    put_key(Holder.COUNTY)
    path = f"/sealed/{record.ref}/hand_up"
    assert client.submit(path, reason="", password=PASSPHRASE).status_code == 422
    day = clock.today().isoformat()
    assert client.submit(path, reason="涉及镇领导", on=day, password=PASSPHRASE).status_code == 303
    assert "已交县里" in text_of(client.get(f"/sealed/{record.ref}"))


def test_the_empty_list_says_what_would_be_here(db, as_user):
    assert "没有密封件" in text_of(as_user(make_user(Role.DISCIPLINE)).get("/sealed"))


def test_the_list_of_subjects_changes_with_a_reason(db, as_user):
    accused, record, client = make_user(Role.HANDLER), make_sealed(), as_user(make_user(Role.DISCIPLINE))
    path = f"/sealed/{record.ref}/subjects"
    assert client.submit(path, people=[str(accused.id)], reason="").status_code == 422
    assert client.submit(path, people=[str(accused.id)], reason="信里写到他").status_code == 303
    assert [one.user_id for one in db.session.get(Sealed, record.id).subjects] == [accused.id]


def test_released_it_waits_among_the_ordinary_matters(db, as_user):
    record, client = make_sealed(), as_user(make_user(Role.DISCIPLINE))
    answer = client.submit(f"/opinions/from-sealed/{record.ref}", reason="不是检举")
    assert answer.status_code == 303
    opinion = db.session.query(Opinion).one()
    assert opinion.ref in as_user(make_user()).get("/opinions").text
    assert as_user(make_user()).get(f"/opinions/from-sealed/{record.ref}").status_code == 403


def test_other_names_are_kept_replaced_and_taken_away(db, as_user):
    someone, client = make_user(Role.HANDLER, name="潘小军"), as_user(make_user(Role.DISCIPLINE))
    for words, known in (("潘大炮 老潘", 2), ("潘大炮", 1), ("", 0)):
        assert client.submit("/sealed/names", user_id=str(someone.id), words=words).status_code == 303
        assert db.session.query(Alias).count() == known
    assert client.submit("/sealed/names", user_id=str(someone.id), words="潘").status_code == 422


def test_a_matter_that_says_the_other_name_is_sealed(db, as_user):
    someone = make_user(Role.HANDLER, name="潘小军")
    as_user(make_user(Role.DISCIPLINE)).submit("/sealed/names", user_id=str(someone.id), words="潘大炮")
    record = make_sealed(text="潘大炮说井修好了", is_about_cadre=False)
    assert [one.user_id for one in record.subjects] == [someone.id]


def test_relatives_are_declared_once_and_taken_back(db, as_user):
    one, other = make_actor(Role.HANDLER), make_actor(Role.CLERK)
    client = as_user(make_user(Role.DISCIPLINE))

    def declare(first, second, relation):
        return client.submit(
            "/sealed/relatives", user_id=str(first.user_id), relative_id=str(second.user_id),
            relation=relation,
        ).status_code

    assert declare(one, one, "夫妻") == 422
    assert (declare(one, other, "夫妻"), declare(other, one, "兄弟姐妹")) == (303, 303)
    assert actor_of(one.user_id).relative_ids == (other.user_id,)
    assert actor_of(other.user_id).relative_ids == (one.user_id,)
    assert declare(one, other, "") == 303 and actor_of(one.user_id).relative_ids == ()


def said_about_the_head(visitor, go):
    make_user(Role.HEAD, name="郑明远")
    return sent_from_check(visitor, go, "郑明远收了包工头的钱")


def sent_from_check(visitor, go, text):
    forms = PageReader(visitor.get("/say").text).forms
    hidden = {name: value for name, value, kind in forms[-1]["fields"] if kind == "hidden"}
    told = {"page": "check", "was_checked": "y", "text": text, "contact": "anonymous", "go": go}
    return visitor.post("/say", data={**hidden, **told})


def test_where_the_county_has_a_key_the_resident_may_have_it_kept_for_the_county(db, visitor):
    private = put_key(Holder.COUNTY)
    assert "锁好，交给县里" in text_of(said_about_the_head(visitor, "next"))
    assert db.session.query(CountyBox).count() == 0  # not before the resident says so
    assert "等县里来取" in text_of(said_about_the_head(visitor, "county"))
    box = db.session.query(CountyBox).one().box
    assert "郑明远收了包工头的钱" in boxes.open_box(box, [private]).decode()
    assert db.session.query(Sealed).count() == db.session.query(Opinion).count() == 0


def test_where_it_has_none_nothing_is_offered_and_nothing_kept(db, visitor):
    assert "锁好，交给县里" not in text_of(said_about_the_head(visitor, "next"))
    assert "等县里来取" not in text_of(said_about_the_head(visitor, "county"))
    assert db.session.query(CountyBox).count() == 0


def test_what_names_no_head_does_not_go_into_the_county_s_box(db, visitor):
    put_key(Holder.COUNTY)
    sent_from_check(visitor, "county", "井水发浑")
    assert db.session.query(CountyBox).count() == 0
