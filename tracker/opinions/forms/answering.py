"""答复: the draft, sending it back, templates, and what higher organs decided about it."""

from flask_babel import gettext
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField

from tracker.domain.text import _
from tracker.opinions.forms.fields import line_field, text_field
from tracker.opinions.rules import OUTCOME_LABELS, STREAM_LABELS, VERDICT_LABELS, Stream
from tracker.opinions.rules.answering import needs_basis, outcomes_of
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean

BASIS_LENGTH = 200


class DraftForm(HouseForm):
    """拟答复. `of` fits the outcomes to the stream."""

    has_read = BooleanField(_("已看过群众原话"), validators=[Need(_("请先看群众原话，看过再勾选"))])
    outcome = RadioField(_("办理结果"), validators=[Need(_("请选办理结果"))])
    answer = text_field(_("答复"), _("请写下给群众的答复"))
    basis = line_field(_("依据"), BASIS_LENGTH)

    def of(self, stream: Stream | None) -> "DraftForm":
        self.outcome.choices = choices({one: OUTCOME_LABELS[one] for one in outcomes_of(stream)})
        self.is_basis_needed = needs_basis(stream)
        return self


class SendBackForm(HouseForm):
    reason = TextAreaField(
        _("哪里要改"), filters=[clean], validators=[Need(_("请写下哪里要改")), AtMost(500)]
    )


class TemplateForm(HouseForm):
    """答复模板."""

    name = StringField(_("名称"), filters=[clean], validators=[Need(_("请给模板起个名字")), AtMost(60)])
    stream = SelectField(
        _("用在哪一类事"),
        choices=lambda: [("", gettext("都能用")), *choices(STREAM_LABELS)], default="",
    )
    text = text_field(_("答复的文字"), _("请写下模板的文字"))
    basis = line_field(_("依据"), BASIS_LENGTH)
    is_active = BooleanField(_("在用"), default=True)


class AskReviewForm(HouseForm):
    organ = StringField(
        _("哪个机关复查或复核"), filters=[clean], validators=[Need(_("请写下机关的名称")), AtMost(60)]
    )
    asked_on = DateField(_("本人哪一天申请的"), validators=[Need(_("请选一天"))])


class RecordReviewForm(HouseForm):
    verdict = RadioField(
        _("结果"), choices=lambda: choices(VERDICT_LABELS), validators=[Need(_("请选结果"))]
    )
    decided_on = DateField(_("哪一天作出的"), validators=[Need(_("请选一天"))])
    finding = TextAreaField(_("意见的要点"), filters=[clean], validators=[AtMost(500)])
