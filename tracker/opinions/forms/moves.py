"""One small form for each move at the desk: sorting, handing on, asking, waiting, whistling."""

from typing import Any

from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField

from tracker.domain.text import _
from tracker.opinions.forms.fields import line_field, streams, urgencies
from tracker.opinions.rules import DECLINE_LABELS
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean, optional_id

LONGEST = 500


def some_text(label: str, need: str = "") -> TextAreaField:
    """A few sentences; `need`: the question put again, empty when it may stay empty."""
    return TextAreaField(
        label, filters=[clean], validators=[*([Need(need)] if need else []), AtMost(LONGEST)]
    )


class AcceptForm(HouseForm):
    title = StringField(
        _("事由"), filters=[clean], validators=[Need(_("请用一句话写下是什么事")), AtMost(60)]
    )
    category_id = SelectField(_("类别"), coerce=optional_id, validators=[Need(_("请选类别"))])
    village_code = SelectField(_("哪个村"))
    urgency = SelectField(_("快、动、静、缓"), choices=urgencies)
    stream = RadioField(_("是哪一类事"), choices=streams, validators=[Need(_("请选是哪一类事"))])
    about_unit = SelectField(_("反映的是哪个单位"))
    repeat_of = SelectField(_("初次还是重复"), coerce=optional_id)


class DeclineForm(HouseForm):
    ground = RadioField(
        _("为什么不能受理"), choices=lambda: choices(DECLINE_LABELS), validators=[Need(_("请选理由"))]
    )
    advice = some_text(_("还要告诉他什么"))


class SealForm(HouseForm):
    whom = line_field(_("反映的是谁"))


class TransferForm(HouseForm):
    organ = StringField(
        _("转给哪个单位"), filters=[clean], validators=[Need(_("请写转给哪个单位")), AtMost(60)]
    )
    text = some_text(_("告诉他今后怎么办"), _("请写他今后找谁、怎么查"))


class RouteForm(HouseForm):
    office_code = RadioField(_("交给哪个部门"), validators=[Need(_("请选一个部门"))])
    assignee_id = SelectField(_("承办人"), coerce=optional_id)


class AssignForm(HouseForm):
    assignee_id = RadioField(_("谁来办"), coerce=optional_id, validators=[Need(_("请选承办人"))])


class ReasonForm(HouseForm):
    reason = some_text(_("理由"), _("请写下理由"))

    def __init__(self, *given: Any, label: str = "", need: str = "", **facts: Any) -> None:
        """`label`: another question than 理由; `need`: what is said when it stays empty."""
        super().__init__(*given, **facts)
        self.reason.label.text = label or self.reason.label.text
        if need:
            self.reason.validators = [Need(need), *self.reason.validators[1:]]


class ReturnForm(ReasonForm):
    office_code = SelectField(_("应该归哪个部门"))


class HandOverForm(ReasonForm):
    office_code = RadioField(_("移交给哪个部门"), validators=[Need(_("请选一个部门"))])


class AskForm(HouseForm):
    text = some_text(_("问什么"), _("请写下要问他什么"))


class PapersForm(HouseForm):
    text = some_text(_("缺什么材料"), _("请写清楚缺什么材料、怎么交"))
    until = DateField(_("等到哪一天"), validators=[Need(_("请选等到哪一天"))])


class DeferForm(ReasonForm):
    until = DateField(_("哪一天再看"), validators=[Need(_("请选哪一天再看"))])


class ExtendForm(ReasonForm):
    clock_kind = RadioField(_("延哪个期限"), validators=[Need(_("请选延哪个期限"))])
    length = IntegerField(_("延几天"), validators=[Need(_("请写延几天"))])


class WhistleForm(HouseForm):
    departments = TextAreaField(
        _("叫哪些部门来"), filters=[clean], validators=[Need(_("请写叫哪个部门来")), AtMost(400)]
    )
    text = some_text(_("来办什么"), _("请写清楚请他们来办什么"))


class ArriveForm(HouseForm):
    whistle_id = RadioField(_("哪个部门"), coerce=optional_id, validators=[Need(_("请选一个部门"))])
    arrived_on = DateField(_("哪一天到的"), validators=[Need(_("请选哪一天到的"))])


class EndWhistleForm(HouseForm):
    whistle_id = RadioField(_("哪个部门"), coerce=optional_id, validators=[Need(_("请选一个部门"))])
    result = some_text(_("结果怎样"), _("请写下结果"))
