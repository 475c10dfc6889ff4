"""/say: for whom somebody speaks, photographs, what may go wrong on the way, what keeps programs apart."""

import io
import re

import pytest
import segno
import sqlalchemy as sa
from factories import VILLAGE, make_town
from factories_notices import make_published
from factories_opinions import TEXT
from markupsafe import escape
from photos import photo
from saying import hidden_of, press, send, walk_to_check
from sqlalchemy.exc import OperationalError
from support import PageReader, text_of

from tracker.domain.roles import SYSTEM
from tracker.opinions.models import Opinion
from tracker.opinions.rules import Tray, tray
from tracker.pictures import queries as pictures
from tracker.sealed.models import Sealed
from tracker.store import work
from tracker.store.action import action
from tracker.township.models import Unit


def matters(db):
    return db.session.scalars(sa.select(Opinion).order_by(Opinion.id)).all()


def file(data: bytes):
    return io.BytesIO(data), "a.jpg"


def test_danger_has_four_numbers_to_tap(visitor, db):
    make_town()
    page = visitor.get("/say").text
    assert all(f'href="tel:{number}"' in page for number in (110, 119, 120, 122))


# for whom


def test_somebody_speaks_for_a_neighbour_and_for_three(visitor, db):
    make_town()
    checked = walk_to_check(visitor, behalf="neighbour", behalf_name="周大娘", people_count="3")
    assert "替邻居说，周大娘" in text_of(checked) and "3 人" in text_of(checked)
    press(visitor, checked, "next", may_publish="y")
    (opinion,) = matters(db)
    assert (opinion.behalf.value, opinion.behalf_name, opinion.people_count) == ("neighbour", "周大娘", 3)
    assert opinion.may_publish


def test_who_speaks_for_oneself_leaves_no_other_name(visitor, db):
    make_town()
    press(visitor, walk_to_check(visitor, behalf="oneself", behalf_name="周大娘"), "next")
    (opinion,) = matters(db)
    assert (opinion.behalf.value, opinion.behalf_name, opinion.people_count) == ("oneself", "", 1)


@pytest.mark.parametrize("number", ["0", "-1", "10000", "很多"])
def test_an_odd_number_of_people_is_asked_again(visitor, db, number):
    make_town()
    answer = walk_to_check(visitor, people_count=number)
    assert answer.status_code == 422 and TEXT in answer.text and "people_count-error" in answer.text


def test_consent_is_off_unless_ticked_and_survives_a_change(visitor, db):
    make_town()
    checked = walk_to_check(visitor)
    assert "<input checked" not in checked.text
    changed = press(visitor, press(visitor, checked, "where", may_publish="y"), "next", place="学校")
    assert "<input checked" in changed.text
    press(visitor, checked, "next")
    assert not matters(db)[0].may_publish


def test_an_accusation_keeps_for_whom_it_was_said(visitor, db):
    make_town()
    shown = press(visitor, visitor.get("/say"), "next", text="修路的钱不对", is_about_cadre="y")
    shown = press(visitor, shown, "next")
    shown = press(visitor, shown, "next", behalf="family", behalf_name="老父亲", people_count="2")
    assert "隐去姓名公开" not in text_of(shown)
    press(visitor, shown, "next")
    assert db.session.query(Sealed).one().text == "修路的钱不对\n替家里人说 老父亲\n一共 2 个人"


def test_a_village_office_with_a_telephone_writes_down_for_others(visitor, db):
    make_town()
    village = db.session.query(Unit).filter_by(unit_code=VILLAGE).one()
    with action(SYSTEM, "unit.import", village):
        village.phone = "0999-5550202"
    first = visitor.get("/say")
    assert "请村干部代填" in text_of(first) and "tel:0999-5550202" in first.text


# what comes along


def test_photographs_come_along_and_are_made_anew(visitor, db):
    make_town()
    answer = press(visitor, walk_to_check(visitor), "next", photos=[file(photo()), file(photo("PNG"))])
    assert answer.status_code == 303
    assert len(pictures.of("opinion", matters(db)[0].id)) == 2


def test_photographs_of_an_accusation_lie_with_it(visitor, db):
    make_town()
    checked = press(visitor, walk_to_check(visitor), "what")
    checked = press(visitor, checked, "next", text=TEXT, is_about_cadre="y")
    press(visitor, checked, "next", photos=file(photo()))
    assert len(pictures.of("sealed", db.session.query(Sealed).one().id)) == 1 and matters(db) == []


def test_a_file_that_is_no_picture_is_said_at_its_field_and_may_be_left_out(visitor, db):
    make_town()
    bad = file(b"MZ not a picture")
    answer = press(visitor, walk_to_check(visitor), "next", photos=bad)
    assert answer.status_code == 422 and TEXT in answer.text and matters(db) == []
    assert "photos-error" in answer.text and "不要照片直接提交" in text_of(answer)
    assert press(visitor, answer, "plain").status_code == 303 and len(matters(db)) == 1


def test_a_fourth_photograph_is_too_many(visitor, db):
    make_town()
    answer = press(visitor, walk_to_check(visitor), "next", photos=[file(photo()) for _number in range(4)])
    assert answer.status_code == 422 and "最多 3 张" in text_of(answer) and matters(db) == []


# what may go wrong


