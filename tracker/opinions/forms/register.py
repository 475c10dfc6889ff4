"""代录: what a member of staff fills in for a resident, in the order in which a caller tells it."""

from typing import Any

from flask_babel import gettext
from wtforms import BooleanField, DateField, Field, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import NumberRange, Optional, StopValidation

from tracker.domain.text import _
from tracker.opinions.forms.fields import MatterForm, channels, line_field, text_field, urgencies
from tracker.opinions.queries.desk import villages_like
from tracker.opinions.rules import (
    BEHALF_LABELS,
    CONTACT_LABELS,
    REPRESENTATIVES,
    SPOKEN,
    Behalf,
    Channel,
    Contact,
    Draft,
    Urgency,
)
from tracker.opinions.rules.slips import MOST_PAGES
from tracker.web.forms import AtMost, HouseForm, choices, clean, optional_id

MOST_PEOPLE = 9999
MOST_NAMED = 4


class RegisterForm(MatterForm):
    """代录. `town_code`: whose villages are meant; `village`: (code, name) of what was typed."""

    channel = SelectField(_("怎么来的"), choices=channels)
    text = text_field(_("群众原话"), _("请照原话写下他说的事"))
    village_code = line_field(_("哪个村"), 40)
    name = line_field(_("怎么称呼"), 40)
    contact = RadioField(
        _("愿意留姓名吗"), choices=lambda: choices(CONTACT_LABELS), default=Contact.OPEN.value,
        validate_choice=False,
    )
    outside_no = StringField(_("单号或来文号"), filters=[clean], validators=[AtMost(40)])
    received_on = DateField(_("哪一天收到的"), validators=[Optional()])
    slip_no = line_field(_("纸条号"), 12)
    people_count = IntegerField(
        _("一共几个人"), default=1, validators=[Optional(), NumberRange(1, MOST_PEOPLE, _("请填 1 以上的数"))]
    )
    behalf = SelectField(_("替谁说"), choices=lambda: choices(BEHALF_LABELS), default=Behalf.ONESELF.value)
    behalf_name = line_field(_("替的是谁"), 40)
    title = line_field(_("事由"), 60)
    category_id = SelectField(_("类别"), coerce=optional_id)
    urgency = SelectField(
        _("快、动、静、缓"), choices=lambda: [("", gettext("按类别定")), *urgencies()], default=""
    )
    is_about_cadre = BooleanField(_("是反映干部作风、廉洁问题"))

    def __init__(self, town_code: str, **defaults: Any) -> None:
        self.town_code, self.village = town_code, ("", "")
        super().__init__(**defaults)

    def validate_phone(self, field: Field) -> None:
        """Letters and orders may bring a name alone; somebody must be named where a name is not declined."""
        if self.how is not Contact.ANONYMOUS and not field.data and not self.name.data:
            raise StopValidation(gettext("请写姓名或电话，或者选不留姓名"))

    def validate_village_code(self, field: Field) -> None:
        """汉字, 拼音, 首字母; says which ones fit when it is not one."""
        if not field.data:
            return
        found = villages_like(self.town_code, field.data)
        if len(found) == 1:
            self.village = found[0]
            return
        if not found:
            raise StopValidation(gettext("没有叫“%(name)s”的村，可以留空", name=field.data))
        names = "、".join(name for _code, name in found[:MOST_NAMED])
        raise StopValidation(gettext("有几个村：%(names)s，请写全", names=names))

    @property
    def way_in(self) -> Channel:
        return Channel(self.channel.data)

    @property
    def is_spoken(self) -> bool:
        """What was said aloud is read back before it is kept (信访工作条例 19)."""
        return self.way_in in SPOKEN

    @property
    def needs_representatives(self) -> bool:
        """More than five came together: they choose up to five who speak (信访工作条例 20)."""
        return self.way_in is Channel.VISIT and (self.people_count.data or 1) > REPRESENTATIVES

    def carried(self) -> list[tuple[str, str]]:
        """(name, value) of every answer, for the page between."""
        values = [(field.name, self._sent(field)) for field in self.asked_fields()]
        return [(name, value) for name, value in values if value]

    @staticmethod
    def _sent(field: Field) -> str:
        if isinstance(field, BooleanField):
            return "y" if field.data else ""
        return "" if field.data is None else str(field.data)

    def draft(self, *, is_read_back: bool = False) -> Draft:
        facts = {**self.facts(), "village_code": self.village[0] or None}
        return Draft(
            channel=self.way_in, title=self.title.data or "", category_id=self.category_id.data,
            is_read_back=is_read_back, urgency=Urgency(self.urgency.data) if self.urgency.data else None,
            outside_no=self.outside_no.data or "", received_on=self.received_on.data,
            slip_no=self.slip_no.data or "", people_count=self.people_count.data or 1,
            **{**facts, "behalf": Behalf(self.behalf.data), "behalf_name": self.behalf_name.data or ""},
        )


class SlipsForm(HouseForm):
    """How many pages of slips to print."""

    pages = IntegerField(
        _("印几页，一页 10 张"), default=1,
        validators=[NumberRange(1, MOST_PAGES, _("一次印 1 到 5 页"))],
    )
