"""The form of the counter (收件): who came, the papers that are here, those that may follow."""

from wtforms import BooleanField, DateField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Optional

from tracker.catalogue.models import ServiceItem
from tracker.domain.text import _
from tracker.hall.forms.tasks import TICKS
from tracker.hall.rules import CHANNEL_LABELS, NOTHING, Channel, Promise
from tracker.township.pinyin import pinyin_of
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean, coerce_to


class ReceiveForm(HouseForm):
    """What the window asks of whoever comes: a name is enough."""

    applicant = StringField(
        _("申请人姓名"), filters=[clean], validators=[Need("请写下申请人的姓名"), AtMost(40)],
        render_kw={"autocomplete": "off"},
    )
    phone = StringField(
        _("电话"), filters=[clean], validators=[AtMost(20)],
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )
    id_number = StringField(
        _("身份证号"), filters=[clean], validators=[AtMost(20)], render_kw={"autocomplete": "off"}
    )
    is_id_missing = BooleanField(_("证件暂缺，先收件"), render_kw={"data-pass": True})
    village_code = SelectField(_("哪个村"), render_kw={"data-letters": True})
    channel = RadioField(_("怎么来办的"), coerce=coerce_to(Channel), validators=[Need("请选怎么来办的")])
    handed_in = SelectMultipleField(_("已经交来的材料"), **TICKS)
    follow_names = SelectMultipleField(_("容缺：书面答应后补的"), **TICKS)
    follow_by = DateField(_("答应在哪天以前补来"), validators=[Optional()])

    def offer(
        self, villages: list[tuple[str, str]], item: ServiceItem, *, asks_id: bool, by_agent: bool
    ) -> None:
        """Choices of this town and item; without what need not be asked of this person."""
        self.village_code.choices = [
            ("", _("不是本镇的"), {}),
            *((code, name, {"data-letters": " ".join(pinyin_of(name))}) for code, name in villages),
        ]
        self.handed_in.choices = [(one.name, one.words) for one in item.materials]
        labels = {Channel.AGENT: CHANNEL_LABELS[Channel.AGENT]} if by_agent else CHANNEL_LABELS
        self.channel.choices = choices(labels)
        self.follow_names.choices = [(one.name, one.name) for one in item.later_materials]
        if not asks_id:
            del self.id_number, self.is_id_missing
        if by_agent or not item.later_materials or item.first_move != "accept":
            del self.follow_names, self.follow_by

    @property
    def promise(self) -> Promise:
        """容缺: what is promised and not here."""
        if not self.follow_names:
            return NOTHING
        here = set(self.handed_in.data or ())
        names = tuple(name for name in self.follow_names.data or () if name not in here)
        return Promise(names, self.follow_by.data if names else None)


class CardForm(HouseForm):
    """The number of a card that was not here at first."""

    id_number = StringField(
        _("身份证号"), filters=[clean], validators=[Need("请写下身份证号"), AtMost(20)],
        render_kw={"autocomplete": "off"},
    )


class LookForm(HouseForm):
    """The search box of the desk: words, or what a reader sends."""

    q = StringField(_("来办什么事"), filters=[clean], validators=[AtMost(80)])
