"""批量交办: one office for the clerk to choose, one person for the head of an office."""

from wtforms import SelectField

from tracker.domain.text import _
from tracker.web.forms import HouseForm, Need


class BulkForm(HouseForm):
    target = SelectField(_("交给谁"), validators=[Need(_("请选交给谁"))])
