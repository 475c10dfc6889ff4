"""/progress behind its 20 digits: reading, adding, answering, taking back, rating, having it done again."""

import re

import pytest
from factories import OFFICE_2, PASSWORD, TOWN, VILLAGE, make_actor, make_user
from factories_aftercare import BAD, code_for, make_asked, make_explained, make_reopened, make_withdrawn
from factories_opinions import (
    TEXT,
    make_accepted,
    make_closed,
    make_handling,
    make_opinion,
    make_replied,
    make_routed,
    make_sealed,
    opinion_of,
    resident,
    submit,
)
from support import PageReader, text_of

from tracker.domain import clock
from tracker.domain.roles import SYSTEM, Role
from tracker.domain.workdays import spoken
from tracker.opinions import service
from tracker.opinions.models import Opinion
from tracker.opinions.rules import ClockKind, Decline, Status
from tracker.people.queries import actor_of, user_by_login
from tracker.people.service import Person, add_people
from tracker.sealed.models import Sealed
from tracker.store.receipts import grouped
from tracker.store.throttle import Throttle


def enter(visitor, code):
    return visitor.submit("/progress", code=code)


def opened(visitor, db, opinion):
    """The page behind the receipt of this matter."""
    assert enter(visitor, code_for(db, opinion)).status_code == 303
    return visitor.get("/progress")


def test_the_receipt_opens_progress_reply_and_rating(visitor, db):
    opinion = make_replied()
    assert enter(visitor, grouped(code_for(db, opinion))).status_code == 303
    page = text_of(visitor.get("/progress"))
    assert "井已洗过，水清了。" in page and "已收到" in page and "农业农村办公室" in page
    answer = visitor.submit("/progress/rate", satisfaction="fair", solved="yes", feeling="比去年快")
    assert answer.status_code == 303
    page = text_of(visitor.get("/progress"))
    assert "基本满意" in page and "比去年快" in page
    assert "您已经评价过了" in text_of(visitor.submit("/progress/rate", satisfaction="good", solved="no"))


def test_each_state_says_in_words_who_has_it_and_by_when(app, db):
    for make, words in [
        (make_opinion, "前定下来"), (make_accepted, "已受理"), (make_routed, "农业农村办公室正在安排人办"),
        (make_handling, "农业农村办公室在办"), (make_replied, "已答复"),
    ]:
        page = text_of(opened(app.test_client(), db, make()))
        assert words in page and "张三" not in page, words


def test_nothing_is_preselected_in_the_rating_and_all_three_things_are_asked(visitor, db):
    opened(visitor, db, make_replied())
    page = visitor.get("/progress/rate")
    assert "checked" not in page.text
    for words in ("高兴不高兴", "满意不满意", "答应不答应", "问题解决了没有", "说不好"):
        assert words in text_of(page)
    assert visitor.submit("/progress/rate").status_code == 422


def test_agreement_is_kept_as_said_and_is_no_duty(app, db):
    for said, kept in [("yes", True), ("no", False), ("unsure", None), (None, None)]:
        opinion, visitor = make_replied(), app.test_client()
        opened(visitor, db, opinion)
        visitor.submit("/progress/rate", satisfaction="good", solved="yes", agrees=said)
        assert db.session.get(Opinion, opinion.id).ratings[0].agrees is kept


def test_a_bad_rating_says_that_it_is_done_again_and_by_when(visitor, db):
    opinion = make_replied()
    opened(visitor, db, opinion)
    visitor.submit("/progress/rate", satisfaction="bad", solved="no", feeling="水又浑了")
    page = text_of(visitor.get("/progress"))
    assert "换一个人办" in page and "您上一次的评价" in page and "水又浑了" in page
    assert db.session.get(Opinion, opinion.id).status is Status.ROUTED


def test_a_name_in_the_free_line_keeps_what_was_typed(visitor, db):
    make_user(Role.CADRE, name="欧阳修文")
    opened(visitor, db, make_replied())
    answer = visitor.submit("/progress/rate", satisfaction="bad", solved="no", feeling="欧阳修文没来过")
    assert answer.status_code == 422 and "欧阳修文没来过" in answer.text and "请另写一件" in text_of(answer)


