"""Forms of bookings (预约), for residents and for the hall."""

from typing import Any

from flask_babel import gettext
from wtforms import RadioField, SelectField, StringField

from tracker.domain.text import _
from tracker.line.rules import PRIORITY_LABELS, Priority
from tracker.line.rules.bookings import LONGEST_NAME, LONGEST_PLACE, LONGEST_REASON, BookingKind
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean, coerce_to, optional_id

HERE = _("我到了")
MINE_LABELS = {"look": _("看一看"), "arrive": _("我到了，取个号"), "cancel": _("不来了，取消")}


class BookForm(HouseForm):
    """Who comes and what for; at home also where, at the hall whether there is a reason to go first."""

    name = StringField(
        _("叫什么名字"), filters=[clean], validators=[Need(_("请写名字")), AtMost(LONGEST_NAME)]
    )
    phone = StringField(
        _("电话"), filters=[clean], validators=[Need(_("请写电话，有变化好联系")), AtMost(20)],
        render_kw={"inputmode": "tel", "autocomplete": "tel"},
    )
    item_id = SelectField(_("办什么事"), coerce=optional_id)
    village = SelectField(_("住在哪个村"))
    place = StringField(_("怎么找到家里"), filters=[clean], validators=[AtMost(LONGEST_PLACE)])
    priority = RadioField(_("有没有要先办的情况"), coerce=coerce_to(Priority))

    def offer(self, kind: BookingKind, items: list[tuple[str, str]], villages: list[tuple[str, str]]) -> None:
        """Only what this kind of booking asks."""
        if kind is BookingKind.HALL:
            del self.village, self.place
            self.item_id.choices = [("", _("到了再说")), *items]
            self.priority.choices = choices(PRIORITY_LABELS)
            if not self.is_sent:
                self.priority.data = Priority.NONE
            return
        del self.priority
        self.item_id.choices = [("", _("（还没选）")), *items]
        self.village.choices = [("", _("（还没选）")), *villages]

    @property
    def told(self) -> dict[str, Any]:
        """What was said, by the names of a Wish."""
        return {
            "name": self.name.data, "phone": self.phone.data, "item_id": self.item_id.data,
            "village": (self.village.data or "") if self.village else "",
            "place": (self.place.data or "") if self.place else "",
            "priority": self.priority.data or Priority.NONE if self.priority else Priority.NONE,
        }


class MineForm(HouseForm):
    phone = StringField(
        _("您的电话"), filters=[clean], validators=[Need(_("请写预约时留的电话")), AtMost(20)],
        render_kw={"inputmode": "tel", "autocomplete": "tel"},
    )
    code = StringField(
        _("6 位预约码"), filters=[clean], validators=[Need(_("请写 6 位预约码")), AtMost(20)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    what = RadioField(_("要做什么"), default="look")

    def offer(self, *, has_line: bool) -> None:
        """Without a line nobody takes a number: arriving is only said."""
        labels = MINE_LABELS if has_line else MINE_LABELS | {"arrive": HERE}
        self.what.choices = [(key, gettext(label)) for key, label in labels.items()]


class DeskBookForm(BookForm):
    """The same for somebody on the telephone, with one of the free slots."""

    when = SelectField(_("约什么时候"), validators=[Need(_("请选约什么时候"))])


class CancelForm(HouseForm):
    reason = StringField(
        _("为什么取消"), filters=[clean], validators=[Need(_("请写为什么取消")), AtMost(LONGEST_REASON)]
    )


class GoerForm(HouseForm):
    user_id = SelectField(_("谁去"), coerce=optional_id, validators=[Need(_("请选是谁去"))])
