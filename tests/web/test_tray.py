"""待辨认 at the desk: read, put back, put away; not among the others."""

from factories import make_user
from factories_opinions import make_opinion, make_suspect
from support import text_of

from tracker.domain.roles import Role
from tracker.opinions.rules import Decline, Status, Tray


def test_what_waits_is_on_its_own_page_and_not_in_the_list(as_user, db):
    clerk, junk, matter = as_user(make_user()), make_suspect(), make_opinion()
    waiting = text_of(clerk.get("/opinions/tray"))
    assert junk.ref in waiting and "加微信领奖" in waiting
    listed = text_of(clerk.get("/opinions?all=1"))
    assert junk.ref not in listed and matter.ref in listed and "待辨认 1 件" in listed
    assert matter.ref not in text_of(clerk.get("/opinions/tray"))


def test_two_are_put_back_and_one_is_put_away(as_user, db):
    clerk, first, second, third = as_user(make_user()), make_suspect(), make_suspect(), make_suspect()
    back = clerk.submit("/opinions/tray", refs=[first.ref, second.ref], go="clear")
    assert back.status_code == 303 and "2 件已放回" in text_of(clerk.get("/opinions/tray"))
    assert {first.tray, second.tray} == {Tray.ORDINARY} and first.status is Status.SUBMITTED
    clerk.submit("/opinions/tray", refs=[third.ref], go="junk")
    db.session.refresh(third)
    assert third.declined_for is Decline.JUNK
    assert "没有要辨认的" in text_of(clerk.get("/opinions/tray"))


def test_nothing_ticked_is_asked_again_and_an_ordinary_number_is_left_alone(as_user, db):
    clerk, junk, matter = as_user(make_user()), make_suspect(), make_opinion()
    answer = clerk.submit("/opinions/tray", go="junk")
    assert answer.status_code == 422 and "请先勾选" in text_of(answer)
    clerk.submit("/opinions/tray", refs=[matter.ref], go="junk")
    db.session.refresh(matter)
    assert matter.status is Status.SUBMITTED and junk.tray is Tray.SUSPECT


def test_only_the_clerk_comes_here(as_user, db):
    for role in (Role.HANDLER, Role.UNIT_HEAD, Role.CALLBACK, Role.DEPUTY, Role.HEAD, Role.DISCIPLINE):
        assert as_user(make_user(role)).get("/opinions/tray").status_code == 403
