"""Forms about households (户): why somebody looks, what changed, which of two values holds."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext
from wtforms import Field, Form, RadioField, SelectMultipleField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.households import rules
from tracker.households.rules import CARE_LABELS, LONGEST_REASON, Verdict
from tracker.households.rules.facts import Value
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean, coerce_to

TICKS: dict[str, Any] = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
NOTHING = (_("无"), _("没有"))
"""Written into a field whose present answer is not shown: there is none any more."""


class Reads:
    """What was typed can be read; else the sentence of the rule, at its field."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        self.read = read

    def __call__(self, form: Form, field: Field) -> None:
        try:
            self.read(field.data or "")
        except RuleBroken as broken:
            raise ValidationError(gettext(broken.message).format(**broken.params)) from broken


def _or_nothing(read: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: "" if text in NOTHING else read(text)


class UnmaskForm(HouseForm):
    reason = StringField(
        "为什么要看", filters=[clean], validators=[Need("请写下为什么要看"), AtMost(LONGEST_REASON)]
    )


class FactsForm(HouseForm):
    """改户情. What lists hide is not shown here either: those fields start empty, and empty changes nothing.

    Their names are not those of the columns: the page of a conflict shows only fields the record has.
    """

    head = StringField(
        "户主姓名", filters=[clean], validators=[Reads(lambda text: text and rules.head_of(text))]
    )
    telephone = StringField("电话", filters=[clean], validators=[Reads(_or_nothing(rules.phone_of))])
    home = StringField("住址", filters=[clean], validators=[Reads(_or_nothing(rules.address_of))])
    group_name = StringField(
        "组", filters=[clean], validators=[Reads(lambda text: rules.group_label(text, ""))]
    )
    people = StringField("人口数", filters=[clean], validators=[Reads(rules.people_of)])
    cares = SelectMultipleField("类别", choices=lambda: choices(CARE_LABELS), **TICKS)

    def facts(self, word: str) -> dict[str, Value]:
        """What was said, each fact in its one spelling; `word`: what people here call a group."""
        said: dict[str, Value] = {
            "group_name": rules.group_label(self.group_name.data or "", word),
            "people_count": rules.people_of(self.people.data or ""),
            "care_codes": rules.codes_of(self.cares.data or []),
        }
        hidden = {"phone": (self.telephone, rules.phone_of), "address": (self.home, rules.address_of)}
        for name, (field, read) in hidden.items():
            if field.data:
                said[name] = None if field.data in NOTHING else read(field.data)
        if self.head.data:
            said["head_name"] = rules.head_of(self.head.data)
        return said


class SettleForm(HouseForm):
    verdict = RadioField("用哪一个", coerce=coerce_to(Verdict), validators=[Need("请选用哪一个")])