def test_too_large_to_be_read_gives_the_check_page_back_with_every_word(visitor, db, monkeypatch):
    monkeypatch.setattr("tracker.web.uploads.LARGEST_WITH_PHOTOS", 40_000)
    make_town()
    answer = press(visitor, walk_to_check(visitor), "next", photos=file(b"x" * 90_000))
    assert answer.status_code == 413 and "照片太大了" in text_of(answer) and TEXT in text_of(answer)
    assert matters(db) == []
    assert press(visitor, answer, "next").status_code == 303 and matters(db)[0].text == TEXT


def test_when_the_ten_minutes_are_full_the_page_keeps_every_word_and_names_a_telephone(
    visitor, db, monkeypatch
):
    monkeypatch.setattr(tray, "UNPROVED", tray.Budget(ordinary=0, most=1, same_text=1))
    make_town()
    send(visitor, "第一件事，路灯不亮")
    visitor.delete_cookie("tracker_receipt", path="/say")
    answer = send(visitor)
    assert answer.status_code == 429 and "您写的都还在" in text_of(answer) and TEXT in text_of(answer)
    assert "急事请打电话" in text_of(answer) and "tel:12345" in answer.text
    assert len(matters(db)) == 1
    solved = work.solve(hidden_of(answer)["work_stamp"])  # the page's script was done by now
    assert press(visitor, answer, "next", work=solved).status_code == 303
    assert [one.tray for one in matters(db)] == [Tray.SUSPECT, Tray.ORDINARY]


def test_a_database_that_is_away_gives_back_what_was_typed_and_nothing_else(visitor, db, monkeypatch):
    make_town()
    checked = walk_to_check(visitor)

    def away(*_given, **_more):
        raise OperationalError("insert", {}, Exception("disk full"))

    monkeypatch.setattr("tracker.opinions.public.say.service.submit", away)
    answer = press(visitor, checked, "next")
    assert answer.status_code == 503 and TEXT in answer.text and "13812345678" in answer.text
    hidden = hidden_of(checked)
    assert not [name for name in ("work_stamp", "page", "form_key") if f">{hidden[name]}<" in answer.text]


def test_larger_letters_lose_no_word_of_a_half_filled_page(visitor, db):
    make_town()
    first = visitor.get("/say")
    answer = visitor.post("/say", data={**hidden_of(first), "text": TEXT, "zi": "teda"})
    assert answer.status_code == 200 and TEXT in answer.text and 'class="zi-teda"' in answer.text
    assert visitor.get_cookie("zi").value == "teda" and "发生了什么事" in text_of(answer)
    assert 'class="zi-teda"' in visitor.get("/say").text


# programs


def test_the_proof_may_come_between_two_presses_of_one_form(visitor, db):
    make_town()
    checked = walk_to_check(visitor)
    assert press(visitor, checked, "next").status_code == 303
    solved = work.solve(hidden_of(checked)["work_stamp"])
    assert press(visitor, checked, "next", work=solved).status_code == 303 and len(matters(db)) == 1


def test_the_stamp_rides_through_all_pages_and_a_forged_one_is_replaced(visitor, db):
    make_town()
    first = visitor.get("/say")
    stamp = hidden_of(first)["work_stamp"]
    second = press(visitor, first, "next", text=TEXT, work="123")
    assert hidden_of(second)["work_stamp"] == stamp and hidden_of(second)["work"] == "123"
    third = press(visitor, second, "next", work_stamp="1.forged")
    assert hidden_of(third)["work"] == "" and hidden_of(third)["work_stamp"] != "1.forged"


def test_a_program_that_fills_every_field_is_set_apart_and_still_gets_its_receipt(visitor, db):
    make_town()
    assert press(visitor, walk_to_check(visitor), "next", homepage="http://a.example").status_code == 303
    assert matters(db)[0].tray is Tray.SUSPECT and "收到了" in text_of(visitor.get("/say"))


# what the page shows of itself


def test_titles_say_nothing_and_every_page_can_be_left_at_once(visitor, db):
    make_town()
    shown = visitor.get("/say")
    for number in (1, 2, 3, 4):
        assert PageReader(shown.text).title == f"第 {number} 步 – 石门镇"
        assert 'href="/services" data-leave' in shown.text
        shown = press(visitor, shown, "next", text=TEXT)
    assert PageReader(visitor.get("/say").text).title == "好了 – 石门镇"


def test_the_slip_has_the_number_and_a_code_that_leads_to_the_question_only(visitor, db):
    make_town()
    send(visitor)
    page = visitor.get("/say")
    digits = re.sub(r"\D", "", text_of(page).split("您的查询码")[1].split("请截图")[0])
    assert len(digits) == 20
    drawing = segno.make("http://localhost/progress", error="m").svg_data_uri(scale=4, border=2)
    assert str(escape(drawing)) in page.text and digits not in page.text  # in groups of four only


def test_a_published_matter_is_offered_and_following_it_leaves_nothing(visitor, db):
    public = make_published()
    checked = walk_to_check(visitor, "二组的机井水发浑了，晾一夜底下一层沙")
    assert "是同一件吗" in text_of(checked) and f"/notices/{public.id}" in checked.text
    before = len(matters(db))
    assert visitor.get(f"/notices/{public.id}").status_code == 200 and len(matters(db)) == before
    assert "是同一件吗" not in text_of(walk_to_check(visitor, "学校门口要装一个红绿灯"))
