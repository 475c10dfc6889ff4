"""照片: the field that takes photographs, the sheets about an original."""

from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from wtforms import MultipleFileField, RadioField, TextAreaField
from wtforms.validators import ValidationError

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.pictures import rules
from tracker.web.forms import AtMost, HouseForm, Need, clean


class PhotoFields:
    """Mixin for a HouseForm that takes photographs; its form tag needs multipart=True."""

    photos = MultipleFileField(_("照片"))

    def blobs(self) -> tuple[bytes, ...]:
        """What was sent, as it was sent; empty when no file was chosen."""
        read = []
        for one in self._files():
            one.stream.seek(0)
            read.append(one.stream.read())
        return tuple(read)

    def validate_photos(self, field: Any) -> None:
        """How many and how large; whether they are pictures is found out when they are rebuilt."""
        try:
            rules.check_count(len(self._files()))
            for one in self._files():
                rules.check_size(one.stream.seek(0, 2))
        except RuleBroken as broken:
            raise ValidationError(gettext(broken.message).format(**broken.params)) from broken

    def _files(self) -> list[FileStorage]:
        sent = getattr(self, "photos").data or []  # noqa: B009 - on the class it is an unbound field
        return [one for one in sent if isinstance(one, FileStorage) and one.filename]


class LookForm(HouseForm):
    reason = TextAreaField(
        _("为什么要看原件？"), filters=[clean],
        validators=[Need(_("请写明为什么要看原件")), AtMost(rules.LONGEST_REASON)],
    )


class DecideForm(HouseForm):
    verdict = RadioField(
        _("同意他看原件吗？"), choices=lambda: [("yes", gettext("同意")), ("no", gettext("不同意"))],
        validators=[Need(_("请选同意或不同意"))],
    )
