"""Forms about the town (单位、工作日)."""

from wtforms import DateField, RadioField, StringField

from tracker.web.forms import AtMost, HouseForm, Need, clean


class WorkdayForm(HouseForm):
    on_date = DateField("哪一天", validators=[Need("请选一天")])
    is_workday = RadioField(
        "这一天", choices={"yes": "上班", "no": "放假"}, validators=[Need("请选上班还是放假")]
    )
    name = StringField("名称", filters=[clean], validators=[AtMost(40)])


class YearForm(HouseForm):
    year = RadioField("哪一年", validators=[Need("请选一年")])
