"""调查研究 as pages: by role, bad input, what is found stands on both pages."""

import pytest
from factories import OTHER_TOWN, VILLAGE, make_actor, make_user
from factories_research import make_research
from factories_sealed import make_key
from factories_visits import make_problem
from support import text_of

from tracker.domain.roles import Role
from tracker.people.queries import actor_of
from tracker.problems.models import Problem
from tracker.research.models import Research
from tracker.sealed.models import Sealed


def test_a_cadre_writes_one_down_and_loses_nothing_on_a_wrong_day(as_user, db):
    user = make_user(Role.CADRE)
    client = as_user(user)
    said = {"topic": "水够不够", "leader_id": user.id, "villages": [VILLAGE], "methods": ["homes", "talks"]}
    refused = client.submit("/research/new", **said, started_on="2999-01-01")
    assert refused.status_code == 422 and "不能晚于今天" in text_of(refused) and "水够不够" in refused.text
    assert client.submit("/research/new", **said, started_on="2024-03-04").status_code == 303
    one = db.session.query(Research).one()
    page = text_of(client.get(f"/research/{one.ref}"))
    assert "水够不够" in page and "石门村" in page and "入户走访、座谈" in page and user.name in page
    listed = text_of(client.get(f"/research?village={VILLAGE}&state=open"))
    assert "水够不够" in listed and "水够不够" not in text_of(client.get("/research?state=ended"))


@pytest.mark.parametrize("role", [Role.CALLBACK, Role.WINDOW, Role.SYSADMIN, Role.DISCIPLINE])
def test_who_has_nothing_to_do_with_research_has_no_door(as_user, db, role):
    assert as_user(make_user(role)).get("/research").status_code == 403


def test_a_colleague_reads_but_does_not_write_and_another_town_sees_nothing(as_user, db):
    one = make_research()
    colleague = as_user(make_user(Role.HANDLER))
    assert "改写" not in text_of(colleague.get(f"/research/{one.ref}"))
    assert colleague.get(f"/research/{one.ref}/edit").status_code == 404
    stranger = as_user(make_user(Role.HEAD, unit=OTHER_TOWN))
    assert stranger.get(f"/research/{one.ref}").status_code == 404
    assert one.topic not in stranger.get("/research").text


def test_problem_and_research_show_each_other(as_user, db):
    user = make_user(Role.CADRE)
    cadre = actor_of(user.id)
    one, problem, client = make_research(cadre), make_problem(cadre), as_user(user)
    unknown = client.submit(f"/research/{one.ref}/tie", ref="石门-问-9999")
    assert unknown.status_code == 422 and "没有找到" in text_of(unknown)
    hidden = make_problem(make_actor(Role.CADRE))
    assert text_of(client.submit(f"/research/{one.ref}/tie", ref=hidden.ref)).count("没有找到") == (
        text_of(unknown).count("没有找到")
    )
    assert client.submit(f"/research/{one.ref}/tie", ref=problem.ref).status_code == 303
    assert one.topic in text_of(client.get(f"/problems/{problem.ref}"))
    assert client.submit(
        f"/research/{one.ref}/find", content="水塔漏水", village=VILLAGE, urgency="usual"
    ).status_code == 303
    assert "水塔漏水" in text_of(client.get(f"/research/{one.ref}"))


def test_what_is_found_about_staff_is_asked_about_and_sealed_or_kept(db, as_user):
    user = make_user(Role.CADRE)
    make_user(Role.CLERK, name="张三丰")
    make_key(make_actor(Role.DISCIPLINE, name="孔令仪"))
    one, client = make_research(actor_of(user.id)), as_user(user)
    path = f"/research/{one.ref}/find"
    sent = {"content": "张三丰收了水费", "village": VILLAGE, "urgency": "usual"}
    asked = client.submit(path, **sent)
    assert asked.status_code == 422 and 'name="meant"' in asked.text and "张三丰收了水费" in asked.text
    assert client.submit(path, **sent, meant="accuse").status_code == 303
    assert db.session.query(Sealed).count() == 1 and db.session.query(Problem).count() == 0
    client.submit(path, **sent, meant="mention")
    assert db.session.query(Problem).one().content == "张三丰收了水费"
