"""Forms that stop or lengthen the clock of a task: 特别程序, 延期."""

from wtforms import IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import NumberRange

from tracker.catalogue.rules import GapRule
from tracker.domain.text import _
from tracker.hall.rules import PAUSE_LABELS, PauseKind
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean, coerce_to


class PauseForm(HouseForm):
    """Never without type, basis and notice number."""

    kind = RadioField(_("哪一种"), coerce=coerce_to(PauseKind), validators=[Need("请选是哪一种特别程序")])
    basis = StringField(
        _("依据"), filters=[clean], validators=[Need("请写下依据，例如行政许可法第四十五条"), AtMost(200)]
    )
    notice_no = StringField(
        _("通知书编号"), filters=[clean], validators=[Need("请写下给申请人的通知书编号"), AtMost(60)]
    )
    expected_workdays = IntegerField(
        _("大约要几个工作日"),
        validators=[Need("请写下大约要几个工作日"), NumberRange(1, 250, _("应在 1 到 250 个工作日之间"))],
        description=_("通知书上要写明，申请人看得到"),
    )

    def offer(self, gap_rule: GapRule) -> None:
        self.kind.choices = [
            (value, label) for value, label in choices(PAUSE_LABELS)
            if gap_rule is not GapRule.NONE or value != PauseKind.SUPPLEMENT
        ]


class ExtensionForm(HouseForm):
    workdays = IntegerField(
        _("延几个工作日"),
        validators=[Need("请写下延几个工作日"), NumberRange(1, 15, _("应在 1 到 15 个工作日之间"))],
    )
    reason = TextAreaField(
        _("为什么要延"), filters=[clean], validators=[Need("请写下为什么要延期"), AtMost(500)],
        description=_("批准以后申请人看得到这段话"),
    )


class ReasonForm(HouseForm):
    refusal = TextAreaField(_("为什么"), filters=[clean], validators=[Need("请写下为什么"), AtMost(500)])


class ResultForm(HouseForm):
    result = TextAreaField(_("结果"), filters=[clean], validators=[Need("请写下结果"), AtMost(500)])
