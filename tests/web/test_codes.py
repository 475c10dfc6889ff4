"""给本人查询码: what a visit or a problem became is followed by the resident like any other matter."""

import re
from urllib.parse import unquote

import pytest
from factories import OFFICE_2, VILLAGE, make_actor, make_town, make_user
from factories_hall import make_item
from factories_opinions import plant_categories
from factories_visits import make_household, make_problem, make_visit
from support import PageReader, text_of

from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Role
from tracker.hall import service as hall
from tracker.hall.models import Task
from tracker.hall.rules import Outcome
from tracker.opinions import service as opinions
from tracker.opinions.models import Opinion
from tracker.opinions.rules import Channel, Contact, Draft, Stream, Urgency
from tracker.people.queries import actor_of
from tracker.problems import service as problems
from tracker.problems.service import ToOpinion, ToTask
from tracker.sealed.models import Sealed
from tracker.store import receipts
from tracker.store.receipts import Receipt
from tracker.visits.rules import Turn
from tracker.visits.service import Matter


def signed_in(as_user, role=Role.CADRE):
    user = make_user(role)
    return as_user(user), actor_of(user.id)


def code_on(page):
    found = re.search(r"(?:\d{4} ){4}\d{4}", text_of(page))
    return found.group().replace(" ", "") if found else None


def opens(code):
    receipt = receipts.open_receipt(code)
    return receipt.kind, receipt.record_id


def test_a_turned_problem_shows_its_code_once_and_the_resident_gets_in_with_it(db, as_user, visitor):
    plant_categories()
    browser, cadre = signed_in(as_user)
    problem = make_problem(cadre, "路灯不亮")
    response = browser.submit(
        f"/problems/{problem.ref}/to_opinion", contact="anonymous", title="", category_id=""
    )
    opinion = db.session.query(Opinion).one()
    assert unquote(response.location) == f"/opinions/{opinion.ref}/receipt"
    code = code_on(browser.get(response.location))
    assert opens(code) == ("opinion", opinion.id)
    assert "打印给他" in browser.get(response.location).text
    assert "给本人查询码" not in browser.get(f"/opinions/{opinion.ref}").text
    visitor.submit("/progress", code=code)
    assert opinion.ref in text_of(visitor.get("/progress"))


def test_a_lost_answer_shows_the_same_code_again(db, as_user):
    plant_categories()
    browser, cadre = signed_in(as_user)
    path = f"/problems/{make_problem(cadre, '路灯不亮').ref}/to_opinion"
    fields = PageReader(browser.get(path).text).forms[-1]["fields"]
    sent = {name: value for name, value, kind in fields if kind == "hidden"}
    sent |= {"contact": "anonymous", "title": "", "category_id": ""}
    pages = [browser.get(browser.post(path, data=sent).location) for _again in range(2)]
    assert code_on(pages[0]) == code_on(pages[1]) is not None
    assert db.session.query(Opinion).count() == 1


def test_a_matter_of_a_visit_gets_its_code_on_demand_and_only_once(db, as_user):
    make_town()
    browser, cadre = signed_in(as_user)
    visit = make_visit(cadre, make_household(), problems=(Matter("路灯不亮", turn=Turn.OPINION),))
    opinion = db.session.query(Opinion).one()
    assert "给本人查询码" in browser.get(f"/visits/{visit.ref}").text
    page = browser.get(f"/opinions/{opinion.ref}/code")
    assert code_on(page) is None and "只显示一次" in text_of(page)
    shown = browser.get(browser.submit(f"/opinions/{opinion.ref}/code").location)
    assert opens(code_on(shown)) == ("opinion", opinion.id)
    assert "给本人查询码" not in browser.get(f"/visits/{visit.ref}").text
    assert "查询码给过了" in text_of(browser.get(f"/opinions/{opinion.ref}/code"))
    other, _other = signed_in(as_user)
    assert other.get(f"/opinions/{opinion.ref}/code").status_code == 404


def test_nobody_gives_a_second_code_or_that_of_somebody_elses_matter(db):
    plant_categories()
    cadre = make_actor(Role.CADRE)
    opinion = problems.to_opinion(cadre, make_problem(cadre, "路灯不亮"), ToOpinion()).opinion
    with pytest.raises(NotFound):
        opinions.give_code(make_actor(Role.CADRE), opinion, "a" * 32)
    opinions.give_code(cadre, opinion, "b" * 32)
    with pytest.raises(RuleBroken, match="只能显示一次"):
        opinions.give_code(cadre, opinion, "c" * 32)
    task = problems.to_task(cadre, make_problem(cadre), ToTask(make_item().code, "周桂兰"), "d" * 32)
    with pytest.raises(RuleBroken, match="只能显示一次"):
        hall.give_code(cadre, task, "e" * 32)
    assert db.session.query(Receipt).count() == 2


