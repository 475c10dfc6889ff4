"""The form of a ruling (处置记录)."""

from datetime import datetime

from wtforms import DateField, SelectField, StringField, TextAreaField, TimeField

from tracker.domain.clock import SHANGHAI
from tracker.domain.text import _
from tracker.rulings.rules import LONGEST_BASIS, LONGEST_TEXT
from tracker.web.forms import AtMost, HouseForm, Need, clean, optional_id


class RulingForm(HouseForm):
    decision = TextAreaField(
        _("决定了什么"), filters=[clean], validators=[Need(_("请写下决定了什么")), AtMost(LONGEST_TEXT)]
    )
    basis = StringField(
        _("依据"), filters=[clean],
        validators=[Need(_("请写下依据的法律、法规或者规定")), AtMost(LONGEST_BASIS)],
    )
    decider_id = SelectField(_("谁决定的"), coerce=optional_id, validators=[Need(_("请选是谁决定的"))])
    decided_on = DateField(_("哪天决定的"), validators=[Need(_("请选哪天决定的"))])
    decided_time = TimeField(_("几点"), validators=[Need(_("请写几点，例如 14:30"))])
    result = TextAreaField(_("现场怎么样了"), filters=[clean], validators=[AtMost(LONGEST_TEXT)])

    @property
    def decided_at(self) -> datetime:
        """The instant, from day and wall clock of the township."""
        return datetime.combine(self.decided_on.data, self.decided_time.data, SHANGHAI)
