"""Forms about residents' matters (民意、诉求): the questions of /say, behind the receipt, at the desk."""

from typing import Any

from flask import Flask, Response, current_app, request
from flask_babel import gettext
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import (
    BooleanField,
    Field,
    Form,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import StopValidation

from tracker.domain.masking import compact
from tracker.domain.text import _
from tracker.opinions.rules import (
    CHANNEL_LABELS,
    CLOCK_LABELS,
    CONTACT_CHOICES,
    CONTACT_LABELS,
    DECLINE_LABELS,
    LONGEST_LINE,
    LONGEST_TEXT,
    OUTCOME_LABELS,
    SATISFACTION_LABELS,
    URGENCY_HINTS,
    URGENCY_LABELS,
    Channel,
    Contact,
    Draft,
    Urgency,
)
from tracker.web.forms import TOO_OLD, AtMost, HouseForm, Need, choices, clean, optional_id
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
MOBILE_LENGTH = 11


def _yes_no() -> list[tuple[str, str]]:
    return [("yes", gettext(_("解决了"))), ("no", gettext(_("没有解决")))]


def _urgencies() -> list[tuple[str, str]]:
    words = {key: f"{gettext(word)}：{gettext(URGENCY_HINTS[key])}" for key, word in URGENCY_LABELS.items()}
    return choices(words)


def _channels() -> list[tuple[str, str]]:
    """Everything but the web: residents come by that one themselves."""
    return [one for one in choices(CHANNEL_LABELS) if one[0] != Channel.WEB]


class Phone:
    """A mobile number has 11 digits; landlines pass."""

    def __call__(self, form: Form, field: Field) -> None:
        number = compact(field.data or "")
        if not number:
            return
        if not number.isdecimal():
            raise StopValidation(gettext("电话只写数字"))
        if number.startswith("1") and len(number) not in (5, MOBILE_LENGTH):
            raise StopValidation(gettext("手机号应是 11 位，您填了 %(n)s 位", n=len(number)))


def _text(label: str, need: str) -> TextAreaField:
    return TextAreaField(label, filters=[clean], validators=[Need(need), AtMost(LONGEST_TEXT)])


def _line(label: str, limit: int = LONGEST_LINE) -> StringField:
    return StringField(label, filters=[clean], validators=[AtMost(limit)])


class _Matter(HouseForm):
    """What both doors ask about a matter."""

    text = _text(_("发生了什么事？"), _("请写下发生了什么事"))
    is_about_cadre = BooleanField(_("是反映干部作风、廉洁问题"))
    whom = _line(_("反映的是谁"))
    village_code = SelectField(_("哪个村"), default="")
    place = _line(_("具体在哪里"))
    contact = RadioField(
        _("怎么联系您？"), choices=lambda: choices(CONTACT_CHOICES), default=Contact.ANONYMOUS.value,
        validate_choice=False,
    )
    name = _line(_("怎么称呼"), 40)
    phone = StringField(_("电话"), filters=[clean], validators=[AtMost(20), Phone()])

    def validate_phone(self, field: Field) -> None:
        """A name without a telephone reaches nobody."""
        if self.how is not Contact.ANONYMOUS and not field.data:
            raise StopValidation(gettext("请留一个电话，或者选不留姓名"))

    @property
    def how(self) -> Contact:
        given = self.contact.data
        return Contact(given) if given in set(Contact) else Contact.ANONYMOUS

    def facts(self) -> dict[str, Any]:
        return {
            "text": self.text.data or "", "is_about_cadre": bool(self.is_about_cadre.data),
            "whom": self.whom.data or "", "village_code": self.village_code.data or None,
            "place": self.place.data or "", "contact": self.how, "name": self.name.data or "",
            "phone": self.phone.data or "",
        }


class SayForm(_Matter):
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


class CodeForm(HouseForm):
    code = StringField(
        _("凭证上的 20 位数字"), filters=[clean], validators=[Need(_("请填 20 位数字")), AtMost(60)]
    )


class SupplementForm(HouseForm):
    text = _text(_("有什么要补充的？"), _("请写下要补充的情况"))


class RateForm(HouseForm):
    satisfaction = RadioField(
        _("对这次办理满意吗？"), choices=lambda: choices(SATISFACTION_LABELS),
        validators=[Need(_("请选一个，满意不满意都行"))],
    )
    is_solved = RadioField(_("问题解决了没有？"), choices=_yes_no, validators=[Need(_("请选解决了没有"))])
    text = _line(_("还想说一句"))


class RegisterForm(_Matter):
    """代录: the same questions, asked by a member of staff."""

    channel = SelectField(_("怎么来的"), choices=_channels)
    text = _text(_("群众原话"), _("请照原话写下他说的事"))
    title = _line(_("事由"), 60)
    contact = RadioField(
        _("愿意留姓名吗"), choices=lambda: choices(CONTACT_LABELS), default=Contact.OPEN.value,
        validate_choice=False,
    )
    category_id = SelectField(_("类别"), coerce=optional_id)
    urgency = SelectField(
        _("快、动、静、缓"), choices=lambda: [("", gettext("按类别定")), *_urgencies()], default=""
    )
    is_read_back = BooleanField(_("已念给本人听，本人说对"))

    def draft(self) -> Draft:
        return Draft(
            channel=Channel(self.channel.data), title=self.title.data or "",
            category_id=self.category_id.data, is_read_back=bool(self.is_read_back.data),
            urgency=Urgency(self.urgency.data) if self.urgency.data else None, **self.facts(),
        )


class AcceptForm(HouseForm):
    title = StringField(
        _("事由"), filters=[clean], validators=[Need(_("请用一句话写下是什么事")), AtMost(60)]
    )
    category_id = SelectField(_("类别"), coerce=optional_id, validators=[Need(_("请选类别"))])
    village_code = SelectField(_("哪个村"))
    urgency = SelectField(_("快、动、静、缓"), choices=_urgencies)
    clock_kind = RadioField(
        _("期限"), choices=lambda: choices(CLOCK_LABELS), validators=[Need(_("请选按哪种期限办"))]
    )
    about_unit = SelectField(_("反映的是哪个单位"))


class RouteForm(HouseForm):
    office_code = RadioField(_("交给哪个部门"), validators=[Need(_("请选一个部门"))])
    assignee_id = SelectField(_("承办人"), coerce=optional_id)


class AssignForm(HouseForm):
    assignee_id = RadioField(_("谁来办"), coerce=optional_id, validators=[Need(_("请选承办人"))])


class ReplyForm(HouseForm):
    outcome = RadioField(
        _("办理结果"), choices=lambda: choices(OUTCOME_LABELS), validators=[Need(_("请选办理结果"))]
    )
    answer = _text(_("答复"), _("请写下给群众的答复"))
    basis = _line(_("依据"), 200)


class ReasonForm(HouseForm):
    reason = TextAreaField(_("理由"), filters=[clean], validators=[Need(_("请写下理由")), AtMost(500)])


class DeclineForm(HouseForm):
    ground = RadioField(
        _("为什么不能受理"), choices=lambda: choices(DECLINE_LABELS), validators=[Need(_("请选理由"))]
    )
    advice = TextAreaField(_("还要告诉他什么"), filters=[clean], validators=[AtMost(500)])


class SealForm(HouseForm):
    whom = _line(_("反映的是谁"))


class CallForm(HouseForm):
    is_solved = RadioField(_("问题解决了没有"), choices=_yes_no, validators=[Need(_("请选解决了没有"))])
    satisfaction = RadioField(
        _("满意不满意"), choices=lambda: choices(SATISFACTION_LABELS), validators=[Need(_("请选满意不满意"))]
    )
    words = _line(_("他的原话"), 200)


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
