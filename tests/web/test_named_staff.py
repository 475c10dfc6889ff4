"""点名 in a browser: one question at the text, one tick, nothing typed lost, nothing for the accused."""

import re

import pytest
from factories import VILLAGE, make_actor, make_user
from factories_sealed import make_key
from factories_visits import make_visit

from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.people.queries import actor_of
from tracker.problems.models import Problem
from tracker.sealed.models import Sealed
from tracker.visits.models import Visit

SAID = "张三丰收了我两千块钱才给盖章"
LOOKED = (
    "/me", "/visits", "/problems", "/problems?view=task", "/visits/overview", "/opinions", "/households",
)
DRAWN_ANEW = r'value="[0-9a-f]{32}"|\d{2}:\d{2}'
RECORDERS = (Role.CADRE, Role.CLERK, Role.HANDLER, Role.AGENT, Role.DEPUTY)


def accused_and(as_user, role=Role.CADRE):
    accused, writer = make_user(Role.CLERK, name="张三丰"), make_user(role, name="李望舒")
    return as_user(accused), as_user(writer), actor_of(writer.id)


def of_visit(**facts):
    return {"place": f"v{VILLAGE}", "visited_on": clock.today().isoformat(), **facts}


def ticks(page):
    """The ticks that are shown."""
    return re.findall(r'<div data-mention><div[^>]*>.*?name="([^"]*)"', page, re.S)


def looked_at(browser):
    """What somebody sees of visits and problems, without numbers drawn anew and the hour."""
    return [re.sub(DRAWN_ANEW, "", browser.get(path).text) for path in LOOKED]


@pytest.mark.parametrize("role", RECORDERS)
def test_a_visit_asks_at_each_text_and_keeps_all_that_was_typed(db, as_user, role):
    _accused, browser, _writer = accused_and(as_user, role)
    assert ticks(browser.get("/visits/new").text) == [], "nobody is bothered beforehand"
    sent = of_visit(**{"words": SAID, "matters-0-content": "井水浑", "matters-1-content": f"{SAID}。"})
    page = browser.submit("/visits/new", **sent).text
    assert ticks(page) == ["mention", "matters-1-mention"]
    assert page.count(SAID) >= 2 and "井水浑" in page and "只是提到，不是告他" in page
    assert db.session.query(Visit).count() == 0
    answer = browser.submit("/visits/new", **sent, **{"mention": "y", "matters-1-mention": "y"})
    assert answer.status_code == 303 and db.session.query(Problem).count() == 2


def test_a_correction_asks_and_keeps_what_was_typed(db, as_user):
    _accused, browser, writer = accused_and(as_user)
    path = f"/visits/{make_visit(writer).ref}/correct"
    page = browser.submit(path, **of_visit(words=SAID)).text
    assert ticks(page) == ["mention"] and SAID in page and "另记一次走访" in page
    assert browser.submit(path, **of_visit(words=SAID, mention="y")).status_code == 303
    db.session.expire_all()
    assert db.session.query(Visit).one().words == SAID


@pytest.mark.parametrize("role", RECORDERS)
def test_a_new_problem_asks_what_is_meant(db, as_user, role):
    _accused, browser, _writer = accused_and(as_user, role)
    make_key(make_actor(Role.DISCIPLINE, name="孔令仪"))
    sent = {"place": f"v{VILLAGE}", "content": SAID, "source": "grid", "urgency": "usual"}
    assert 'name="meant"' not in browser.get("/problems/new").text
    page = browser.submit("/problems/new", **sent).text
    assert 'name="meant"' in page and SAID in page and db.session.query(Problem).count() == 0
    answer = browser.submit("/problems/new", **sent, meant="accuse")
    assert answer.location.endswith("/problems") and db.session.query(Sealed).count() == 1
    assert db.session.query(Problem).count() == 0
    browser.submit("/problems/new", **sent, meant="mention")
    assert db.session.query(Problem).one().content == SAID


def test_the_accused_sees_a_visit_with_an_accusation_as_one_without(db, as_user):
    """Two towns in a row: refused, then sealed; to the accused all is as after an empty visit."""
    accused, browser, _writer = accused_and(as_user)
    make_key(make_actor(Role.DISCIPLINE, name="孔令仪"))
    before = looked_at(accused)
    browser.submit("/visits/new", **of_visit(words=SAID, **{"matters-0-content": SAID}))
    sent = {"place": f"v{VILLAGE}", "content": SAID, "source": "grid", "urgency": "usual"}
    browser.submit("/problems/new", **sent)
    browser.submit("/problems/new", **sent, meant="accuse")
    assert looked_at(accused) == before, "asked or sealed, nothing is there"
    browser.submit("/visits/new", **of_visit(**{"matters-0-content": SAID, "matters-0-turn": "opinion"}))
    sealed, = db.session.query(Visit).all()
    page = accused.get(f"/visits/{sealed.ref}").text
    browser.submit("/visits/new", **of_visit())
    plain = db.session.query(Visit).order_by(Visit.id.desc()).first()
    other = accused.get(f"/visits/{plain.ref}").text
    page, other = (
        re.sub(DRAWN_ANEW, "", text).replace(number, "")
        for text, number in ((page, sealed.ref[-4:]), (other, plain.ref[-4:]))
    )
    assert page == other
    assert db.session.query(Sealed).count() == 2 and "两千块" not in page
