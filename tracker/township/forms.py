"""Forms about the town (单位、工作日、设置)."""

from flask_babel import gettext
from wtforms import BooleanField, DateField, Field, RadioField, StringField

from tracker.township.settings import TownSetting
from tracker.web.forms import AtMost, HouseForm, Need, clean


class WorkdayForm(HouseForm):
    on_date = DateField("哪一天", validators=[Need("请选一天")])
    is_workday = RadioField(
        "这一天", choices={"yes": "上班", "no": "放假"}, validators=[Need("请选上班还是放假")]
    )
    name = StringField("名称", filters=[clean], validators=[AtMost(40)])


class YearForm(HouseForm):
    year = RadioField("哪一年", validators=[Need("请选一年")])


class SettingForm(HouseForm):
    """One setting: a choice or a number; what follows is agreed to with a tick."""

    sure = BooleanField("我看明白了，就这样改", validators=[Need("请先看清改了会怎样，再打钩")])


def setting_form(setting: TownSetting, value: str) -> SettingForm:
    """The form for this setting, showing what holds now."""
    ask: Field = (
        RadioField(
            gettext(setting.label), validators=[Need("请选一个")],
            choices={value: gettext(label) for value, label in setting.choices.items()},
        )
        if setting.choices
        else StringField(
            f"{gettext(setting.label)}（{setting.unit}）", filters=[clean],
            validators=[Need("请填一个数"), AtMost(9)],
        )
    )
    form: type[SettingForm] = type("OneSettingForm", (SettingForm,), {"value": ask})
    return form(value=value)
