"""Forms of what is done at a resident's home (上门)."""

from wtforms import BooleanField, DateField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.domain.text import _
from tracker.hall.rules.home import LONGEST_PLACE
from tracker.web.forms import AtMost, HouseForm, Need, clean


class HomeForm(HouseForm):
    home_on = DateField(_("哪天上门"), validators=[Need(_("请选哪天上门"))])
    home_place = StringField(
        _("怎么找到他家"), filters=[clean], validators=[Need(_("请写怎么找到他家")), AtMost(LONGEST_PLACE)]
    )


class AtDoorForm(HouseForm):
    """What is handed over at the door; the ID number only where the guide asks for it."""

    handed_in = SelectMultipleField(
        _("收到的材料"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    id_number = StringField(
        _("身份证号"), filters=[clean], validators=[AtMost(30)], render_kw={"autocomplete": "off"}
    )
    is_id_missing = BooleanField(_("身份证不在手边，以后补看"))

    def offer(self, ticks: list[tuple[str, str]], *, asks_id: bool) -> None:
        self.handed_in.choices = ticks
        if not ticks:
            del self.handed_in
        if not asks_id:
            del self.id_number, self.is_id_missing
