"""记走访 as people use it in a browser: boxes, chips, colleagues, photos, versions, the 民情日记."""

import io
import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from factories import VILLAGE, make_actor, make_town, make_user
from factories_hall import make_item
from factories_visits import PHONE, make_household, make_link, make_visit
from photos import CANARY, telling_photo
from support import text_of

from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.hall.models import Task
from tracker.opinions.models import Opinion
from tracker.people.queries import actor_of
from tracker.pictures.models import Picture
from tracker.problems.models import Problem
from tracker.visits import service
from tracker.visits.models import Visit
from tracker.visits.rules import Kind, Purpose, Turn
from tracker.visits.service import Entry, Matter, Place


def signed_in(as_user, role=Role.CADRE, **facts):
    user = make_user(role, **facts)
    return as_user(user), actor_of(user.id)


def at_village(**facts):
    return {"place": f"v{VILLAGE}", "visited_on": clock.today().isoformat(), **facts}


def test_the_own_contact_households_are_one_tap_away_without_a_script(db, as_user):
    browser, cadre = signed_in(as_user)
    household = make_household()
    make_link(cadre, household)
    page = browser.get("/visits/new").text
    assert f'href="?household={household.id}" data-place="h{household.id}"' in page
    assert 'aria-current="true"' in browser.get(f"/visits/new?household={household.id}").text
    browser.submit("/visits/new", place=f"h{household.id}", visited_on=clock.today().isoformat())
    assert db.session.query(Visit).one().household_id == household.id


def test_one_box_more_keeps_what_was_typed_and_saves_nothing(db, as_user):
    make_town()
    browser, _cadre = signed_in(as_user)
    response = browser.submit("/visits/new", **at_village(words="水浑"), **{
        "matters-0-content": "井水发浑", "more": "1",
    })
    assert response.status_code == 200 and db.session.query(Visit).count() == 0
    assert "matters-3-content" in response.text and "井水发浑" in response.text and "水浑" in response.text
    browser.submit("/visits/new", **at_village(), **{f"matters-{n}-content": f"第 {n} 件" for n in range(5)})
    assert db.session.query(Problem).count() == 5


def test_a_visit_keeps_what_it_was_for_and_who_was_there(db, as_user):
    make_town()
    browser, _cadre = signed_in(as_user)
    colleague = make_user(Role.CADRE, name="赵建国")
    browser.submit("/visits/new", **at_village(
        kind="meeting", purposes=["policy", "needs"], present_count="23", participants="村支书",
        companion_ids=[str(colleague.id)],
    ))
    visit = db.session.query(Visit).one()
    assert (visit.kind, visit.present_count) == (Kind.MEETING, 23)
    text = text_of(browser.get(f"/visits/{visit.ref}"))
    assert "政策宣传、了解困难" in text and "23 人" in text and "赵建国" in text and "村支书" in text
    theirs = as_user(colleague)
    listed = text_of(theirs.get("/visits?joined=1"))
    assert "石门村" in listed and "座谈" in listed and visit.ref not in listed
    assert "还没有同事把您写进走访" in text_of(browser.get("/visits?joined=1"))
    assert theirs.get(f"/visits/{visit.ref}").status_code == 404


def test_a_matter_becomes_an_opinion_and_each_page_leads_to_the_other(db, as_user):
    make_town()
    browser, _cadre = signed_in(as_user)
    browser.submit("/visits/new", **at_village(), **{
        "matters-0-content": "路坏了", "matters-0-turn": "opinion",
    })
    visit, opinion = db.session.query(Visit).one(), db.session.query(Opinion).one()
    assert f'href="/opinions/{quote(opinion.ref)}"' in browser.get(f"/visits/{visit.ref}").text
    assert f'href="/visits/{quote(visit.ref)}"' in browser.get(f"/opinions/{opinion.ref}").text
    assert "转成诉求 1 件" in text_of(browser.get("/visits"))


