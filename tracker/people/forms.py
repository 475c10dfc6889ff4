"""Forms about people (人员): sign-in, password, account list, leave."""

from wtforms import DateField, PasswordField, RadioField, SelectField, StringField

from tracker.people.rules import LEAVE_LABELS, LONGEST_PASSWORD, LeaveKind
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean, coerce_to, optional_id


class SignInForm(HouseForm):
    login = StringField("登录名", filters=[clean], validators=[Need("请写下您的登录名"), AtMost(40)])
    password = PasswordField("密码", validators=[Need("请写下密码"), AtMost(LONGEST_PASSWORD)])


class PasswordForm(HouseForm):
    old = PasswordField("原密码", validators=[Need("请写下现在用的密码"), AtMost(LONGEST_PASSWORD)])
    password = PasswordField("新密码", validators=[Need("请写下新密码")])


class LeaveForm(HouseForm):
    user_id = SelectField("谁", coerce=optional_id, validators=[Need("请选是谁")])
    since = DateField("第一天", validators=[Need("请选第一天")])
    until = DateField("最后一天", validators=[Need("请选最后一天")])
    kind = RadioField(
        "哪种假", choices=lambda: choices(LEAVE_LABELS), coerce=coerce_to(LeaveKind),
        default=LeaveKind.ANNUAL, validators=[Need("请选哪种假")],
    )


class BackForm(HouseForm):
    back_on = DateField("哪天回来上班", validators=[Need("请选哪天回来上班")])
