"""One field of each kind, for the page of components."""

from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

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
