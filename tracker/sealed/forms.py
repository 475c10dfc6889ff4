"""Forms about accusations (密封件), their keys, other names and relatives."""

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.domain.text import _
from tracker.sealed.rules import HOLDER_LABELS, Holder
from tracker.web.forms import AtMost, HouseForm, Need, clean

RELATIONS = (_("夫妻"), _("父母子女"), _("兄弟姐妹"), _("其他近亲属"))


def _reason(label: str, need: str) -> TextAreaField:
    return TextAreaField(label, filters=[clean], validators=[Need(need), AtMost(500)])


def _ticks(label: str) -> SelectMultipleField:
    return SelectMultipleField(label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())


def _passphrase(label: str, need: str) -> PasswordField:
    return PasswordField(label, validators=[Need(need), AtMost(200)], render_kw={"autocomplete": "off"})


def _person(label: str) -> SelectField:
    return SelectField(label, validators=[Need(_("请选一个人"))])


class UnlockForm(HouseForm):
    next = HiddenField()
    password = _passphrase(_("密封件的口令"), _("请写口令"))


class ConcludeForm(HouseForm):
    reason = _reason(_("处理结果"), _("请写下处理结果"))


class ReleaseForm(HouseForm):
    reason = _reason(_("为什么不是检举控告"), _("请写下理由"))
    password = _passphrase(_("密封件的口令"), _("请写口令"))


class HandUpForm(HouseForm):
    reason = _reason(_("为什么交县里"), _("请写下理由"))
    on = DateField(_("哪天交的"), validators=[Need(_("请写日期"))])
    password = _passphrase(_("密封件的口令"), _("请写口令"))


class SubjectsForm(HouseForm):
    people = _ticks(_("被反映的人"))
    units = _ticks(_("被反映的单位"))
    reason = _reason(_("为什么改"), _("请写下理由"))


class InterferenceForm(HouseForm):
    about = StringField(_("哪一件事（编号）"), filters=[clean], validators=[AtMost(40)])
    whom = StringField(_("谁来干预"), filters=[clean], validators=[Need(_("请写是谁")), AtMost(120)])
    how = TextAreaField(
        _("怎么干预的"), filters=[clean],
        validators=[Need(_("请写下什么时候、怎么说的、要您怎么做")), AtMost(2000)],
    )


class MakeKeyForm(HouseForm):
    password = _passphrase(_("口令"), _("请写口令"))
    password_again = _passphrase(_("口令再写一次"), _("请再写一次"))


class PassphraseForm(HouseForm):
    password_old = _passphrase(_("现在的口令"), _("请写现在的口令"))
    password = _passphrase(_("新口令"), _("请写新口令"))
    password_again = _passphrase(_("新口令再写一次"), _("请再写一次"))


def _written() -> StringField:
    return StringField(
        _("恢复纸上的字"), filters=[clean], validators=[Need(_("请照纸上写")), AtMost(200)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class DrillForm(HouseForm):
    password_written = _written()


class RecoverForm(HouseForm):
    password_written = _written()
    password = _passphrase(_("新口令"), _("请写新口令"))
    password_again = _passphrase(_("新口令再写一次"), _("请再写一次"))


class PutKeyForm(HouseForm):
    holder = SelectField(
        _("谁的公钥"),
        choices={one.value: HOLDER_LABELS[one] for one in (Holder.COUNTY, Holder.ESCROW)},
    )
    line = StringField(_("公钥（整行）"), filters=[clean], validators=[Need(_("请贴上公钥")), AtMost(100)])


class NamesForm(HouseForm):
    user_id = _person(_("谁"))
    words = StringField(_("群众还叫他什么"), filters=[clean], validators=[AtMost(120)])


class RelativesForm(HouseForm):
    user_id = _person(_("谁"))
    relative_id = _person(_("和谁"))
    relation = SelectField(
        _("关系"), choices={**{one: one for one in RELATIONS}, "": _("没有关系，取消")},
    )


class TakeForm(HouseForm):
    is_again = BooleanField(_("以前取过的也再取一次"))
