"""Forms of residents: receipt and rating."""


from wtforms import (
    RadioField,
    StringField,
    TextAreaField,
)

from tracker.domain.text import _
from tracker.hall.rules import LEVEL_LABELS, Level
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean, coerce_to


class ProgressForm(HouseForm):
    code = StringField(
        _("凭证上的 20 位数字"), filters=[clean], validators=[Need("请写下凭证上的 20 位数字"), AtMost(40)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class RateForm(HouseForm):
    """Five levels, none of them chosen beforehand."""

    level = RadioField(
        _("您满意吗？"), coerce=coerce_to(Level), validators=[Need("请选一个，满意不满意都行")]
    )
    words = TextAreaField(_("还想说点什么"), filters=[clean], validators=[AtMost(500)])
    phone = StringField(
        _("想让人联系您，留个电话"), filters=[clean], validators=[AtMost(20)],
        render_kw={"inputmode": "tel", "autocomplete": "off"},
    )

    def offer(self) -> None:
        self.level.choices = choices(LEVEL_LABELS)


class DeviceRateForm(RateForm):
    """The same on a device of the hall, with the six digits the window gave."""

    code = StringField(
        _("窗口给您的 6 位评价码"), filters=[clean], validators=[Need("请写下 6 位评价码"), AtMost(20)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
