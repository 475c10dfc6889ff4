"""Putting off, whistling, the leaders' meeting, going on elsewhere, the four lists: in a browser."""

import re
from datetime import timedelta

import pytest
from factories import VILLAGE, VILLAGE_2, make_actor, make_user
from factories_hall import make_item
from factories_opinions import plant_categories
from factories_visits import PHONE, give, make_asked_off, make_checked, make_household, make_problem
from support import text_of

from tracker.domain import clock
from tracker.domain.roles import NOT_STAFF, Role
from tracker.hall.models import Task
from tracker.opinions.models import Opinion
from tracker.people.queries import actor_of
from tracker.problems import service
from tracker.problems.models import Problem
from tracker.problems.rules import Status, Urgency
from tracker.problems.service import Origin, Raised, ToOpinion, ToTask
from tracker.sealed.models import Sealed

STAFF = [role for role in Role if role not in NOT_STAFF]
R = Role
HOLD = {R.CADRE: 404, R.HANDLER: 404, R.UNIT_HEAD: 404, R.AGENT: 404, R.CLERK: 404, R.DEPUTY: 404}
WHO: dict[str, dict[Role, int]] = {
    "ask_defer": HOLD,
    "defer": {R.DEPUTY: 200, R.HEAD: 200},
    "refuse_defer": {R.DEPUTY: 200, R.HEAD: 200},
    "end_defer": {**HOLD, R.DEPUTY: 200, R.HEAD: 200},
    "whistle": {R.DEPUTY: 200, R.HEAD: 200},
    "arrive": {**HOLD, R.CLERK: 200, R.DEPUTY: 200, R.HEAD: 200},
    "end_whistle": {**HOLD, R.CLERK: 200, R.DEPUTY: 200, R.HEAD: 200},
    "to_meeting": {R.CLERK: 200, R.HEAD: 200},
    "to_opinion": {R.CADRE: 404, R.AGENT: 404, R.CLERK: 200},
    "to_task": {R.CADRE: 404, R.AGENT: 404, R.CLERK: 200},
}
"""Who comes to the page of each move on a problem that is neither theirs nor in their office; absent: 403."""


def in_days(days):
    return (clock.today() + timedelta(days=days)).isoformat()


def signed_in(as_user, role=Role.CADRE, **facts):
    user = make_user(role, **facts)
    return as_user(user), actor_of(user.id)


@pytest.mark.parametrize("role", STAFF)
def test_who_may_come_to_which_move(db, as_user, role):
    problem = make_problem(make_actor(Role.CADRE))
    browser = as_user(make_user(role))
    found = {move: browser.get(f"/problems/{problem.ref}/{move}").status_code for move in WHO}
    assert found == {move: roles.get(role, 403) for move, roles in WHO.items()}


def test_putting_off_goes_from_the_handler_to_the_leader_and_back(db, as_user):
    browser, handler = signed_in(as_user, Role.HANDLER)
    leader, _deputy = signed_in(as_user, Role.DEPUTY)
    problem = make_asked_off(handler)
    ref = problem.ref
    for reader in (browser, leader):
        text = text_of(reader.get(f"/problems/{ref}"))
        assert "申请暂缓，等着定" in text and "汛期挖不了沟" in text and "说好雨停了再挖" in text
    assert "申请暂缓，等着定" in text_of(leader.get("/me"))
    assert main_button(leader.get(f"/problems/{ref}")) == "批准暂缓"
    assert "/defer" not in browser.get(f"/problems/{ref}").text
    assert leader.submit(f"/problems/{ref}/defer").status_code == 303
    page = text_of(browser.get(f"/problems/{ref}"))
    assert "暂缓" in page and "批准暂缓时定的再看的日子" in page and "照走" in page
    assert main_button(browser.get(f"/problems/{ref}")) == "结束暂缓"
    assert browser.submit(f"/problems/{ref}/end_defer").status_code == 303
    assert db.session.query(Problem).one().status is Status.HANDLING


def main_button(response):
    """The words on the one primary button of the moves."""
    found = re.findall(r'class="button button--primary"[^>]*>([^<]+)<', response.text)
    assert len(found) <= 1, found
    return found[0] if found else None


def test_a_wrong_day_is_said_at_its_field_and_the_words_stay(db, as_user):
    browser, handler = signed_in(as_user, Role.HANDLER)
    problem = make_asked_off(handler)
    service.refuse_defer(make_actor(Role.HEAD), problem, answer="不批")
    said = {"reason": "还在下雨", "told": "打过电话"}
    far = browser.submit(f"/problems/{problem.ref}/ask_defer", until=in_days(31), **said)
    assert far.status_code == 422 and "最多缓 30 天" in text_of(far) and "还在下雨" in far.text
    late = browser.submit(f"/problems/{problem.ref}/ask_defer", until=in_days(21), **said)
    assert late.status_code == 422 and "不能缓过完成时限" in text_of(late)
    mute = browser.submit(f"/problems/{problem.ref}/ask_defer", until=in_days(5), reason="还在下雨", told="")
    assert mute.status_code == 422 and "请写下怎么跟群众说的" in text_of(mute)
    assert browser.submit(f"/problems/{problem.ref}/ask_defer", until=in_days(5), **said).status_code == 303


