"""/say: four pages of one form, and which form a browser has just sent."""

from typing import Any

from flask import Flask, Response, current_app, request
from flask_babel import gettext
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import (
    HiddenField,
)

from tracker.opinions.forms.fields import (
    MatterForm,
)
from tracker.opinions.rules import (
    Channel,
    Draft,
)
from tracker.web.forms import TOO_OLD
from tracker.web.sessions import is_secure

PAGES = ("what", "where", "contact", "check")
ASKED = {
    "what": ("text", "is_about_cadre", "whom"),
    "where": ("village_code", "place"),
    "contact": ("contact", "name", "phone"),
    "check": (),
}
RECEIPT_COOKIE = "tracker_receipt"
RECEIPT_SECONDS = 600


class SayForm(MatterForm):
    """/say: one question a page; what other pages asked rides along in hidden fields."""

    page = HiddenField(default=PAGES[0])
    was_checked = HiddenField()

    def carried(self, page: str) -> list[tuple[str, str]]:
        """(name, value) of the answers the other pages asked for."""
        names = [name for other in PAGES if other != page for name in ASKED[other]]
        values = [(name, self[name].data) for name in names]
        return [(name, "y" if value is True else str(value)) for name, value in values if value]

    def turn(self, go: str) -> str:
        """The page to show next, or "send"; the page with the first mistake when there is one."""
        here = self.page.data if self.page.data in PAGES else PAGES[0]
        if not self.is_sent or go in ("start", *PAGES):
            return go if go in PAGES else PAGES[0]
        at = PAGES.index(here)
        if go == "back":
            return PAGES[max(at - 1, 0)]
        asked = PAGES if here == "check" else (here,)
        wrong = next((page for page in asked if not self._is_good(page)), None)
        if wrong is not None or not self.good_token:
            self.is_fit()
            return wrong or here
        return "send" if here == "check" else "check" if self.was_checked.data else PAGES[at + 1]

    def is_fit(self) -> bool:
        """Says so at the head of the page when it lay open too long."""
        if not self.good_token:
            self.form_errors.append(gettext(TOO_OLD))
        return self.good_token

    def _is_good(self, page: str) -> bool:
        extra = {"phone": [self.validate_phone]}
        wrong = [name for name in ASKED[page] if not self._check(name, extra.get(name, []))]
        return not wrong

    def _check(self, name: str, extra: list[Any]) -> bool:
        own = [lambda form, field, one=one: one(field) for one in extra]
        return bool(self[name].validate(self, own))

    def draft(self) -> Draft:
        return Draft(channel=Channel.WEB, **self.facts())


# which form a browser has just sent, for ten minutes: enough to show its receipt (again), useless elsewhere


def keep_form_key(response: Response, form_key: str, path: str) -> None:
    response.set_cookie(
        RECEIPT_COOKIE, _signer(current_app).dumps(form_key), max_age=RECEIPT_SECONDS, httponly=True,
        samesite="Strict", secure=is_secure(current_app), path=path,
    )


def kept_form_key() -> str | None:
    try:
        key = _signer(current_app).loads(request.cookies.get(RECEIPT_COOKIE, ""), max_age=RECEIPT_SECONDS)
    except BadData:
        return None
    return str(key)


def drop_form_key(response: Response, path: str) -> None:
    response.delete_cookie(
        RECEIPT_COOKIE, path=path, httponly=True, samesite="Strict", secure=is_secure(current_app)
    )


def _signer(app: Flask) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="receipt")
