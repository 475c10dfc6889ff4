"""Forms of the catalogue (事项) and of the 代办点."""


from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.catalogue.rules import (
    AUDIENCE_LABELS,
    GAP_LABELS,
    KIND_LABELS,
    MISSING_FACTS,
    TOPIC_LABELS,
    TYPE_LABELS,
    Audience,
    GapRule,
    Kind,
    Topic,
    Type,
)
from tracker.domain.text import _
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean, coerce_to, optional_id

LONG, LINE = 2000, 200


def _line(label: str, most: int = LINE) -> StringField:
    return StringField(label, filters=[clean], validators=[AtMost(most)])


def _text(label: str, most: int = LONG) -> TextAreaField:
    return TextAreaField(label, filters=[clean], validators=[AtMost(most)])


class ItemForm(HouseForm):
    """The whole of one item; only code, name and kind are needed for a draft."""

    code = StringField(_("事项编码"), filters=[clean], validators=[Need("请写下事项编码"), AtMost(40)])
    name = StringField(_("事项名称"), filters=[clean], validators=[Need("请写下事项名称"), AtMost(120)])
    type = SelectField(_("事项类型"), coerce=coerce_to(Type))
    topic = SelectField(_("群众在哪一类里找它"), coerce=coerce_to(Topic))
    everyday_words = _line(_("群众怎么叫它"), 400)
    audiences = SelectMultipleField(
        _("服务对象"), coerce=coerce_to(Audience), widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    department_code = SelectField(_("实施部门"))
    kind = RadioField(_("办件类型"), coerce=coerce_to(Kind), validators=[Need("请选办件类型")])
    content = _text(_("服务内容"))
    procedure = _text(_("办理流程"))
    ways = _text(_("办理方式"))
    hours = _text(_("办理时间"))
    place = _text(_("办理地点"))
    people = _text(_("办理人员"))
    materials_text = _text(_("申请材料"), 2 * LONG)
    asks_id = BooleanField(_("收件时要登记身份证号"))
    conditions = _text(_("受理条件"))
    basis = _text(_("设定依据"))
    fee = _line(_("收费"))
    fee_basis = _line(_("收费依据"))
    legal_workdays = IntegerField(
        _("法定时限（工作日）"),
        validators=[Optional(), NumberRange(0, 400, _("法定时限在 0 到 400 个工作日之间"))],
    )
    promised_workdays = IntegerField(
        _("承诺时限（工作日）"),
        validators=[Optional(), NumberRange(0, 400, _("承诺时限在 0 到 400 个工作日之间"))],
    )
    trips = IntegerField(
        _("要到现场几次"), validators=[Optional(), NumberRange(0, 9, _("到现场次数在 0 到 9 之间"))]
    )
    trips_reason = _line(_("为什么要到现场"))
    is_online = BooleanField(_("网上能办"))
    is_posted = BooleanField(_("可以邮寄"))
    is_bookable = BooleanField(_("可以预约"))
    at_home = BooleanField(_("可以上门办"))
    by_agent = BooleanField(_("村里可以代办"))
    result_name = _line(_("办好给什么"), 120)
    result_pickup = _line(_("怎么领"))
    valid_months = IntegerField(
        _("证件有效几个月"), validators=[Optional(), NumberRange(1, 600, _("有效期在 1 到 600 个月之间"))]
    )
    gap_rule = SelectField(_("受理以后补材料，怎么计时"), coerce=coerce_to(GapRule), validate_choice=False)
    county_stops = BooleanField(_("送到县里办的时候停表（指南里要写明）"))
    special_procedure = _text(_("特别程序"))
    intermediary = _line(_("中介服务"))
    body_kind = _line(_("主体性质"), 40)
    level = _line(_("行使层级"), 40)
    scope = _line(_("通办范围"), 80)
    phone = _line(_("咨询电话"), 60)
    complaint_phone = _line(_("投诉电话"), 60)
    questions = _text(_("常见问题"))
    reason = _line(_("这次为什么改"), 500)

    def offer(self, departments: list[tuple[str, str]], *, is_public: bool) -> None:
        self.department_code.choices = [("", _("没有指定")), *departments]
        self.type.choices = choices(TYPE_LABELS)
        self.topic.choices = choices(TOPIC_LABELS)
        self.kind.choices = choices(KIND_LABELS)
        self.gap_rule.choices = choices(GAP_LABELS)
        self.audiences.choices = choices(AUDIENCE_LABELS)
        if not is_public:  # nobody reads why a draft was changed
            del self.reason


class PublishForm(HouseForm):
    """The six public facts, read over before they go out."""

    content = TextAreaField(_("服务内容"), filters=[clean], validators=[Need(MISSING_FACTS["content"])])
    procedure = TextAreaField(_("办理流程"), filters=[clean], validators=[Need(MISSING_FACTS["procedure"])])
    ways = TextAreaField(_("办理方式"), filters=[clean], validators=[Need(MISSING_FACTS["ways"])])
    hours = TextAreaField(_("办理时间"), filters=[clean], validators=[Need(MISSING_FACTS["hours"])])
    place = TextAreaField(_("办理地点"), filters=[clean], validators=[Need(MISSING_FACTS["place"])])
    people = TextAreaField(_("办理人员"), filters=[clean], validators=[Need(MISSING_FACTS["people"])])


class PointForm(HouseForm):
    """A 代办点: where, when, whom to ask; the village is chosen once."""

    village_code = SelectField(_("哪个村"), validators=[Need("请选一个村")])
    name = StringField(_("叫什么"), filters=[clean], validators=[Need("请写下代办点的名称"), AtMost(60)])
    place = StringField(_("在哪里"), filters=[clean], validators=[Need("请写下在哪里"), AtMost(120)])
    hours = StringField(
        _("什么时候有人"), filters=[clean], validators=[Need("请写下什么时候有人"), AtMost(120)]
    )
    phone = StringField(_("电话"), filters=[clean], validators=[Need("请写下电话"), AtMost(40)])
    assignee_id = SelectField(_("代办员"), coerce=optional_id, validators=[Optional()])
    is_open = BooleanField(_("现在开着，群众看得到"))

    def offer(self, villages: list[tuple[str, str]], agents: list[tuple[str, str]], *, is_new: bool) -> None:
        self.village_code.choices = [("", _("请选择")), *villages]
        self.assignee_id.choices = [("", _("还没有")), *agents]
        if not is_new:
            del self.village_code
