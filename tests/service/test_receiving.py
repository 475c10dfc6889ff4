"""Taking in (收件): at a coming, with a promise, and the card that is put in later."""

from datetime import date

import pytest
import time_machine
from factories import HALL, make_actor, make_user
from factories_hall import GOOD_ID, actor_for, make_item, make_task
from factories_line import make_served_now

from tracker.catalogue.rules import Material
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Role
from tracker.hall import service
from tracker.hall.queries import visitors
from tracker.hall.rules import Promise, Status
from tracker.store.audit import history_of

pytestmark = pytest.mark.usefixtures("db")
LATER = [Material("身份证"), Material("户口簿", may_follow=True)]
PROMISE = Promise(("户口簿",), date(2026, 12, 4))


def test_what_is_promised_at_the_counter_is_kept_with_the_acceptance():
    item = make_item(materials=LATER)
    with time_machine.travel("2026-11-20T09:00:00+08:00", tick=False):
        task = make_task(item, then="accept", handed_in=["身份证"], promise=PROMISE)
    assert (task.status, task.follow_names, task.follow_by) == (Status.ACCEPTED, ["户口簿"], PROMISE.by)
    assert [entry.action for entry in history_of(task)] == ["task.receive"]


def test_a_promise_the_guide_does_not_allow_takes_nothing_in():
    with pytest.raises(RuleBroken, match="不能容缺"):
        make_task(then="accept", handed_in=["身份证"], promise=Promise(("户口簿",), date(2030, 1, 4)))


def test_several_matters_of_one_coming_are_found_together_by_their_hall_only():
    clerk = make_user(Role.WINDOW, unit=HALL)
    coming = make_served_now(clerk)
    item = make_item()
    first = make_task(item, by=clerk, coming_id=coming.id)
    second = make_task(item, by=clerk, coming_id=coming.id)
    assert list(visitors.of_coming(actor_for(clerk), coming.id)) == [first, second]
    assert not visitors.of_coming(make_actor(Role.WINDOW, unit="990101002"), coming.id)


def test_a_name_alone_is_nobody():
    make_task()
    actor = make_actor(Role.WINDOW)
    assert visitors.known_of(actor, "王秀英", "") == visitors.NOBODY
    assert visitors.known_of(actor, "王秀英", "138 0000 1234").id_number == GOOD_ID
    assert set(visitors.known_of(actor, "王秀英", "13800001234").papers) == {"身份证", "户口簿"}


def test_the_card_is_put_in_once_and_by_a_window():
    task = make_task(id_number="", is_id_missing=True)
    with pytest.raises(NotFound):
        service.put_card(make_actor(Role.DEPUTY), task, id_number=GOOD_ID)
    with pytest.raises(RuleBroken, match="第 18 位对不上"):
        service.put_card(make_actor(Role.WINDOW), task, id_number="110105194912310021")
    service.put_card(make_actor(Role.WINDOW), task, id_number=GOOD_ID)
    assert task.id_number == GOOD_ID and history_of(task)[-1].action == "task.put_card"
    with pytest.raises(RuleBroken, match="不用补登"):
        service.put_card(make_actor(Role.WINDOW), task, id_number=GOOD_ID)
