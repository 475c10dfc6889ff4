"""Behind the receipt (查进度): the code, supplement, answer, withdrawal, rating, 重办, retaliation."""

from flask_babel import gettext
from wtforms import Field, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import StopValidation

from tracker.domain.text import _
from tracker.opinions.forms.aftercare import agrees_choices
from tracker.opinions.forms.fields import line_field, text_field
from tracker.opinions.rules import LONGEST_TEXT, SATISFACTION_LABELS, SOLVED_LABELS
from tracker.pictures.forms import PhotoFields
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean


class CodeForm(HouseForm):
    code = StringField(
        _("20 位查询码"), filters=[clean], validators=[Need(_("请填 20 位查询码")), AtMost(60)]
    )


class SupplementForm(PhotoFields, HouseForm):
    """Words, photographs or both."""

    text = TextAreaField(_("有什么要补充的？"), filters=[clean], validators=[AtMost(LONGEST_TEXT)])

    def validate_text(self, field: Field) -> None:
        if not field.data and not self.blobs():
            raise StopValidation(gettext("请写下要补充的情况，或者放一张照片"))


class AnswerForm(PhotoFields, HouseForm):
    """What the handler asked, answered."""

    text = text_field(_("您的回答"), _("请写下您的回答"))


class ConsentForm(HouseForm):
    """One press: yes, or no for taking it back."""

    may_publish = HiddenField()


class RateForm(HouseForm):
    """The article's own three things and 解决了没有, nothing chosen beforehand (domain.md 8.2)."""

    solved = RadioField(
        _("问题解决了没有？"), choices=lambda: choices(SOLVED_LABELS), validators=[Need(_("请选解决了没有"))]
    )
    satisfaction = RadioField(
        _("满意不满意？"), choices=lambda: choices(SATISFACTION_LABELS),
        validators=[Need(_("请选一个，满意不满意都行"))],
    )
    agrees = RadioField(_("这样办，您答应不答应？"), choices=agrees_choices, validate_choice=False)
    feeling = line_field(_("高兴不高兴？说一句"), 100)


class ReopenForm(HouseForm):
    reason = TextAreaField(
        _("哪里还没有解决？"), filters=[clean], validators=[Need(_("请写下哪里还没有解决")), AtMost(500)]
    )


class RetaliationForm(HouseForm):
    text = text_field(_("发生了什么事？"), _("请写下发生了什么事"))
    whom = line_field(_("是谁为难您？"))
