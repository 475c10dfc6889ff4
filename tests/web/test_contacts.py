"""Coverage, key villages, cards, hand-over and the sheet of arrangements as people use them in a browser."""

import re

import pytest
import segno
from factories import OFFICE, OTHER_TOWN, VILLAGE, VILLAGE_2, make_actor, make_town, make_user, put
from factories_contacts import hand_over, make_handover, make_laden
from factories_opinions import make_handling, name_subjects
from factories_visits import make_household, make_key_village, make_link, make_problem, make_visit
from support import PageReader, text_of

from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.opinions.models import OpinionSubject
from tracker.people.queries import actor_of
from tracker.store import typed
from tracker.store.action import action
from tracker.township.models import Unit
from tracker.visits.models import ContactCard, ContactHandover, ContactLink, HandoverItem
from tracker.visits.rules import Thing

R = Role
ROLES = (
    R.CADRE, R.HANDLER, R.UNIT_HEAD, R.AGENT, R.CLERK, R.DEPUTY, R.HEAD, R.ORG, R.COUNTY, R.WINDOW_HEAD,
    R.DISCIPLINE, R.SYSADMIN,
)
NOT_THEIRS = dict.fromkeys((R.WINDOW_HEAD, R.DISCIPLINE, R.SYSADMIN), 403)
ARRANGERS = dict.fromkeys(ROLES, 403) | {R.CLERK: 200, R.ORG: 200}
PAGES = {
    "/contacts/coverage": dict.fromkeys(ROLES, 200) | NOT_THEIRS,
    "/contacts/villages": ARRANGERS,
    "/contacts/cards": dict.fromkeys(ROLES, 200) | NOT_THEIRS | {R.COUNTY: 403},
    "/contacts/cards/issued": ARRANGERS,
    "/contacts/cards/write": dict.fromkeys(ROLES, 200) | NOT_THEIRS | {R.COUNTY: 403},
    "/contacts/handover": ARRANGERS | dict.fromkeys((R.DEPUTY, R.HEAD, R.UNIT_HEAD, R.WINDOW_HEAD), 200),
    "/imports/contacts": ARRANGERS | {R.WINDOW_HEAD: 404, R.SYSADMIN: 404},
}


@pytest.mark.parametrize("role", ROLES)
def test_who_comes_to_which_page(db, as_user, role):
    make_town()
    visitor = as_user(make_user(role))
    assert {path: visitor.get(path).status_code for path in PAGES} == {
        path: table[role] for path, table in PAGES.items()
    }


def signed_in(as_user, role=R.CADRE, **facts):
    user = make_user(role, **facts)
    return as_user(user), actor_of(user.id)


def drawing(code):
    """The QR of a village as it stands in a page."""
    url = f"http://localhost/v/{code}"
    return re.search(r' d="([^"]+)"', segno.make(url, error="q").svg_inline(border=0, omitsize=True))[1]


# coverage, key villages


def test_coverage_is_a_list_to_act_on_without_a_score(db, as_user):
    make_key_village()
    browser, cadre = signed_in(as_user)
    household = make_household(name="王秀英", group="一组")
    make_link(cadre, household)
    leaders = text_of(as_user(make_user(R.HEAD)).get("/contacts/coverage"))
    assert "其他原因" in leaders and "还没有" in leaders and "001 户 王**" in leaders
    page = browser.get("/contacts/coverage")
    assert f"/visits/new?household={household.id}" in page.text and "记走访" in page.text
    for answer in (leaders, text_of(page)):
        assert not re.search(r"%|％|覆盖率|完成率|排名|得分", answer)
    make_visit(cadre, household)
    assert "都去过了" in text_of(browser.get("/contacts/coverage"))


def test_a_household_without_a_cadre_leads_whoever_arranges_to_its_arrangement(db, as_user):
    household = make_household(name="王秀英")
    browser, _org = signed_in(as_user, R.ORG)
    address = f"/contacts/new?village={VILLAGE}&household={household.id}"
    assert address.replace("&", "&amp;") in browser.get("/contacts/coverage").text
    form = browser.get(address).text
    assert re.search(rf'<option selected value="{household.id}"', form)
    assert re.search(r'<input[^>]*checked[^>]*value="household"', form)


