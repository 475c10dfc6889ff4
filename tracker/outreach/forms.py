"""Forms of proactive service (主动服务)."""

from wtforms import IntegerField, RadioField, SelectField, StringField
from wtforms.validators import NumberRange, Optional

from tracker.domain.text import _
from tracker.outreach.rules import (
    HOW_LABELS,
    LONGEST_NOTE,
    MOST_DAYS_BEFORE,
    OCCASION_LABELS,
    How,
    Occasion,
)
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean, coerce_to, optional_id


class TellForm(HouseForm):
    how = RadioField(
        _("怎么告诉的"), choices=lambda: choices(HOW_LABELS), coerce=coerce_to(How),
        validators=[Need(_("请选怎么告诉的"))],
    )
    note = StringField(_("他怎么说"), filters=[clean], validators=[AtMost(LONGEST_NOTE)])


class MissForm(HouseForm):
    note = StringField(_("怎么没联系上"), filters=[clean], validators=[AtMost(LONGEST_NOTE)])


class TakeUpForm(HouseForm):
    task_ref = StringField(_("办件编号"), filters=[clean], validators=[AtMost(40)])


class RefuseForm(HouseForm):
    note = StringField(
        _("他怎么说"), filters=[clean], validators=[Need(_("请写下他怎么说的")), AtMost(LONGEST_NOTE)]
    )


class CorrectForm(HouseForm):
    note = StringField(
        _("名册哪里不对"), filters=[clean],
        validators=[Need(_("请写下名册哪里不对")), AtMost(LONGEST_NOTE)],
    )


class RuleForm(HouseForm):
    item_id = SelectField(_("告诉他办哪件事"), coerce=optional_id, validators=[Need(_("请选是哪件事"))])
    occasion = RadioField(
        _("什么时候告诉"), choices=lambda: choices(OCCASION_LABELS), coerce=coerce_to(Occasion),
        validators=[Need(_("请选什么时候告诉"))],
    )
    age = IntegerField(_("满多少周岁"), validators=[Optional()])
    days_before = IntegerField(
        _("提前多少天"), default=30,
        validators=[
            Need(_("请填提前多少天")),
            NumberRange(0, MOST_DAYS_BEFORE, message=_("请填 0 到 366 之间的整数")),
        ],
    )
