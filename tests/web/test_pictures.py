"""Photographs over the web: seen by whoever may read the matter; too large ones lose no text."""

import io
import re

import pytest
from factories import OFFICE_2, make_actor, make_user
from factories_notices import make_pictured, make_sealed_pictured, pictures_of
from factories_opinions import TEXT, make_opinion, name_subjects
from photos import CANARY, photo, telling_photo
from support import PageReader, text_of
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import stream_encode_multipart

from tracker.domain.roles import NOT_STAFF, Role
from tracker.opinions import service as opinions
from tracker.opinions.models import OpinionSubject
from tracker.pictures.models import Original, Picture
from tracker.store import sessions
from tracker.web.uploads import LARGEST_WITH_PHOTOS


def address(opinion, *, end=".jpg"):
    return f"/opinions/{opinion.ref}/pictures/{pictures_of(opinion)[0].name}{end}"


def plain(answer):
    """A page without what is drawn anew for each form."""
    return answer.status_code, re.sub(r'value="[0-9a-f]{32}"', "", answer.text)


def behind(app, opinion):
    """A resident who has entered the receipt."""
    client = app.test_client()
    client.set_cookie("tracker_public", sessions.start("public", None, {"opinion": opinion.id}, 15))
    return client


def test_a_picture_is_a_jpeg_that_no_browser_keeps_or_guesses_about(db, as_user):
    answer = as_user(make_user()).get(address(make_pictured(photos=(telling_photo(),))))
    assert answer.status_code == 200 and answer.data.startswith(b"\xff\xd8") and CANARY not in answer.data
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == "inline"


def test_the_small_one_is_smaller(db, as_user):
    client, path = as_user(make_user()), address(make_pictured())
    assert len(client.get(path + "?size=thumb").data) < len(client.get(path).data)


SEEING = {Role.CLERK, Role.CALLBACK, Role.DEPUTY, Role.HEAD, Role.COUNTY, Role.UNIT_HEAD}


@pytest.mark.parametrize("role", [one for one in Role if one not in NOT_STAFF])
def test_a_picture_is_seen_by_whoever_may_read_the_matter(db, as_user, role):
    opinion = make_pictured()
    user = make_user(role)
    expected = as_user(user).get(f"/opinions/{opinion.ref}").status_code
    assert as_user(user).get(address(opinion)).status_code == expected
    assert (expected == 200) is (role in SEEING)


def test_a_barred_person_gets_the_page_of_a_picture_that_does_not_exist(db, as_user):
    opinion, accused = make_pictured(), make_user(Role.UNIT_HEAD)
    name_subjects(opinion, OpinionSubject(unit_code=OFFICE_2))
    real = as_user(accused).get(address(opinion))
    absent = as_user(accused).get("/opinions/石门-诉-00000/pictures/abc.jpg")
    assert plain(real) == plain(absent) and real.status_code == 404


def test_a_picture_of_another_matter_is_not_found_under_this_one(db, as_user):
    one, other = make_pictured(), make_opinion()
    path = address(one).replace(one.ref, other.ref)
    assert as_user(make_user()).get(path).status_code == 404


def test_the_resident_sees_the_own_pictures_and_nobody_elses(app, db, visitor):
    mine, other = make_pictured(), make_pictured()
    client = behind(app, mine)
    assert client.get(f"/progress/pictures/{pictures_of(mine)[0].name}.jpg").data.startswith(b"\xff\xd8")
    assert client.get(f"/progress/pictures/{pictures_of(other)[0].name}.jpg").status_code == 404
    assert visitor.get(f"/progress/pictures/{pictures_of(mine)[0].name}.jpg").status_code == 404


def test_both_pages_show_the_photographs(app, db, as_user):
    opinion = make_pictured()
    name = pictures_of(opinion)[0].name
    assert name in as_user(make_user()).get(f"/opinions/{opinion.ref}").text
    assert name in behind(app, opinion).get("/progress").text


def test_what_was_sealed_later_has_no_pictures_here(app, db, as_user):
    opinion = make_pictured()
    path, name = address(opinion), pictures_of(opinion)[0].name
    opinions.seal(make_actor(), opinion)
    assert as_user(make_user()).get(path).status_code == 404
    assert behind(app, opinion).get(f"/progress/pictures/{name}.jpg").status_code == 404


def test_two_persons_open_the_original_once(db, as_user):
    opinion = make_pictured(photos=(telling_photo(),))
    clerk, head = as_user(make_user()), as_user(make_user(Role.HEAD))
    path = address(opinion, end="/original")
    assert clerk.submit(path, reason="转公安核对车牌").status_code == 303
    assert "等第二个人同意" in text_of(clerk.get(path))
    assert "转公安核对车牌" in text_of(head.get(path)) and "机井水发浑" in head.get("/me").text
    assert head.submit(path, verdict="yes").status_code == 303
    sent = clerk.submit(path)
    assert sent.data == telling_photo() and sent.headers["Content-Type"] == "application/octet-stream"
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert "打开过" in text_of(clerk.get(path)) and "为什么要看原件" in text_of(clerk.get(path))