def test_coverage_is_narrowed_to_a_village_and_goes_on_behind_twenty(db, as_user):
    browser, _clerk = signed_in(as_user, R.CLERK)
    for number in range(22):
        make_household(name=f"王{number}")
    make_household(VILLAGE_2, name="李四")
    first = browser.get(f"/contacts/coverage?village={VILLAGE}")
    assert "22 户" in text_of(first) and "李" not in text_of(first) and "022 户" not in text_of(first)
    further = re.search(r'rel="next" href="([^"]+)"', first.text)[1].replace("&amp;", "&")
    assert "022 户" in text_of(browser.get(further))
    assert browser.get("/contacts/coverage?village=x&after=%27.x").status_code == 200


def test_the_reasons_of_a_key_village_are_ticked_and_shown(db, as_user):
    browser, _org = signed_in(as_user, R.ORG)
    unit = db.session.query(Unit).filter_by(unit_code=VILLAGE).one()
    answer = browser.submit(f"/contacts/villages/{unit.id}", kinds="weak")
    assert answer.status_code == 303
    assert "经济薄弱" in text_of(browser.get("/contacts/villages"))
    assert "经济薄弱" in text_of(browser.get("/contacts/coverage"))
    assert db.session.get(Unit, unit.id).is_key_village
    town = db.session.query(Unit).filter_by(unit_code=OFFICE).one()
    other = db.session.query(Unit).filter_by(unit_code=OTHER_TOWN + "201").one()
    assert [browser.get(f"/contacts/villages/{one}").status_code for one in (town.id, other.id)] == [404, 404]


# cards


def test_the_card_names_the_stand_in_and_what_i_promise(db, as_user):
    browser, cadre = signed_in(as_user, name="李雪梅")
    make_link(cadre, backup_id=make_user(R.CADRE, name="赵建国").id)
    sent = browser.submit("/contacts/cards/write", phone="0571-55550123", promise="当天回电话\n每月来一次")
    assert sent.status_code == 303
    sheet = browser.get(f"/contacts/cards/print?user={cadre.user_id}&village={VILLAGE}&kind=sheet")
    text = text_of(sheet)
    assert sheet.text.count('class="visiting"') == sheet.text.count(drawing(VILLAGE)) == 10
    for word in ("李雪梅", "0571-55550123", "本人不在时找 赵建国", "每月来一次"):
        assert word in text
    one = browser.get(f"/contacts/cards/print?village={VILLAGE}")
    assert one.text.count('class="visiting"') == 1
    refused = browser.submit("/contacts/cards/write", phone="123", promise="一\n二\n三\n四")
    assert refused.status_code == 422 and "四" in refused.text


def test_the_poster_of_a_village_says_who_contacts_it(db, as_user):
    browser, cadre = signed_in(as_user, name="李雪梅")
    make_link(cadre), make_link(make_actor(R.CADRE, name="孙立"), make_household())
    page = browser.get(f"/contacts/cards/poster?village={VILLAGE}")
    text = text_of(page)
    assert "谁联系我们村" in text and "李雪梅" in text and "孙立" not in text
    assert drawing(VILLAGE) in page.text and page.text.count('class="poster"') == 1


def test_nothing_to_print_and_an_address_that_is_none_are_said(db, as_user):
    browser, cadre = signed_in(as_user)
    assert browser.get(f"/contacts/cards/poster?village={VILLAGE}").status_code == 303
    assert "还没有可以打印的卡片" in text_of(browser.get("/contacts/cards"))
    make_link(cadre)
    assert browser.get("/contacts/cards/print?address=ftp://x").status_code == 303
    assert "网址应写成" in text_of(browser.get("/contacts/cards"))


