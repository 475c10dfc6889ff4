"""Forms about research (调查研究)."""

from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.domain.text import _
from tracker.problems.forms import meant_field
from tracker.problems.rules import AT_REGISTRATION, LONGEST_CONTENT, URGENCY_LABELS, Urgency
from tracker.research.rules import LONGEST_TEXT, LONGEST_TOPIC, METHOD_LABELS, Method
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean, coerce_to, optional_id


def _long(label: str) -> TextAreaField:
    return TextAreaField(label, filters=[clean], validators=[AtMost(LONGEST_TEXT)])


def _ticks(label: str, **more: object) -> SelectMultipleField:
    return SelectMultipleField(
        label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), **more
    )


class ResearchForm(HouseForm):
    topic = StringField(
        _("课题"), filters=[clean], validators=[Need(_("请写课题")), AtMost(LONGEST_TOPIC)]
    )
    leader_id = SelectField(_("谁带队"), coerce=optional_id, validators=[Need(_("请选是谁带队"))])
    started_on = DateField(_("从哪天开始"), validators=[Need(_("请选从哪天开始"))])
    ended_on = DateField(_("到哪天结束"), validators=[Optional()])
    villages = _ticks(_("去了哪些村"))
    methods = _ticks(
        _("怎么调研的"), choices=lambda: choices(METHOD_LABELS), coerce=coerce_to(Method)
    )
    findings = _long(_("看到、听到了什么"))
    measures = _long(_("打算怎么办"))
    effect = _long(_("后来怎么样了"))


class FindForm(HouseForm):
    content = TextAreaField(
        _("要解决什么事"), filters=[clean],
        validators=[Need(_("请写下要解决什么事")), AtMost(LONGEST_CONTENT)],
    )
    village = SelectField(_("哪个村"), validators=[Need(_("请选是哪个村的事"))])
    urgency = RadioField(
        _("急不急"), choices=lambda: choices({one: URGENCY_LABELS[one] for one in AT_REGISTRATION}),
        coerce=coerce_to(Urgency), default=Urgency.USUAL,
    )
    meant = meant_field()


class TieForm(HouseForm):
    ref = StringField(
        _("问题编号"), filters=[clean], validators=[Need(_("请写问题的编号")), AtMost(40)]
    )
