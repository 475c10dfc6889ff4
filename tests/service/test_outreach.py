"""主动告知: who is listed, once; what came of telling; who came by himself."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from factories import HALL, TOWN, VILLAGE, VILLAGE_2, make_actor, make_user
from factories_hall import make_item, make_task
from factories_outreach import make_outreach, make_rule, on_roll

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import SYSTEM, Role
from tracker.hall import service as hall
from tracker.outreach import queries, service
from tracker.outreach.models import Outreach, RollEntry
from tracker.outreach.rules import How, Occasion, Status
from tracker.store.action import action
from tracker.store.audit import history_of
from tracker.store.db import db as database

pytestmark = pytest.mark.usefixtures("db")


def listed():
    database.session.expire_all()
    return database.session.scalars(sa.select(Outreach).order_by(Outreach.id)).all()


def set_valid(task, until):
    """As if the certificate had this last day."""
    with action(SYSTEM, "task.deem_accepted", task):
        task.valid_until = until


def test_whoever_reaches_the_age_within_the_days_is_listed_once_however_often_it_runs():
    today = clock.today()
    item = make_item()
    make_rule(Occasion.AGE, item, age=80, days_before=30)
    soon, far = today + timedelta(days=20), today + timedelta(days=60)
    on_roll("王秀英", born_on=soon.replace(year=soon.year - 80))
    on_roll("赵铁柱", born_on=far.replace(year=far.year - 80))
    on_roll("李桂兰", born_on=today.replace(year=today.year - 50, day=1))
    assert [service.gather(SYSTEM), service.gather(SYSTEM)] == [1, 0]
    (one,) = listed()
    assert (one.name, one.age, one.falls_on, one.unit_code) == ("王秀英", 80, soon, VILLAGE)


def test_a_roll_that_came_late_still_tells_who_turned_eighty_this_year_but_not_who_did_long_ago():
    today = clock.today()
    make_rule(Occasion.AGE, age=80)
    past = today - timedelta(days=200)
    on_roll("王秀英", born_on=past.replace(year=past.year - 80))
    on_roll("赵铁柱", born_on=date(1930, 5, 1))
    assert service.gather(SYSTEM) == 1


def test_a_certificate_that_runs_out_is_told_unless_it_was_renewed():
    item, today = make_item(valid_months=12), clock.today()
    make_rule(Occasion.EXPIRY, item, days_before=30)
    soon = today + timedelta(days=10)
    for name, phone in (("王秀英", "13800000001"), ("赵铁柱", "13800000002")):
        set_valid(make_task(item, then="spot", applicant=name, phone=phone), soon)
    later = make_task(item, then="spot", applicant="李桂兰", phone="13800000003")
    set_valid(later, soon + timedelta(days=90))
    make_task(item, applicant="赵铁柱", phone="13800000002")
    assert service.gather(SYSTEM) == 1
    (one,) = listed()
    assert (one.name, one.falls_on, one.from_task_id is None) == ("王秀英", soon, False)


def test_whoever_is_entitled_and_has_not_claimed_is_told_by_the_agent_of_the_village():
    agent, item = make_user(Role.AGENT), make_item()
    make_rule(item=item)
    on_roll("王秀英", item=item, until=clock.today() + timedelta(days=100))
    on_roll("赵铁柱", item=item, until=clock.today() - timedelta(days=1))
    on_roll("李桂兰", village=VILLAGE_2, phone="13800000003", item=item)
    make_task(item, applicant="李桂兰", phone="13800000003", village_code=VILLAGE)
    assert service.gather(SYSTEM) == 1
    (one,) = listed()
    assert (one.name, one.assignee_id) == ("王秀英", agent.id)


def test_namesakes_whose_village_nobody_wrote_down_are_two_people():
    item, soon = make_item(valid_months=12), clock.today() + timedelta(days=10)
    make_rule(Occasion.EXPIRY, item, days_before=30)
    set_valid(make_task(item, then="spot", applicant="王秀英", phone="13800000001", village_code=""), soon)
    make_task(item, applicant="王秀英", phone="13800000002", village_code="")
    assert service.gather(SYSTEM) == 1


def test_two_people_of_one_name_in_one_village_are_both_told():
    item = make_item()
    make_rule(item=item)
    on_roll("王秀英", phone="13800000001", item=item)
    on_roll("王秀英", phone="13800000002", item=item)
    assert service.gather(SYSTEM) == 2


def test_a_stopped_rule_lists_nobody_and_the_same_rule_is_not_made_twice():
    item, head = make_item(), make_actor(Role.WINDOW_HEAD)
    rule = make_rule(item=item)
    on_roll(item=item)
    with pytest.raises(RuleBroken, match="一样的规则"):
        service.add_rule(head, item, occasion=Occasion.UNCLAIMED)
    service.stop_rule(head, rule)
    assert service.gather(head) == 0
    service.resume_rule(head, rule)
    assert service.gather(head) == 1


def test_who_hands_the_matter_in_is_marked_by_itself_and_linked_to_the_task():
    item = make_item()
    one = make_outreach("told", name="王秀英", phone="13800001234", item=item)
    task = make_task(item, applicant="王秀英", phone="13800001234")
    assert [service.take_up_known(SYSTEM), service.take_up_known(SYSTEM)] == [1, 0]
    (one,) = listed()
    assert (one.status, one.task_id, one.ended_on) == (Status.TAKEN_UP, task.id, clock.today())


def test_a_withdrawn_application_has_claimed_nothing():
    item = make_item()
    make_rule(item=item)
    on_roll("王秀英", phone="13800001234", item=item)
    task = make_task(item, applicant="王秀英", phone="13800001234")
    hall.withdraw(make_actor(Role.WINDOW), task, reason="下次再来")
    assert service.gather(SYSTEM) == 1


def test_telling_notes_who_when_and_how_and_keeps_the_words_out_of_the_log():
    one, agent = make_outreach(), make_actor(Role.AGENT)
    service.miss(agent, one, note="电话没人接")
    assert one.status is Status.NOT_REACHED
    service.tell(agent, one, how=How.IN_PERSON, note="说明天就来")
    assert (one.status, one.told_by, one.told_on) == (Status.TOLD, agent.user_id, clock.today())
    entry = history_of(one)[-1]
    assert entry.action == "outreach.tell" and "明天就来" not in str(entry.__dict__)


def test_refusing_and_correcting_need_words_and_end_it():
    one, other, clerk = make_outreach(), make_outreach(), make_actor(Role.WINDOW)
    for deed in (service.refuse, service.correct):
        with pytest.raises(RuleBroken) as broken:
            deed(clerk, one, note="")
        assert broken.value.field == "note"
    service.refuse(clerk, one, note="子女不同意")
    service.correct(clerk, other, note="人已经搬走")
    assert [row.status for row in listed()] == [Status.NOT_WANTED, Status.WRONG]
    with pytest.raises(RuleBroken, match="当前状态不能"):
        service.tell(clerk, one, how=How.PHONE)


def test_a_task_named_at_take_up_must_be_of_the_same_item():
    one, clerk = make_outreach(), make_actor(Role.WINDOW)
    with pytest.raises(RuleBroken) as broken:
        service.take_up(clerk, one, task_ref=make_task().ref)
    assert broken.value.field == "task_ref"
    task = make_task(one.item)
    service.take_up(clerk, one, task_ref=task.ref)
    assert (one.task_id, one.status) == (task.id, Status.TAKEN_UP)


def test_an_agent_deals_with_the_own_village_alone():
    one = make_outreach(village=VILLAGE_2)
    with pytest.raises(NotFound):
        service.tell(make_actor(Role.AGENT), one, how=How.PHONE)
    for role in (Role.DEPUTY, Role.HEAD):
        with pytest.raises(NotFound):
            service.tell(make_actor(role), one, how=How.PHONE)


def test_the_roll_takes_a_person_once_and_says_what_is_wrong_with_a_row():
    item = make_item()
    entry = on_roll("王秀英", born_on=date(1946, 3, 5), phone="13800000001")
    on_roll("王秀英", born_on=date(1946, 3, 5), phone="13800000009")
    assert database.session.scalar(sa.select(sa.func.count()).select_from(RollEntry)) == 1
    database.session.refresh(entry)
    assert (entry.phone, entry.birth_month) == ("13800000009", 1946 * 12 + 3)
    wrong = [
        ({"village": "没有村"}, "village"), ({"born_on": None}, "born_on"),
        ({"born_on": date(2100, 1, 1)}, "born_on"), ({"item": "没有的事"}, "item"), ({"name": " "}, "name"),
    ]
    for change, field in wrong:
        facts = {"village": "石门村", "name": "赵铁柱", "born_on": date(1950, 1, 1), **change}
        with pytest.raises(RuleBroken) as broken, action(SYSTEM, "roll.import") as act:
            service.put_entry(act, service.RollRow(**facts))
        assert broken.value.field == field
    assert on_roll("李桂兰", item=item).item_id == item.id


def test_somebody_taken_off_the_roll_is_not_listed():
    head, item = make_actor(Role.WINDOW_HEAD), make_item()
    make_rule(item=item)
    entry = on_roll(item=item)
    with pytest.raises(NotFound):
        service.drop_entry(make_actor(Role.WINDOW), entry)
    service.drop_entry(head, entry)
    assert service.gather(SYSTEM) == 0


def test_the_list_counts_only_what_the_person_may_see():
    make_outreach(village=VILLAGE), make_outreach("told", village=VILLAGE_2)
    found = queries.page(make_actor(Role.AGENT), queries.Wanted(state="all"))
    assert (len(found.rows), found.counts) == (1, {Status.TO_TELL: 1})
    whole = queries.page(make_actor(Role.WINDOW, unit=HALL), queries.Wanted())
    assert (len(whole.rows), sum(whole.counts.values())) == (1, 2)
    assert queries.waiting_in(make_actor(Role.CADRE, unit=VILLAGE), VILLAGE) == 1


def test_the_list_goes_on_where_the_page_before_ended(monkeypatch):
    monkeypatch.setattr(queries, "PER_PAGE", 2)
    item = make_item()
    make_rule(item=item)
    for number in range(5):
        on_roll(item=item, until=clock.today() + timedelta(days=number) if number else None)
    service.gather(SYSTEM)
    actor, after, seen = make_actor(Role.WINDOW_HEAD), "", []
    while True:
        found = queries.page(actor, queries.Wanted(after=after))
        seen += [one.falls_on for one in found.rows]
        after = found.next_after
        if after is None:
            break
    assert seen == [*(clock.today() + timedelta(days=n) for n in range(1, 5)), None]


def test_a_year_after_it_ended_the_name_goes_and_nobody_is_listed_again():
    item = make_item()
    one = make_outreach("told", item=item)
    service.take_up(make_actor(Role.WINDOW), one)
    with time_machine.travel(clock.now() + timedelta(days=364)):
        service.take_up_known(SYSTEM)
        assert listed()[0].name
    with time_machine.travel(clock.now() + timedelta(days=366)):
        service.take_up_known(SYSTEM)
        (one,) = listed()
        assert (one.name, one.phone, one.status) == ("", None, Status.TAKEN_UP)
        assert service.gather(SYSTEM) == 0


def test_the_night_lists_and_marks_and_says_so():
    from tracker.overview.service import nightly

    with time_machine.travel("2026-11-20T20:00:00+08:00", tick=False):
        item = make_item()
        make_rule(item=item)
        on_roll(item=item)
        assert any("新列出 1 人" in line for line in nightly())
        assert any("新列出 0 人" in line for line in nightly())
    assert listed()[0].unit_code.startswith(TOWN)
