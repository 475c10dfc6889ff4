"""Forms across features: the period of a report, and one field of each kind for the page of components."""

from flask import request
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from tracker.excel.report import Period
from tracker.web.forms import AtMost, HouseForm, Need, clean


class ComponentsForm(HouseForm):
    """One field of each kind (/_ui)."""

    what = TextAreaField(
        "发生了什么事？", filters=[clean], validators=[Need("请写下发生了什么事"), AtMost(500)],
        description="照实写，几句话就行",
    )
    place = StringField("在哪里？", filters=[clean], validators=[AtMost(60)])
    village = SelectField("哪个村", choices={"": "不知道", "1": "石门村", "2": "桃源村"})
    when = DateField("哪一天", validators=[Need("请选一天")])
    contact = RadioField(
        "怎么联系您？",
        choices={"open": "留电话", "confidential": "留电话，但请保密", "none": "不留"},
        validators=[Need("请选一个")],
    )
    days = IntegerField("几天", validators=[Optional()])
    read_back = BooleanField("念给他听过了")


class PeriodForm(HouseForm):
    """From when to when a report speaks."""

    start = DateField("从哪一天", validators=[Optional()])
    end = DateField("到哪一天", validators=[Optional()])
    year = IntegerField(
        "或者整个年度", validators=[Optional(), NumberRange(2000, 2100, "年度应写成四位数字")]
    )

    @property
    def wants_look(self) -> bool:
        """先看一看: show the rows of this span, no file."""
        return "look" in request.form

    def period(self) -> Period:
        """The span chosen; a year wins over days."""
        return Period(start=self.start.data, end=self.end.data, year=self.year.data)
