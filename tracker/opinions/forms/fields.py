"""Fields that several forms on residents' matters share."""

from typing import Any

from flask_babel import gettext
from wtforms import (
    BooleanField,
    Field,
    Form,
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
    CONTACT_CHOICES,
    LONGEST_LINE,
    LONGEST_TEXT,
    STREAM_HINTS,
    STREAM_LABELS,
    URGENCY_HINTS,
    URGENCY_LABELS,
    Channel,
    Contact,
)
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean

MOBILE_LENGTH = 11


def urgencies() -> list[tuple[str, str]]:
    words = {key: f"{gettext(word)}：{gettext(URGENCY_HINTS[key])}" for key, word in URGENCY_LABELS.items()}
    return choices(words)


def streams() -> list[tuple[str, str]]:
    words = {key: f"{gettext(word)}：{gettext(STREAM_HINTS[key])}" for key, word in STREAM_LABELS.items()}
    return choices(words)


def channels() -> list[tuple[str, str]]:
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


def text_field(label: str, need: str) -> TextAreaField:
    return TextAreaField(label, filters=[clean], validators=[Need(need), AtMost(LONGEST_TEXT)])


def line_field(label: str, limit: int = LONGEST_LINE) -> StringField:
    return StringField(label, filters=[clean], validators=[AtMost(limit)])


class MatterForm(HouseForm):
    """What both doors ask about a matter."""

    text = text_field(_("发生了什么事？"), _("请写下发生了什么事"))
    is_about_cadre = BooleanField(_("是反映干部作风、廉洁问题"))
    whom = line_field(_("反映的是谁"))
    village_code = SelectField(_("哪个村"), default="")
    place = line_field(_("具体在哪里"))
    contact = RadioField(
        _("怎么联系您？"), choices=lambda: choices(CONTACT_CHOICES), default=Contact.ANONYMOUS.value,
        validate_choice=False,
    )
    name = line_field(_("怎么称呼"), 40)
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


