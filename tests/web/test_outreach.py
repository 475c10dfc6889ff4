"""Pages of proactive service (主动服务): who sees whom, what is masked, from the roll to the person."""

from datetime import timedelta

import pytest
from factories import HALL, VILLAGE, VILLAGE_2, make_user
from factories_hall import make_item, make_task
from factories_outreach import make_outreach, make_rule, on_roll
from support import text_of

from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.outreach.models import Outreach, OutreachRule
from tracker.outreach.rules import Occasion, Status

PHONE = "13912345678"


@pytest.fixture
def head(as_user):
    return as_user(make_user(Role.WINDOW_HEAD))


def test_a_rule_and_a_roll_become_a_list_that_an_agent_works_through(db, as_user, head):
    agent = as_user(make_user(Role.AGENT))
    item = make_item()
    answer = head.submit(
        "/outreach/rules/new", item_id=str(item.id), occasion="age", age="80", days_before="30"
    )
    assert answer.status_code == 303
    day = clock.today() + timedelta(days=9)
    on_roll("欧阳秀英", phone=PHONE, born_on=day.replace(year=day.year - 80))
    assert "新列出 1 人" in text_of(head.post("/outreach/gather", data=_hidden(head, "/outreach"),
                                            follow_redirects=True))
    shown = text_of(agent.get("/outreach"))
    assert "欧阳**" in shown and "满 80 周岁" in shown and PHONE not in shown and "还要告诉 1 人" in shown
    one = db.session.scalars(db.select(Outreach)).one()
    page = text_of(agent.get(f"/outreach/{one.id}"))
    assert "欧阳秀英" in page and PHONE in page and "身份证" in page
    assert agent.submit(f"/outreach/{one.id}/tell", how="in_person", note="说下周来").status_code == 303
    told = text_of(agent.get(f"/outreach/{one.id}"))
    assert "当面说的" in told and "说下周来" in told
    assert "没有要告诉的人" in text_of(agent.get("/outreach"))
    assert "欧阳**" in text_of(agent.get("/outreach?state=told"))


def _hidden(client, path):
    from support import PageReader

    forms = [one for one in PageReader(client.get(path).text).forms if one["method"] == "post"]
    form = next(one for one in forms if one["action"].endswith("/gather"))
    return {name: value for name, value, kind in form["fields"] if kind == "hidden"}


def test_leaders_see_the_list_masked_and_other_villages_see_nothing(as_user):
    one = make_outreach(name="欧阳秀英", phone=PHONE)
    for role in (Role.DEPUTY, Role.HEAD):
        client = as_user(make_user(role))
        assert "欧阳**" in text_of(client.get("/outreach"))
        page = text_of(client.get(f"/outreach/{one.id}"))
        assert "欧阳秀英" not in page and PHONE not in page and "139****5678" in page
        assert client.get(f"/outreach/{one.id}/tell").status_code == 403
    stranger = as_user(make_user(Role.AGENT, unit=VILLAGE_2))
    assert "欧阳" not in stranger.get("/outreach").text
    assert stranger.get(f"/outreach/{one.id}").status_code == 404
    for role in (Role.CLERK, Role.HANDLER, Role.DISCIPLINE, Role.SYSADMIN):
        assert as_user(make_user(role)).get("/outreach").status_code == 403


def test_wrong_input_stands_at_its_field_and_loses_nothing(head):
    item = make_item()
    answer = head.submit("/outreach/rules/new", item_id=str(item.id), occasion="expiry", days_before="30")
    assert answer.status_code == 422 and "几个月有效" in answer.text
    answer = head.submit("/outreach/rules/new", item_id=str(item.id), occasion="age", days_before="400")
    assert answer.status_code == 422 and "0 到 366" in answer.text and 'value="400"' in answer.text
    one = make_outreach()
    answer = head.submit(f"/outreach/{one.id}/tell", note="说明天来")
    assert answer.status_code == 422 and "请选怎么告诉的" in answer.text and "说明天来" in answer.text
    answer = head.submit(f"/outreach/{one.id}/take-up", task_ref="石门-办-9999")
    assert answer.status_code == 422 and "石门-办-9999" in answer.text


@pytest.mark.parametrize(
    ("move", "fields", "status"),
    [
        ("miss", {"note": "没人接"}, Status.NOT_REACHED),
        ("take-up", {}, Status.TAKEN_UP),
        ("refuse", {"note": "不想办"}, Status.NOT_WANTED),
        ("correct", {"note": "人已经搬走"}, Status.WRONG),
    ],
)
def test_each_move_has_its_page(db, head, move, fields, status):
    one = make_outreach()
    assert head.submit(f"/outreach/{one.id}/{move}", **fields).status_code == 303
    assert db.session.get(Outreach, one.id).status is status


def test_the_list_on_paper_holds_whole_names_for_those_who_tell_and_for_nobody_else(as_user):
    make_outreach(name="欧阳秀英", phone=PHONE)
    paper = text_of(as_user(make_user(Role.AGENT)).get("/outreach/paper"))
    assert "欧阳秀英" in paper and PHONE in paper
    assert "欧阳" not in text_of(as_user(make_user(Role.AGENT, unit=VILLAGE_2)).get("/outreach/paper"))
    assert as_user(make_user(Role.HEAD)).get("/outreach/paper").status_code == 403


def test_a_rule_is_stopped_and_taken_up_again(db, head):
    rule = make_rule(Occasion.UNCLAIMED)
    for used in (False, True):
        assert head.submit(f"/outreach/rules/{rule.id}/use", page="/outreach/rules").status_code == 303
        assert db.session.get(OutreachRule, rule.id).is_used is used


def test_the_roll_shows_no_more_than_it_needs_and_lets_somebody_go(head):
    item = make_item()
    entry = on_roll("欧阳秀英", phone=PHONE, item=item)
    page = text_of(head.get("/outreach/roll"))
    assert "欧阳**" in page and item.name in page and PHONE not in page and "欧阳秀英" not in page
    assert head.submit(f"/outreach/roll/{entry.id}/drop", page="/outreach/roll").status_code == 303
    assert "名册还是空的" in text_of(head.get("/outreach/roll"))


def test_whoever_goes_to_the_village_is_told_of_the_people_to_tell(as_user):
    make_outreach(village=VILLAGE)
    for role in (Role.AGENT, Role.CADRE):
        page = as_user(make_user(role, unit=VILLAGE)).get(f"/visits/new?village={VILLAGE}")
        assert "还有 1 人要告诉" in page.text and f"/outreach?village={VILLAGE}" in page.text
        assert "人要告诉" not in as_user(make_user(role, unit=VILLAGE_2)).get("/visits/new").text
    assert "人要告诉" not in as_user(make_user(Role.HANDLER)).get(f"/visits/new?village={VILLAGE}").text


def test_the_day_of_the_agent_begins_with_whom_to_tell_and_the_task_leads_back(as_user, head):
    item = make_item()
    one = make_outreach(name="欧阳秀英", item=item, village=VILLAGE)
    assert "欧阳**" in text_of(as_user(make_user(Role.AGENT)).get("/me"))
    task = make_task(item)
    head.submit(f"/outreach/{one.id}/take-up", task_ref=task.ref)
    page = as_user(make_user(Role.WINDOW, unit=HALL)).get(f"/tasks/{task.ref}")
    assert f"/outreach/{one.id}" in page.text
