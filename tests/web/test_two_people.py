"""Two people on one record, one person pressing twice, and sessions that are over."""

from typing import Any

import pytest
import time_machine
from factories import PASSWORD, make_user
from factories_forms import FORMS, STANDS_ON
from factories_hall import make_item
from sheets import Sheet, rows_of
from support import PageReader, text_of

from tracker.catalogue.models import ServiceItem
from tracker.catalogue.rules import KIND_LABELS, Kind
from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.store import sessions
from tracker.store.base import Base, Owned
from tracker.web.pages import _record_pages

CREATING = (
    "opinions.register", "opinions_public.say", "visits.new", "visits.problem_new", "visits.contact_new",
    "hall.desk", "hall.new_service", "assessments.create", "township.change_workday", "visits.progress",
    "opinions_public.supplement",
)


ALSO = {
    "opinions.register": {"go": "read", "village_code": "石门", "slip_no": "", "is_about_cadre": "",
                          "whom": ""},
    "hall.desk": {"later": "1"}, "hall.new_service": {"kind": "promised"},
    "visits.contact_new": {"target_name": ""},
}
"""Answers that some forms need beside the first one offered."""


def hidden_of(client: Any, path: str) -> dict[str, str]:
    forms = [one for one in PageReader(client.get(path).text).forms if one["method"] == "post"]
    return {name: value for name, value, kind in forms[-1]["fields"] if kind == "hidden"}


@pytest.mark.parametrize("endpoint", CREATING)
def test_the_same_form_sent_twice_makes_one(app, db, as_user, endpoint):
    who, path = FORMS[endpoint]()
    client = as_user(who) if not isinstance(who, dict) else app.test_client()
    if isinstance(who, dict) and who:
        client.set_cookie("tracker_public", sessions.start("public", None, who, 15))
    sheet = Sheet(client.get(STANDS_ON.get(endpoint, path)).text, path)
    facts, before = {**dict(sheet.filled()), **ALSO.get(endpoint, {})}, rows_of(db)
    first = client.post(path, data=facts)
    once = rows_of(db)
    again = client.post(path, data=facts)
    assert first.status_code == again.status_code == 303, text_of(first)
    assert once != before and rows_of(db) == once
    assert again.location.partition("?")[0] == first.location.partition("?")[0]


def test_whatever_a_form_writes_has_a_page_to_lead_back_to(app):
    """Else the second press would answer with a conflict."""
    by_import, beside_another = {"unit", "category"}, {"unmasking"}
    tables = [one.class_ for one in Base.registry.mappers if issubclass(one.class_, Owned)]
    assert {one.__tablename__ for one in tables} - set(_record_pages) <= by_import | beside_another


def test_the_second_of_two_sees_both_texts_and_saves_on_top(as_user, db):
    """What was chosen is shown in words, on both sides; 合并后保存 keeps what the second one decided."""
    item = make_item(content="老的内容", kind=Kind.PROMISED)
    one, two = as_user(make_user(Role.WINDOW_HEAD)), as_user(make_user(Role.WINDOW_HEAD))
    path = f"/admin/services/{item.id}/edit"
    sheet = Sheet(two.get(path).text, path)
    facts = {**dict(sheet.filled()), "kind": "promised"}
    assert one.submit(path, **{**facts, **hidden_of(one, path), "content": "甲写的"}).status_code == 303
    other = {"kind": "instant", "promised_workdays": "0"}
    conflict = two.post(path, data={**facts, **other, "content": "乙写的"})
    assert conflict.status_code == 409
    said = text_of(conflict)
    assert "甲写的" in said and "乙写的" in said and KIND_LABELS[Kind.INSTANT] in said
    assert "instant" not in said
    newest = dict(Sheet(conflict.text, path).hidden)
    merged = {**facts, **other, **newest, "content": "甲写的，乙也写的"}
    assert two.post(path, data=merged).status_code == 303
    assert db.session.get(ServiceItem, item.id).content == "甲写的，乙也写的"


def sign_in(app: Any, user: Any) -> Any:
    client = app.test_client()
    assert client.submit("/login", login=user.login, password=PASSWORD).status_code == 303
    return client


@pytest.mark.parametrize(("role", "minutes"), [(Role.CLERK, 31), (Role.SECADMIN, 16)])
def test_whoever_does_nothing_is_out_and_what_was_typed_is_given_back(app, db, role, minutes):
    client = sign_in(app, make_user(role))
    later = clock.now().timestamp() + minutes * 60
    hidden = hidden_of(client, "/me/password")
    with time_machine.travel(later):
        sent = client.post("/me/password", data={**hidden, "old": PASSWORD, "password": "x"})
        assert sent.status_code == 403 and "登录已经过期" in sent.text and PASSWORD not in sent.text
        assert client.get("/me").status_code == 302


def test_a_text_sent_after_the_end_stands_on_the_page(app, db):
    client = sign_in(app, make_user(Role.CADRE))
    hidden = hidden_of(client, "/problems/new")
    with time_machine.travel(clock.now().timestamp() + 13 * 3600):
        sent = client.post("/problems/new", data={**hidden, "content": "二组的路断了"})
        assert sent.status_code == 403 and "二组的路断了" in sent.text


def test_who_keeps_working_is_out_after_twelve_hours(app, db):
    client, start = sign_in(app, make_user(Role.CLERK)), clock.now().timestamp()
    for minutes in range(25, 12 * 60, 25):
        with time_machine.travel(start + minutes * 60):
            assert client.get("/help").status_code == 200
            assert client.get("/me").status_code == 200, minutes
    with time_machine.travel(start + 12 * 3600 + 1):
        assert client.get("/me").status_code == 302


def test_a_changed_password_ends_every_session(app, db):
    user = make_user(Role.CLERK)
    here, there = sign_in(app, user), sign_in(app, user)
    changed = here.submit("/me/password", old=PASSWORD, password="quartz-lantern-ferry-oboe")
    assert changed.status_code == 303
    assert here.get("/me").status_code == there.get("/me").status_code == 302
    old = app.test_client().submit("/login", login=user.login, password=PASSWORD)
    assert old.status_code == 422


def test_a_sign_out_ends_this_session_and_no_other(app, db):
    user = make_user(Role.CLERK)
    here, there = sign_in(app, user), sign_in(app, user)
    token = here.get_cookie("tracker_desk").value
    here.submit("/logout", page="/me")
    here.set_cookie("tracker_desk", token)
    assert here.get("/me").status_code == 302 and there.get("/me").status_code == 200
