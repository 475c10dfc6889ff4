"""Forms about goals of visits (走访目标)."""

from wtforms import DateField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import Optional

from tracker.households.rules import CARE_LABELS, Care
from tracker.visits.rules import CYCLE_LABELS, LEVEL_LABELS, LONGEST_LINE, TARGET_LABELS, Cycle, Level, Target
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean, coerce_to

COUNTABLE = {one: TARGET_LABELS[one] for one in (Target.HOUSEHOLD, Target.VILLAGE)}


class GoalForm(HouseForm):
    """How often whom, on which basis."""

    target = RadioField(
        "走访什么", choices=lambda: choices(COUNTABLE), coerce=coerce_to(Target), default=Target.HOUSEHOLD,
        validators=[Need("请选走访什么")],
    )
    care = SelectField(
        "哪一类户", choices=lambda: [("", "全部联系户"), *choices(CARE_LABELS)], coerce=coerce_to(Care)
    )
    level = SelectField(
        "对谁的要求", choices=lambda: [("", "全部联系干部"), *choices(LEVEL_LABELS)], coerce=coerce_to(Level)
    )
    cycle = RadioField(
        "多久算一次", choices=lambda: choices(CYCLE_LABELS), coerce=coerce_to(Cycle), default=Cycle.QUARTER,
        validators=[Need("请选多久算一次")],
    )
    times = IntegerField("要去几天", validators=[Need("请填要去几天")])
    longest_gap = IntegerField("最长隔多少天", validators=[Optional()])
    since = DateField("从哪天起", validators=[Need("请选从哪天起")])
    basis = StringField(
        "依据哪份文件", filters=[clean], validators=[Need("请写依据哪份文件"), AtMost(LONGEST_LINE)]
    )


class GoalEndForm(HouseForm):
    until = DateField("到哪天为止", validators=[Need("请选到哪天为止")])