def test_a_supplement_reaches_the_matter(visitor, db):
    sent = submit()
    enter(visitor, sent.code)
    assert visitor.submit("/progress/supplement", text="昨天又浑了").status_code == 303
    assert "昨天又浑了" in text_of(visitor.get("/progress"))
    assert opinion_of(sent).supplements[0].text == "昨天又浑了"
    assert "或者放一张照片" in text_of(visitor.submit("/progress/supplement", text=" "))


def test_a_question_of_the_handler_is_shown_and_answered_once(visitor, db):
    opinion = make_asked()
    page = text_of(opened(visitor, db, opinion))
    assert "办事的人问您" in page and "水表是哪一年换的" in page
    assert visitor.submit("/progress/answer").status_code == 422
    assert visitor.submit("/progress/answer", text="前年换的").status_code == 303
    page = text_of(visitor.get("/progress"))
    assert "前年换的" in page and "办事的人问您" not in page
    assert visitor.get("/progress/answer").status_code == 303
    assert db.session.get(Opinion, opinion.id).questions[0].answer == "前年换的"


def test_papers_name_the_day_and_the_answer_sets_the_matter_going(visitor, db):
    from tracker.township.queries import work_calendar

    handler = make_actor(Role.HANDLER)
    opinion = make_handling(handler)
    until = work_calendar().add(clock.today(), 5)
    service.ask_more(handler, opinion, text="请拍一张水表的照片", until=until)
    page = text_of(opened(visitor, db, opinion))
    assert spoken(until, clock.today().year) in page and "等您补材料" in page
    visitor.submit("/progress/answer", text="照片在这里")
    assert db.session.get(Opinion, opinion.id).status is Status.HANDLING


def test_withdrawing_asks_once_and_stays_readable(visitor, db):
    opinion = make_handling()
    page = opened(visitor, db, opinion)
    assert "/progress/withdraw" in page.text
    asked = text_of(visitor.get("/progress/withdraw"))
    assert "撤不撤由您自己定" in asked and "不撤，接着办" in asked
    assert visitor.submit("/progress/withdraw").status_code == 303
    page = visitor.get("/progress")
    assert "撤回了" in text_of(page) and TEXT in page.text and "/progress/withdraw" not in page.text
    assert visitor.submit("/progress/withdraw").status_code == 422
    assert db.session.get(Opinion, opinion.id).status is Status.WITHDRAWN


def test_it_is_done_again_on_the_residents_word(visitor, db):
    opinion = make_replied()
    page = opened(visitor, db, opinion)
    assert "没解决，请重办" in text_of(page)
    assert visitor.submit("/progress/reopen").status_code == 422
    assert visitor.submit("/progress/reopen", reason="水又浑了").status_code == 303
    assert "换一个人" in text_of(visitor.get("/progress"))
    assert db.session.get(Opinion, opinion.id).reopened == 1


def test_where_the_law_said_no_the_review_is_told_with_its_day_and_place(visitor, db):
    page = text_of(opened(visitor, db, make_explained()))
    assert re.search(r"\d+ ?月 ?\d+ ?日前可以请上一级机关复查", page) and "县里管信访的窗口" in page
    assert "请重办" not in page
    answer = visitor.submit("/progress/reopen", reason="我不服")
    assert answer.status_code == 422 and "复查" in text_of(answer) and "我不服" in answer.text


def test_what_was_decided_in_between_is_told_with_its_day_and_reason(visitor, db):
    handler, head = make_actor(Role.HANDLER), make_actor(Role.HEAD)
    opinion = make_handling(handler)
    before = opinion.due_on
    service.ask_extend(
        handler, opinion, clock_kind=ClockKind.HOTLINE, length=3, reason="水泵要从县里调"
    )
    assert "水泵要从县里调" not in text_of(opened(visitor, db, opinion))  # asked for, not decided
    service.extend(head, opinion)
    page = text_of(visitor.get("/progress"))
    opinion = db.session.get(Opinion, opinion.id)
    assert "水泵要从县里调" in page and opinion.due_on > before
    assert f"{spoken(opinion.due_on, clock.today().year)}前答复您" in page


