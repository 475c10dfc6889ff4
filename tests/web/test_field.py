"""没有信号: every answer of the protocol, the pages of what waits for a person, a saved file loaded."""

import hashlib
import io
import json
import re
from datetime import timedelta

import factories_field as field
import pytest
import time_machine
from factories import make_actor, make_user, put
from factories_visits import PHONE, make_household, make_link
from support import text_of

from tracker.domain import clock
from tracker.domain.roles import SYSTEM, Role
from tracker.field import service
from tracker.field.models import Parked
from tracker.field.rules import LARGEST_ITEM, LARGEST_PART, Standing
from tracker.field.views.load import remembered
from tracker.households.models import Unmasking
from tracker.people.models import Post
from tracker.people.queries import actor_of
from tracker.store import parts, phones
from tracker.visits import queries as visits
from tracker.visits.models import Visit, VisitVersion


class Phone:
    """The script of a phone whose owner is signed in."""

    def __init__(self, as_user, user=None, role=None):
        self.user = user or make_user(Role.CADRE)
        self.browser = as_user(self.user, role)
        self.token = self.browser.get("/sync/hello").json["token"]

    @property
    def actor(self):
        return actor_of(self.user.id)

    def send(self, item, **headers):
        return self.browser.post(
            "/sync/visits", data=json.dumps(item), content_type="application/json",
            headers={"X-Token": self.token, **headers},
        )

    def put(self, key, sha256, start, data, total, **headers):
        return self.browser.put(
            f"/sync/photos/{sha256}?client_id={key}", data=data, content_type="application/octet-stream",
            headers={
                "Content-Range": f"bytes {start}-{start + len(data) - 1}/{total}", "X-Token": self.token,
                **headers,
            },
        )


@pytest.fixture
def phone(as_user):
    return Phone(as_user)


def test_hello_tells_the_house_the_account_and_the_time(phone):
    said = phone.browser.get("/sync/hello").json
    assert said["ok"] == "tracker-sync" and said["user"] == service.account_key(phone.actor)
    assert phone.user.login not in said["user"] and str(clock.now().year) in said["now"]
    assert phone.browser.get("/sync/hello").json["token"] == said["token"], "good for the whole session"


A_PHOTO = f"/sync/photos/{'0' * 64}?client_id={'a' * 32}"


@pytest.mark.parametrize(("method", "path"), [
    ("get", "/sync/hello"), ("post", "/sync/visits"), ("put", A_PHOTO), ("get", "/sync/pack"),
    ("post", "/sync/waiting"),
])
def test_nobody_signed_in_is_told_so_in_json_and_sent_nowhere(visitor, method, path):
    answer = getattr(visitor, method)(path)
    assert (answer.status_code, answer.json["state"]) == (401, "sign_in")


def test_without_the_token_of_this_session_nothing_happens_and_the_queue_waits(phone, as_user, db):
    data, said = field.photo()
    item = field.item(photos=[said])
    phone.send(item)
    stranger = Phone(as_user)
    for token in ("", stranger.token, "é"):
        answers = [
            phone.send(field.item(), **{"X-Token": token}),
            phone.put(item["client_id"], said["sha256"], 0, data, len(data), **{"X-Token": token}),
            phone.browser.post("/sync/waiting", json={"waiting": 3}, headers={"X-Token": token}),
        ]
        assert [(one.status_code, one.json["state"]) for one in answers] == [(401, "sign_in")] * 3
    assert (db.session.query(Visit).count(), db.session.query(parts.PhotoPart).count()) == (1, 0)
    assert phones.last_heard([phone.user.id]) == {}