def test_a_card_is_written_by_oneself_or_by_who_arranges(db, as_user):
    make_town()
    other = make_user(R.CADRE, name="李雪梅")
    assert as_user(make_user(R.CADRE)).get(f"/contacts/cards/write?user={other.id}").status_code == 404
    org = as_user(make_user(R.ORG))
    sent = org.submit(f"/contacts/cards/write?user={other.id}", phone="057155550123", promise="")
    assert sent.status_code == 303
    assert db.session.query(ContactCard).one().assignee_id == other.id
    stranger = make_user(R.CADRE, unit=OTHER_TOWN)
    for nobody in (stranger.id, 999_999):
        assert org.get(f"/contacts/cards/write?user={nobody}").status_code == 404


def test_the_day_of_the_card_is_kept_for_what_was_ticked(db, as_user):
    browser, _org = signed_in(as_user, R.ORG)
    link, other = make_link(make_actor(R.CADRE)), make_link(make_actor(R.CADRE), village=VILLAGE_2)
    path = f"/contacts/cards/issued?village={VILLAGE}"
    day, ids = clock.today().isoformat(), (link.id, other.id)
    refused = browser.submit(path, issued_on=day)
    assert refused.status_code == 422 and "请勾上发了卡的" in refused.text
    both = browser.submit(path, issued_on=day, links=list(ids))
    assert both.status_code == 422, "one lies in another village"
    assert browser.submit(path, issued_on=day, links=[ids[0]]).status_code == 303
    assert [db.session.get(ContactLink, one).card_issued_on for one in ids] == [clock.today(), None]


# hand-over


def given(giver, receiver, *keys, **facts):
    return {
        "receiver_id": str(receiver.id), "on_day": clock.today().isoformat(), "reason": "调到便民服务中心",
        "picked": list(keys), **facts,
    }


def ticked(page):
    return [value for name, value, _kind in PageReader(page.text).forms[-1]["fields"] if name == "picked"]


def test_a_change_of_post_is_one_page_and_its_list_can_be_printed_again(db, as_user):
    browser, _clerk = signed_in(as_user, R.CLERK)
    giver, receiver = make_laden(name="李雪梅"), make_user(R.HANDLER, name="赵建国")
    path = f"/contacts/handover?from={giver.user_id}"
    page = browser.get(path)
    keys = ticked(page)
    assert len(keys) == 3 and page.text.count(" checked") == 3
    answer = browser.submit(path, **given(giver, receiver, *keys))
    assert answer.status_code == 303
    shown = text_of(browser.get(answer.location))
    assert "李雪梅交给赵建国" in shown and "石门-问-0001" in shown and "没有移交成的" not in shown
    printed = text_of(browser.get(answer.location + "/print"))
    for word in ("移交清单", "移交人（签字）", "接收人（签字）", "监交人（签字）", "欧阳**", "便民服务中心"):
        assert word in printed
    assert "欧阳修文" not in printed
    assert "赵建国" in text_of(browser.get("/contacts/handover")) and ticked(browser.get(path)) == []


def test_a_double_tap_hands_over_once(db, as_user):
    browser, _clerk = signed_in(as_user, R.CLERK)
    giver, receiver = make_laden(), make_user(R.HANDLER)
    path = f"/contacts/handover?from={giver.user_id}"
    page = browser.get(path)
    fields = PageReader(page.text).forms[-1]["fields"]
    hidden = {name: value for name, value, kind in fields if kind == "hidden"}
    data = {**hidden, **given(giver, receiver, *ticked(page))}
    first, second = browser.post(path, data=data), browser.post(path, data=data)
    assert first.status_code == second.status_code == 303 and first.location == second.location
    assert db.session.query(ContactHandover).count() == 1


def test_what_is_missing_is_said_at_its_field_and_the_ticks_stay(db, as_user):
    browser, _clerk = signed_in(as_user, R.CLERK)
    giver, receiver = make_laden(), make_user(R.HANDLER)
    path = f"/contacts/handover?from={giver.user_id}"
    first = ticked(browser.get(path))[0]
    refused = browser.submit(path, **given(giver, receiver, first, reason="", on_day="2999-01-01"))
    text = text_of(refused)
    assert refused.status_code == 422 and "请写为什么交接" in text and refused.text.count(" checked") == 1
    late = browser.submit(path, **given(giver, receiver, first, on_day="2999-01-01"))
    assert late.status_code == 422 and "交接的日子还没到" in text_of(late) and "调到便民服务中心" in late.text
    none = browser.submit(path, **given(giver, receiver))
    assert none.status_code == 422 and "请勾上要移交的" in text_of(none)
    assert db.session.query(ContactHandover).count() == 0


