"""Forms about accusations (密封件)."""

from wtforms import SelectMultipleField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.domain.text import _
from tracker.web.forms import AtMost, HouseForm, Need, clean


def _reason(label: str, need: str) -> TextAreaField:
    return TextAreaField(label, filters=[clean], validators=[Need(need), AtMost(500)])


def _ticks(label: str) -> SelectMultipleField:
    return SelectMultipleField(label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())


class ConcludeForm(HouseForm):
    reason = _reason(_("处理结果"), _("请写下处理结果"))


class ReleaseForm(HouseForm):
    reason = _reason(_("为什么不是检举控告"), _("请写下理由"))


class SubjectsForm(HouseForm):
    people = _ticks(_("被反映的人"))
    units = _ticks(_("被反映的单位"))
    reason = _reason(_("为什么改"), _("请写下理由"))
