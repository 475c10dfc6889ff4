"""Forms about records from phones (要看一看的、从手机存下的文件)."""

from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from wtforms import MultipleFileField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.domain.text import _
from tracker.field.rules import LONGEST_REASON
from tracker.web.forms import AtMost, HouseForm, Need, clean, optional_id
from tracker.web.uploads import KEPT_OF_ONE


class DecideForm(HouseForm):
    """What becomes of a parked record; the matters are asked for a correction alone."""

    verdict = RadioField(_("怎么办"), validators=[Need(_("请选怎么办"))])
    matters = SelectMultipleField(
        _("当作更正时，这些事也登记"), coerce=int, widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    reason = StringField(_("不要了的原因"), filters=[clean], validators=[AtMost(LONGEST_REASON)])


class EndForm(HouseForm):
    reason = StringField(
        _("为什么不再等"), filters=[clean],
        validators=[Need(_("请写明为什么不再等")), AtMost(LONGEST_REASON)],
    )


class LoadForm(HouseForm):
    """Files saved from a phone; whoever writes for others is asked whose they are."""

    files = MultipleFileField(_("手机上存下的文件"))
    visitor_id = SelectField(_("谁的走访"), coerce=optional_id)

    def offer_visitors(self, staff: list[tuple[str, str]]) -> None:
        if staff:
            self.visitor_id.choices = [("", gettext("看文件是谁的")), *staff]
        else:
            del self.visitor_id

    @property
    def visitor(self) -> int | None:
        """Whose visits they are; None: it was not said."""
        return self.visitor_id.data if "visitor_id" in self else None

    def blobs(self) -> list[bytes]:
        return [one.stream.read() for one in self._files()]

    def validate_files(self, field: Any) -> None:
        if not self._files():
            raise ValidationError(gettext("请选手机上存下的文件"))
        for one in self._files():
            length = one.stream.seek(0, 2)
            one.stream.seek(0)
            if length >= KEPT_OF_ONE:
                raise ValidationError(gettext("一个文件最多 10 MB。请在手机上重新存，会分成几个文件"))

    def _files(self) -> list[FileStorage]:
        return [one for one in self.files.data or [] if isinstance(one, FileStorage) and one.filename]
