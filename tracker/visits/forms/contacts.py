"""Forms about contact points (联系点)."""

from wtforms import DateField, RadioField, SelectField, StringField

from tracker.visits.rules import LEVEL_LABELS, LONGEST_LINE, TARGET_LABELS, Level, Target
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean, coerce_to, optional_id


class ContactForm(HouseForm):
    """One village at a time: its households stand in the list to choose from."""

    assignee_id = SelectField("联系干部", coerce=optional_id, validators=[Need("请选联系干部")])
    level = RadioField(
        "级别", choices=lambda: choices(LEVEL_LABELS), coerce=coerce_to(Level), default=Level.STAFF,
        validators=[Need("请选级别")],
    )
    target = RadioField(
        "联系什么", choices=lambda: choices(TARGET_LABELS), coerce=coerce_to(Target), default=Target.VILLAGE,
        validators=[Need("请选联系什么")],
    )
    household_id = SelectField("哪一户", coerce=optional_id)
    target_name = StringField("企业或项目名称", filters=[clean], validators=[AtMost(80)])
    since = DateField("从哪天起", validators=[Need("请选从哪天起")])
    basis = StringField("依据文件", filters=[clean], validators=[AtMost(LONGEST_LINE)])
    backup_id = SelectField("AB 岗", coerce=optional_id)


class EndForm(HouseForm):
    until = DateField("到哪天为止", validators=[Need("请选到哪天为止")])