def test_a_matter_that_is_not_ours_says_why_by_which_rule_and_where_to_go(visitor, db):
    opinion = make_opinion()
    service.decline(make_actor(), opinion, ground=Decline.NOT_OURS, text="这条路归县交通局管")
    page = text_of(opened(visitor, db, opinion))
    for words in ("不能受理", "不归本镇管", "《信访工作条例》第五条", "请打 12345", "这条路归县交通局管"):
        assert words in page, words


def test_consent_is_given_and_taken_back_by_one_press(visitor, db):
    opinion = make_opinion()
    for now, button in [(True, "同意不带姓名公开"), (False, "收回，不公开")]:
        page = opened(visitor, db, opinion)
        assert button in text_of(page)
        form = next(one for one in PageReader(page.text).forms if one["action"] == "/progress/consent")
        data = {name: value for name, value, kind in form["fields"] if kind == "hidden"}
        assert visitor.post("/progress/consent", data=data).status_code == 303
        assert db.session.get(Opinion, opinion.id).may_publish is now


def test_a_merged_matter_follows_the_main_one_without_a_word_of_it(visitor, db):
    main = make_handling(text="隔壁老周家的水也浑", name="周国强", phone="13700001111")
    opinion = make_accepted()
    service.merge(make_actor(), opinion, into=main.ref)
    page = opened(visitor, db, opinion)
    assert "办理中" in text_of(page) and "合在一起办" in text_of(page)
    for word in ("隔壁老周", "周国强", "13700001111", main.ref):
        assert word not in page.text


def test_what_was_said_of_retaliation_goes_past_the_matter(visitor, db):
    make_user(Role.CADRE, name="欧阳修文")
    opinion = make_handling()
    page = opened(visitor, db, opinion)
    assert "因为反映问题受到为难或报复？" in text_of(page)
    answer = visitor.submit("/progress/retaliation", text="有人上门叫我闭嘴", whom="欧阳修文")
    assert answer.status_code == 303
    after = visitor.get("/progress")
    assert "已按规定转有权机关处理" in text_of(after)
    assert text_of(visitor.get("/progress")) == text_of(page)  # and the page itself is as before
    assert db.session.query(Sealed).one().origin == "retaliation"


def test_retaliation_by_a_head_shows_the_countys_door_and_stores_nothing(visitor, db):
    make_user(Role.HEAD, name="郑明远")
    opened(visitor, db, make_handling())
    answer = visitor.submit("/progress/retaliation", text="郑明远叫我撤")
    assert "12388" in text_of(answer) and "郑明远叫我撤" in answer.text
    assert db.session.query(Sealed).count() == 0


def test_the_desk_sees_the_same_with_and_without_a_report_of_retaliation(app, as_user, visitor, db):
    clerk, handler = make_user(), make_user(Role.HANDLER)
    opinion = make_handling(actor_of(handler.id))
    paths = [f"/opinions/{opinion.ref}", "/opinions", "/me"]

    def seen():
        return [
            re.sub(r'value="[0-9a-f]{32}"', "", as_user(user).get(path).text)
            for user in (clerk, handler) for path in paths
        ]

    seen()
    before = seen()
    service.report_retaliation(resident(opinion.id), opinion, text="有人上门叫我闭嘴")
    assert seen() == before


# the way in


def without_typed(answer, code):
    """The page as bytes, without what is drawn anew for each form and what was typed."""
    page = re.sub(r'value="[0-9a-f]{32}"', "", answer.text)
    return page.replace(f'value="{code}"', ""), answer.status_code, sorted(
        name for name, _value in answer.headers if name not in ("Content-Length", "Date")
    )


def test_wrong_and_unknown_codes_answer_with_the_same_bytes(visitor, db):
    sent = submit()
    wrong = sent.code[:8] + ("1" * 12 if sent.code[8:] != "1" * 12 else "2" * 12)
    pages = [without_typed(enter(visitor, code), code) for code in (wrong, "9" * 20, "12345678" + "0" * 12)]
    assert pages[0] == pages[1] == pages[2] and pages[0][1] == 422
    lengths = {len(enter(visitor, code).data) for code in ("8" * 20, sent.code[:8] + "3" * 12)}
    assert len(lengths) == 1


