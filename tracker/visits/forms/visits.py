"""Forms about visits (走访)."""

from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from tracker.problems.rules import LONGEST_CONTENT, LONGEST_NOTE, URGENCY_LABELS, Urgency
from tracker.visits.rules import KIND_LABELS, LONGEST_LINE, LONGEST_WORDS, PROBLEMS_A_VISIT, Kind
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean, coerce_to, optional_id


class RaisedPart(Form):
    """One box of the visit form; left empty it is nothing."""

    class Meta(HouseForm.Meta):
        """The same Chinese sentences as in the form around it."""

    content = TextAreaField("什么事", filters=[clean], validators=[AtMost(LONGEST_CONTENT)])
    urgency = RadioField(
        "急不急", choices=lambda: choices(URGENCY_LABELS), coerce=coerce_to(Urgency), default=Urgency.USUAL
    )
    is_settled = BooleanField("我当场解决了")
    settled = StringField("怎么解决的", filters=[clean], validators=[AtMost(LONGEST_NOTE)])


class VisitForm(HouseForm):
    """Two answers are needed: the day and the place (ux.md F4)."""

    visited_on = DateField("哪天去的", validators=[Need("请选走访的日期")])
    place = SelectField("去了谁家、哪个村", validators=[Need("请选走访的户，或者选村")])
    kind = RadioField(
        "怎么走访的", choices=lambda: choices(KIND_LABELS), coerce=coerce_to(Kind), default=Kind.HOME
    )
    words = TextAreaField("群众原话", filters=[clean], validators=[AtMost(LONGEST_WORDS)])
    problems = FieldList(FormField(RaisedPart), min_entries=PROBLEMS_A_VISIT, max_entries=PROBLEMS_A_VISIT)
    participants = StringField("一起去的人", filters=[clean], validators=[AtMost(LONGEST_LINE)])
    visitor_id = SelectField("谁去的", coerce=optional_id)

    def offer_visitors(self, staff: list[tuple[str, str]]) -> None:
        """Only who writes for others is asked who went."""
        if staff:
            self.visitor_id.choices = staff
        else:
            del self.visitor_id

    @property
    def visitor(self) -> int | None:
        """Who went, None for the writer."""
        return self.visitor_id.data if "visitor_id" in self else None

    def problem_parts(self) -> list[RaisedPart]:
        """The boxes somebody wrote into."""
        return [entry.form for entry in self.problems if entry.form.content.data]

    @property
    def is_told(self) -> bool:
        """Has a box been used? Then it stays open."""
        return bool(self.problem_parts() or self.problems.errors)


class CorrectForm(HouseForm):
    visited_on = DateField("哪天去的", validators=[Need("请选走访的日期")])
    place = SelectField("去了谁家、哪个村", validators=[Need("请选走访的户，或者选村")])
    kind = RadioField("怎么走访的", choices=lambda: choices(KIND_LABELS), coerce=coerce_to(Kind))
    words = TextAreaField("群众原话", filters=[clean], validators=[AtMost(LONGEST_WORDS)])
    participants = StringField("一起去的人", filters=[clean], validators=[AtMost(LONGEST_LINE)])
    reason = StringField("更正的原因", filters=[clean], validators=[AtMost(LONGEST_LINE)])
