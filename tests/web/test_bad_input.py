"""Whatever is typed, sent or put into the address: a sentence in Chinese, never a 500, nothing half-saved."""

import re
from typing import Any
from urllib.parse import quote, quote_from_bytes

import pytest
from factories import OTHER_TOWN, make_user
from factories_field import MACHINES
from factories_forms import FORMS, STANDS_ON, second_town
from factories_opinions import make_opinion
from sheets import CHOICES, WILD, Sheet, rows_of
from support import Visitor

from tracker.domain.policy import POLICY
from tracker.domain.roles import NOT_STAFF, Role
from tracker.store import audit, sessions

LONG = "长" * 10_000
HUGE = "9" * 30
DAYS = ("0000-00-00", "9999-99-99", "2026-02-30", "２０２６-１１-２３")
EDGES = ("0001-01-01", "9999-12-31")
# what is written into the fields of one kind; every other field gets a good answer
POISONS: dict[str, tuple[tuple[str, ...], str]] = {
    "empty": (("text", "radio", "select", "date", "number", "password"), ""),
    "long": (("text",), LONG),
    "wild text": (("text", "password"), WILD),
    "full-width digits": (("text",), "１３８１２３４５６７８"),
    "unknown choice": (CHOICES, "没有这一项\x00"),
    "huge id": (CHOICES, HUGE),
    "other town": (CHOICES, OTHER_TOWN + "201"),
    "huge number": (("number",), HUGE),
    "negative number": (("number",), "-3"),
    "full-width number": (("number",), "２０２６"),
    **{f"day {day}": (("date",), day) for day in (*DAYS, *EDGES)},
}
SAVES_ANYWAY = ("wild text", *(f"day {day}" for day in EDGES))
"""These may be a good answer: each gets a record of its own, so that the deed is really reached."""
SHAPE_ONLY = ("empty", "long", "unknown choice", "full-width number", *(f"day {day}" for day in DAYS))
"""Refused before any database is asked: tried on one of the two."""


def judge(answer: Any, what: str, typed: str = "") -> list[str]:
    """What is wrong with this answer."""
    if answer.status_code >= 500:
        return [f"{what}: {answer.status_code}"]
    if answer.status_code != 422:
        return []
    wrong = [] if not typed or typed in answer.text else [f"{what}: what was typed is gone"]
    sentences = re.findall(r'field-error"[^>]*>.*?<span>(.*?)</span>', answer.text, re.S)
    return wrong + [f"{what}: {one}" for one in sentences if not re.search(r"[\u4e00-\u9fff]", one)]


def test_every_form_of_the_product_stands_in_the_table(app):
    writing = {"POST", "PUT", "PATCH", "DELETE"}
    posting = {rule.endpoint for rule in app.url_map.iter_rules() if writing & set(rule.methods or ())}
    assert posting == {*FORMS, *MACHINES}


NO_ITEMS = (
    b"", b"\x00\xff", b"null", b"[[[[", b'{"waiting":"1","rev":1e999}', b'{"client_id":["a"],"payload":{}}',
    b'{"waiting":-1}', b'{"payload":{"words":"\\ud800"}}', b"a=1&b=2",
)
KINDS = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "")


@pytest.mark.parametrize("endpoint", MACHINES)
def test_no_address_of_a_script_breaks_or_saves_half(db, as_user, caught, endpoint):
    """Whatever comes instead of an item: JSON that refuses, and nothing kept."""
    client, (method, path) = as_user(make_user(Role.CADRE)), MACHINES[endpoint]
    token, before, wrong = client.get("/sync/hello").json["token"], rows_of(db), []
    for body in NO_ITEMS:
        for kind in KINDS:
            headers = {"X-Token": token, "Content-Range": "bytes 0-8/９", "Content-Type": kind}
            answer = client.open(path, method=method, data=body, headers=headers)
            if not 400 <= answer.status_code < 500 or "state" not in answer.json:
                wrong.append(f"{endpoint} {kind} {body[:20]!r}: {answer.status_code}")
    assert rows_of(db) == before
    assert not wrong


class Desk:
    """Somebody with one form open, and the record behind it."""

    def __init__(self, app: Any, db: Any, as_user: Any, endpoint: str) -> None:
        self.db, who_and_path = db, FORMS[endpoint]
        self.renew = lambda: self.open(app, as_user, endpoint, *who_and_path())
        self.is_once = endpoint.startswith("assessments.")
        self.renew()
        second_town()
        self.before = rows_of(db)

    def open(self, app: Any, as_user: Any, endpoint: str, who: Any, path: str) -> None:
        self.client = as_user(who) if not isinstance(who, dict) else app.test_client()
        if isinstance(who, dict) and who:
            self.client.set_cookie("tracker_public", sessions.start("public", None, who, 15))
        stands_on = STANDS_ON.get(endpoint, path)
        self.path, self.page = path, path.rsplit("/", 1)[0] if stands_on == ".." else stands_on
        shown = self.client.get(self.page)
        assert shown.status_code == 200, f"{self.page} shows {shown.status_code}"
        self.sheet = Sheet(shown.text, path)

    def fresh(self) -> None:
        """Another record of the kind, where the town may have more than one."""
        if not self.is_once:
            self.renew()
            self.before = rows_of(self.db)

    def send(self, what: str, fields: list[tuple[str, str]], typed: str = "") -> list[str]:
        """Bytes as they come, lone surrogates too: no browser would, an attacker does. → what is wrong."""
        body = "&".join(f"{name}={quote_from_bytes(as_bytes(value), safe='')}" for name, value in fields)
        return self.post(what, body, "application/x-www-form-urlencoded", typed)

    def post(self, what: str, body: str, kind: str, typed: str = "") -> list[str]:
        answer = self.client.post(self.path, data=body, content_type=kind)
        wrong, now = judge(answer, what, typed), rows_of(self.db)
        if answer.status_code >= 400 and now != self.before:
            wrong.append(f"{what}: {answer.status_code}, and yet something was saved")
        self.before = now
        return wrong


