"""Forms of the annual assessment (年度考核)."""

from collections.abc import Iterable

from flask_babel import gettext
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

from tracker.assessments import rules
from tracker.domain.grades import LIMIT_LABELS, SITUATION_LABELS, Grade, Group, Limit, Situation, word
from tracker.domain.quota import ROUNDING_LABELS, Rounding
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean, coerce_to, optional_id

DOCUMENT = 60
LONGEST_PLAN = 10000


class PlanForm(HouseForm):
    document_no = StringField("方案文号", filters=[clean], validators=[AtMost(DOCUMENT)])
    body = TextAreaField(
        "方案内容", filters=[clean], validators=[Need("请写下考核的范围、内容和步骤"), AtMost(LONGEST_PLAN)]
    )
    summary_due_on = DateField("个人总结交到哪一天", validators=[Optional()])
    exclude_ungraded = BooleanField("算优秀名额时，不确定等次的人不计入基数")


class NewPlanForm(PlanForm):
    year = IntegerField(
        "考核年度",
        validators=[Need("请填考核年度"), NumberRange(2000, 2100, "年度写四位数字，例如 2026")],
    )


class PoolForm(HouseForm):
    percent = RadioField("优秀比例", coerce=int, validators=[Need("请选优秀比例")])
    rounding = RadioField("得出小数时", coerce=coerce_to(Rounding), validators=[Need("请选怎样取整")])
    fixed = IntegerField("上级分配的名额", validators=[Optional(), NumberRange(0, 9999, "名额应是整数")])
    fixed_doc = StringField("名额分配表的文号", filters=[clean], validators=[AtMost(DOCUMENT)])
    approval_doc = StringField("批准文号", filters=[clean], validators=[AtMost(DOCUMENT)])

    def offer(self) -> None:
        self.percent.choices = [(percent, f"{percent}%") for percent in rules.PERCENTS]
        self.rounding.choices = choices(ROUNDING_LABELS)


class PublishForm(HouseForm):
    consult_note = TextAreaField(
        "怎样听取的意见", filters=[clean],
        validators=[Need("请写明什么时候、用什么方式听取了意见，采纳了哪些"), AtMost(rules.LONGEST_COMMENT)],
    )


class ChargeOneForm(HouseForm):
    leader_id = SelectField("主管领导", coerce=optional_id, validators=[Need("请选主管领导")])

    def offer_leaders(self, leaders: Iterable[tuple[str, str]]) -> None:
        self.leader_id.choices = [("", gettext("请选择")), *leaders]


class ChargeForm(ChargeOneForm):
    unit_code = SelectField("单位", validators=[Need("请选单位")])

    def offer_units(self, units: Iterable[tuple[str, str]]) -> None:
        self.unit_code.choices = [("", gettext("请选择")), *units]


class ClassifyForm(HouseForm):
    situations = SelectMultipleField(
        "有下面的情形吗", coerce=Situation, widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    limit = SelectField("怎样办理", coerce=coerce_to(Limit))
    reason = TextAreaField("和规定不同的理由", filters=[clean], validators=[AtMost(rules.LONGEST_REASON)])

    def offer(self) -> None:
        self.situations.choices = choices(SITUATION_LABELS)
        others = {limit: label for limit, label in LIMIT_LABELS.items() if limit is not Limit.OUT}
        self.limit.choices = [("", gettext("按规定办理")), *choices(others)]


class WriteForm(HouseForm):
    summary = TextAreaField("个人总结", filters=[clean], validators=[AtMost(rules.LONGEST_SUMMARY)])


class GradeForm(HouseForm):
    grade = RadioField("等次", coerce=coerce_to(Grade), validators=[Need("请选一个等次")])

    def offer(self, grades: Iterable[Grade], group: Group) -> None:
        self.grade.choices = [(grade.value, gettext(word(grade, group))) for grade in grades]


class ProposeForm(GradeForm):
    comment = TextAreaField(
        "评语", filters=[clean],
        validators=[Need("请写评语，写这个人自己的情况"), AtMost(rules.LONGEST_COMMENT)],
    )
    improvement = TextAreaField(
        "改进要求", filters=[clean],
        validators=[Need("请写一两条要改进的地方"), AtMost(rules.LONGEST_COMMENT)],
    )


class DecideForm(GradeForm):
    why = TextAreaField("理由", filters=[clean], validators=[AtMost(rules.LONGEST_REASON)])


class OutsideForm(HouseForm):
    outside_result = StringField(
        "上级给的结果", filters=[clean], validators=[Need("请照文件写下结果"), AtMost(40)]
    )
    outside_doc = StringField(
        "文号", filters=[clean], validators=[Need("请写下文件的文号"), AtMost(DOCUMENT)]
    )


class LeaveForm(HouseForm):
    why = TextAreaField(
        "为什么不再考核", filters=[clean],
        validators=[Need("请写明原因和日期，例如 10 月调出"), AtMost(rules.LONGEST_REASON)],
    )
