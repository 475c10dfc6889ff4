"""Forms as a browser finds them on a page: their fields, what each offers, a good answer for every one."""

from functools import cache
from typing import Any

from factories_hall import GOOD_ID
from sqlalchemy import func, select
from support import PageReader

from tracker.store.base import Base

WILD = "\x00\x01\x1b\x7f井水\ud800\udfff🙂１２３\u202e\u200b=1\r\n<b>{{7}}"
"""What no keyboard writes, and one that means harm: control characters, lone surrogates, a formula."""
CHOICES = ("radio", "select", "checkbox")
NOT_COUNTED = ("session", "throttle", "audit_entry")
SHAPED = {"phone": "13812345678", "id_number": GOOD_ID, "backup_id": ""}
"""Answers with a shape of their own: others never get as far as the deed."""
GOOD = {"text": "井里的水发浑", "password": "fine-cloud-river-seven", "number": "3", "date": "2026-11-20",
        "file": ""}


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
        self.hidden = [
            (name, "check" if name == "page" else value)  # the last page of /say sends
            for name, value, kind in self.form["fields"] if kind == "hidden"
        ]
        self.kinds = {
            name: kind if kind in (*CHOICES, "date", "number", "password", "file") else "text"
            for name, _value, kind in self.form["fields"]
            if name and kind not in ("hidden", "submit", "")
        }

    def good(self, name: str) -> str | None:
        """A good answer; None: leave it out."""
        kind = self.kinds[name]
        if name in SHAPED:
            return SHAPED[name]
        if kind in ("radio", "select"):
            return next((one for one in self.offers.get(name, []) if one), "")
        if kind == "checkbox":
            return "y" if name == "is_read_back" else None
        shown = next(value for one, value, _kind in self.form["fields"] if one == name)
        return shown or GOOD[kind]

    def filled(self, kinds: tuple[str, ...] = (), value: str = "") -> list[tuple[str, str]]:
        spared = SHAPED if value == WILD else ()
        answers = [
            (name, value if kind in kinds and name not in spared else self.good(name))
            for name, kind in self.kinds.items()
        ]
        return [*self.hidden, *((name, one) for name, one in answers if one is not None)]


@cache
def counting() -> Any:
    """How many rows each table has, those apart that count tries and people."""
    tables = [one for one in Base.metadata.sorted_tables if one.name not in NOT_COUNTED]
    return select(*(select(func.count()).select_from(one).scalar_subquery() for one in tables))


def rows_of(db: Any) -> list[int]:
    db.session.rollback()
    return list(db.session.execute(counting()).one())