def test_a_matter_that_becomes_a_task_leads_to_the_choice_of_its_service(db, as_user):
    make_town()
    browser, _cadre = signed_in(as_user)
    response = browser.submit("/visits/new", **at_village(), **{
        "matters-0-content": "路坏了", "matters-0-turn": "opinion",
        "matters-1-content": "井水发浑", "matters-2-content": "想办老年证", "matters-2-turn": "task",
    })
    assert response.status_code == 303 and "/to_task" in response.location
    assert "想办老年证" in browser.get(response.location).text


def test_a_service_chosen_on_the_form_is_a_task_at_once_for_a_household_and_asked_for_a_village(db, as_user):
    item = make_item()
    browser, cadre = signed_in(as_user)
    home = make_household(phone=PHONE)
    make_link(cadre, home)
    wanted = {
        "matters-0-content": "想办老年证", "matters-0-turn": "task", "matters-0-item_code": item.code,
    }
    said = browser.submit("/visits/new", **{**at_village(), "place": f"h{home.id}"}, **wanted)
    assert db.session.query(Task).one().item_id == item.id and "/to_task" not in said.location
    asked = browser.submit("/visits/new", **at_village(), **wanted).location
    assert asked.endswith(f"/to_task?item={item.code}") and db.session.query(Task).count() == 1
    wrong = browser.submit("/visits/new", **at_village(), **{**wanted, "matters-0-item_code": "没有这个"})
    assert wrong.status_code == 422 and "想办老年证" in wrong.text


@pytest.mark.parametrize(
    ("role", "ways"),
    [(Role.CADRE, {"problem", "settled", "opinion", "task"}), (Role.HANDLER, {"problem", "settled"}),
     (Role.HEAD, {"problem", "settled"})],
)
def test_only_the_ways_that_are_open_to_the_writer_are_offered(db, as_user, role, ways):
    make_town()
    browser, _actor = signed_in(as_user, role)
    page = browser.get("/visits/new").text
    assert {way for way in Turn if f'name="matters-0-turn" type="radio" value="{way}"' in page} == ways
    response = browser.submit("/visits/new", **at_village(), **{
        "matters-0-content": "路坏了", "matters-0-turn": "opinion",
    })
    assert (response.status_code == 303) == ("opinion" in ways)


def test_how_it_was_settled_needs_what_it_was_and_stays_where_it_was_written(db, as_user):
    make_town()
    browser, _cadre = signed_in(as_user)
    response = browser.submit("/visits/new", **at_village(), **{"matters-1-settled": "换了灯泡"})
    assert response.status_code == 422 and "请写下是什么事" in text_of(response)
    assert "换了灯泡" in response.text
    response = browser.submit("/visits/new", **at_village(), **{
        "matters-0-content": "", "matters-1-content": "灯不亮", "matters-1-settled": "换了灯泡",
        "matters-1-turn": "opinion",
    })
    assert response.status_code == 422 and 'href="#matters-1-settled"' in response.text
    assert db.session.query(Visit).count() == 0


def test_photos_are_shown_to_who_may_read_the_visit_and_to_nobody_else(db, as_user):
    make_town()
    browser, _cadre = signed_in(as_user)
    sent = [(io.BytesIO(telling_photo()), "a.jpg"), (io.BytesIO(telling_photo()), "b.jpg")]
    assert browser.submit("/visits/new", **at_village(photos=sent)).status_code == 303
    visit, picture = db.session.query(Visit).one(), db.session.query(Picture).first()
    path = f"/visits/{visit.ref}/pictures/{picture.name}.jpg"
    assert f"{picture.name}.jpg" in browser.get(f"/visits/{visit.ref}").text
    shown = browser.get(path)
    assert shown.mimetype == "image/jpeg" and CANARY not in shown.data
    assert as_user(make_user(Role.CADRE)).get(path).status_code == 404
    assert browser.get(path.replace(picture.name, "0" * 32)).status_code == 404
    browser.submit(f"/visits/{visit.ref}/correct", **at_village(kind="home", without=[picture.name]))
    assert browser.get(path).status_code == 404 and db.session.query(Picture).count() == 1