def test_a_head_sees_the_own_office_and_what_stays_says_why(db, as_user):
    browser, _head = signed_in(as_user, R.UNIT_HEAD)
    giver, elsewhere = make_actor(R.HANDLER), make_user(R.HANDLER, unit=OFFICE, name="赵建国")
    opinion = make_handling(giver)
    assert browser.get(f"/contacts/handover?from={elsewhere.id}").status_code == 404
    path = f"/contacts/handover?from={giver.user_id}"
    answer = browser.submit(path, **given(giver, elsewhere, *ticked(browser.get(path))))
    shown = text_of(browser.get(answer.location))
    assert "没有移交成的" in shown and opinion.ref in shown and "由部门负责人另行指派" in shown


def without_keys(answer):
    return answer.status_code, re.sub(r'value="[0-9a-f]{32}"', "", answer.text)


def test_who_is_barred_gets_the_same_bytes_with_the_matter_and_without_it(db, as_user):
    """The head who makes the list and the receiver who reads it: the matter is nowhere, nor a gap."""
    head_browser, head = signed_in(as_user, R.UNIT_HEAD)
    accused_browser, accused = signed_in(as_user, R.HANDLER)
    giver, other, deputy = make_actor(R.HANDLER), make_actor(R.HANDLER), make_actor(R.DEPUTY)
    path, opinion = f"/contacts/handover?from={giver.user_id}", make_handling(giver)
    assert opinion.ref in head_browser.get(path).text
    name_subjects(opinion, OpinionSubject(user_id=head.user_id))
    barred = without_keys(head_browser.get(path))
    for holder in (other, giver):
        with action(deputy, "opinion.route", opinion):
            opinion.assignee_id = holder.user_id
        assert without_keys(head_browser.get(path)) == barred
    name_subjects(opinion, OpinionSubject(user_id=accused.user_id))
    make_link(giver)
    both = hand_over(deputy, giver, accused)
    page = f"/contacts/handover/{both.id}"
    for shown in (page, page + "/print"):
        text = accused_browser.get(shown)
        assert text.status_code == 200 and opinion.ref not in text.text and "没有移交" not in text.text


def test_a_colleague_cannot_tell_a_hand_over_from_one_that_does_not_exist(db, as_user):
    record = make_handover()
    browser, _colleague = signed_in(as_user)
    there, nowhere = browser.get(f"/contacts/handover/{record.id}"), browser.get("/contacts/handover/99999")
    assert there.status_code == nowhere.status_code == 404 and text_of(there) == text_of(nowhere)


def test_a_result_that_was_not_written_down_is_not_called_done(db, as_user):
    """The program stopped between the matter and the list."""
    record, problem = make_handover(), make_problem(make_actor(R.CADRE))
    put(HandoverItem, {"handover_id": record.id, "thing": Thing.PROBLEM, "record_id": problem.id, "told": ""})
    browser, _clerk = signed_in(as_user, R.CLERK)
    shown = text_of(browser.get(f"/contacts/handover/{record.id}"))
    assert problem.ref in shown and "没有记下结果，请到这件事上看" in shown.split("没有移交成的")[1]


def test_half_written_forms_are_told_by_their_number_alone(db, as_user):
    browser, _clerk = signed_in(as_user, R.CLERK)
    giver = make_laden(name="李雪梅")
    typed.keep(giver.user_id, "/visits/new", {"words": ["水浑得很"]})
    page = browser.get(f"/contacts/handover?from={giver.user_id}")
    assert "有 1 份没写完的走访或问题" in text_of(page) and "水浑得很" not in page.text
