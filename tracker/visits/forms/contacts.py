"""Forms about contact points (联系点)."""

from typing import Any

from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.township.rules import KEY_LABELS, KeyKind
from tracker.visits.rules import (
    LEVEL_LABELS,
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_PHONE,
    LONGEST_PROMISE,
    LONGEST_REASON,
    TARGET_LABELS,
    Level,
    Target,
)
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean, coerce_to, optional_id

TICKS: dict[str, Any] = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}


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
    target_name = StringField("企业或项目名称", filters=[clean], validators=[AtMost(LONGEST_NAME)])
    since = DateField("从哪天起", validators=[Need("请选从哪天起")])
    basis = StringField("依据文件", filters=[clean], validators=[AtMost(LONGEST_LINE)])
    backup_id = SelectField("AB 岗", coerce=optional_id)


class EndForm(HouseForm):
    until = DateField("到哪天为止", validators=[Need("请选到哪天为止")])


class KeyVillageForm(HouseForm):
    kinds = SelectMultipleField(
        "为什么是重点村", choices=lambda: choices(KEY_LABELS), coerce=coerce_to(KeyKind), **TICKS
    )


class CardForm(HouseForm):
    """What stands on a 联系卡 beside the name and the unit."""

    phone = StringField("工作电话", filters=[clean], validators=[AtMost(LONGEST_PHONE)])
    promise = TextAreaField("我承诺", filters=[clean], validators=[AtMost(LONGEST_PROMISE)])


class IssueForm(HouseForm):
    """Which contact points were given their card on one day."""

    issued_on = DateField("哪天发的", validators=[Need("请选哪天发的")])
    links = SelectMultipleField("发给谁了", **TICKS)


class HandoverForm(HouseForm):
    """From one colleague to another; what goes is ticked."""

    receiver_id = SelectField("交给谁", coerce=optional_id, validators=[Need("请选交给谁")])
    on_day = DateField("从哪天起", validators=[Need("请选从哪天起")])
    reason = StringField(
        "为什么交接", filters=[clean], validators=[Need("请写为什么交接"), AtMost(LONGEST_REASON)]
    )
    picked = SelectMultipleField("移交哪些", validate_choice=False, **TICKS)
