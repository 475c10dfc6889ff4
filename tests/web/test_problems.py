"""Problems (问题) as people use them in a browser: every move has its page."""

from datetime import timedelta

import pytest
from factories import OFFICE_2, VILLAGE, VILLAGE_2, make_actor, make_user
from factories_hall import make_item
from factories_visits import confirmation, give, make_checked, make_problem, make_visit
from support import text_of

from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.people.queries import actor_of
from tracker.problems import service
from tracker.problems.models import Problem, ProblemNote
from tracker.problems.rules import Confirmer, Source, Status
from tracker.problems.service import Raised, ToTask

TODAY = clock.today().isoformat()
JUDGES = {Role.CLERK, Role.DEPUTY, Role.HEAD}


def signed_in(as_user, role=Role.CADRE, **facts):
    user = make_user(role, **facts)
    return as_user(user), actor_of(user.id)


def test_the_whole_way_by_browser(db, as_user):
    cadre = make_actor(Role.CADRE)
    ref = make_problem(cadre).ref
    handler_browser, handler = signed_in(as_user, Role.HANDLER)
    clerk, by_clerk = signed_in(as_user, Role.CLERK)
    clerk_id = by_clerk.user_id
    head, _head = signed_in(as_user, Role.HEAD)
    steps = (
        (clerk, "assign", {
            "assignee": f"{handler.user_id}@{OFFICE_2}", "promised_on": TODAY, "measure": "换管子",
            "urgency": "usual",
            "leader_id": "",
        }),
        (handler_browser, "progress", {"text": "到井边看过"}),
        (handler_browser, "apply", {"result": "换了新管子"}),
        (clerk, "check", {"text": "水是清的"}),
        (head, "strike_off", {
            "confirmed_by": "village", "confirmed_how": "in_person", "asked_by": str(clerk_id),
            "confirmed_on": TODAY, "confirmed_words": "村里说好了",
        }),
    )
    for browser, move, fields in steps:
        response = browser.submit(f"/problems/{ref}/{move}", **fields)
        assert response.status_code == 303, (move, text_of(response))
    problem = db.session.query(Problem).one()
    assert (problem.status, problem.confirmed_by) == (Status.STRUCK_OFF, Confirmer.VILLAGE)
    text = text_of(head.get(f"/problems/{ref}"))
    for said in ("已销号", "换管子", "到井边看过", "换了新管子", "水是清的", "村里说好了", handler.name):
        assert said in text, said


def test_the_handler_writes_the_measure_of_the_task_list_with_the_progress(db, as_user):
    browser, handler = signed_in(as_user, Role.HANDLER)
    problem = make_problem(make_actor(Role.CADRE))
    give(problem, handler)
    ref = problem.ref
    said = browser.submit(f"/problems/{ref}/progress", text="到井边看过", measure="换新水泵")
    assert said.status_code == 303
    assert "换新水泵" in text_of(browser.get("/problems?view=task"))
    browser.submit(f"/problems/{ref}/progress", text="泵买好了", measure="")
    assert problem.measure == "换新水泵", "left empty it stays as it was"


def test_a_visit_leads_to_the_task_that_came_of_it_and_so_does_its_diary(db, as_user):
    browser, cadre = signed_in(as_user)
    visit = make_visit(cadre, problems=(Raised("想办老年证"),))
    (problem,) = db.session.query(Problem).all()
    task = service.to_task(cadre, problem, ToTask(make_item().code, applicant="周桂兰"))
    page = text_of(browser.get(f"/visits/{visit.ref}"))
    assert f"转到 办件 {task.ref}" in page and "想办老年证" not in page
    assert f"{problem.ref} 转成办件" in text_of(browser.get("/visits/diary"))


