"""After the answer (回访、重办、撤回的回访): one small form for each move."""

from flask_babel import gettext
from wtforms import BooleanField, RadioField, TextAreaField

from tracker.domain.text import _
from tracker.opinions.forms.fields import line_field
from tracker.opinions.rules import SATISFACTION_LABELS, SOLVED_LABELS
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean

AGREES = {"yes": _("答应"), "no": _("不答应"), "unsure": _("说不好")}
AGREES_MEANS = {"yes": True, "no": False, "unsure": None, "": None, None: None}
"""答应不答应, as it is kept: None for 说不好 and for no answer."""


REACHED = {
    "free": _("是自己要撤的"), "pressed": _("不是，有人叫他撤，或者怕被为难"), "missed": _("没联系上"),
}


def agrees_choices() -> list[tuple[str, str]]:
    return _said(AGREES)


def _said(labels: dict[str, str]) -> list[tuple[str, str]]:
    return [(key, gettext(label)) for key, label in labels.items()]


class CallForm(HouseForm):
    """记回访: the three questions of the article and 解决了没有, word for word as on the script."""

    solved = RadioField(
        _("问题解决了没有"), choices=lambda: choices(SOLVED_LABELS), validators=[Need(_("请选解决了没有"))]
    )
    satisfaction = RadioField(
        _("满意不满意"), choices=lambda: choices(SATISFACTION_LABELS), validators=[Need(_("请选满意不满意"))]
    )
    agrees = RadioField(_("答应不答应"), choices=agrees_choices, validate_choice=False)
    words = line_field(_("高兴不高兴，他的原话"), 200)
    is_proxy = BooleanField(_("是家里人替他说的"))


class WithdrawalCallForm(HouseForm):
    """回访撤回的事: of free will or not, in the person's words."""

    reached = RadioField(
        _("是不是自己要撤的"), choices=lambda: _said(REACHED), validators=[Need(_("请选一个"))]
    )
    words = line_field(_("他的原话"), 200)
    is_proxy = BooleanField(_("是家里人替他说的"))


class AgainForm(HouseForm):
    """Why a matter goes back to work."""

    reason = TextAreaField(_("为什么"), filters=[clean], validators=[Need(_("请写下为什么")), AtMost(500)])
