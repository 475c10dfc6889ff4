"""Forms about problems (问题): each move has its own."""

from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField

from tracker.problems.rules import (
    CONFIRMER_LABELS,
    LONGEST_CATEGORY,
    LONGEST_CONTENT,
    LONGEST_NOTE,
    SOURCE_LABELS,
    URGENCY_LABELS,
    Confirmer,
    Source,
    Urgency,
)
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean, coerce_to, optional_id


class ProblemForm(HouseForm):
    place = SelectField("哪个村", validators=[Need("请选是哪个村的事")])
    content = TextAreaField(
        "要解决什么事", filters=[clean], validators=[Need("请写下要解决什么事"), AtMost(LONGEST_CONTENT)]
    )
    source = RadioField(
        "从哪里来的", choices=lambda: choices(SOURCE_LABELS), coerce=coerce_to(Source), default=Source.VISIT,
        validators=[Need("请选问题从哪里来")],
    )
    urgency = RadioField(
        "急不急", choices=lambda: choices(URGENCY_LABELS), coerce=coerce_to(Urgency), default=Urgency.USUAL,
        validators=[Need("请选急不急")],
    )
    category = StringField("类别", filters=[clean], validators=[AtMost(LONGEST_CATEGORY)])


class AssignForm(HouseForm):
    assignee = SelectField("交给谁", validators=[Need("请选交给谁办")])
    promised_on = DateField("哪天前解决", validators=[Need("请选哪天前解决")])
    measure = TextAreaField("怎么办", filters=[clean], validators=[AtMost(LONGEST_NOTE)])
    leader_id = SelectField("责任领导", coerce=optional_id)

    @property
    def post(self) -> tuple[int, str]:
        """(user id, unit code) of the chosen post: one choice says who and in which office."""
        user_id, _at, unit_code = str(self.assignee.data).partition("@")
        return int(user_id), unit_code


class ProgressForm(HouseForm):
    text = TextAreaField(
        "办到哪一步了", filters=[clean], validators=[Need("请写下办到哪一步了"), AtMost(LONGEST_NOTE)]
    )


class ResultForm(HouseForm):
    result = TextAreaField(
        "怎么解决的", filters=[clean], validators=[Need("请写下是怎么解决的"), AtMost(LONGEST_NOTE)]
    )


class CheckForm(HouseForm):
    text = TextAreaField("看到的情况", filters=[clean], validators=[AtMost(LONGEST_NOTE)])


class StrikeOffForm(HouseForm):
    confirmed_by = RadioField(
        "谁确认解决了", choices=lambda: choices(CONFIRMER_LABELS), coerce=coerce_to(Confirmer),
        validators=[Need("请选是谁确认的")],
    )
    confirmed_on = DateField("哪天确认的", validators=[Need("请选哪天确认的")])
    confirmed_words = TextAreaField("他怎么说", filters=[clean], validators=[AtMost(LONGEST_NOTE)])


class RehangForm(HouseForm):
    reason = TextAreaField(
        "哪里还没解决", filters=[clean], validators=[Need("请写下哪里还没解决"), AtMost(LONGEST_NOTE)]
    )
