"""没有信号: what the worker keeps: two pages of nobody and what they are made of, light, named by content."""

import json
import re

from factories import TOWN, VILLAGE, make_town, make_user, put
from factories_visits import make_household, make_link

from tracker.domain.roles import Role
from tracker.field.views.pages import SCRIPTS
from tracker.people.queries import actor_of
from tracker.township.models import Setting, Unit
from tracker.township.rules import kind_of

VILLAGE_3 = {"unit_code": TOWN + "203", "name": "白鹤村", "short_name": "白鹤"}
HEAVIEST_SHELL = 150 * 1024
"""ux.md B6, unpacked: what travels is a third of it."""


def plan_of(visitor):
    response = visitor.get("/sw.js")
    assert response.status_code == 200 and response.mimetype == "text/javascript"
    assert response.headers["Cache-Control"] == "no-store"
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    found = re.match(r"const PLAN = (\{.*\});\n", response.text)
    assert found
    return json.loads(found[1])


def test_the_shell_is_light_and_every_address_in_it_answers(visitor):
    plan = plan_of(visitor)
    weights = {address: len(visitor.get(address).data) for address in plan["files"] + plan["shells"]}
    assert all(weights.values())
    assert sum(weights.values()) <= HEAVIEST_SHELL, weights
    assert set(plan["pages"].values()) | {plan["outbox"]} == set(plan["shells"])


def test_modules_travel_without_indents_and_comments_and_lose_nothing_else(visitor):
    for address in plan_of(visitor)["files"]:
        if address.startswith("/field/js/"):
            sent = visitor.get(address).text.splitlines()
            kept = (SCRIPTS / address.split("/")[-1]).read_text(encoding="utf-8").splitlines()
            assert sent == [one for line in kept if (one := line.strip()) and not one.startswith("//")]


def test_files_of_the_shell_may_be_kept_for_ever_and_its_pages_never(visitor):
    plan = plan_of(visitor)
    for address in plan["files"]:
        assert "immutable" in visitor.get(address).headers["Cache-Control"], address
    for address in plan["shells"]:
        assert visitor.get(address).headers["Cache-Control"] == "no-store"


def test_modules_of_yesterday_and_other_files_have_no_address(visitor):
    module = next(one for one in plan_of(visitor)["files"] if one.endswith("/sync.js"))
    assert visitor.get(module.replace("sync.js", "worker.js")).status_code == 404
    assert visitor.get(module.replace("sync.js", "nothing.js")).status_code == 404
    digest = module.split("/")[-2]
    assert visitor.get(module.replace(digest, digest[::-1])).status_code == 404


def test_the_pages_without_a_signal_hold_nobody(as_user, db):
    cadre = make_user(Role.CADRE, name="单国强")
    make_link(actor_of(cadre.id), make_household(VILLAGE))
    browser = as_user(cadre)
    page = browser.get("/field/new").text
    assert 'data-user=""' in page and 'name="token" value=""' in page
    assert not any(word in page for word in ("单国强", "欧阳", "form_key", "/logout"))
    assert "石门村" in page and "先存在手机里" in page
    assert "单国强" in browser.get("/visits/outbox").text


def test_nobody_gets_the_same_empty_list_as_the_worker(visitor, db):
    make_household(VILLAGE)
    page = visitor.get("/visits/outbox").text
    assert 'data-user=""' in page and "石门镇" in page
    assert "欧阳" not in page and "/logout" not in page


def test_the_name_is_the_same_for_everybody_and_changes_with_what_is_kept(visitor, as_user, db):
    make_town()
    first = plan_of(visitor)
    assert plan_of(as_user(make_user(Role.CADRE))) == first
    put(Unit, {**VILLAGE_3, "parent_code": TOWN, "kind": kind_of(TOWN + "203"), "sort_key": 99, "phone": ""})
    assert plan_of(visitor)["name"] != first["name"]  # the villages stand in the form


def test_the_switch_leaves_the_worker_nothing_to_keep(visitor, db):
    db.session.add(Setting(name="offline_pages", value="off"))
    db.session.commit()
    plan = plan_of(visitor)
    assert plan["files"] == plan["shells"] == []


def test_the_phone_learns_whose_visits_it_keeps_from_pages_of_those_who_visit(as_user, db):
    cadre, auditor = as_user(make_user(Role.CADRE)), as_user(make_user(Role.AUDITOR))
    key = re.search(r'data-user="([^"]+)"', cadre.get("/visits/new").text)
    assert key and key[1] == cadre.get("/sync/hello").json["user"]
    assert 'data-user="none"' in auditor.get("/visits/outbox").text