def test_after_five_wrong_tries_strangers_wait_and_the_owners_browser_does_not(app, visitor, db):
    sent, stranger = submit(), app.test_client()
    assert enter(visitor, sent.code).status_code == 303
    visitor.delete_cookie("tracker_public")
    for number in range(5):
        assert "没有找到" in text_of(enter(stranger, sent.code[:8] + f"{number:012d}"))
    answer = enter(stranger, sent.code)
    assert answer.status_code == 422 and "请过 1 分钟再来" in text_of(answer)
    assert enter(visitor, sent.code).status_code == 303
    assert db.session.query(Throttle).count() == 2  # the receipt's, and the town's


def test_the_mark_of_a_browser_is_for_progress_alone_and_says_nothing(visitor, db):
    sent = submit()
    answer = enter(visitor, sent.code)
    cookie = visitor.get_cookie("seen", path="/progress")
    assert cookie.http_only and cookie.same_site == "Strict" and sent.code[:8] not in cookie.value
    assert "Set-Cookie" in answer.headers and "seen" not in str(visitor.get("/").headers)
    visitor.delete_cookie("tracker_public")
    enter(visitor, sent.code)
    assert visitor.get_cookie("seen", path="/progress").value == cookie.value


def test_a_sealed_matter_shows_one_sentence_and_has_a_door_against_retaliation(visitor, db):
    sent = submit(is_about_cadre=True, text="修路的钱不对")
    enter(visitor, sent.code)
    page = visitor.get("/progress")
    assert "已按规定转有权机关处理" in text_of(page)
    assert "修路" not in page.text and sent.ref not in page.text
    for path in ("supplement", "answer", "withdraw", "rate", "reopen"):
        assert "20 位查询码" in text_of(visitor.get(f"/progress/{path}")), path
    assert visitor.submit("/progress/retaliation", text="有人堵我家的门").status_code == 303
    assert db.session.query(Sealed).count() == 2


def test_leaving_ends_the_session_and_clears_the_browser(visitor, db):
    enter(visitor, submit().code)
    shown = visitor.get("/progress")
    hidden = {n: v for n, v, kind in PageReader(shown.text).forms[-1]["fields"] if kind == "hidden"}
    left = visitor.post("/progress/leave", data=hidden)
    assert left.headers["Clear-Site-Data"] and visitor.get_cookie("seen", path="/progress") is None
    assert "20 位查询码" in text_of(visitor.get("/progress"))


@pytest.mark.parametrize(
    ("path", "field"),
    [("supplement", "text"), ("answer", "text"), ("rate", "feeling"), ("reopen", "reason"),
     ("retaliation", "text")],
)
def test_a_session_that_is_over_keeps_what_was_written(visitor, db, path, field):
    enter(visitor, submit().code)
    visitor.delete_cookie("tracker_public")
    answer = visitor.post(f"/progress/{path}", data={field: "昨天又浑了"})
    assert "昨天又浑了" in answer.text and "20 位查询码" in text_of(answer)


def test_a_receipt_opens_its_own_matter_only(visitor, db):
    mine, other = submit(), submit(text="路灯不亮")
    enter(visitor, mine.code)
    page = visitor.get("/progress").text
    assert "路灯不亮" not in page and other.ref not in page and make_sealed().ref not in page


# the desk


def test_the_call_page_has_the_telephone_the_script_and_earlier_tries(as_user, db):
    caller, opinion = make_user(Role.CALLBACK), make_replied()
    client = as_user(caller)
    assert client.submit(f"/opinions/{opinion.ref}/miss_call").status_code == 303
    page = client.get(f"/opinions/{opinion.ref}/call_back")
    assert 'href="tel:13812345678"' in page.text
    script = ("照着说", "您好，我是石门镇的回访员", "满意不满意", "高兴不高兴", "答应不答应", "不争")
    for words in (*script, "没联系上", "第 2 次，最多 3 次"):
        assert words in text_of(page), words
    answer = client.submit(
        f"/opinions/{opinion.ref}/call_back", form=-2, solved="no", satisfaction="bad", agrees="no",
        words="水又浑了", is_proxy="y",
    )
    assert answer.status_code == 303
    assert "重办" in text_of(client.get(f"/opinions/{opinion.ref}"))
    matter = db.session.get(Opinion, opinion.id)
    assert matter.status is Status.ROUTED and matter.calls[-1].is_proxy and matter.calls[-1].agrees is False


