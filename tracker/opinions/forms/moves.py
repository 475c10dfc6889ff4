"""One small form for each move at the desk."""


from wtforms import (
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from tracker.domain.text import _
from tracker.opinions.forms.fields import line_field, streams, text_field, urgencies
from tracker.opinions.rules import (
    DECLINE_LABELS,
    OUTCOME_LABELS,
    SATISFACTION_LABELS,
    SOLVED_LABELS,
)
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean, optional_id


class AcceptForm(HouseForm):
    title = StringField(
        _("事由"), filters=[clean], validators=[Need(_("请用一句话写下是什么事")), AtMost(60)]
    )
    category_id = SelectField(_("类别"), coerce=optional_id, validators=[Need(_("请选类别"))])
    village_code = SelectField(_("哪个村"))
    urgency = SelectField(_("快、动、静、缓"), choices=urgencies)
    stream = RadioField(_("是哪一类事"), choices=streams, validators=[Need(_("请选是哪一类事"))])
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
    answer = text_field(_("答复"), _("请写下给群众的答复"))
    basis = line_field(_("依据"), 200)


class ReasonForm(HouseForm):
    reason = TextAreaField(_("理由"), filters=[clean], validators=[Need(_("请写下理由")), AtMost(500)])


class DeclineForm(HouseForm):
    ground = RadioField(
        _("为什么不能受理"), choices=lambda: choices(DECLINE_LABELS), validators=[Need(_("请选理由"))]
    )
    advice = TextAreaField(_("还要告诉他什么"), filters=[clean], validators=[AtMost(500)])


class SealForm(HouseForm):
    whom = line_field(_("反映的是谁"))


class CallForm(HouseForm):
    solved = RadioField(
        _("问题解决了没有"), choices=lambda: choices(SOLVED_LABELS), validators=[Need(_("请选解决了没有"))]
    )
    satisfaction = RadioField(
        _("满意不满意"), choices=lambda: choices(SATISFACTION_LABELS), validators=[Need(_("请选满意不满意"))]
    )
    words = line_field(_("他的原话"), 200)


