"""公开: the sheet of the public version, the areas to black out, the reason for taking down."""

from flask_babel import gettext
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError

from tracker.domain.text import _
from tracker.notices import rules
from tracker.pictures.rules import CELLS
from tracker.web.forms import AtMost, HouseForm, Need, clean


class DraftForm(HouseForm):
    title = StringField(
        _("标题"), filters=[clean], validators=[Need(_("请写一个标题")), AtMost(rules.LONGEST_TITLE)]
    )
    place = StringField(_("哪个村、哪个组"), filters=[clean], validators=[AtMost(rules.LONGEST_PLACE)])
    text = TextAreaField(
        _("群众说了什么"), filters=[clean],
        validators=[Need(_("请写群众说了什么")), AtMost(rules.LONGEST_TEXT)],
    )
    reply = TextAreaField(
        _("怎么答复、怎么办的"), filters=[clean],
        validators=[Need(_("请写怎么答复的")), AtMost(rules.LONGEST_TEXT)],
    )


class BlackForm(HouseForm):
    """涂黑: cells of the grid, and areas that were dragged over the picture where scripts run."""

    cells = SelectMultipleField(_("要涂黑的格子"), choices=lambda: [(name, name) for name in CELLS])
    areas = HiddenField()
    shows = RadioField(
        _("这张照片公开吗？"),
        choices=lambda: [("yes", gettext("涂黑以后公开")), ("no", gettext("不公开这张"))],
        validators=[Need(_("请选公开还是不公开"))],
    )


class PublishForm(HouseForm):
    was_read = BooleanField(_("我从头看过了，文字和照片都认不出是谁"))

    def validate_was_read(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(gettext("请从头看一遍，再打勾"))


class TakeDownForm(HouseForm):
    reason = StringField(
        _("为什么撤下？"), filters=[clean],
        validators=[Need(_("请写为什么撤下")), AtMost(rules.LONGEST_REASON)],
    )
