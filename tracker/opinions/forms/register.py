"""代录: what a member of staff fills in for a resident."""


from flask_babel import gettext
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
)

from tracker.domain.text import _
from tracker.opinions.forms.fields import MatterForm, channels, line_field, text_field, urgencies
from tracker.opinions.rules import (
    CONTACT_LABELS,
    Channel,
    Contact,
    Draft,
    Urgency,
)
from tracker.web.forms import choices, optional_id


class RegisterForm(MatterForm):
    """代录: the same questions, asked by a member of staff."""

    channel = SelectField(_("怎么来的"), choices=channels)
    text = text_field(_("群众原话"), _("请照原话写下他说的事"))
    title = line_field(_("事由"), 60)
    contact = RadioField(
        _("愿意留姓名吗"), choices=lambda: choices(CONTACT_LABELS), default=Contact.OPEN.value,
        validate_choice=False,
    )
    category_id = SelectField(_("类别"), coerce=optional_id)
    urgency = SelectField(
        _("快、动、静、缓"), choices=lambda: [("", gettext("按类别定")), *urgencies()], default=""
    )
    is_read_back = BooleanField(_("已念给本人听，本人说对"))

    def draft(self) -> Draft:
        return Draft(
            channel=Channel(self.channel.data), title=self.title.data or "",
            category_id=self.category_id.data, is_read_back=bool(self.is_read_back.data),
            urgency=Urgency(self.urgency.data) if self.urgency.data else None, **self.facts(),
        )