def test_a_move_that_is_impossible_now_says_why(db, as_user):
    leader, _deputy = signed_in(as_user, Role.DEPUTY)
    problem = make_problem(make_actor(Role.CADRE))
    assert "待交办”，不能“批准暂缓" in text_of(leader.get(f"/problems/{problem.ref}/defer"))
    give(problem, make_actor(Role.HANDLER))
    assert "没有等着批的暂缓申请" in text_of(leader.get(f"/problems/{problem.ref}/defer"))
    assert "没有等着到场的部门" in text_of(leader.get(f"/problems/{problem.ref}/arrive"))


def test_a_whistle_its_arrival_and_its_result_are_on_the_page(db, as_user):
    leader, _deputy = signed_in(as_user, Role.DEPUTY)
    clerk, _clerk = signed_in(as_user, Role.CLERK)
    problem = make_problem(make_actor(Role.CADRE))
    give(problem, make_actor(Role.HANDLER))
    url = f"/problems/{problem.ref}"
    none = leader.submit(f"{url}/whistle", departments=" ", text="来看看")
    assert none.status_code == 422 and "来看看" in none.text
    called = leader.submit(f"{url}/whistle", departments="县水利局\n县交通局", text="来看看沟")
    assert called.status_code == 303
    assert "等着到场" in text_of(clerk.get(url))
    one = problem.whistles[0].id
    arrived = {"whistle_id": str(one), "arrived_on": clock.today().isoformat()}
    assert clerk.submit(f"{url}/arrive", **arrived).status_code == 303
    assert "县水利局" not in text_of(clerk.get(f"{url}/arrive")).split("哪个部门")[-1]
    assert clerk.submit(f"{url}/end_whistle", whistle_id=str(one), result="加了一段管子").status_code == 303
    text = text_of(clerk.get(url))
    assert "加了一段管子" in text and "县交通局" in text and "等着到场" in text


def test_long_unsolved_problems_are_a_list_with_what_the_leaders_decided(db, as_user, monkeypatch):
    head, _head = signed_in(as_user, Role.HEAD)
    problem = make_problem(make_actor(Role.CADRE))
    fresh = clock.now()
    monkeypatch.setattr(clock, "now", lambda: fresh - timedelta(days=100))
    old = make_problem(make_actor(Role.CADRE), "桥面裂了")
    monkeypatch.undo()
    text = text_of(head.get("/problems?due=long"))
    assert old.ref in text and problem.ref not in text and "登记 100 天" in text
    assert "超过 90 天没解决 1 件" in text_of(head.get("/problems"))
    assert "登记 100 天还没有解决，要上班子会研究" in text_of(head.get(f"/problems/{old.ref}"))
    wrong = head.submit(f"/problems/{old.ref}/to_meeting", met_on=in_days(1), decision="镇里出钱修")
    assert wrong.status_code == 422 and "镇里出钱修" in wrong.text
    today = clock.today().isoformat()
    good = head.submit(f"/problems/{old.ref}/to_meeting", met_on=today, decision="镇里出钱修")
    assert good.status_code == 303
    assert "镇里出钱修" in text_of(head.get(f"/problems/{old.ref}"))
    assert "班子会研究过" in text_of(head.get("/problems?due=long"))


def test_the_strip_leads_there_and_back(db, as_user):
    browser, cadre = signed_in(as_user, Role.CADRE)
    home = make_household(phone=PHONE)
    problem = service.add(cadre, Raised("井水发浑"), Origin(VILLAGE, household_id=home.id))
    plant_categories()
    page = browser.get(f"/problems/{problem.ref}/to_opinion")
    assert "欧阳修文" not in page.text and PHONE not in page.text
    response = browser.submit(f"/problems/{problem.ref}/to_opinion", contact="open", title="", category_id="")
    opinion = db.session.query(Opinion).one()
    assert response.status_code == 303 and response.location.endswith("/receipt")
    assert (opinion.name, opinion.phone) == ("欧阳修文", PHONE)
    page = browser.get(f"/problems/{problem.ref}")
    assert f"转到 诉求 {opinion.ref}" in text_of(page) and "井水发浑" not in page.text
    assert f"来自 问题 {problem.ref}" in text_of(browser.get(f"/opinions/{opinion.ref}"))
    clerk, _clerk = signed_in(as_user, Role.CLERK)
    assert f"来自 问题 {problem.ref}" in text_of(clerk.get(f"/opinions/{opinion.ref}"))
    assert opinion.ref not in clerk.get(f"/problems/{problem.ref}").text


