"""Forms about people (人员): sign-in, password, account list."""

from wtforms import PasswordField, StringField

from tracker.people.rules import LONGEST_PASSWORD
from tracker.web.forms import AtMost, HouseForm, Need, clean


class SignInForm(HouseForm):
    login = StringField("登录名", filters=[clean], validators=[Need("请写下您的登录名"), AtMost(40)])
    password = PasswordField("密码", validators=[Need("请写下密码"), AtMost(LONGEST_PASSWORD)])


class PasswordForm(HouseForm):
    old = PasswordField("原密码", validators=[Need("请写下现在用的密码"), AtMost(LONGEST_PASSWORD)])
    password = PasswordField("新密码", validators=[Need("请写下新密码")])
