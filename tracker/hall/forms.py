"""Forms of the hall: items (事项), taking in and moving tasks (办件), receipt and rating of residents."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.catalogue.rules import KIND_LABELS, MISSING_FACTS, TOPIC_LABELS, TYPE_LABELS, Kind, Topic, Type
from tracker.domain.text import _
from tracker.hall.rules import CHANNEL_LABELS, LEVEL_LABELS, OUTCOME_LABELS, Channel, Level, Outcome
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean, coerce_to

LONG, LINE = 2000, 200


TICKS: dict[str, Any] = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
"""A SelectMultipleField as boxes that can be ticked."""


class ItemForm(HouseForm):
    """The whole of one item; only code, name and kind are needed for a draft."""

    code = StringField(_("事项编码"), filters=[clean], validators=[Need("请写下事项编码"), AtMost(40)])
    name = StringField(_("事项名称"), filters=[clean], validators=[Need("请写下事项名称"), AtMost(120)])
    type = SelectField(_("事项类型"), coerce=coerce_to(Type))
    topic = SelectField(_("群众在哪一类里找它"), coerce=coerce_to(Topic))
    department_code = SelectField(_("实施部门"))
    kind = RadioField(_("办件类型"), coerce=coerce_to(Kind), validators=[Need("请选即办件还是承诺件")])
    content = TextAreaField(_("服务内容"), filters=[clean], validators=[AtMost(LONG)])
    procedure = TextAreaField(_("办理流程"), filters=[clean], validators=[AtMost(LONG)])
    ways = TextAreaField(_("办理方式"), filters=[clean], validators=[AtMost(LONG)])
    hours = TextAreaField(_("办理时间"), filters=[clean], validators=[AtMost(LONG)])
    place = TextAreaField(_("办理地点"), filters=[clean], validators=[AtMost(LONG)])
    people = TextAreaField(_("办理人员"), filters=[clean], validators=[AtMost(LONG)])
    materials_text = TextAreaField(_("申请材料"), filters=[clean], validators=[AtMost(2 * LONG)])
    asks_id = BooleanField(_("收件时要登记身份证号"))
    conditions = TextAreaField(_("受理条件"), filters=[clean], validators=[AtMost(LONG)])
    basis = TextAreaField(_("设定依据"), filters=[clean], validators=[AtMost(LONG)])
    fee = StringField(_("收费"), filters=[clean], validators=[AtMost(LINE)])
    legal_workdays = IntegerField(
        _("法定时限（工作日）"),
        validators=[Optional(), NumberRange(0, 400, _("法定时限在 0 到 400 个工作日之间"))],
    )
    promised_workdays = IntegerField(
        _("承诺时限（工作日）"),
        validators=[Optional(), NumberRange(0, 400, _("承诺时限在 0 到 400 个工作日之间"))],
    )
    phone = StringField(_("咨询电话"), filters=[clean], validators=[AtMost(60)])

    def offer(self, departments: list[tuple[str, str]]) -> None:
        self.department_code.choices = [("", _("没有指定")), *departments]
        self.type.choices = choices(TYPE_LABELS)
        self.topic.choices = choices(TOPIC_LABELS)
        self.kind.choices = choices(KIND_LABELS)


class PublishForm(HouseForm):
    """The six public facts, read over before they go out."""

    content = TextAreaField(_("服务内容"), filters=[clean], validators=[Need(MISSING_FACTS["content"])])
    procedure = TextAreaField(_("办理流程"), filters=[clean], validators=[Need(MISSING_FACTS["procedure"])])
    ways = TextAreaField(_("办理方式"), filters=[clean], validators=[Need(MISSING_FACTS["ways"])])
    hours = TextAreaField(_("办理时间"), filters=[clean], validators=[Need(MISSING_FACTS["hours"])])
    place = TextAreaField(_("办理地点"), filters=[clean], validators=[Need(MISSING_FACTS["place"])])
    people = TextAreaField(_("办理人员"), filters=[clean], validators=[Need(MISSING_FACTS["people"])])


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
    is_id_missing = BooleanField(_("证件暂缺，先收件"))
    village_code = SelectField(_("哪个村"))
    channel = RadioField(_("怎么来办的"), coerce=coerce_to(Channel), validators=[Need("请选怎么来办的")])
    handed_in = SelectMultipleField(_("已经交来的材料"), **TICKS)

    def offer(
        self, villages: list[tuple[str, str]], materials: list[tuple[str, str]],
        *, asks_id: bool, by_agent: bool,
    ) -> None:
        self.village_code.choices = [("", _("不是本镇的")), *villages]
        self.handed_in.choices = materials
        labels = {Channel.AGENT: CHANNEL_LABELS[Channel.AGENT]} if by_agent else CHANNEL_LABELS
        self.channel.choices = choices(labels)
        if not asks_id:
            del self.id_number, self.is_id_missing


class AcceptForm(HouseForm):
    handed_in = SelectMultipleField(_("已经交来的材料"), **TICKS)


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


class WithdrawForm(HouseForm):
    reason = TextAreaField(
        _("申请人为什么撤回"), filters=[clean], validators=[Need("请写下为什么撤回"), AtMost(500)]
    )


class ProgressForm(HouseForm):
    code = StringField(
        _("凭证上的 20 位数字"), filters=[clean], validators=[Need("请写下凭证上的 20 位数字"), AtMost(40)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class RateForm(HouseForm):
    """Five levels, none of them chosen beforehand."""

    level = RadioField(
        _("您满意吗？"), coerce=coerce_to(Level), validators=[Need("请选一个，满意不满意都行")]
    )
    words = TextAreaField(_("还想说点什么"), filters=[clean], validators=[AtMost(500)])

    def offer(self) -> None:
        self.level.choices = choices(LEVEL_LABELS)
