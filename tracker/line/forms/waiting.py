"""Forms of numbers and windows (取号、窗口)."""

from collections.abc import Sequence

from wtforms import BooleanField, RadioField, SelectField, StringField

from tracker.domain.text import _
from tracker.line.models import Window
from tracker.line.rules import PRIORITY_LABELS, Priority
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean, coerce_to


class TakeForm(HouseForm):
    """A number: what for, and whether there is a reason to go first; the machine asks for no name."""

    letter = RadioField(_("办什么"), validators=[Need("请选办什么")])
    priority = RadioField(
        _("有没有要先办的情况"), coerce=coerce_to(Priority), validators=[Need("请选一项，没有就选按顺序")]
    )
    name = StringField(
        _("姓名"), filters=[clean], validators=[AtMost(40)], render_kw={"autocomplete": "off"}
    )

    def offer(self, letters: Sequence[tuple[str, str]], *, asks_name: bool) -> None:
        """A hall with one letter is not asked about it; in order is what it is unless said otherwise."""
        self.letter.choices = [(letter, f"{letter} {name}") for letter, name in letters]
        self.priority.choices = choices(PRIORITY_LABELS)
        if not self.is_sent:
            self.priority.data = Priority.NONE
        if len(letters) == 1:
            del self.letter
        if not asks_name:
            del self.name


class TransferForm(HouseForm):
    window_id = SelectField(_("转到哪个窗口"), coerce=int, validators=[Need("请选一个窗口")])

    def offer(self, windows: Sequence[Window]) -> None:
        self.window_id.choices = [(one.id, one.name) for one in windows]


class WindowForm(HouseForm):
    name = StringField(
        _("窗口叫什么"), filters=[clean], validators=[Need("请写下窗口的名字，例如 1号窗口"), AtMost(20)]
    )
    prefixes = StringField(
        _("叫哪几类号"), filters=[clean], validators=[AtMost(20)],
        description=_("写字母，例如 AB。空着就都叫。"),
    )
    is_used = BooleanField(_("在用"), default=True)


class LetterForm(HouseForm):
    letter = StringField(
        _("字母"), filters=[clean], validators=[Need("请填一个字母，例如 B"), AtMost(1)],
        render_kw={"autocomplete": "off"},
    )
    name = StringField(
        _("办什么"), filters=[clean], validators=[Need("请写下这类号办什么，例如 社保医保"), AtMost(20)]
    )
    is_used = BooleanField(_("在用"), default=True)
