"""Forms that take in and move tasks (办件)."""

from typing import Any

from wtforms import (
    DateField,
    RadioField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.catalogue.rules import Material
from tracker.domain.text import _
from tracker.hall.rules import NOTHING, OUTCOME_LABELS, Outcome, Promise
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean, coerce_to

LONG = 2000


TICKS: dict[str, Any] = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
"""A SelectMultipleField as boxes that can be ticked."""


class SpotForm(HouseForm):
    """The papers that are here."""

    handed_in = SelectMultipleField(_("已经交来的材料"), **TICKS)

    def offer(self, materials: list[Material]) -> None:
        self.handed_in.choices = [(one.name, one.words) for one in materials]
        if not self.handed_in.choices:
            del self.handed_in

    @property
    def ticked(self) -> list[str]:
        return (self.handed_in.data or []) if self.handed_in else []


class AcceptForm(SpotForm):
    """The papers that are here, and those the guide lets follow (容缺)."""

    follow_names = SelectMultipleField(
        _("容缺受理：书面答应后补的材料"), description=_("指南写明可以后补的才列在这里"), **TICKS
    )
    follow_by = DateField(_("答应在哪天以前补来"), validators=[Optional()])

    def offer(self, materials: list[Material]) -> None:
        super().offer(materials)
        self.follow_names.choices = [(one.name, one.words) for one in materials if one.may_follow]
        if not self.follow_names.choices:
            del self.follow_names, self.follow_by

    @property
    def promise(self) -> Promise:
        if not self.follow_names:
            return NOTHING
        names = tuple(name for name in self.follow_names.data or () if name not in self.ticked)
        return Promise(names, self.follow_by.data if names else None)


class NotifyForm(HouseForm):
    notice = TextAreaField(
        _("要补的材料和内容，一次写全"), filters=[clean], validators=[Need("请写下要补什么"), AtMost(LONG)]
    )
    correct_by = DateField(_("请在哪天以前补齐"), validators=[Need("请选补正期限")])
    again_reason = TextAreaField(
        _("已经告知过一次，为什么还要再告知"), filters=[clean], validators=[AtMost(500)],
        description=_("应当一次告知清楚；再告知会记在这件事上"),
    )


class DeclineForm(HouseForm):
    reason = TextAreaField(
        _("为什么不能受理"), filters=[clean], validators=[Need("请写下不予受理的理由"), AtMost(LONG)]
    )
    path = TextAreaField(
        _("该到哪里办、不服可以找谁"), filters=[clean],
        validators=[Need("请写下该到哪里办、不服可以找谁"), AtMost(LONG)],
    )


class FinishForm(HouseForm):
    outcome = RadioField(_("办理结果"), coerce=coerce_to(Outcome), validators=[Need("请选办成还是不予办理")])
    reason = TextAreaField(
        _("不予办理的理由"), filters=[clean], validators=[AtMost(LONG)], description=_("选了不予办理才写")
    )
    path = TextAreaField(
        _("不服可以到哪里申请复议或起诉"), filters=[clean], validators=[AtMost(LONG)],
        description=_("选了不予办理才写，例如六十日内可以向县政府申请行政复议"),
    )
    late_reason = TextAreaField(
        _("为什么晚了"), filters=[clean], validators=[AtMost(500)],
        description=_("承诺的日子过了，申请人看得到这段话"),
    )

    def offer(self, *, is_late: bool) -> None:
        self.outcome.choices = choices(OUTCOME_LABELS)
        if not is_late:
            del self.late_reason


class TerminateForm(HouseForm):
    reason = TextAreaField(
        _("为什么终止"), filters=[clean], validators=[Need("请写下为什么终止"), AtMost(500)],
        description=_("申请人看得到这段话"),
    )


class WithdrawForm(HouseForm):
    reason = TextAreaField(
        _("申请人为什么撤回"), filters=[clean], validators=[Need("请写下为什么撤回"), AtMost(500)]
    )
