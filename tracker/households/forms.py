"""Forms about households (户)."""

from wtforms import StringField

from tracker.households.rules import LONGEST_REASON
from tracker.web.forms import AtMost, HouseForm, Need, clean


class UnmaskForm(HouseForm):
    reason = StringField(
        "为什么要看", filters=[clean], validators=[Need("请写下为什么要看"), AtMost(LONGEST_REASON)]
    )