def test_the_handler_finds_no_button_and_no_way_to_judge(db, as_user):
    browser, deputy = signed_in(as_user, Role.DEPUTY)
    problem = make_problem(make_actor(Role.CADRE))
    give(problem, deputy, unit=deputy.unit_code)
    service.apply(deputy, problem, result="办了")
    ref = problem.ref
    page = browser.get(f"/problems/{ref}").text
    assert "/check" not in page and "/rehang" not in page
    response = browser.submit(f"/problems/{ref}/check", text="我自己看过")
    assert response.status_code == 422 and "没有经手的人" in response.text and "我自己看过" in response.text
    other, _other = signed_in(as_user, Role.DEPUTY)
    assert "/check" in other.get(f"/problems/{ref}").text


@pytest.mark.parametrize("role", list(Role)[:17])
def test_who_may_open_the_page_of_striking_off(db, as_user, role):
    problem = make_checked(make_actor(Role.CADRE), make_actor(Role.HANDLER))
    status = as_user(make_user(role)).get(f"/problems/{problem.ref}/strike_off").status_code
    assert status == (200 if role in JUDGES else 403)


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.CLERK, 200), (Role.DEPUTY, 200), (Role.HEAD, 200), (Role.COUNTY, 200), (Role.CADRE, 404),
     (Role.HANDLER, 404), (Role.AGENT, 404), (Role.UNIT_HEAD, 404), (Role.ORG, 403), (Role.AUDITOR, 403)],
)
def test_who_may_read_a_problem_that_waits_in_the_town(db, as_user, role, status):
    ref = make_problem(make_actor(Role.CADRE)).ref
    assert as_user(make_user(role)).get(f"/problems/{ref}").status_code == status


def test_a_wrong_confirmation_is_said_at_its_field_and_the_words_stay(db, as_user):
    ref = make_checked(make_actor(Role.CADRE), make_actor(Role.HANDLER)).ref
    browser, clerk = signed_in(as_user, Role.CLERK)
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    said = {"confirmed_by": "resident", "confirmed_how": "phone", "confirmed_words": "他说好了"}
    response = browser.submit(
        f"/problems/{ref}/strike_off", **said, asked_by=clerk.user_id, confirmed_on=tomorrow
    )
    assert response.status_code == 422
    assert "确认日期不能晚于今天" in response.text and "他说好了" in response.text
    nobody = browser.submit(f"/problems/{ref}/strike_off", confirmed_on=TODAY)
    assert nobody.status_code == 422 and "请选是谁确认的" in nobody.text


def test_hanging_up_again_is_seen_on_the_list(db, as_user):
    browser, _deputy = signed_in(as_user, Role.DEPUTY)
    ref = make_checked(make_actor(Role.CADRE), make_actor(Role.HANDLER)).ref
    assert browser.submit(f"/problems/{ref}/rehang", reason="").status_code == 422
    assert browser.submit(f"/problems/{ref}/rehang", reason="水又浑了").status_code == 303
    assert "重挂 1 次" in text_of(browser.get("/problems"))
    assert "水又浑了" in browser.get(f"/problems/{ref}").text


def test_a_move_out_of_turn_is_refused_in_words(db, as_user):
    handler = make_actor(Role.HANDLER)
    problem = make_problem(make_actor(Role.CADRE))
    give(problem, handler)
    browser, _clerk = signed_in(as_user, Role.CLERK)
    response = browser.submit(f"/problems/{problem.ref}/check", text="看过")
    assert response.status_code == 422 and "当前状态不能“核查通过”" in response.text


def test_two_people_on_one_problem_the_second_is_told(db, as_user):
    handler = make_actor(Role.HANDLER)
    problem = make_checked(make_actor(Role.CADRE), handler)
    ref, deputy = problem.ref, make_actor(Role.DEPUTY)
    browser, clerk = signed_in(as_user, Role.CLERK)
    from support import PageReader

    page = browser.get(f"/problems/{ref}/strike_off")
    hidden = {n: v for n, v, kind in PageReader(page.text).forms[-1]["fields"] if kind == "hidden"}
    service.rehang(deputy, problem, reason="还没好")
    response = browser.post(f"/problems/{ref}/strike_off", data={
        **hidden, "confirmed_by": "resident", "confirmed_how": "phone", "asked_by": str(clerk.user_id),
        "confirmed_on": TODAY, "confirmed_words": "他说好了",
    })
    assert response.status_code == 409
    assert db.session.query(Problem).one().status is Status.HANDLING