def test_a_task_is_followed_by_who_brought_it_back(db, as_user):
    item = make_item()
    browser, cadre = signed_in(as_user, Role.CADRE)
    problem = make_problem(cadre, "想给老人办证")
    nobody = browser.submit(f"/problems/{problem.ref}/to_task", item_code=item.code, phone="0719888")
    assert nobody.status_code == 422 and "请写是谁要办" in text_of(nobody) and "0719888" in nobody.text
    sent = {"item_code": item.code, "applicant": "周桂兰"}
    assert browser.submit(f"/problems/{problem.ref}/to_task", **sent).location.endswith("/voucher")
    task = db.session.query(Task).one()
    assert f"转到 办件 {task.ref}" in text_of(browser.get(f"/problems/{problem.ref}"))
    shown = browser.get(f"/tasks/{task.ref}")
    assert shown.status_code == 200 and f"来自 问题 {problem.ref}" in text_of(shown)
    other, _other = signed_in(as_user, Role.CADRE)
    assert other.get(f"/tasks/{task.ref}").status_code == 404
    window, _window = signed_in(as_user, Role.WINDOW)
    assert task.ref in window.get("/tasks").text
    assert problem.ref not in window.get(f"/tasks/{task.ref}").text


@pytest.mark.parametrize("role", [Role.CLERK, Role.DEPUTY, Role.HEAD, Role.COUNTY])
def test_readers_see_the_same_of_an_accusation_as_of_any_other_matter(db, as_user, role):
    """The discipline office's box must not show through the list of problems (domain.md 12.1)."""
    plant_categories()
    make_user(Role.HANDLER, name="司马德才")
    cadre = make_actor(Role.CADRE)
    plain, sealed = make_problem(cadre, "路灯不亮"), make_problem(cadre, "司马德才收了包工头的钱")
    service.to_opinion(cadre, plain, ToOpinion()), service.to_opinion(cadre, sealed, ToOpinion())
    assert db.session.query(Sealed).count() == 1
    browser = as_user(make_user(role))
    pages = [browser.get(f"/problems/{one.ref}").text.replace(one.ref, "") for one in (plain, sealed)]
    assert stamps_gone(pages[0]) == stamps_gone(pages[1])
    assert "转成群众诉求" in pages[0] and "司马德才收了" not in pages[1]


def stamps_gone(page):
    """Without what is drawn anew for each form."""
    return re.sub(r'value="[0-9a-f]{32}"', "", page)


LISTS = {
    "question": "村（社区） 从哪里来的 登记 状态 期限", "duty": "责任领导 责任部门 责任人 状态 期限",
    "task": "怎么办 责任人 完成时限 办到哪一步 期限", "rectify": "怎么解决的 核查人 群众确认 销号 状态",
}


@pytest.mark.parametrize("view", LISTS)
def test_the_four_lists_are_four_views_of_the_same_rows(db, as_user, view):
    browser, clerk = signed_in(as_user, Role.CLERK)
    handler = make_actor(Role.HANDLER, name="赵建国")
    problem = make_checked(make_actor(Role.CADRE), handler)
    other = service.add(make_actor(Role.CADRE), Raised("路灯不亮"), Origin(VILLAGE_2))
    page = browser.get(f"/problems?view={view}")
    heads = re.findall(r'<th scope="col">([^<]+)</th>', page.text)
    assert heads[2:] == LISTS[view].split() and problem.ref in page.text and other.ref in page.text
    narrow = browser.get(f"/problems?view={view}&village={VILLAGE_2}").text
    assert other.ref in narrow and problem.ref not in narrow
    assert f"view={view}" in narrow and 'name="view"' in narrow
    paper = browser.get(f"/problems/print?view={view}&village={VILLAGE_2}")
    assert paper.status_code == 200 and other.ref in paper.text and problem.ref not in paper.text
    assert clerk.user_id


def test_an_unknown_list_is_the_first_one_and_an_empty_one_says_so(db, as_user):
    browser, _clerk = signed_in(as_user, Role.CLERK)
    page = browser.get("/problems?view=nonsense&due=nonsense&urgency=nonsense")
    assert page.status_code == 200 and "没有这样的问题" in text_of(page)
    assert "没有这样的问题" in text_of(browser.get("/problems/print"))


def test_what_is_urgent_stays_urgent_on_the_page_of_assigning(db, as_user):
    browser, _clerk = signed_in(as_user, Role.CLERK)
    fast = make_problem(make_actor(Role.CADRE), "围墙要倒", category="安全")
    usual = make_problem(make_actor(Role.CADRE))
    assert fast.urgency is Urgency.FAST
    assert 'name="urgency"' not in browser.get(f"/problems/{fast.ref}/assign").text
    assert 'name="urgency"' in browser.get(f"/problems/{usual.ref}/assign").text
    assert "“快”的事登记当天就交办" in text_of(browser.get(f"/problems/{fast.ref}"))


def test_a_tasks_item_may_come_with_the_address(db, as_user):
    item = make_item()
    browser, cadre = signed_in(as_user, Role.CADRE)
    ref = make_problem(cadre).ref
    assert f'selected value="{item.code}"' in browser.get(f"/problems/{ref}/to_task?item={item.code}").text
    assert ToTask(item.code).applicant == ""
