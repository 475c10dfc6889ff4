"""Residents' pages: /say step by step without a script, the receipt, /v; nothing in the address."""

import sqlalchemy as sa
from factories import OTHER_TOWN, VILLAGE, make_town, make_user
from factories_opinions import TEXT
from saying import press, send, walk_to_check
from support import PageReader, text_of

from tracker.domain.roles import Role
from tracker.opinions.models import Opinion
from tracker.sealed.models import Sealed
from tracker.store.receipts import Receipt


def matters(db):
    return db.session.scalars(sa.select(Opinion)).all()


def test_a_resident_speaks_up_in_four_pages_under_one_address(visitor, db):
    make_town()
    checked = walk_to_check(visitor)
    assert "看一看 写得对不对" in text_of(checked) and "石门村" in text_of(checked)
    assert matters(db) == []  # nothing is kept before 提交
    sent = press(visitor, checked, "next")
    assert (sent.status_code, sent.headers["Location"]) == (303, "/say")
    receipt = visitor.get("/say")
    (opinion,) = matters(db)
    assert opinion.ref in text_of(receipt) and opinion.text == TEXT
    assert opinion.village_code == VILLAGE and opinion.phone == "13812345678"


def test_danger_comes_before_the_first_question(visitor, db):
    make_town()
    page = visitor.get("/say").text
    assert page.index("tel:110") < page.index("<textarea")


def test_an_empty_story_gets_the_question_again(visitor, db):
    make_town()
    answer = press(visitor, visitor.get("/say"), "next", text="  ")
    assert answer.status_code == 422 and "请写下发生了什么事" in text_of(answer)


def test_a_wrong_telephone_keeps_everything_that_was_typed(visitor, db):
    make_town()
    shown = press(visitor, visitor.get("/say"), "next", text=TEXT)
    shown = press(visitor, shown, "next", village_code=VILLAGE)
    answer = press(visitor, shown, "next", contact="open", name="周桂兰", phone="1381234567")
    assert answer.status_code == 422 and "手机号应是 11 位，您填了 10 位" in text_of(answer)
    assert TEXT in answer.text and "1381234567" in answer.text and "周桂兰" in answer.text


def test_back_and_change_lose_nothing(visitor, db):
    make_town()
    checked = walk_to_check(visitor)
    where = press(visitor, checked, "where")
    again = press(visitor, where, "next", village_code="", place="学校门口")
    assert "看一看 写得对不对" in text_of(again) and "学校门口" in text_of(again)
    assert "怎么联系您" in text_of(press(visitor, again, "back"))
    assert TEXT in again.text


def test_where_and_contact_may_be_skipped(visitor, db):
    make_town()
    shown = press(visitor, visitor.get("/say"), "next", text=TEXT)
    shown = press(visitor, press(visitor, shown, "next"), "next")
    assert press(visitor, shown, "next").status_code == 303
    (opinion,) = matters(db)
    assert opinion.contact.value == "anonymous" and opinion.village_code is None


def test_the_check_page_warns_of_a_telephone_in_the_text(visitor, db):
    make_town()
    assert "里有手机号。" in text_of(walk_to_check(visitor, "打 13812345678 找我"))
    assert "里有20 位查询码。" in text_of(walk_to_check(visitor, "我的码是 1234 5678 9012 3456 7890"))
    assert "不想让办事的人看到" not in text_of(walk_to_check(visitor))


def test_a_double_press_makes_one_matter_and_one_receipt(visitor, db):
    make_town()
    checked = walk_to_check(visitor)
    first, second = press(visitor, checked, "next"), press(visitor, checked, "next")
    assert first.status_code == second.status_code == 303
    assert len(matters(db)) == 1 and db.session.query(Receipt).count() == 1


def test_the_receipt_can_be_seen_again_and_is_gone_after_leaving(visitor, db):
    make_town()
    send(visitor)
    shown = visitor.get("/say")
    assert "我记下了，离开" in text_of(shown) and text_of(visitor.get("/say")) == text_of(shown)
    cookie = visitor.get_cookie("tracker_receipt", path="/say")
    assert cookie.http_only and cookie.same_site == "Strict" and cookie.max_age == 600
    left = press(visitor, shown, "leave")
    assert left.headers["Clear-Site-Data"] and left.headers["Location"] == "/"
    assert "发生了什么事" in text_of(visitor.get("/say"))


def test_a_forged_receipt_cookie_shows_the_first_question(visitor, db):
    make_town()
    visitor.set_cookie("tracker_receipt", "forged.by.hand", path="/say")
    assert "发生了什么事" in text_of(visitor.get("/say"))


def test_no_form_of_another_site_gets_through(visitor, db):
    make_town()
    checked = walk_to_check(visitor)
    form = PageReader(checked.text).forms[0]
    hidden = {name: value for name, value, kind in form["fields"] if kind == "hidden"}
    answer = visitor.post("/say", data={**hidden, "token": "wrong", "go": "next"})
    assert answer.status_code == 422 and TEXT in answer.text and matters(db) == []


def test_nothing_that_is_stored_or_set_before_sending(visitor, db):
    make_town()
    first = visitor.get("/say")
    second = press(visitor, first, "next", text=TEXT)
    assert "Set-Cookie" not in first.headers and "Set-Cookie" not in second.headers
    assert second.request.path == "/say" and not second.request.query_string


def test_neither_address_nor_browser_is_kept_anywhere(visitor, db):
    make_town()
    visitor.environ_base.update({"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "PhoneOfZhou/9"})
    send(visitor)
    with db.engine.connect() as connection:
        for table in db.metadata.sorted_tables:
            for row in connection.execute(table.select()):
                assert "203.0.113.77" not in str(row) and "PhoneOfZhou" not in str(row), table.name


def test_a_tick_sends_it_to_the_sealed_stream_with_a_receipt_like_any_other(visitor, db):
    make_town()
    shown = press(
        visitor, visitor.get("/say"), "next", text="修路的钱不对", is_about_cadre="y", whom="修路队长"
    )
    shown = press(visitor, press(visitor, shown, "next"), "next")
    assert press(visitor, shown, "next").status_code == 303
    receipt = visitor.get("/say")
    assert "石门-函-" in text_of(receipt) and "已按规定转有权机关处理" in text_of(receipt)
    assert matters(db) == [] and db.session.query(Sealed).one().whom == "修路队长"


def test_a_head_of_the_town_leads_to_the_county_and_the_text_stays_in_hand(visitor, db):
    make_user(Role.HEAD, name="郑明远")
    answer = send(visitor, "郑明远收了包工头的钱")
    assert answer.status_code == 200 and "12388" in text_of(answer)
    assert matters(db) == [] and db.session.query(Sealed).count() == 0
    assert "郑明远收了包工头的钱" in press(visitor, answer, "what").text


def test_the_poster_brings_its_village_along_without_a_parameter(visitor, db):
    make_town()
    poster = visitor.get(f"/v/{VILLAGE}")
    assert "石门村" in text_of(poster) and "不是这个村？" in text_of(poster)
    shown = press(visitor, poster, "start")
    shown = press(visitor, shown, "next", text=TEXT)
    assert f'selected value="{VILLAGE}"' in shown.text
    assert visitor.get(f"/v/{OTHER_TOWN}201").status_code == 404 and visitor.get("/v/x").status_code == 404