def as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@pytest.fixture
def caught(app):
    """As in production: what nobody foresaw becomes the page 500 instead of an exception of the test."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield
    app.config["PROPAGATE_EXCEPTIONS"] = None


@pytest.mark.parametrize("endpoint", FORMS)
def test_no_form_breaks_or_saves_half(app, db, as_user, caught, endpoint):
    desk, wrong = Desk(app, db, as_user, endpoint), []
    tried_elsewhere = SHAPE_ONLY if db.engine.name != "sqlite" else ()
    for poison, (kinds, value) in POISONS.items():
        if poison in tried_elsewhere or not set(desk.sheet.kinds.values()) & set(kinds):
            continue
        if poison in SAVES_ANYWAY:
            desk.fresh()
        wrong += desk.send(poison, desk.sheet.filled(kinds, value), value if poison == "long" else "")
    for what, fields in () if tried_elsewhere else odd_envelopes(desk.sheet):
        wrong += desk.send(what, fields)
    if not tried_elsewhere:
        wrong += desk.post("no form", "\x00\xff", "text/plain")
        wrong += desk.post("half a form", "--x\r\n", "multipart/form-data; boundary=x")
    assert audit.verify().first_bad is None
    assert not wrong


def odd_envelopes(sheet: Sheet) -> list[tuple[str, list[tuple[str, str]]]]:
    """The right answers in a broken envelope."""
    good = sheet.filled()
    asked = good[len(sheet.hidden):]
    return [
        ("wild key", [(name, WILD) for name, _value in sheet.hidden] + asked),
        ("huge key", [(name, HUGE) for name, _value in sheet.hidden] + asked),
        ("version", [(name, "９" * 9 if name == "version" else value) for name, value in good]),
        ("all twice", [*good, *((name, WILD) for name, _value in good)]),
    ]


ADDRESS = (
    "after", "text", "q", "status", "year", "village", "office", "unit", "category", "kind", "due", "care",
    "since", "until", "household", "visit", "item", "topic", "town", "action", "zi", "next", "place", "late",
)
JUNK = (
    "\x00🙂\u202e'\"%_\\", "９９９", HUGE, "-1", "0001-01-01T00:00:00+14:00~1", f"{OTHER_TOWN}.{HUGE[:15]}",
    f"{OTHER_TOWN}.999999999", f"2026-11-20T08:00:00+00:00~{HUGE[:10]}", HUGE[:10], b"\xff\xfe\xed\xa0\x80%",
)
PATHS = (
    HUGE, "2147483648", "0", "a%00b", "%ff🙂", "'{{7*7}}", "x" * 300,
)


class Everybody:
    """For each page somebody who may come to it."""

    def __init__(self, as_user: Any, visitor: Visitor) -> None:
        self.as_user, self.visitor, self.known = as_user, visitor, {}

    def who_may(self, view: Any) -> Visitor:
        role = next((one for one in POLICY.get(view.page_action, {}) if one not in NOT_STAFF), None)
        if role is None:
            return self.visitor
        if role not in self.known:
            self.known[role] = self.as_user(make_user(role))
        return self.known[role]


def pages(app: Any, *, with_arguments: bool) -> list[Any]:
    rules = [one for one in app.url_map.iter_rules() if "GET" in (one.methods or ())]
    return [
        one for one in rules
        if bool(one.arguments) == with_arguments and one.rule != "/healthz" and one.endpoint != "static"
    ]


def test_no_query_breaks_a_page(app, db, as_user, visitor, caught):
    """Each page with a query, every parameter the same junk."""
    make_opinion()
    everybody, wrong = Everybody(as_user, visitor), []
    for rule in pages(app, with_arguments=False):
        client = everybody.who_may(app.view_functions[rule.endpoint])
        for junk in JUNK:
            raw = quote_from_bytes(junk, safe="%") if isinstance(junk, bytes) else quote(junk, safe="")
            query = "&".join(f"{name}={raw}" for name in ADDRESS)
            wrong += judge(client.get(f"{rule.rule}?{query}"), f"{rule} {raw}")
    assert not wrong


def test_no_path_breaks_a_page(app, db, as_user, visitor, caught):
    make_opinion()
    everybody, wrong = Everybody(as_user, visitor), []
    for rule in pages(app, with_arguments=True):
        client = everybody.who_may(app.view_functions[rule.endpoint])
        for odd in PATHS:
            wrong += judge(client.get(re.sub(r"<[^>]+>", odd, rule.rule)), f"{rule} {odd[:20]}")
    assert not wrong
