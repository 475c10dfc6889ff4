"""Behind the receipt: supplement, rating."""


from wtforms import (
    RadioField,
    StringField,
)

from tracker.domain.text import _
from tracker.opinions.forms.fields import line_field, text_field
from tracker.opinions.rules import (
    SATISFACTION_LABELS,
    SOLVED_LABELS,
)
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean


class CodeForm(HouseForm):
    code = StringField(
        _("凭证上的 20 位数字"), filters=[clean], validators=[Need(_("请填 20 位数字")), AtMost(60)]
    )


class SupplementForm(HouseForm):
    text = text_field(_("有什么要补充的？"), _("请写下要补充的情况"))


class RateForm(HouseForm):
    satisfaction = RadioField(
        _("对这次办理满意吗？"), choices=lambda: choices(SATISFACTION_LABELS),
        validators=[Need(_("请选一个，满意不满意都行"))],
    )
    solved = RadioField(
        _("问题解决了没有？"), choices=lambda: choices(SOLVED_LABELS), validators=[Need(_("请选解决了没有"))]
    )
    text = line_field(_("还想说一句"))


