"""/say: four pages of one form, how it was made, and which form a browser has just sent."""

from typing import Any

from flask import Flask, Response, current_app, request
from flask_babel import gettext
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, StringField
from wtforms.validators import NumberRange, Optional

from tracker.domain.text import _
from tracker.opinions.forms.fields import MatterForm, line_field
from tracker.opinions.rules import BEHALF_LABELS, Behalf, Channel, Draft, Signs
from tracker.pictures.forms import PhotoFields
from tracker.store import work
from tracker.web.forms import TOO_OLD, choices
from tracker.web.sessions import is_secure

PAGES = ("what", "where", "contact", "check")
ASKED = {
    "what": ("text", "is_about_cadre", "whom"),
    "where": ("village_code", "place"),
    "contact": ("contact", "name", "phone", "behalf", "behalf_name", "people_count"),
    "check": ("may_publish", "photos"),
}
STAY = "stay"
PLAIN = "plain"
"""Send it without the photographs."""
RECEIPT_COOKIE = "tracker_receipt"
RECEIPT_SECONDS = 600
MOST_PEOPLE = 9999


class SayForm(PhotoFields, MatterForm):
    """/say: one question a page; what other pages asked rides along in hidden fields."""

    page = HiddenField(default=PAGES[0])
    was_checked = HiddenField()
    work = HiddenField()
    """What the page's script found out while the resident typed; empty without a script."""
    work_stamp = HiddenField()
    item_code = HiddenField()
    """The service that could not be got done (办不成事); empty for any other matter."""
    homepage = StringField(_("请不要填这一格"))
    """People do not see it; programs fill in everything."""
    behalf = RadioField(
        _("您替谁说？"), choices=lambda: choices(BEHALF_LABELS), default=Behalf.ONESELF.value,
        validate_choice=False,
    )
    behalf_name = line_field(_("他叫什么？"), 40)
    people_count = IntegerField(
        _("一共几个人？"),
        validators=[Optional(), NumberRange(1, MOST_PEOPLE, _("人数应在 1 到 9999 之间"))],
    )
    may_publish = BooleanField(_("办完以后可以隐去姓名公开"))

    def __init__(self, **defaults: Any) -> None:
        super().__init__(**defaults)
        if work.age(self.form_key.data, self.work_stamp.data or "") is None:
            self.work_stamp.data, self.work.data = work.stamp(self.form_key.data), ""
        self.text.render_kw = {"data-count": gettext("还能写 {n} 个字")}
        self.people_count.render_kw = {"inputmode": "numeric"}

    def carried(self, page: str) -> list[tuple[str, str]]:
        """(name, value) of the answers the other pages asked for; photographs cannot ride along."""
        names = [name for other in PAGES if other != page for name in ASKED[other] if name != "photos"]
        values = [(name, self[name].data) for name in names]
        return [(name, "y" if value is True else str(value)) for name, value in values if value]

    def turn(self, go: str) -> str:
        """The page to show next, or "send"; the page with the first mistake when there is one."""
        here = self.page.data if self.page.data in PAGES else PAGES[0]
        if not self.is_sent or go in ("start", *PAGES):
            return go if go in PAGES else PAGES[0]
        if go == STAY:
            return here
        at = PAGES.index(here)
        if go == "back":
            return PAGES[max(at - 1, 0)]
        asked = PAGES if here == "check" else (here,)
        wrong = next((page for page in asked if not self._is_good(page, go)), None)
        if wrong is not None or not self.good_token:
            self.is_fit()
            return wrong or here
        return "send" if here == "check" else "check" if self.was_checked.data else PAGES[at + 1]

    def is_fit(self) -> bool:
        """Says so at the head of the page when it lay open too long."""
        if not self.good_token:
            self.form_errors.append(gettext(TOO_OLD))
        return self.good_token

    def _is_good(self, page: str, go: str) -> bool:
        extra = {"phone": [self.validate_phone], "photos": [self.validate_photos]}
        asked = [name for name in ASKED[page] if not (go == PLAIN and name == "photos")]
        wrong = [name for name in asked if not self._check(name, extra.get(name, []))]
        return not wrong

    def _check(self, name: str, extra: list[Any]) -> bool:
        own = [lambda form, field, one=one: one(field) for one in extra]
        return bool(self[name].validate(self, own))

    def draft(self, *, with_photos: bool = True) -> Draft:
        behalf = self.behalf.data if self.behalf.data in set(Behalf) else Behalf.ONESELF.value
        is_for_other = behalf != Behalf.ONESELF
        return Draft(
            channel=Channel.WEB, behalf=Behalf(behalf),
            behalf_name=(self.behalf_name.data or "") if is_for_other else "",
            people_count=self.people_count.data or 1, may_publish=bool(self.may_publish.data),
            photos=self.blobs() if with_photos else (), **self.facts(),
        )

    def signs(self) -> Signs:
        """How this form was made, for the tray: nothing of it is stored."""
        key, stamp = self.form_key.data, self.work_stamp.data or ""
        since = work.age(key, stamp)
        return Signs(
            proof=stamp if work.is_done(key, stamp, self.work.data or "") else "",
            seconds=int(since.total_seconds()) if since is not None else None,
            is_trapped=bool(self.homepage.data),
        )


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
