"""The pages of 好差评: the device, the code, the case, whom one asks, and what everybody may read."""

import re
from datetime import date, timedelta
from urllib.parse import quote

import pytest
import time_machine
from factories import HALL, make_user
from factories_assessments import YEAR, make_settled
from factories_hall import actor_for, make_task
from factories_ratings import make_case, make_done, rate
from support import text_of

from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.hall import service
from tracker.hall.models import RatingCase, Task, TaskRating
from tracker.hall.rules import CaseStatus, Level, Outcome, RatingChannel

SEES = (Role.WINDOW_HEAD, Role.DEPUTY, Role.HEAD, Role.CALLBACK)


def code_on(page):
    return "".join(re.findall(r"<span>(\d{3})</span>", page.text))


def bare(page):
    """Without what is drawn anew for each form."""
    return re.sub(r'value="[0-9a-f]{32}"', "", page.text)


def link_to(task):
    return f'href="/tasks/{quote(task.ref)}"'


def last_month():
    """The program stands in the month before this one."""
    return time_machine.travel(clock.now() - timedelta(days=40), tick=False)


def test_the_clerk_gives_a_code_and_the_resident_rates_on_another_device(db, as_user, visitor):
    task, clerk = make_done(), as_user(make_user(Role.WINDOW))
    assert "请他当场评价" in text_of(clerk.get(f"/tasks/{task.ref}"))
    assert clerk.submit(f"/tasks/{task.ref}/rating-code").status_code == 303
    code = code_on(clerk.get(f"/tasks/{task.ref}/rating-code"))
    assert len(code) == 6
    assert "checked" not in visitor.get("/rate").text
    assert visitor.submit("/rate", code=code).status_code == 422
    assert visitor.submit("/rate", code=f"{code[:3]} {code[3:]}", level="good").status_code == 303
    assert db.session.query(TaskRating).one().channel is RatingChannel.DEVICE
    assert task.ref not in visitor.get("/task").text
    assert "没有这个评价码" in text_of(visitor.submit("/rate", code=code, level="good"))
    page = text_of(clerk.get(f"/tasks/{task.ref}/rating-code"))
    assert "已经评价过了" in page and code not in page


def test_a_wrong_code_loses_nothing_that_was_written(visitor, db):
    answer = visitor.submit("/rate", code="000000", level="bad", words="等了半天", phone="13800001234")
    assert answer.status_code == 422
    assert "等了半天" in answer.text and "13800001234" in answer.text and "checked" in answer.text
    assert db.session.query(TaskRating).count() == 0


def test_no_rating_by_code_where_the_clerk_is_signed_in(as_user, db):
    task, clerk = make_done(), as_user(make_user(Role.WINDOW))
    clerk.submit(f"/tasks/{task.ref}/rating-code")
    code = code_on(clerk.get(f"/tasks/{task.ref}/rating-code"))
    assert "请用您自己的手机评价" in text_of(clerk.get("/rate"))
    hidden = {"code": code, "level": "good"}
    assert clerk.post("/rate", data=hidden).status_code == 422
    assert db.session.query(TaskRating).count() == 0


def test_a_telephone_that_is_none_is_asked_for_again(visitor, db):
    answer = visitor.submit("/rate", code="123456", level="bad", phone="12")
    assert answer.status_code == 422
    assert db.session.query(RatingCase).count() == 0


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PUBLIC, Role.SYSTEM)])
def test_cases_by_role(as_user, role):
    case = make_case(phone="13911112222")
    page = as_user(make_user(role)).get(f"/tasks/ratings/cases/{case.ref}")
    assert page.status_code == (200 if role in SEES else 403)
    assert ("13911112222" in page.text) is (role in (Role.WINDOW_HEAD, Role.DEPUTY, Role.CALLBACK))


def test_the_rated_head_finds_no_case_and_the_same_page_as_for_none(as_user):
    rated = make_user(Role.WINDOW_HEAD, unit=HALL)
    case, browser = make_case(by=rated), as_user(rated)
    assert "没有要办的差评" in text_of(browser.get("/tasks/ratings/cases"))
    found, none = (browser.get(f"/tasks/ratings/cases/{one}") for one in (case.ref, "石门-办-99999"))
    assert found.status_code == none.status_code == 404 and bare(found) == bare(none)
    assert "差评，等您办的" not in text_of(browser.get("/me")).split("今天没有等您的")[0]


def test_addresses_of_cases_leave_no_gap_that_tells_of_another(as_user):
    case = make_case()
    pages = as_user(make_user(Role.WINDOW_HEAD))
    page = pages.get("/tasks/ratings/cases")
    assert re.findall(r'href="/tasks/ratings/cases/([^"]*)"', page.text) == [quote(case.ref)]
    assert f"/tasks/ratings/cases/{quote(case.ref)}" in pages.get("/me").text
    assert pages.get(f"/tasks/ratings/cases/{case.id}").status_code == 404


def test_residents_are_promised_what_is_kept(as_user, visitor):
    task = make_done()
    rated = text_of(visitor.get("/task/rated"))
    slip = text_of(as_user(make_user(Role.WINDOW)).get(f"/tasks/{task.ref}/invite"))
    for said in (rated, slip):
        assert "看不到您评了几等、写了什么" in said and "看不到是谁评的" not in said