def test_who_holds_the_matter_does_not_hold_its_code_and_the_other_way_round(db):
    """With the receipt one could rate the own work."""
    plant_categories()
    cadre, clerk = make_actor(Role.CADRE, unit=OFFICE_2), make_actor(Role.CLERK)
    mine, given = (
        problems.to_opinion(cadre, make_problem(cadre, text), ToOpinion()).opinion
        for text in ("路灯不亮", "井水发浑")
    )
    opinions.give_code(cadre, given, "a" * 32)
    for opinion in (mine, given):
        opinions.accept(
            clerk, opinion, title="路灯", category_id=None, stream=Stream.SERVICE, urgency=Urgency.ACT
        )
        opinions.route(clerk, opinion, office_code=OFFICE_2)
    head = make_actor(Role.UNIT_HEAD)
    opinions.assign(head, mine, assignee_id=cadre.user_id)
    with pytest.raises(RuleBroken, match="请受理员给本人"):
        opinions.give_code(cadre, mine, "b" * 32)
    opinions.give_code(clerk, mine, "c" * 32)
    with pytest.raises(RuleBroken):
        opinions.assign(head, given, assignee_id=cadre.user_id)


def test_what_a_clerk_registered_has_its_code_already(db):
    clerk = make_actor(Role.CLERK)
    draft = Draft(text="路灯不亮", channel=Channel.LETTER, contact=Contact.ANONYMOUS)
    opinions.register(clerk, draft, "f" * 32)
    opinion = db.session.query(Opinion).one()
    with pytest.raises(RuleBroken, match="不是走访带回来的"):
        opinions.give_code(clerk, opinion, "a" * 32)


def test_an_accusation_gets_no_code_from_the_cadre(db, as_user):
    plant_categories()
    make_user(Role.HANDLER, name="司马德才")
    browser, cadre = signed_in(as_user)
    problem = make_problem(cadre, "司马德才收了包工头的钱")
    response = browser.submit(
        f"/problems/{problem.ref}/to_opinion", contact="anonymous", title="", category_id=""
    )
    assert unquote(response.location) == f"/problems/{problem.ref}"
    assert db.session.query(Sealed).count() == 1 and db.session.query(Receipt).count() == 0


def test_a_turned_task_prints_its_voucher_with_the_code_and_the_rating(db, as_user):
    browser, cadre = signed_in(as_user)
    item, problem = make_item(), make_problem(cadre, "想给老人办证")
    response = browser.submit(f"/problems/{problem.ref}/to_task", item_code=item.code, applicant="周桂兰")
    task = db.session.query(Task).one()
    assert unquote(response.location) == f"/tasks/{task.ref}/voucher"
    assert opens(code_on(browser.get(response.location))) == ("task", task.id) and task.rate_hash
    window, _window = signed_in(as_user, Role.WINDOW)
    assert "给过申请人了" in text_of(window.get(f"/tasks/{task.ref}/voucher"))


def test_the_window_gives_the_code_of_a_task_that_came_without_one(db, as_user):
    cadre = make_actor(Role.CADRE)
    problem = problems.add(cadre, problems.Raised("想办证"), problems.Origin(VILLAGE))
    task = problems.to_task(cadre, problem, ToTask(make_item().code, applicant="周桂兰"))
    window, _window = signed_in(as_user, Role.WINDOW)
    assert "还没有给申请人查进度的号码" in text_of(window.get(f"/tasks/{task.ref}/voucher"))
    assert "给本人查询码" in window.get(f"/tasks/{task.ref}").text
    shown = window.get(window.submit(f"/tasks/{task.ref}/code").location)
    assert opens(code_on(shown)) == ("task", task.id)
    assert "查询码给过了" in text_of(window.get(f"/tasks/{task.ref}/code"))


def test_whoever_did_the_work_does_not_hand_out_its_code_once_it_is_done(db, as_user):
    cadre, clerk = make_actor(Role.CADRE), make_actor(Role.WINDOW)
    problem = problems.add(cadre, problems.Raised("想办证"), problems.Origin(VILLAGE))
    task = problems.to_task(cadre, problem, ToTask(make_item().code, applicant="周桂兰"))
    hall.accept(clerk, task, handed_in=["身份证", "户口簿"])
    hall.finish(clerk, task, outcome=Outcome.GRANTED)
    for doer in (cadre, clerk):
        with pytest.raises(RuleBroken, match="请别的窗口给本人"):
            hall.give_code(doer, task, "a" * 32)
    assert db.session.query(Receipt).count() == 0
    hall.give_code(make_actor(Role.WINDOW), task, "b" * 32)
    assert db.session.query(Receipt).count() == 1
