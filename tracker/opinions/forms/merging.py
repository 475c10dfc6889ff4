"""并案的表单: the number of the main matter, and why."""

from wtforms import StringField, TextAreaField

from tracker.domain.text import _
from tracker.web.forms import AtMost, HouseForm, Need, clean


class MergeForm(HouseForm):
    into = StringField(
        _("并到哪一件"), filters=[clean], validators=[Need(_("请写主件的编号")), AtMost(40)]
    )
    reason = TextAreaField(_("为什么是同一件事"), filters=[clean], validators=[AtMost(200)])
