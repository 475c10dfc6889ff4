"""Whatever is typed, sent or put into the address: a sentence in Chinese, never a 500, nothing half-saved."""

import re
from typing import Any
from urllib.parse import quote, quote_from_bytes

import pytest
from factories import OTHER_TOWN, make_town, make_user
from factories_forms import FORMS, STANDS_ON, second_town
from factories_opinions import make_opinion
from sqlalchemy import func, select
from support import PageReader, Visitor

from tracker.domain.policy import POLICY
from tracker.domain.roles import NOT_STAFF, Role
from tracker.store import audit, sessions
from tracker.store.action import UsedTicket
from tracker.store.base import Base

WILD = "\x00\x01\x1b\x7f井水\ud800\udfff🙂１２３\u202e\u200b\ufeff=1+1\r\n</textarea>{{7*7}}"
LONG = "长" * 10_000
HUGE = "9" * 30
CHOICES = ("radio", "select", "checkbox")
DAYS = ("0000-00-00", "9999-99-99", "2026-02-30", "２０２６-１１-２３", "明天", "1e3")
EDGES = ("0001-01-01", "9999-12-31")
# what is written into the fields of one kind; every other field gets a good answer
POISONS: dict[str, tuple[tuple[str, ...], str]] = {
    "empty": (("text", "radio", "select", "date", "number", "password"), ""),
    "long": (("text",), LONG),
    "wild text": (("text", "password"), WILD),
    "full-width digits": (("text",), "１３８１２３４５６７８"),
    "unknown choice": (CHOICES, "没有这一项\x00"),
    "huge id": (CHOICES, HUGE),
    "negative id": (CHOICES, "-1"),
    "other town": (CHOICES, OTHER_TOWN + "201"),
    "huge number": (("number",), HUGE),
    "negative number": (("number",), "-3"),
    "full-width number": (("number",), "２０２６"),
    **{f"day {day}": (("date",), day) for day in (*DAYS, *EDGES)},
}
SAVES_ANYWAY = ("wild text", "full-width digits", *(f"day {day}" for day in EDGES))
"""These may be a good answer: each gets a record of its own, so that the deed is really reached."""
NOT_COUNTED = ("session", "throttle", "audit_entry")
GOOD = {"text": "井里的水发浑", "password": "fine-cloud-river-seven", "number": "3", "date": "2026-11-20"}