@pytest.mark.parametrize(
    ("move", "make", "may", "may_not"),
    [
        ("check_withdrawal", make_withdrawn, (Role.CALLBACK,), (Role.CLERK, Role.DEPUTY, Role.ORG)),
        ("reinstate", make_withdrawn, (Role.CALLBACK, Role.DEPUTY), (Role.CLERK, Role.HEAD, Role.SYSADMIN)),
        ("restart", make_closed, (Role.CLERK, Role.DEPUTY), (Role.CALLBACK, Role.HANDLER, Role.AUDITOR)),
    ],
)
def test_what_goes_back_to_work_by_role(as_user, db, move, make, may, may_not):
    opinion = make()
    for role in may:
        assert as_user(make_user(role)).get(f"/opinions/{opinion.ref}/{move}").status_code == 200, role
    for role in may_not:
        assert as_user(make_user(role)).get(f"/opinions/{opinion.ref}/{move}").status_code == 403, role


def test_a_withdrawal_is_asked_about_and_taken_up_again_on_the_page(as_user, db):
    caller, opinion = make_user(Role.CALLBACK), make_withdrawn()
    client = as_user(caller)
    assert "问一问为什么撤回" in text_of(client.get("/me"))
    assert opinion.ref in client.get("/opinions?due=check").text
    page = f"/opinions/{opinion.ref}/check_withdrawal"
    assert "是您自己要撤的吗" in text_of(client.get(page)) and client.submit(page).status_code == 422
    assert client.submit(page, reached="pressed", words="怕孩子上学受影响").status_code == 303
    assert db.session.get(Opinion, opinion.id).status is Status.ACCEPTED
    assert "问一问为什么撤回" not in text_of(client.get("/me"))


def test_a_matter_reopened_twice_stands_on_the_deputys_day(as_user, db):
    from factories_aftercare import answer_again

    opinion = make_reopened(village_code=VILLAGE)
    answer_again(opinion)
    service.rate(resident(opinion.id), opinion, **BAD)
    page = text_of(as_user(make_user(Role.DEPUTY)).get("/me"))
    assert "第 2 次重办，等您指派" in page


def test_closing_what_the_law_explains_says_so(as_user, db):
    opinion = make_explained()
    service.call_back(make_actor(Role.CALLBACK), opinion, **BAD)
    client = as_user(make_user(Role.CALLBACK))
    assert "办结（已解释）" in text_of(client.get(f"/opinions/{opinion.ref}/close"))
    client.submit(f"/opinions/{opinion.ref}/close")
    assert db.session.get(Opinion, opinion.id).status is Status.CLOSED


def test_new_facts_start_a_closed_matter_anew_on_the_page(as_user, db):
    opinion, client = make_closed(), as_user(make_user())
    page = f"/opinions/{opinion.ref}/restart"
    assert client.submit(page).status_code == 422
    assert client.submit(page, reason="井壁又塌了一段").status_code == 303
    assert db.session.get(Opinion, opinion.id).status is Status.ACCEPTED
    assert "井壁又塌了一段" in text_of(client.get(f"/opinions/{opinion.ref}"))


def test_somebody_with_both_posts_is_told_to_let_another_one_call(as_user, db):
    posts = ((Role.HANDLER, OFFICE_2), (Role.CALLBACK, TOWN))
    make_user()
    add_people(SYSTEM, [Person("both", "贺双", OFFICE_2, posts, PASSWORD)], must_change_password=False)
    both = user_by_login("both")
    opinion = make_replied(actor_of(both.id))
    page = f"/opinions/{opinion.ref}/call_back"
    told = text_of(as_user(both, Role.CALLBACK).get(page))
    assert "请换一个人打" in told and "照着说" not in told
    assert "照着说" in text_of(as_user(make_user(Role.CALLBACK)).get(page))