def test_a_case_goes_through_its_pages(db, as_user):
    case = make_case(phone="13911112222")
    url, head = f"/tasks/ratings/cases/{case.ref}", as_user(make_user(Role.WINDOW_HEAD))
    caller = as_user(make_user(Role.CALLBACK))
    assert "差评，等您办的" in text_of(head.get("/me"))
    assert "前要联系" in text_of(head.get(url))
    assert head.submit(f"{url}/contact", words="听他说完了").status_code == 303
    assert head.submit(f"{url}/verify", finding="").status_code == 422
    assert head.submit(f"{url}/verify", finding="少告诉了一样材料").status_code == 303
    assert head.submit(f"{url}/mend", mended="补上了清单").status_code == 303
    assert "这一步由别人来办" in text_of(head.get(url))
    assert "没有打通" in text_of(caller.get(url))
    assert caller.submit(f"{url}/call_back", call_words="这回清楚了").status_code == 303
    refused = head.submit(f"{url}/publish", public_words="王秀英说清单不全")
    assert refused.status_code == 422 and "王秀英说清单不全" in refused.text
    assert head.submit(f"{url}/publish", public_words="清单不全，已经补上").status_code == 303
    assert db.session.get(RatingCase, case.id).status is CaseStatus.CLOSED


def test_what_was_mended_is_public_and_names_nobody(visitor, as_user):
    case = make_case(CaseStatus.CLOSED)
    page = text_of(visitor.get("/services/ratings"))
    assert "清单不全，已经补上" in page and "评价的人说解决了" in page
    assert "王秀英" not in page and "张三" not in page and "石门-办" not in page
    assert case.rating.words not in page
    assert "评价不到 5 件时不分开写" in page


def test_the_public_sum_changes_with_the_month_only(visitor):
    with last_month():
        for _n in range(5):
            rate(make_done(), Level.GOOD)
    rate(make_done(), Level.BAD)
    page = text_of(visitor.get("/services/ratings"))
    assert "满意：5 件" in page and "不满意：0 件" in page and "5 件有评价" in page


def test_the_list_of_whom_to_ask_empties_as_they_are_asked(db, as_user):
    with time_machine.travel(clock.now() - timedelta(days=4), tick=False):
        task = make_done()
    clerk = as_user(make_user(Role.WINDOW))
    assert task.ref in clerk.get("/tasks/ratings/ask").text
    assert "不评也没有关系" in text_of(clerk.get(f"/tasks/{task.ref}/invite"))
    assert clerk.submit(f"/tasks/{task.ref}/invite").status_code == 303
    assert task.ref not in clerk.get("/tasks/ratings/ask").text
    assert db.session.get(Task, task.id).invited == 2
    assert "不再打扰" in text_of(clerk.submit(f"/tasks/{task.ref}/invite"))


def test_the_halls_page_links_each_rated_task_and_tells_no_level(as_user):
    agent = make_user(Role.AGENT, name="李代办")
    task = make_task(by=agent)
    clerk = actor_for(make_user(Role.WINDOW))
    service.accept(clerk, task, handed_in=["身份证", "户口簿"])
    service.finish(clerk, task, outcome=Outcome.GRANTED)
    rate(task, Level.GOOD, words="")
    page = as_user(make_user(Role.DEPUTY)).get("/tasks/ratings")
    assert link_to(task) in page.text and "李代办" in page.text
    assert "说满意" not in text_of(page)


def test_the_agent_reads_that_it_was_rated_and_not_how(as_user):
    agent = make_user(Role.AGENT)
    task = make_task(by=agent)
    clerk = actor_for(make_user(Role.WINDOW))
    service.accept(clerk, task, handed_in=["身份证", "户口簿"])
    service.finish(clerk, task, outcome=Outcome.GRANTED)
    browser = as_user(agent)
    assert "未评价" in text_of(browser.get("/tasks/evidence"))
    rate(task, Level.VERY_BAD, words="跑了三趟")
    page = browser.get("/tasks/evidence")
    assert link_to(task) in page.text and "已评价" in text_of(page)
    assert "不满意" not in page.text and "跑了三趟" not in page.text
    assert "不满 5 件" in text_of(page)


def test_the_sheet_of_the_year_shows_what_the_person_got_done(as_user):
    scene = make_settled()
    sheet = scene.sheet()
    with time_machine.travel(clock.now().replace(year=YEAR, month=6, day=3), tick=False):
        task = make_task(by=make_user(Role.WINDOW, unit=HALL), then="accept")
        with_assignee(task, sheet.assignee_id)
    page = as_user(scene.org).get(f"/assessments/{YEAR}/{sheet.id}")
    assert "给群众办成的事" in text_of(page) and task.ref in text_of(page)
    assert link_to(task) not in page.text  # 组织人事 reads that it was done, not the case


def with_assignee(task, user_id):
    """Ended by this very person."""
    from tracker.store.action import action

    clerk = actor_for(make_user(Role.WINDOW))
    with action(clerk, "task.finish", task):
        task.assignee_id = user_id
    service.finish(clerk, task, outcome=Outcome.GRANTED)
    assert task.done_on and task.done_on >= date(YEAR, 1, 1)