def test_stored_replay_and_newer_echo_key_and_hash(phone):
    item = field.item()
    first, again = phone.send(item), phone.send(item)
    newer = field.item(item["client_id"], 2, words="又问了一遍", tried=[item["sha256"]])
    third = phone.send(newer)
    assert [one.status_code for one in (first, again, third)] == [201, 200, 200]
    for answer, sent in ((first, item), (again, item), (third, newer)):
        said = answer.json
        assert said["state"] == "stored"
        assert (said["client_id"], said["sha256"]) == (sent["client_id"], sent["sha256"])
        assert said["ref"] == visits.sent_as(item["client_id"]).ref and said["photos_missing"] == []
    assert first.json == again.json


def test_another_content_is_parked_and_both_are_kept(phone, db):
    item = field.item()
    other = field.item(item["client_id"], words="另一份")
    phone.send(item)
    answer = phone.send(other)
    assert answer.status_code == 409 and "ref" not in answer.json
    assert {**answer.json, "message": "", "photos_missing": []} == {
        "client_id": item["client_id"], "rev": 1, "sha256": other["sha256"], "state": "conflict",
        "parked": True, "message": "", "photos_missing": [], "field": None,
    }
    assert (db.session.query(Visit).count(), db.session.query(Parked).count()) == (1, 1)


def test_a_wrong_answer_is_refused_with_a_sentence_at_its_field(phone):
    answer = phone.send(field.item(visited_on="2999-01-01"))
    assert (answer.status_code, answer.json["state"], answer.json["field"]) == (422, "refused", "visited_on")
    assert answer.json["message"] == "走访日期不能晚于今天"
    answer = phone.send(field.item(sha256="0" * 64))
    assert (answer.status_code, answer.json["sha256"]) == (422, "0" * 64)
    assert "变了样" in answer.json["message"]


BODIES = (
    b"", b"\xff", b"null", b"[]", b"5", b"{}", b'{"client_id":"' + b"a" * 32 + b'"}', b"[" * 200_000,
    b'{"a":' * 5_000, b" " * (LARGEST_ITEM + 1), json.dumps(field.item() | {"rev": 1e400}).encode(),
    json.dumps(field.item() | {"payload": {"x": "\ud800"}}).encode(),
    json.dumps(field.item() | {"rev": True}).encode(),
    json.dumps(field.item() | {"client_id": "../" * 12}).encode(),
)


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_what_is_no_item_is_refused_in_a_sentence(phone, db, body):
    answer = phone.browser.post(
        "/sync/visits", data=body, content_type="application/json", headers={"X-Token": phone.token}
    )
    assert (answer.status_code, answer.json["state"]) == (422, "refused")
    assert re.search("[\u4e00-\u9fff]", answer.json["message"]) and db.session.query(Visit).count() == 0
    answer = phone.browser.post("/sync/waiting", data=body, headers={"X-Token": phone.token})
    assert answer.status_code == 422


def test_a_post_that_ended_meanwhile_refuses_the_item_by_name(as_user, db):
    user = make_user(Role.CADRE)
    put(Post, {"user_id": user.id, "role": Role.ORG, "unit_code": user.unit_code})
    db.session.refresh(user)
    item, phone = field.item(), Phone(as_user, user, Role.ORG)
    answer = phone.send(item)
    assert (answer.status_code, answer.json["state"]) == (403, "refused")
    assert (answer.json["client_id"], answer.json["sha256"]) == (item["client_id"], item["sha256"])
    assert "党政办" in answer.json["message"] and db.session.query(Visit).count() == 0


def test_an_administrator_is_refused_in_json(as_user):
    answer = as_user(make_user(Role.AUDITOR)).get("/sync/hello")
    assert (answer.status_code, answer.json["state"]) == (403, "refused")


def test_the_queue_of_another_account_waits(phone, as_user, db):
    item = field.item(user=service.account_key(make_actor(Role.CADRE)))
    answer = phone.send(item)
    assert (answer.status_code, answer.json["state"]) == (409, "other_account")
    assert "parked" not in answer.json
    assert db.session.query(Parked).count() == 0


