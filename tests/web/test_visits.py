"""Visits and contact points (走访、联系点) as people use them in a browser."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from factories import TOWN, VILLAGE, VILLAGE_2, make_actor, make_town, make_user
from factories_visits import PHONE, make_household, make_key_village, make_link, make_problem, make_visit
from support import text_of

from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.people.queries import actor_of
from tracker.problems.models import Problem
from tracker.problems.rules import Status, Urgency
from tracker.store.audit import AuditEntry
from tracker.visits.models import ContactLink, Visit, VisitVersion
from tracker.visits.rules import Kind, Target

ROLES = (
    Role.CADRE, Role.HANDLER, Role.UNIT_HEAD, Role.AGENT, Role.CLERK, Role.DEPUTY, Role.HEAD, Role.ORG,
    Role.COUNTY, Role.DISCIPLINE, Role.SYSADMIN,
)
LIST = dict.fromkeys(ROLES, 200) | {Role.ORG: 403, Role.DISCIPLINE: 403, Role.SYSADMIN: 403}
PAGES = {
    "/visits": LIST,
    "/problems": LIST,
    "/contacts": LIST | {Role.ORG: 200},
    "/visits/new": LIST | {Role.COUNTY: 403},
    "/problems/new": LIST | {Role.COUNTY: 403},
    "/contacts/new": dict.fromkeys(ROLES, 403) | {Role.ORG: 200, Role.CLERK: 200, Role.DEPUTY: 200},
    "/contacts/households": LIST | {Role.ORG: 200, Role.COUNTY: 403},
}


@pytest.mark.parametrize("role", ROLES)
def test_who_comes_to_which_page(db, as_user, role):
    make_town()
    visitor = as_user(make_user(role))
    assert {path: visitor.get(path).status_code for path in PAGES} == {
        path: table[role] for path, table in PAGES.items()
    }


def test_a_stranger_is_sent_to_the_sign_in_page(visitor, db):
    make_town()
    assert "/login" in visitor.get("/visits").location


def test_in_wechat_one_is_told_to_open_the_browser(db, as_user):
    make_town()
    visitor = as_user(make_user(Role.HEAD))
    inside = {"User-Agent": "Mozilla/5.0 (Linux; Android 10) XWEB/1300 MicroMessenger/8.0.57"}
    for path in ("/visits/new", "/visits/outbox", "/reports/visit-ledger"):
        assert "在浏览器打开" in visitor.get(path, headers=inside).text, path
        assert "在浏览器打开" not in visitor.get(path).text, path


def signed_in(as_user, role=Role.CADRE, **facts):
    user = make_user(role, **facts)
    return as_user(user), actor_of(user.id)


# recording


def test_three_taps_record_a_visit(db, as_user):
    browser, cadre = signed_in(as_user)
    household = make_household()
    make_link(cadre, household)
    response = browser.submit("/visits/new", place=f"h{household.id}", visited_on=clock.today().isoformat())
    visit = db.session.query(Visit).one()
    assert response.status_code == 303 and unquote(response.location).endswith(f"/visits/{visit.ref}")
    assert (visit.household_id, visit.kind, visit.assignee_id) == (household.id, Kind.HOME, cadre.user_id)
    page = browser.get(response.location)
    assert "走访了，没有要解决的事" in page.text and "欧阳**" in page.text and "欧阳修文" not in page.text


def test_only_day_and_place_are_asked_for(db, as_user):
    make_town()
    browser, _cadre = signed_in(as_user)
    response = browser.submit("/visits/new", visited_on="", place="", words="水浑")
    assert response.status_code == 422
    text = text_of(response)
    assert "请选走访的日期" in text and "请选走访的户，或者选村" in text
    assert text.count("请选走访") == 4  # at the field and in the summary, nothing else
    assert "水浑" in response.text
    assert db.session.query(Visit).count() == 0


def test_problems_come_with_the_visit_each_settled_or_not(db, as_user):
    make_town()
    browser, _cadre = signed_in(as_user)
    browser.submit("/visits/new", **{
        "place": f"v{VILLAGE}", "visited_on": clock.today().isoformat(), "kind": "meeting",
        "matters-0-content": "井里的水发浑", "matters-0-urgency": "fast",
        "matters-1-content": "路灯不亮", "matters-1-turn": "settled", "matters-1-settled": "换了灯泡",
    })
    first, second = db.session.query(Problem).order_by(Problem.id)
    assert (first.content, first.urgency, first.status) == ("井里的水发浑", Urgency.FAST, Status.REGISTERED)
    assert (second.result, second.status) == ("换了灯泡", Status.SETTLED)


def test_a_problem_beyond_its_length_keeps_its_box_open_with_the_text(db, as_user):
    make_town()
    browser, _cadre = signed_in(as_user)
    response = browser.submit("/visits/new", **{
        "place": f"v{VILLAGE}", "visited_on": clock.today().isoformat(), "matters-0-content": "水" * 2001,
    })
    assert response.status_code == 422 and "最多 2000 个字，您写了 2001 个" in response.text
    fold = '<details class="fold" data-matters data-most="20"'
    assert fold + " open>" in response.text and "水" * 2001 in response.text
    assert fold + ">" in browser.get("/visits/new").text


def test_a_visit_of_tomorrow_is_refused_at_its_field(db, as_user):
    make_town()
    browser, _cadre = signed_in(as_user)
    day = (clock.today() + timedelta(days=1)).isoformat()
    response = browser.submit("/visits/new", place=f"v{VILLAGE}", visited_on=day, words="明天去")
    assert response.status_code == 422
    assert "走访日期不能晚于今天" in response.text and "明天去" in response.text and day in response.text


def test_a_double_tap_makes_one_visit_with_one_problem(db, as_user):
    make_town()
    browser, _cadre = signed_in(as_user)
    from support import PageReader

    hidden = {
        name: value for name, value, kind in PageReader(browser.get("/visits/new").text).forms[-1]["fields"]
        if kind == "hidden"
    }
    data = {
        **hidden, "place": f"v{VILLAGE}", "visited_on": clock.today().isoformat(),
        "matters-0-content": "井里的水发浑",
    }
    first, second = browser.post("/visits/new", data=data), browser.post("/visits/new", data=data)
    assert first.status_code == second.status_code == 303 and first.location == second.location
    assert db.session.query(Visit).count() == db.session.query(Problem).count() == 1


def test_a_clerk_says_who_went_and_a_cadre_is_not_asked(db, as_user):
    browser, clerk = signed_in(as_user, Role.CLERK)
    cadre = make_user(Role.CADRE)
    assert "谁去的" in browser.get("/visits/new").text
    browser.submit(
        "/visits/new", place=f"v{VILLAGE}", visited_on=clock.today().isoformat(), visitor_id=str(cadre.id)
    )
    visit = db.session.query(Visit).one()
    assert (visit.assignee_id, visit.author_id) == (cadre.id, clerk.user_id)
    assert "谁去的" not in as_user(cadre).get("/visits/new").text


def test_a_village_agent_is_offered_the_own_village_only(db, as_user):
    make_town()
    page = as_user(make_user(Role.AGENT)).get("/visits/new").text
    assert f"v{VILLAGE}" in page and f"v{VILLAGE_2}" not in page


def test_a_household_of_somebody_else_cannot_be_smuggled_in(db, as_user):
    browser, _cadre = signed_in(as_user, unit=TOWN + "902")
    stranger = make_household()
    response = browser.submit("/visits/new", place=f"h{stranger.id}", visited_on=clock.today().isoformat())
    assert response.status_code == 422 and db.session.query(Visit).count() == 0
    assert browser.get(f"/visits/new?household={stranger.id}").status_code == 404


def test_a_correction_shows_what_was_there_before(db, as_user):
    browser, cadre = signed_in(as_user)
    visit = make_visit(cadre, words="井水发浑")
    browser.submit(
        f"/visits/{visit.ref}/correct", place=f"v{VILLAGE}", visited_on=visit.visited_on.isoformat(),
        kind="home", words="是河水发浑",
    )
    page = browser.get(f"/visits/{visit.ref}")
    assert "是河水发浑" in page.text and "井水发浑" in page.text and "更正前的内容" in page.text


def test_after_a_week_the_form_asks_for_the_reason_and_keeps_the_text(db, as_user, monkeypatch):
    browser, cadre = signed_in(as_user)
    with monkeypatch.context() as patch:
        patch.setattr(clock, "_shift", timedelta(days=-8))
        visit = make_visit(cadre)
    path = f"/visits/{visit.ref}/correct"
    day = visit.visited_on.isoformat()
    given = {"place": f"v{VILLAGE}", "visited_on": day, "kind": "home", "words": "改过"}
    refused = browser.submit(path, **given, reason="")
    assert refused.status_code == 422 and "请写下更正的原因" in refused.text and "改过" in refused.text
    assert browser.submit(path, **given, reason="听错了").status_code == 303
    assert db.session.query(VisitVersion).one().reason == "听错了"


def test_a_colleague_cannot_tell_a_visit_from_one_that_does_not_exist(db, as_user):
    visit = make_visit(make_actor(Role.CADRE))
    browser, _colleague = signed_in(as_user)
    there, nowhere = browser.get(f"/visits/{visit.ref}"), browser.get("/visits/石门-访-9999")
    assert there.status_code == nowhere.status_code == 404
    assert text_of(there) == text_of(nowhere)


def test_the_list_says_how_much_was_raised_and_solved(db, as_user):
    from tracker.problems.service import Raised

    browser, cadre = signed_in(as_user)
    make_visit(cadre, problems=(Raised("井水发浑"), Raised("灯不亮", settled="换了")))
    text = text_of(browser.get("/visits"))
    assert "走访 1 次，群众提出 2 件事，已解决 1 件" in text and "石门-访-0001" in text
    assert "还没有走访记录" in text_of(browser.get(f"/visits?village={VILLAGE_2}"))


@pytest.mark.parametrize(
    "query", ["?after=x", "?since=junk&until=2026-13-40", "?kind=nonsense", "?after=99999999999"]
)
def test_junk_in_the_address_filters_nothing(db, as_user, query):
    browser, cadre = signed_in(as_user)
    make_visit(cadre)
    assert "石门-访-0001" in browser.get("/visits" + query).text


# contact points


def test_my_contact_points_with_both_numbers_and_the_reminder(db, as_user):
    browser, cadre = signed_in(as_user)
    household = make_household(group="一组")
    make_link(cadre, household)
    assert "本季度还没联系的户" in browser.get("/contacts").text
    make_visit(cadre, household)
    text = text_of(browser.get("/contacts"))
    assert "本季度还没联系的户" not in text and "去过 1 天" in text and "001 户 欧阳**" in text


def test_each_of_the_two_sees_the_other_as_the_stand_in(db, as_user):
    browser, cadre = signed_in(as_user, name="李雪梅")
    backup = make_user(Role.CADRE, name="赵建国")
    make_link(cadre, backup_id=backup.id)
    assert "赵建国" in text_of(browser.get("/contacts")).split("我的联系点", 1)[1]
    assert "李雪梅" in text_of(as_user(backup).get("/contacts")).split("我的联系点", 1)[1]


def test_leaders_see_where_a_key_village_lacks_somebody(db, as_user):
    make_key_village()
    browser, _head = signed_in(as_user, Role.HEAD)
    assert "还没有联系干部" in browser.get("/contacts").text
    cadre_browser, _cadre = signed_in(as_user)
    assert "要安排的重点村" not in cadre_browser.get("/contacts").text


def test_arranging_and_ending_a_contact_point(db, as_user):
    browser, _org = signed_in(as_user, Role.ORG)
    cadre, household = make_user(Role.CADRE), make_household()
    response = browser.submit(
        f"/contacts/new?village={VILLAGE}", assignee_id=str(cadre.id), level="leader", target="household",
        household_id=str(household.id), since=clock.today().isoformat(), basis="石门镇委〔2026〕12 号",
    )
    assert response.status_code == 303
    link = db.session.query(ContactLink).one()
    assert (link.target, link.household_id, link.assignee_id) == (Target.HOUSEHOLD, household.id, cadre.id)
    shown = browser.get(f"/contacts?village={VILLAGE}").text
    assert f"/contacts/{link.id}/end" in shown and "石门镇委〔2026〕12 号" in shown
    assert "不再联系" in browser.get(f"/contacts/{link.id}/end").text
    link_id = link.id
    browser.submit(f"/contacts/{link_id}/end", until=clock.today().isoformat())
    assert db.session.get(ContactLink, link_id).until == clock.today()
    assert as_user(cadre).get(f"/contacts/{link_id}/end").status_code == 403


def test_what_is_missing_in_an_arrangement_is_said_at_its_field(db, as_user):
    make_town()
    browser, _org = signed_in(as_user, Role.ORG)
    cadre = make_user(Role.CADRE)
    given = {"assignee_id": str(cadre.id), "level": "staff", "since": clock.today().isoformat()}
    path = f"/contacts/new?village={VILLAGE}"
    for target, said in (("household", "请选是哪一户"), ("company", "请写企业或项目的名称")):
        response = browser.submit(path, **given, target=target, basis="会议纪要")
        assert response.status_code == 422 and said in response.text and "会议纪要" in response.text
    assert "请选联系干部" in browser.submit(path, **{**given, "assignee_id": ""}, target="village").text


# households


def test_lists_and_pages_mask_and_one_look_is_audited(db, as_user):
    browser, cadre = signed_in(as_user)
    household = make_household(phone=PHONE, address="石门村一组 12 号", cares="困难户")
    make_link(cadre, household)
    path = f"/contacts/households/{household.id}"
    for page in (browser.get("/contacts/households").text, browser.get(path).text):
        assert "欧阳**" in page and "138****5678" in page and "困难户" in page
        assert "欧阳修文" not in page and PHONE not in page and "12 号" not in page
    refused = browser.submit(path + "/unmask", reason="")
    assert refused.status_code == 422 and "请写下为什么要看" in refused.text and PHONE not in refused.text
    shown = browser.submit(path + "/unmask", reason="上门前打电话").text
    assert "欧阳修文" in shown and PHONE in shown and "石门村一组 12 号" in shown
    looked = db.session.query(AuditEntry).filter_by(kind="unmasking").one()
    assert looked.changes["reason"][1] == "上门前打电话" and looked.user_id == cadre.user_id


def test_a_household_nobody_gave_me_is_not_there(db, as_user):
    household = make_household()
    browser, _cadre = signed_in(as_user, unit=TOWN + "902")
    for path in (f"/contacts/households/{household.id}", f"/contacts/households/{household.id}/unmask"):
        assert browser.get(path).status_code == 404


def test_the_roll_is_searched_by_phone_or_number(db, as_user):
    browser, _clerk = signed_in(as_user, Role.CLERK)
    make_household(phone=PHONE)
    make_household(name="张三")
    assert "共 1 户" in text_of(browser.get(f"/contacts/households?q={PHONE}"))
    assert "没有找到这样的户" in text_of(browser.get("/contacts/households?q=13900000000"))


def test_pages_of_many_rows_ask_the_database_no_oftener(db, as_user, app):
    """At most so many statements a page, whatever the number of rows."""
    import sqlalchemy as sa

    browser, cadre = signed_in(as_user)
    household = make_household()
    make_link(cadre, household)
    for _n in range(2):
        make_visit(cadre, household)
        make_problem(cadre)

    def statements(path):
        counted = []
        listen = lambda *args: counted.append(args[2])  # noqa: E731  # a listener has to be one object
        with app.app_context():
            sa.event.listen(db.engine, "before_cursor_execute", listen)
            assert browser.get(path).status_code == 200
            sa.event.remove(db.engine, "before_cursor_execute", listen)
        return len([one for one in counted if not one.startswith("BEGIN")])

    few = {path: statements(path) for path in ("/visits", "/problems", "/contacts", "/contacts/households")}
    for number in range(6):
        make_visit(cadre, household)
        make_problem(cadre)
        make_household(name=f"李{number}")
    assert {path: statements(path) for path in few} == few
    assert max(few.values()) <= 12, few