def test_a_double_click_writes_one_note(db, as_user):
    browser, handler = signed_in(as_user, Role.HANDLER)
    problem = make_problem(make_actor(Role.CADRE))
    give(problem, handler)
    ref = problem.ref
    from support import PageReader

    page = browser.get(f"/problems/{ref}/progress")
    hidden = {n: v for n, v, kind in PageReader(page.text).forms[-1]["fields"] if kind == "hidden"}
    for _twice in range(2):
        response = browser.post(f"/problems/{ref}/progress", data={**hidden, "text": "看过井"})
        assert response.status_code == 303 and "/problems/" in response.location
    assert db.session.query(ProblemNote).filter_by(move="progress").count() == 1


def test_a_problem_from_a_meeting_and_one_tied_to_its_visit(db, as_user):
    browser, cadre = signed_in(as_user)
    visit = make_visit(cadre)
    given = {"place": f"v{VILLAGE}", "content": "路灯不亮", "urgency": "usual"}
    browser.submit("/problems/new", **given, source="meeting", category="道路")
    browser.submit(f"/problems/new?visit={visit.ref}", **given, source="visit")
    first, second = db.session.query(Problem).order_by(Problem.id)
    assert (first.source, first.category, first.visit_id) == (Source.MEETING, "道路", None)
    assert second.visit_id == visit.id
    assert second.ref in browser.get(f"/visits/{visit.ref}").text
    other, _other = signed_in(as_user)
    assert other.get(f"/problems/new?visit={visit.ref}").status_code == 404


def test_an_empty_problem_is_asked_for_in_words(db, as_user):
    browser, _cadre = signed_in(as_user)
    response = browser.submit("/problems/new", place="", content="")
    assert response.status_code == 422
    assert "请写下要解决什么事" in response.text and "请选是哪个村的事" in response.text


def test_filters_stand_in_the_address_and_the_totals_follow(db, as_user):
    browser, _clerk = signed_in(as_user, Role.CLERK)
    cadre = make_actor(Role.CADRE)
    make_problem(cadre, "井水发浑")
    make_problem(cadre, "灯不亮", settled="换了灯泡")
    assert "筛选出 2 件，已解决 1 件，过了完成时限 0 件" in text_of(browser.get("/problems"))
    only = text_of(browser.get(f"/problems?status=settled&village={VILLAGE}"))
    assert "筛选出 1 件" in only and "灯不亮" in only and "井水发浑" not in only
    assert "没有这样的问题" in text_of(browser.get(f"/problems?village={VILLAGE_2}"))
    assert "没有这样的问题" in text_of(browser.get("/problems?due=overdue"))


def test_on_the_spot_is_offered_to_the_writer_only(db, as_user):
    browser, cadre = signed_in(as_user)
    ref = make_problem(cadre).ref
    assert "/settle" in browser.get(f"/problems/{ref}").text
    clerk, _clerk = signed_in(as_user, Role.CLERK)
    assert "/settle" not in clerk.get(f"/problems/{ref}").text
    assert browser.submit(f"/problems/{ref}/settle", result="接好了").status_code == 303
    assert db.session.query(Problem).one().status is Status.SETTLED


def test_struck_off_is_the_end(db, as_user):
    problem = make_checked(make_actor(Role.CADRE), make_actor(Role.HANDLER))
    service.strike_off(make_actor(Role.DEPUTY), problem, confirmation())
    browser, _clerk = signed_in(as_user, Role.CLERK)
    page = browser.get(f"/problems/{problem.ref}").text
    for move in ("assign", "progress", "apply", "check", "strike_off", "rehang", "settle"):
        assert f"/{move}" not in page
