"""Forms of export (导出): what somebody wants in a file, what for, and the second person's word."""

from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Optional, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.excel.period import Period
from tracker.exports.rules import LONGEST_PURPOSE, Choice
from tracker.web.forms import AtMost, HouseForm, Need, clean

FIRST_YEAR, LAST_YEAR = 2000, 2100


def _four_digits(_form: HouseForm, field: IntegerField) -> None:
    """One sentence, whether it is no number or no year of these."""
    if field.data is None or not FIRST_YEAR <= field.data <= LAST_YEAR:
        field.errors[:] = []
        raise StopValidation(gettext("年度请写成四位数字，例如 2026"))


class ReportForm(HouseForm):
    """Span, scope, columns and sheets of one report; what the address says stands in it."""

    start = DateField("从哪一天", validators=[Optional()])
    end = DateField("到哪一天", validators=[Optional()])
    year = IntegerField("或者整个年度", validators=[Optional(), _four_digits])
    unit = SelectField("范围", validators=[Optional()])
    split = SelectField("总表后面再分成几张", validators=[Optional()])
    columns = SelectMultipleField(
        "要哪些列", widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    unmasked = BooleanField("不遮姓名、电话（要由另一个人同意）")

    def validate_end(self, field: DateField) -> None:
        if field.data and self.start.data and field.data < self.start.data:
            raise ValidationError(gettext("结束的一天早于开始的一天"))

    @property
    def wants_look(self) -> bool:
        """先看一看: show the rows of this span, no file."""
        return "look" in request.form

    def offer(
        self, *, units: list[tuple[str, str]], splits: list[str], columns: list[tuple[str, str]],
        may_unmask: bool,
    ) -> None:
        """What this report and this person can choose from."""
        self.unit.choices = [("", gettext("全部")), *units]
        each = [(one, gettext("每个%(what)s一张", what=one)) for one in splits]
        self.split.choices = [("", gettext("不分，只要一张总表")), *each]
        self.columns.choices = columns
        for name, wanted in (("unit", units), ("split", splits), ("unmasked", may_unmask)):
            if not wanted:
                del self[name]

    def read_address(self, args: MultiDict[str, str], **otherwise: date) -> None:
        """Fill in what the address says; what it says wrongly is as if it were not there. `otherwise`:
        the span (start, end) where it says none."""
        for field in self.asked_fields():
            field.process(args if field.short_name in args else None)
            if not field.validate(self):
                field.process(None)
                field.errors = ()
        said = [one for one in (self.start, self.end, self.year) if one.short_name in args]
        is_backwards = self.start.data and self.end.data and self.end.data < self.start.data
        if is_backwards or not any(one.data or not args[one.short_name] for one in said):
            self.start.process(None, otherwise.get("start"))
            self.end.process(None, otherwise.get("end"))

    def period(self) -> Period:
        """The span chosen; a year wins over days."""
        unit = (self.unit.data or "") if "unit" in self else ""
        names = dict(self.unit.choices) if unit else {}
        return Period(
            start=self.start.data, end=self.end.data, year=self.year.data, unit=unit,
            unit_name=str(names.get(unit, "")),
        )

    def choice(self) -> Choice:
        """All columns ticked is the same as none ticked: the report as it is declared."""
        every = [key for key, _title in self.columns.choices]
        ticked = tuple(key for key in every if key in (self.columns.data or ()))
        return Choice(
            columns=() if len(ticked) == len(every) else ticked,
            split=(self.split.data or "") if "split" in self else "",
            is_unmasked=bool("unmasked" in self and self.unmasked.data),
        )

    def address(self) -> dict[str, Any]:
        """The same choice as the address of a page; days left open stand in it as empty."""
        choice = self.choice()
        found: dict[str, Any] = {
            "year": self.year.data, "unit": self.period().unit, "split": choice.split,
            "columns": list(choice.columns), "unmasked": "y" if choice.is_unmasked else "",
        }
        days = {"start": self.start.data or "", "end": self.end.data or ""}
        return {**days, **{name: value for name, value in found.items() if value}}


class PurposeForm(HouseForm):
    """What a file is for."""

    purpose = StringField(
        "做什么用？", filters=[clean],
        validators=[Need("请写清楚做什么用"), AtMost(LONGEST_PURPOSE)],
        description="会印在每一页的页眉，也记进导出登记，例如：报县委组织部季度汇总",
    )


class RefuseForm(HouseForm):
    """Why the second person does not agree."""

    reason = StringField(
        "为什么不同意？", filters=[clean], validators=[Need("请写明为什么不同意"), AtMost(200)]
    )
