"""Visitor: a client that behaves like a person and checks the hygiene of every page it gets."""

import hashlib
import re
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tracker.store.db import db


class PageReader(HTMLParser):
    """What the hygiene rules and the tests want to know of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings, self.ids, self.title, self.forms = 0, [], "", []
        self.inputs: list[tuple[str, str, str]] = []
        self.labels: set[str] = set()
        self.texts: list[str] = []
        self._inside: list[str] = []
        self.inline: list[str] = []
        self.feed(text)

    def updatepos(self, _i: int, j: int) -> int:
        """Nobody asks for the line: its newlines need not be counted at every tag."""
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._inside.append(tag)
        self.headings += tag == "h1"
        if "id" in given:
            self.ids.append(given["id"])
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "form":
            self.forms.append(
                {
                    "method": given.get("method", "get").lower(),
                    "fields": [],
                    "action": given.get("action", ""),
                }
            )
        if tag in ("input", "select", "textarea", "button") and self.forms:
            self.forms[-1]["fields"].append(
                (given.get("name", ""), given.get("value", ""), given.get("type", ""))
            )
        if tag in ("input", "select", "textarea") and given.get("type") not in ("hidden", "submit"):
            self.inputs.append((given.get("name", ""), given.get("id", ""), given.get("aria-label", "")))
        if tag == "label":
            self.labels.add(given.get("for", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            while self._inside and self._inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "title" in self._inside:
            self.title += data
        elif not {"script", "style"} & set(self._inside):
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


DRAWN_ANEW = re.compile(rb'value="[0-9a-f]{32}"')
"""Keys and tokens of forms: no rule of hygiene looks at them."""
_clean: set[bytes] = set()


def check_hygiene(response: TestResponse) -> None:
    """What judge() says of a page; the walks get the same page from many people, it is read once."""
    if response.mimetype != "text/html" or response.status_code in (301, 302, 303):
        return
    page = hashlib.sha256(b"%d " % response.status_code + DRAWN_ANEW.sub(b"", response.data)).digest()
    if page not in _clean:
        judge(response)
        _clean.add(page)


def judge(response: TestResponse) -> None:
    """One h1, token in each POST form, labels, no None, no raw enum, no doubled id, no inline code."""
    where = f"{response.request.path} → {response.status_code}"
    reader = PageReader(response.text)
    assert reader.headings == 1, f"{where}: {reader.headings} <h1>"
    doubled = {one for one in reader.ids if reader.ids.count(one) > 1}
    assert not doubled, f"{where}: ids twice {doubled}"
    assert not reader.inline, f"{where}: inline code {reader.inline}"
    for form in reader.forms:
        if form["method"] == "post":
            assert any(name == "token" for name, _v, _t in form["fields"]), f"{where}: a form without token"
    for name, one_id, aria in reader.inputs:
        assert one_id in reader.labels or aria, f"{where}: no label for {name}"
    assert not re.search(r"\bNone\b", reader.text), f"{where}: None on the page"
    assert not re.search(r"\b[A-Z][A-Za-z]+\.[A-Z_]{3,}\b", reader.text), f"{where}: a raw enum on the page"
    if response.status_code == 422:
        assert 'role="alert"' in response.text, f"{where}: 422 without an alert"
        assert reader.title.strip().startswith("错误"), f"{where}: 422 without 错误 in the title"


class Visitor(FlaskClient):
    """Opens an application context of its own for each request, as in production."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        kwargs.setdefault("buffered", True)  # a file that is sent is read to its end and closed
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        db.session.rollback()
        db.session.expire_all()
        check_hygiene(response)
        return response

    def submit(self, path: str, *, form: int = -1, page: str | None = None, **fields: Any) -> TestResponse:
        """Get the page, take what its form holds, fill in the fields and send it, as a person would.

        `form`: which POST form of the page (default the last); `page`: where the form stands if elsewhere.
        """
        shown = self.get(page or path)
        assert shown.status_code == 200, f"{page or path} answers {shown.status_code}"
        forms = [one for one in PageReader(shown.text).forms if one["method"] == "post"]
        hidden = {name: value for name, value, kind in forms[form]["fields"] if kind == "hidden"}
        return self.post(path, data={**hidden, **{k: v for k, v in fields.items() if v is not None}})


def text_of(response: TestResponse) -> str:
    """What a person reads on the page."""
    return PageReader(response.text).text