def test_another_site_reaches_nothing(phone, db):
    answer = phone.send(field.item(), **{"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403 and db.session.query(Visit).count() == 0


def test_a_photograph_goes_on_where_it_stopped(phone, db):
    data, said = field.photo(400)
    item = field.item(photos=[said])
    assert phone.send(item).json["photos_missing"] == [said["sha256"]]
    url = f"/sync/photos/{said['sha256']}?client_id={item['client_id']}"
    asked = phone.browser.head(url)
    assert (asked.status_code, asked.headers["Upload-Offset"], asked.headers["Upload-Length"]) == (
        200, "0", str(len(data))
    )
    half = len(data) // 2
    first = phone.put(item["client_id"], said["sha256"], 0, data[:half], len(data))
    assert (first.status_code, first.json["offset"], first.json["done"]) == (200, half, False)
    assert phone.browser.head(url).headers["Upload-Offset"] == str(half)
    wrong = phone.put(item["client_id"], said["sha256"], half + 5, data[half + 5 : half + 9], len(data))
    assert (wrong.status_code, wrong.json["offset"]) == (409, half)
    last = phone.put(item["client_id"], said["sha256"], half, data[half:], len(data))
    assert (last.status_code, last.json["done"], last.json["sha256"]) == (201, True, said["sha256"])
    assert last.json["client_id"] == item["client_id"]
    assert phone.browser.head(url).headers["Upload-Offset"] == str(len(data))
    assert phone.send(item).json["photos_missing"] == []
    ref = visits.sent_as(item["client_id"]).ref
    assert "照片 1/1" in text_of(phone.browser.get(f"/visits/{ref}"))


def test_what_does_not_fit_is_no_part(phone, db):
    data, said = field.photo()
    item = field.item(photos=[said])
    phone.send(item)
    key, sha = item["client_id"], said["sha256"]
    url = f"/sync/photos/{sha}?client_id={key}"
    for span in ("", "bytes 0-9/x", "bytes 5-2/9", f"bytes 0-98/{len(data)}", "bytes 0-9/999999999999"):
        headers = {"Content-Range": span, "X-Token": phone.token}
        answer = phone.browser.put(url, data=data[:10], headers=headers)
        assert (answer.status_code, answer.json["state"]) == (422, "refused"), span
    large = bytes(LARGEST_PART + 1)
    assert phone.put(key, sha, 0, large, len(large)).status_code == 422
    assert phone.put(key, "0" * 64, 0, data, len(data)).status_code == 404
    for odd in ("x", "../etc", "0" * 63):
        assert phone.browser.head(f"/sync/photos/{odd}?client_id={key}").status_code == 404
    assert phone.browser.head(f"/sync/photos/{sha}").status_code == 404
    assert db.session.query(parts.PhotoPart).count() == 0


def test_a_photograph_with_another_hash_is_refused_and_starts_anew(phone):
    data, said = field.photo()
    item = field.item(photos=[said])
    phone.send(item)
    answer = phone.put(item["client_id"], said["sha256"], 0, bytes(len(data)), len(data))
    assert (answer.status_code, answer.json["offset"]) == (422, 0)
    assert phone.put(item["client_id"], said["sha256"], 0, data, len(data)).status_code == 201


def test_the_pack_gives_numbers_to_the_script_alone(phone, db):
    make_link(phone.actor, make_household(phone=PHONE))
    assert PHONE not in phone.browser.get("/sync/pack").text
    assert db.session.query(Unmasking).count() == 0
    answer = phone.browser.get("/sync/pack", headers={"X-Token": phone.token})
    assert answer.json["households"][0]["phone"] == PHONE and "欧阳修文" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store" and db.session.query(Unmasking).count() == 1


def test_what_waits_on_a_phone_is_heard_by_the_day(phone):
    answer = phone.browser.post("/sync/waiting", json={"waiting": 3}, headers={"X-Token": phone.token})
    assert (answer.status_code, answer.json) == (200, {"state": "heard"})
    assert phones.last_heard([phone.user.id]) == {phone.user.id: (clock.today(), 3)}


# --- pages


@pytest.mark.parametrize("role", [Role.CADRE, Role.CLERK, Role.HEAD, Role.AGENT, Role.ORG, Role.AUDITOR])
def test_the_list_shows_ones_own_and_to_the_office_all(as_user, role, db):
    cadre = make_actor(Role.CADRE)
    _visit, parked = field.parked(cadre)
    browser = as_user(make_user(role))
    status = 403 if role in (Role.ORG, Role.AUDITOR) else 200
    answer = browser.get("/visits/parked")
    assert answer.status_code == status
    assert (f"/visits/parked/{parked.id}" in answer.text) is (role is Role.CLERK)
    one = browser.get(f"/visits/parked/{parked.id}").status_code
    assert one == (403 if status == 403 else 200 if role is Role.CLERK else 404)


def test_two_columns_in_words_and_only_where_they_differ(as_user, db):
    phone = Phone(as_user)
    visit, parked = field.parked(phone.actor)
    page = phone.browser.get(f"/visits/parked/{parked.id}")
    said = text_of(page)
    assert field.WORDS in said and "水清了" in said and visit.ref in said and "路灯坏了" in said
    assert page.text.count('class="diff"') == 1


def test_what_shall_become_an_opinion_is_read_by_its_writer_alone(as_user, db):
    phone, key = Phone(as_user), field.key()
    phone.send(field.item(key))
    phone.send(field.item(key, matters=[field.matter("有人收了钱", turn="opinion")]))
    path = f"/visits/parked/{db.session.query(Parked).one().id}"
    assert "有人收了钱" in phone.browser.get(path).text
    page = as_user(make_user(Role.CLERK)).get(path)
    assert "有人收了钱" not in page.text and "转成诉求：" not in text_of(page)
    assert "请记的人自己定" in text_of(page) and 'name="verdict"' not in page.text
    assert "定过了" not in text_of(page)
    assert db.session.query(Parked).one().standing is Standing.OPEN


def test_each_of_the_three_decisions_from_its_page(as_user, db):
    for verdict, standing in (
        ("store", Standing.STORED), ("correct", Standing.CORRECTED), ("drop", Standing.DROPPED)
    ):
        phone = Phone(as_user)
        visit, parked = field.parked(phone.actor)
        path = f"/visits/parked/{parked.id}"
        answer = phone.browser.submit(path, verdict=verdict, reason="是试着写的", matters="0")
        assert answer.status_code == 303, text_of(answer)
        assert db.session.get(Parked, parked.id).standing is standing
        versions = db.session.query(VisitVersion).filter_by(visit_id=visit.id).count()
        assert versions == (1 if verdict == "correct" else 0)
        page = phone.browser.get(path)
        assert "定过了" in text_of(page) and "<form method=\"post\" novalidate" not in page.text
        assert "定过的" in text_of(phone.browser.get("/visits/parked"))


def test_dropping_asks_why_and_keeps_what_was_typed(as_user, db):
    phone = Phone(as_user)
    _visit, parked = field.parked(phone.actor)
    for facts, sentence in (
        ({"verdict": "drop", "reason": ""}, "为什么不要"), ({"reason": "x" * 7}, "请选怎么办"),
    ):
        answer = phone.browser.submit(f"/visits/parked/{parked.id}", **facts)
        assert answer.status_code == 422 and sentence in text_of(answer)
        assert facts["reason"] in answer.text
    assert db.session.get(Parked, parked.id).standing is Standing.OPEN


def test_the_office_is_not_offered_to_correct_the_visit_of_somebody_else(as_user, db):
    _visit, parked = field.parked(make_actor(Role.CADRE))
    page = as_user(make_user(Role.CLERK)).get(f"/visits/parked/{parked.id}")
    assert 'value="store"' in page.text and 'value="correct"' not in page.text


def test_a_link_that_waits_is_ended_with_a_reason(as_user, db):
    phone, item = Phone(as_user), field.item(depends_on=["7" * 32])
    phone.send(item)
    ref = visits.sent_as(item["client_id"]).ref
    assert "待关联" in text_of(phone.browser.get(f"/visits/{ref}"))
    assert phone.browser.submit(f"/visits/{ref}/end_waiting", reason="").status_code == 422
    assert phone.browser.submit(f"/visits/{ref}/end_waiting", reason="那部手机丢了").status_code == 303
    assert "没有在等" in text_of(phone.browser.get(f"/visits/{ref}/end_waiting"))
    assert as_user(make_user(Role.CADRE)).get(f"/visits/{ref}/end_waiting").status_code == 404


def test_a_corrected_clock_is_marked_on_the_page_of_the_visit(phone):
    item = field.item(device_now="2026-01-01T00:00:00+08:00", device_time="2025-12-31T23:00:00+08:00")
    phone.send(item)
    page = text_of(phone.browser.get(f"/visits/{visits.sent_as(item['client_id']).ref}"))
    assert "已校正" in page


def files(*blobs):
    return [(io.BytesIO(blob), f"visits-{number}.json") for number, blob in enumerate(blobs)]


def test_a_saved_file_is_loaded_and_each_record_answered(as_user, db):
    phone = Phone(as_user)
    data, said = field.photo()
    mine = service.account_key(phone.actor)
    good, bad = field.item(photos=[said]), field.item(visited_on="2999-01-01")
    blobs = (
        field.saved(good, bad, user=mine, photos=(data,)),
        field.saved(field.item(words="第三条"), user=mine),
    )
    answer = phone.browser.submit("/visits/load", files=files(*blobs))
    assert answer.status_code == 303 and answer.location.endswith("/visits/load?done=1")
    page = text_of(phone.browser.get("/visits/load?done=1"))
    assert page.count("存好了") == 2 and "走访日期不能晚于今天" in page and "1 张" in page
    assert db.session.query(Visit).count() == 2


def test_the_office_loads_for_a_cadre_and_a_cadre_for_nobody(as_user, db):
    cadre, clerk = make_user(Role.CADRE), as_user(make_user(Role.CLERK))
    blob = field.saved(field.item(), user=service.account_key(actor_of(cadre.id)))
    assert as_user(make_user(Role.CADRE)).submit("/visits/load", files=files(blob)).status_code == 422
    assert 'name="visitor_id"' not in as_user(make_user(Role.CADRE)).get("/visits/load").text
    assert clerk.submit("/visits/load", files=files(blob), visitor_id="").status_code == 303
    assert db.session.query(Visit).one().assignee_id == cadre.id
    nobody = field.saved(field.item(), user="0" * 32)
    answer = clerk.submit("/visits/load", files=files(nobody), visitor_id="")
    assert answer.status_code == 422 and "谁的" in text_of(answer)


@pytest.mark.parametrize("blob", [b"\xff", b"{}", b""])
def test_what_is_no_saved_file_is_said_at_the_field(as_user, db, blob):
    answer = as_user(make_user(Role.CADRE)).submit("/visits/load", files=files(blob))
    assert answer.status_code == 422 and "文件" in text_of(answer)
    assert as_user(make_user(Role.CADRE)).submit("/visits/load").status_code == 422


def test_a_file_of_more_than_ten_megabytes_is_said(as_user, db):
    browser = as_user(make_user(Role.CADRE))
    boundary, name = "x", 'Content-Disposition: form-data; name="files"; filename="v.json"'
    body = f"--{boundary}\r\n{name}\r\n\r\n".encode() + bytes(10 * 2**20 + 2) + b"\r\n--x--\r\n"
    answer = browser.post("/visits/load", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 422 and "10 MB" in text_of(answer)


def test_the_hash_is_the_one_a_phone_makes(phone):
    """The canonical text, byte for byte, as JSON.stringify writes sorted keys."""
    text = (
        '{"companions":[],"household":null,"kind":"home","matters":[],"participants":"","photos":[],'
        f'"place":"{field.record()["place"]}","present_count":null,"purposes":[],'
        f'"visited_on":"{clock.today().isoformat()}","words":"水\\"浑\\"\\\\了\\n🙂\u2028/"}}'
    )
    item = field.item(words='水"浑"\\了\n🙂\u2028/') | {"sha256": hashlib.sha256(text.encode()).hexdigest()}
    assert phone.send(item).status_code == 201


def test_of_very_many_records_those_that_were_refused_are_remembered():
    good, bad = {"number": 1, "good": True}, {"number": 2, "good": False}
    assert remembered([good, bad]) == [good, bad]
    assert remembered([good] * 200 + [bad] * 2) == [bad] * 2


def test_the_office_reads_of_no_matter_why_it_was_not_taken_in(as_user, db):
    make_actor(Role.HEAD, name="郑明远")
    cadre, clerk = make_user(Role.CADRE), as_user(make_user(Role.CLERK))
    item = field.item(matters=[field.matter("郑明远收了包工头的钱", turn="opinion")])
    blob = field.saved(item, user=service.account_key(actor_of(cadre.id)))
    assert clerk.submit("/visits/load", files=files(blob), visitor_id="").status_code == 303
    page = text_of(clerk.get("/visits/load?done=1"))
    assert "12388" not in page and "镇领导" not in page and "请记的人自己" in page


@pytest.mark.parametrize("path", ["/visits/new", "/field/new"])
def test_where_a_matter_is_to_become_an_opinion_it_is_said_what_is_not_written_here(as_user, path):
    page = as_user(make_user(Role.CADRE)).get(path).text
    boxes = re.findall(r"<div data-when-opinion>.*?</div>", page, re.DOTALL)
    assert boxes and all("直接找纪检" in box for box in boxes)


def test_a_photograph_of_a_dropped_record_is_no_more_asked_for(as_user, db):
    phone, key, (_data, said) = Phone(as_user), field.key(), field.photo()
    phone.send(field.item(key))
    other = field.item(key, words="另一份", photos=[said])
    assert phone.send(other).json["photos_missing"] == [said["sha256"]]
    service.drop(phone.actor, db.session.query(Parked).one(), reason="记重了")
    assert phone.send(other).json["photos_missing"] == []
    assert phone.browser.head(f"/sync/photos/{said['sha256']}?client_id={key}").status_code == 404


def test_what_was_decided_long_ago_says_who_and_how_without_the_words(as_user, db):
    user = make_user(Role.CADRE)
    _visit, parked = field.parked(actor_of(user.id))
    service.drop(actor_of(user.id), parked, reason="写错了人家")
    with time_machine.travel(clock.now() + timedelta(days=91)):
        service.clear_decided(SYSTEM)
    browser = as_user(user)
    assert "定过满 90 天" in text_of(browser.get("/visits/parked"))
    page = text_of(browser.get(f"/visits/parked/{parked.id}"))
    assert "过了保存期" in page and "写错了人家" in page and "水清了" not in page


def test_a_phone_that_is_asked_whether_somebody_is_accused_hears_that_it_may_change_all(phone, db):
    make_user(Role.CLERK, name="张三丰")
    key, words = field.key(), "张三丰收了我两千块钱"
    asked = phone.send(field.item(key, words=words))
    told = asked.json
    assert (asked.status_code, told["field"], told["absent"]) == (422, "mention", True)
    assert "张三丰" not in told["message"] and db.session.query(Parked).count() == 0
    assert phone.send(field.item(key, 2, words=words, mention=True)).status_code == 201
    again = phone.send(field.item(key, 3, words=words + "。"))
    assert again.status_code == 422 and "absent" not in again.json
