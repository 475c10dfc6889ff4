"""Forms about visits (走访)."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.domain.errors import RuleBroken
from tracker.pictures.forms import PhotoFields
from tracker.problems.rules import (
    AT_REGISTRATION,
    LONGEST_CONTENT,
    LONGEST_NOTE,
    MEANT_LABELS,
    URGENCY_LABELS,
    Meant,
    Urgency,
)
from tracker.visits.rules import (
    KIND_LABELS,
    LONGEST_LINE,
    LONGEST_WORDS,
    MATTERS_A_VISIT,
    MATTERS_SHOWN,
    PURPOSE_LABELS,
    TURN_LABELS,
    Kind,
    Purpose,
    Turn,
)
from tracker.visits.service import Named
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean, coerce_to, optional_id

MENTION = MEANT_LABELS[Meant.MENTION]
"""The tick that is asked for where words name somebody of the staff."""
AT_FIRST = {one: URGENCY_LABELS[one] for one in AT_REGISTRATION}
TICKS: dict[str, Any] = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}


class MatterPart(Form):
    """One box of the visit form; left empty it is nothing."""

    class Meta(HouseForm.Meta):
        """The same Chinese sentences as in the form around it."""

    content = TextAreaField("什么事", filters=[clean], validators=[AtMost(LONGEST_CONTENT)])
    urgency = RadioField(
        "急不急", choices=lambda: choices(AT_FIRST), coerce=coerce_to(Urgency), default=Urgency.USUAL
    )
    turn = RadioField(
        "怎么办", choices=lambda: choices(TURN_LABELS), coerce=coerce_to(Turn), default=Turn.PROBLEM
    )
    item_code = SelectField("要办哪一项", choices=[], default="")
    settled = StringField("怎么解决的", filters=[clean], validators=[AtMost(LONGEST_NOTE)])
    quiet = BooleanField("他不想让人知道是谁说的")
    mention = BooleanField(MENTION)

    def validate_content(self, field: Field) -> None:
        if self.settled.data and not field.data:
            raise StopValidation(gettext("请写下是什么事"))

    @property
    def is_used(self) -> bool:
        return bool(self.content.data or self.settled.data)


class VisitFacts(HouseForm):
    """What a visit says of itself; two answers are needed, the day and the place (ux.md F4)."""

    place = SelectField("去了谁家、哪个村", validators=[Need("请选走访的户，或者选村")])
    visited_on = DateField("哪天去的", validators=[Need("请选走访的日期")])
    kind = RadioField(
        "怎么走访的", choices=lambda: choices(KIND_LABELS), coerce=coerce_to(Kind), default=Kind.HOME
    )
    purposes = SelectMultipleField(
        "去做什么", choices=lambda: choices(PURPOSE_LABELS), coerce=coerce_to(Purpose), **TICKS
    )
    words = TextAreaField("群众原话", filters=[clean], validators=[AtMost(LONGEST_WORDS)])
    mention = BooleanField(MENTION)
    present_count = IntegerField("来了多少人", validators=[Optional()])
    participants = StringField("在场的还有谁", filters=[clean], validators=[AtMost(LONGEST_LINE)])
    companion_ids = SelectMultipleField("一起去的同事", choices=[], coerce=int, **TICKS)
    quick: Sequence[tuple[str, str]] = ()
    """(value, label) of the places that are one tap away."""


class VisitForm(PhotoFields, VisitFacts):
    """A visit with what was heard on it."""

    matters = FieldList(FormField(MatterPart), min_entries=MATTERS_SHOWN, max_entries=MATTERS_A_VISIT)
    visitor_id = SelectField("谁去的", coerce=optional_id)

    def offer_visitors(self, staff: list[tuple[str, str]]) -> None:
        """Only who writes for others is asked who went."""
        if staff:
            self.visitor_id.choices = staff
        else:
            del self.visitor_id

    def offer_turns(self, turns: list[Turn]) -> None:
        """Only the ways that are open to the writer."""
        for part in self.matters:
            part.form.turn.choices = [one for one in choices(TURN_LABELS) if Turn(one[0]) in turns]

    def offer_items(self, items: Sequence[tuple[str, str]]) -> None:
        """(code, name) of the services one of which a matter may become a task of at once."""
        for part in self.matters:
            part.form.item_code.choices = [("", gettext("（先不选）")), *items]

    @property
    def visitor(self) -> int | None:
        """Who went, None for the writer."""
        return self.visitor_id.data if "visitor_id" in self else None

    def used_matters(self) -> list[MatterPart]:
        """The boxes somebody wrote into."""
        return [entry.form for entry in self.matters if entry.form.is_used]

    @property
    def is_told(self) -> bool:
        """Has a box been used? Then they stay open."""
        return bool(self.used_matters() or self.matters.errors or len(self.matters) > MATTERS_SHOWN)

    @property
    def can_grow(self) -> bool:
        return len(self.matters) < MATTERS_A_VISIT

    def grow(self) -> None:
        """再加一件: one box more."""
        if self.can_grow:
            self.matters.append_entry()

    def show(self, broken: RuleBroken) -> None:
        """Of the matters the service counts only those in use: put its word at the very box."""
        for one in broken.doubts if isinstance(broken, Named) else (broken,):
            self._show(one)

    def _show(self, broken: RuleBroken) -> None:
        name, _dash, rest = (broken.field or "").partition("-")
        number, _dash, field = rest.partition("-")
        used = self.used_matters()
        if name == "matters" and number.isdecimal() and int(number) < len(used):
            told = used[int(number)][field]
            told.errors = [*told.errors, gettext(broken.message).format(**broken.params)]
            self.matters.errors = [entry.errors for entry in self.matters]
        else:
            super().show(broken)


class CorrectForm(PhotoFields, VisitFacts):
    without = SelectMultipleField("拿掉哪些照片", choices=[], **TICKS)
    reason = StringField("更正的原因", filters=[clean], validators=[AtMost(LONGEST_LINE)])

