"""Residents' pages: /say step by step without a script, the receipt, /v, /progress behind its 20 digits."""

import pytest
import sqlalchemy as sa
from factories import OTHER_TOWN, VILLAGE, make_town, make_user
from factories_opinions import TEXT, make_replied, make_sealed, opinion_of, submit
from support import PageReader, text_of

from tracker.domain.roles import Role
from tracker.opinions.models import Opinion
from tracker.sealed.models import Sealed
from tracker.store.receipts import Receipt, grouped
from tracker.store.throttle import Throttle


def press(visitor, shown, go, **fields):
    """Press one of the buttons of the page that was just shown, as a browser without scripts would."""
    form = next(one for one in PageReader(shown.text).forms if one["method"] == "post")
    hidden = {name: value for name, value, kind in form["fields"] if kind == "hidden"}
    return visitor.post("/say", data={**hidden, **fields, "go": go})


def walk_to_check(visitor, text=TEXT, **where):
    shown = press(visitor, visitor.get("/say"), "next", text=text)
    shown = press(visitor, shown, "next", **{"village_code": VILLAGE, "place": "村口", **where})
    return press(visitor, shown, "next", contact="open", name="周桂兰", phone="13812345678")


def send(visitor, text=TEXT):
    return press(visitor, walk_to_check(visitor, text), "next")


def matters(db):
    return db.session.scalars(sa.select(Opinion)).all()


def test_a_resident_speaks_up_in_four_pages_under_one_address(visitor, db):
    make_town()
    checked = walk_to_check(visitor)
    assert "看一看写得对不对" in text_of(checked) and "石门村" in text_of(checked)
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
    assert "看一看写得对不对" in text_of(again) and "学校门口" in text_of(again)  # straight back to the check
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
    assert "手机号或身份证号" in text_of(walk_to_check(visitor, "打 13812345678 找我"))
    assert "手机号或身份证号" not in text_of(walk_to_check(visitor))


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


# progress


def enter(visitor, code):
    return visitor.submit("/progress", code=code)


def test_the_receipt_opens_progress_reply_and_rating(visitor, db):
    sent_opinion = make_replied()
    code = _code_for(db, sent_opinion)
    assert enter(visitor, grouped(code)).status_code == 303
    page = text_of(visitor.get("/progress"))
    assert "井已洗过，水清了。" in page and "已收到" in page and "农业农村办公室" in page
    assert visitor.submit("/progress/rate", satisfaction="fair", solved="yes").status_code == 303
    assert "基本满意" in text_of(visitor.get("/progress"))
    assert "您已经评价过了" in text_of(visitor.submit("/progress/rate", satisfaction="good", solved="no"))


def _code_for(db, opinion):
    """The receipts of factories come from known form keys: find the one that opens this matter."""
    from tracker.store.receipts import code_of

    handle = db.session.query(Receipt).filter_by(kind="opinion", record_id=opinion.id).one().handle
    keys = (f"{number:032x}" for number in range(1, 10_000))
    return next(code for key in keys if (code := code_of(key))[:8] == handle)


def test_nothing_is_preselected_in_the_rating(visitor, db):
    opinion = make_replied()
    enter(visitor, _code_for(db, opinion))
    page = visitor.get("/progress/rate")
    assert "checked" not in page.text
    assert visitor.submit("/progress/rate").status_code == 422


def test_a_supplement_reaches_the_matter(visitor, db):
    sent = submit()
    enter(visitor, sent.code)
    assert visitor.submit("/progress/supplement", text="昨天又浑了").status_code == 303
    assert "昨天又浑了" in text_of(visitor.get("/progress"))
    assert opinion_of(sent).supplements[0].text == "昨天又浑了"


def test_wrong_unknown_and_malformed_look_alike(visitor, db):
    sent = submit()
    wrong = sent.code[:8] + ("1" * 12 if sent.code[8:] != "1" * 12 else "2" * 12)
    pages = [enter(visitor, code) for code in (wrong, "9" * 20, "12")]
    assert {page.status_code for page in pages} == {422}
    assert len({text_of(page) for page in pages}) == 1


@pytest.mark.parametrize("is_real", [True, False])
def test_after_five_wrong_tries_a_handle_waits_whether_or_not_it_exists(visitor, db, is_real):
    sent = submit()
    handle = sent.code[:8] if is_real else "99999999"
    for number in range(5):
        assert "没有找到" in text_of(enter(visitor, handle + f"{number:012d}"))
    answer = enter(visitor, sent.code if is_real else handle + "0" * 12)
    assert answer.status_code == 422 and "15 分钟" in text_of(answer)
    assert db.session.query(Throttle).count() == 1


def test_every_try_costs_one_hash(visitor, db, monkeypatch):
    from tracker.store import receipts

    sent, runs = submit(), []
    real = receipts.check_secret
    monkeypatch.setattr(receipts, "check_secret", lambda *given: runs.append(1) or real(*given))
    for code in ("9" * 20, sent.code[:8] + "0" * 12, "12"):
        runs.clear()
        enter(visitor, code)
        assert len(runs) == 1


def test_a_sealed_matter_shows_one_sentence(visitor, db):
    sent = submit(is_about_cadre=True, text="修路的钱不对")
    enter(visitor, sent.code)
    page = visitor.get("/progress")
    assert "已按规定转有权机关处理" in text_of(page)
    assert "修路" not in page.text and sent.ref not in page.text


def test_leaving_ends_the_session_and_clears_the_browser(visitor, db):
    enter(visitor, submit().code)
    shown = visitor.get("/progress")
    hidden = {n: v for n, v, kind in PageReader(shown.text).forms[-1]["fields"] if kind == "hidden"}
    left = visitor.post("/progress/leave", data=hidden)
    assert left.headers["Clear-Site-Data"]
    assert "凭证上的 20 位数字" in text_of(visitor.get("/progress"))


def test_a_session_that_is_over_keeps_what_was_written(visitor, db):
    enter(visitor, submit().code)
    visitor.delete_cookie("tracker_public")
    answer = visitor.post("/progress/supplement", data={"text": "昨天又浑了"})
    assert "昨天又浑了" in answer.text and "凭证上的 20 位数字" in text_of(answer)


def test_a_receipt_opens_its_own_matter_only(visitor, db):
    mine, other = submit(), submit(text="路灯不亮")
    enter(visitor, mine.code)
    page = visitor.get("/progress").text
    assert "路灯不亮" not in page and other.ref not in page and make_sealed().ref not in page
