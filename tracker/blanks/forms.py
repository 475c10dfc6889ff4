"""Forms of official forms (表样): the upload, a question for each mark, whom to fill it for."""

from collections.abc import Sequence
from typing import Any, Protocol

from flask_babel import gettext
from wtforms import (
    BooleanField,
    FileField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.blanks.rules import BUNDLE_LABELS, LONGEST_NOTE, LONGEST_TITLE, Bundle
from tracker.web.forms import AtMost, HouseForm, Need, clean

Choices = list[SelectChoice]

def chosen(_form: HouseForm, field: FileField) -> None:
    """A file, and nothing typed in its place."""
    if not getattr(field.data, "filename", ""):
        raise ValidationError(gettext("请选一个文件"))


class UploadForm(HouseForm):
    """A blank form of the county, and what it is filled from."""

    title = StringField("表名", filters=[clean], validators=[Need("请写下表名"), AtMost(LONGEST_TITLE)])
    source = SelectField("从哪里取数", validators=[Need("请选从哪里取数")])
    file = FileField("空白表（.xlsx，最大 5 MB）", validators=[chosen])
    note = StringField("这一版改了什么", filters=[clean], validators=[Optional(), AtMost(LONGEST_NOTE)])


class RenameForm(HouseForm):
    title = StringField("表名", filters=[clean], validators=[Need("请写下表名"), AtMost(LONGEST_TITLE)])


class UseForm(HouseForm):
    """The version that its button names; 0: the form of ours."""

    number = IntegerField("版本", validators=[InputRequired()])


class FillForm(HouseForm):
    """Whom to fill the form for; what may really be seen is asked when the records are read."""

    who = SelectMultipleField(
        "给谁填", validators=[Need("请至少选一个")], validate_choice=False,
        widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
    )
    bundle = RadioField("做成", default=Bundle.SHEETS.value)
    unmasked = BooleanField("不遮姓名、电话、住址（要由另一个人同意）")

    def offer(self, subjects: Sequence[tuple[str, str]], *, may_unmask: bool) -> None:
        self.who.choices = list(subjects)
        self.bundle.choices = [(one.value, gettext(label)) for one, label in BUNDLE_LABELS.items()]
        if not may_unmask:
            del self.unmasked

    @property
    def ids(self) -> tuple[int, ...]:
        """The chosen ones, junk left out, each once."""
        given = [one for one in self.who.data or () if one.isascii() and one.isdecimal() and len(one) < 10]
        return tuple(dict.fromkeys(map(int, given)))

    @property
    def is_unmasked(self) -> bool:
        return bool("unmasked" in self and self.unmasked.data)


class Asked(Protocol):
    """A mark of the form, as the service asks about it."""

    @property
    def mark(self) -> str: ...
    @property
    def field(self) -> str: ...


def field_choice(value: str, label: str, group: str | None = None) -> SelectChoice:
    return SelectChoice(value, label, optgroup=group)


def mark_form(asked: Sequence[Asked], single: Choices, listed: Choices, record: Any) -> HouseForm:
    """A form with one select for each mark, m0, m1 …; marks of a list are offered the fields of lists."""
    fields: dict[str, Any] = {}
    for number, one in enumerate(asked):
        fields[f"m{number}"] = SelectField(
            "{" + one.mark + "}", choices=listed if "." in one.mark else single, validators=[Optional()]
        )
    form_class: type[HouseForm] = type("MarkForm", (HouseForm,), fields)
    return form_class(record=record, **{f"m{number}": one.field for number, one in enumerate(asked)})