def test_a_correction_shows_only_what_differs(db, as_user):
    browser, cadre = signed_in(as_user)
    visit = make_visit(cadre, words="井水发浑")
    better = Entry(visit.visited_on, Place(VILLAGE), Kind.MEETING, "是河水发浑", purposes=(Purpose.NEEDS,))
    service.correct(cadre, visit, better, reason="听错了")
    text = text_of(browser.get(f"/visits/{visit.ref}")).split("更正前的内容", 1)[1].split("去的人")[0]
    for said in ("听错了", "走访形式", "入户", "座谈", "群众原话", "井水发浑", "没有写", "了解困难"):
        assert said in text
    assert "在场的人" not in text and "走访日期" not in text


def test_the_form_of_a_correction_holds_all_that_was_said(db, as_user):
    browser, cadre = signed_in(as_user)
    left = make_user(Role.CADRE, name="周离任")
    visit = service.add(cadre, Entry(
        clock.today(), Place(VILLAGE), purposes=(Purpose.COMFORT,), companion_ids=(left.id,), present_count=4,
    ))
    page = browser.get(f"/visits/{visit.ref}/correct").text
    assert re.search(r'<input checked [^>]*name="purposes"[^>]*value="comfort"', page)
    assert re.search(rf'<input checked [^>]*name="companion_ids"[^>]*value="{left.id}"', page)
    assert re.search(r'name="present_count"[^>]*value="4"', page)
    assert "matters-0-content" not in page, "a correction is about the visit, its matters have their pages"


def test_the_diary_prints_what_was_recorded_and_asks_for_nothing(db, as_user):
    browser, cadre = signed_in(as_user, name="李雪")
    household = make_household(phone=PHONE)
    service.add(cadre, Entry(
        clock.today(), Place(household.unit_code, household.id), words=f"打 {PHONE} 找我",
    ), (Matter("井水发浑"),))
    make_visit(cadre, on=clock.today() - timedelta(days=40), words="早先的事")
    text = text_of(browser.get("/visits/diary"))
    assert "李雪" in text and "井水发浑" in text and "001 户 欧阳**" in text and "待交办" in text
    assert PHONE not in text and "早先的事" not in text and "体会" not in text and "审核人" not in text
    since = (clock.today() - timedelta(days=50)).isoformat()
    assert "早先的事" in text_of(browser.get(f"/visits/diary?since={since}"))
    assert "这几天没有走访记录" in text_of(as_user(make_user(Role.CADRE)).get("/visits/diary?since=x"))


@pytest.mark.parametrize(("role", "status"), [(Role.HEAD, 200), (Role.COUNTY, 403), (Role.ORG, 403)])
def test_only_who_visits_has_a_diary(db, as_user, role, status):
    make_town()
    assert as_user(make_user(role)).get("/visits/diary").status_code == status


def test_a_colleague_at_the_same_door_is_named_on_the_page(db, as_user):
    browser, cadre = signed_in(as_user)
    other, household = make_actor(Role.CADRE, name="赵建国"), make_household()
    visit = make_visit(cadre, household)
    make_visit(other, household, words="别人听见的")
    text = text_of(browser.get(f"/visits/{visit.ref}"))
    assert "也记了这一户" in text and "赵建国" in text and "别人听见的" not in text


def test_what_a_visit_was_for_narrows_the_list(db, as_user):
    browser, cadre = signed_in(as_user)
    service.add(cadre, Entry(clock.today(), Place(VILLAGE), words="看看您", purposes=(Purpose.COMFORT,)))
    assert "看看您" in text_of(browser.get("/visits?purpose=comfort"))
    assert "看看您" not in text_of(browser.get("/visits?purpose=mediation"))
    assert "看看您" in text_of(browser.get("/visits?purpose=nonsense"))