class FormReader(PageReader):
    """Also which answers a field offers."""

    def __init__(self, text: str) -> None:
        self.offers: dict[str, list[str]] = {}
        self._select = ""
        super().__init__(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("select", "textarea"):
            attrs = [*attrs, ("type", tag)]
            self._select = given.get("name", "") if tag == "select" else ""
        if tag == "option" and self._select:
            self.offers.setdefault(self._select, []).append(given.get("value", ""))
        if tag == "input" and given.get("type") in ("radio", "checkbox"):
            self.offers.setdefault(given.get("name", ""), []).append(given.get("value", ""))
        super().handle_starttag(tag, attrs)


class Sheet:
    """One form of a page as somebody finds it: hidden fields, asked fields with their kind."""

    def __init__(self, page: str, path: str) -> None:
        reader = FormReader(page)
        forms = [one for one in reader.forms if one["method"] == "post"]
        own = [one for one in forms if one["action"].endswith(path)] or [
            one for one in forms if not one["action"] or "?" in one["action"]
        ]
        self.form, self.offers = (own or forms)[-1], reader.offers
        self.hidden = [(name, value) for name, value, kind in self.form["fields"] if kind == "hidden"]
        self.kinds = {
            name: kind if kind in (*CHOICES, "date", "number", "password") else "text"
            for name, _value, kind in self.form["fields"]
            if name and kind not in ("hidden", "submit", "")
        }

    def good(self, name: str) -> str | None:
        """A good answer; None: leave it out."""
        kind = self.kinds[name]
        if kind in ("radio", "select"):
            return next((one for one in self.offers.get(name, []) if one), "")
        if kind == "checkbox":
            return "y" if name == "is_read_back" else None
        if name == "phone":
            return "13812345678"
        shown = next(value for one, value, _kind in self.form["fields"] if one == name)
        return shown or GOOD[kind]

    def filled(self, kinds: tuple[str, ...] = (), value: str = "") -> list[tuple[str, str]]:
        answers = [(name, value if kind in kinds else self.good(name)) for name, kind in self.kinds.items()]
        return [*self.hidden, *((name, one) for name, one in answers if one is not None)]


def enter(app: Any, as_user: Any, who: Any) -> Visitor:
    if not isinstance(who, dict):
        return as_user(who)
    client = app.test_client()
    if who:
        client.set_cookie("tracker_public", sessions.start("public", None, who, 15))
    return client


def send(client: Visitor, path: str, fields: list[tuple[str, str]]) -> Any:
    """Bytes as they come, lone surrogates too: no browser would, an attacker does."""
    body = "&".join(
        f"{name}={quote_from_bytes(value.encode('utf-8', 'surrogatepass'), safe='')}" for name, value in fields
    )
    return client.post(path, data=body, content_type="application/x-www-form-urlencoded")


def rows_of(db: Any) -> dict[str, int]:
    db.session.rollback()
    tables = [one for one in Base.metadata.sorted_tables if one.name not in NOT_COUNTED]
    return {one.name: db.session.scalar(select(func.count()).select_from(one)) for one in tables}


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
    posting = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert posting == set(FORMS)


@pytest.mark.parametrize("endpoint", FORMS)
def test_no_form_breaks_or_saves_half(app, db, as_user, endpoint):
    wrong: list[str] = []
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = path = sheet = None
    second_done = False
    for poison, (kinds, value) in POISONS.items():
        if sheet is None or poison in SAVES_ANYWAY:
            if sheet is not None and not set(sheet.kinds.values()) & set(kinds):
                continue
            who, path = FORMS[endpoint]()
            if not second_done:
                second_town()
                second_done = True
            client = enter(app, as_user, who)
            shown = client.get(STANDS_ON.get(endpoint, path))
            assert shown.status_code == 200, f"{path} shows {shown.status_code}"
            sheet = Sheet(shown.text, path)
        if not set(sheet.kinds.values()) & set(kinds):
            continue
        before = rows_of(db)
        answer = send(client, path, sheet.filled(kinds, value))
        wrong += judge(answer, poison, value if poison == "long" else "")
        if answer.status_code >= 400 and rows_of(db) != before:
            wrong.append(f"{poison}: {answer.status_code}, and yet something was saved")
    wrong += [f"{what}: {code}" for what, code in odd_envelopes(client, path, sheet) if code >= 500]
    assert audit.verify().first_bad is None
    assert not wrong


def odd_envelopes(client: Visitor, path: str, sheet: Sheet) -> list[tuple[str, int]]:
    """The right answers in a broken envelope: hidden fields, doubled fields, bytes that are no form."""
    good = sheet.filled()
    asked = [one for one in good if one not in sheet.hidden]
    sent = {
        f"hidden fields {value[:4]!r}": [(name, value) for name, _value in sheet.hidden] + asked
        for value in (WILD, HUGE, "")
    }
    sent["version"] = [(name, "９" * 9 if name == "version" else value) for name, value in good]
    sent["all twice"] = [*good, *((name, WILD) for name, _value in good)]
    found = [(what, send(client, path, fields).status_code) for what, fields in sent.items()]
    junk = {"no form": ("\x00\xff", "text/plain"), "broken multipart": ("--x\r\n", "multipart/form-data; boundary=x")}
    return found + [
        (what, client.post(path, data=body, content_type=kind).status_code) for what, (body, kind) in junk.items()
    ]


ADDRESS = ("after", "text", "q", "status", "year", "village", "office", "unit", "category", "kind", "due", "care",
           "since", "until", "household", "visit", "item", "topic", "town", "action", "zi", "next", "place", "late")
JUNK = (
    "\x00", "'\"%_\\", "９９９", HUGE, "-1", "0", "🙂\u202e", "0000-00-00~5", "0001-01-01T00:00:00+14:00~1",
    "9999-12-31T23:59:59-14:00~1", f"2026-11-20T08:00:00+00:00~{HUGE}", f"{OTHER_TOWN}.{HUGE[:15]}",
    f"{OTHER_TOWN}.999999999", "2026-11-20T08:00:00+00:00~999999999999999", "9999999999", "99999999999999999999",
)


def some_path(rule: str, value: str) -> str:
    return re.sub(r"<(int:)?[^>]+>", value, rule)


@pytest.mark.parametrize("junk", [*JUNK, b"\xff\xfe\xed\xa0\x80", b"%"])
def test_no_address_breaks_a_page(app, db, as_user, visitor, junk):
    """Each page with a query, for the first role that may come, every parameter the same junk."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    make_town()
    make_opinion()
    raw = quote_from_bytes(junk, safe="%") if isinstance(junk, bytes) else quote(junk, safe="")
    query = "&".join(f"{name}={raw}" for name in ADDRESS)
    people: dict[Role, Visitor] = {}
    wrong = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.arguments or rule.endpoint == "home.healthz":
            continue
        roles = [r for r in POLICY.get(app.view_functions[rule.endpoint].page_action, {}) if r not in NOT_STAFF]
        client = visitor
        if roles:
            client = people.setdefault(roles[0], as_user(make_user(roles[0])) if roles[0] not in people else None)
        code = client.get(f"{rule.rule}?{query}").status_code
        if code >= 500:
            wrong.append(f"{rule.rule}: {code}")
    assert not wrong


@pytest.mark.parametrize("odd", ["0", "1", HUGE, "9223372036854775808", "2147483648", "%00", "a%00b", "%ff", "🙂",
                                 "'", "..", "x" * 300, "-1", "%25", "{{7*7}}", "石门-诉-00000"])
def test_no_odd_path_breaks_a_page(app, db, as_user, visitor, odd):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    make_town()
    people: dict[Role, Visitor] = {}
    wrong = []
    for rule in app.url_map.iter_rules():
        if not rule.arguments or rule.endpoint == "static":
            continue
        roles = [r for r in POLICY.get(app.view_functions[rule.endpoint].page_action, {}) if r not in NOT_STAFF]
        client = visitor
        if roles:
            client = people.setdefault(roles[0], as_user(make_user(roles[0])) if roles[0] not in people else None)
        code = client.get(some_path(rule.rule, odd)).status_code
        if code >= 500:
            wrong.append(f"{rule.rule}: {code}")
    assert not wrong