def test_a_refused_original_stays_shut(db, as_user):
    opinion = make_pictured()
    clerk, path = as_user(make_user()), address(opinion, end="/original")
    clerk.submit(path, reason="好奇")
    as_user(make_user(Role.DEPUTY)).submit(path, verdict="no")
    page = text_of(clerk.get(path))
    assert "没有同意" in page and "打开原件" not in page


def test_without_a_reason_the_question_comes_again(db, as_user):
    answer = as_user(make_user()).submit(address(make_pictured(), end="/original"), reason=" ")
    assert answer.status_code == 422 and "请写明为什么要看原件" in text_of(answer)


@pytest.mark.parametrize("role", [Role.CALLBACK, Role.COUNTY])
def test_others_read_the_page_and_can_ask_nothing(db, as_user, role):
    page = text_of(as_user(make_user(role)).get(address(make_pictured(), end="/original")))
    assert "您现在没有要办的" in page


def in_memory(**fields):
    """A multipart body that leaves no temporary file of the test's own behind."""
    stream, _length, boundary = stream_encode_multipart(MultiDict(fields), use_tempfile=False)
    return {"data": stream.read(), "content_type": f"multipart/form-data; boundary={boundary}"}


def file_of(data, number=0):
    return FileStorage(io.BytesIO(data), f"a{number}.jpg", "photos")


def more(client, *sent):
    """More photographs from behind the receipt."""
    forms = PageReader(client.get("/progress/supplement").text).forms
    form = next(one for one in forms if one["method"] == "post")
    hidden = {name: value for name, value, kind in form["fields"] if kind == "hidden"}
    photos = [file_of(one, number) for number, one in enumerate(sent)]
    return client.post("/progress/supplement", **in_memory(**hidden, text="补几张照片", photos=photos))


def test_more_photographs_from_the_progress_page(app, db):
    opinion = make_opinion()
    assert more(behind(app, opinion), telling_photo(), photo()).status_code == 303
    assert len(pictures_of(opinion)) == 2


def test_a_bad_photograph_is_said_at_its_field(app, db):
    opinion = make_opinion()
    answer = more(behind(app, opinion), b"hello")
    assert answer.status_code == 422 and "打不开" in text_of(answer) and 'id="photos-error"' in answer.text
    assert pictures_of(opinion) == []


@pytest.mark.parametrize(
    ("sent", "said"), [([photo()] * 4, "最多 3 张"), ([photo() + b"\0" * 10 * 2**20], "最多 10 MB")]
)
def test_too_many_and_too_large_are_said_at_the_field(app, db, sent, said):
    answer = more(behind(app, make_opinion()), *sent)
    assert answer.status_code == 422 and said in text_of(answer)
    assert db.session.query(Picture).count() == db.session.query(Original).count() == 0


def test_three_photographs_of_ten_megabytes_pass(app, db):
    opinion = make_opinion()
    sent = [photo().ljust(10 * 2**20, b"\0")] * 3
    assert more(behind(app, opinion), *sent).status_code == 303
    assert len(pictures_of(opinion)) == 3


def test_text_beside_files_beyond_every_limit_is_given_back(visitor, db):
    make_opinion()
    sent = in_memory(text=TEXT, page="what", photos=file_of(b"\0" * (LARGEST_WITH_PHOTOS + 1)))
    answer = visitor.post("/say", **sent)
    assert answer.status_code in (413, 422) and TEXT in answer.text


def test_another_form_beyond_the_limit_gives_its_text_back(db, as_user):
    sent = in_memory(text=TEXT, file=file_of(b"\0" * 13 * 2**20))
    answer = as_user(make_user()).post("/opinions/new", **sent)
    assert answer.status_code == 413 and TEXT in answer.text


def test_discipline_opens_the_original_of_an_accusation_by_two_of_its_own(db, as_user):
    record = make_sealed_pictured()
    one, other = as_user(make_user(Role.DISCIPLINE)), as_user(make_user(Role.DISCIPLINE))
    base = f"/sealed/{record.ref}/photos/{pictures_of(record)[0].name}"
    assert one.get(base).data.startswith(b"\xff\xd8")
    assert one.submit(base + "/original", reason="核对车牌").status_code == 303
    assert "等第二个人同意" in text_of(one.get(base + "/original"))
    assert other.submit(base + "/original", verdict="yes").status_code == 303
    assert one.submit(base + "/original").data == photo()


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.SYSADMIN, Role.AUDITOR])
def test_nobody_else_gets_at_a_photograph_of_an_accusation(db, as_user, role):
    record, client = make_sealed_pictured(), as_user(make_user(role))
    name = pictures_of(record)[0].name
    for path in (f"/sealed/{record.ref}/photos/{name}", f"/opinions/{record.ref}/pictures/{name}.jpg"):
        assert client.get(path).status_code in (403, 404)
