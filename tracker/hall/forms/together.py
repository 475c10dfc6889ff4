"""Forms of 代办 and 移交: mandate, originals, steps at the county, who takes a task over."""

from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional

from tracker.domain.text import _
from tracker.hall.forms.tasks import TICKS
from tracker.hall.rules import LONGEST_COUNTY, MANDATE_LABELS, MandateKind
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean, coerce_to, optional_id


class MandateForm(HouseForm):
    """How the resident said it, and who runs the errand."""

    kind = RadioField(
        _("本人怎么委托的"), coerce=coerce_to(MandateKind), validators=[Need("请选本人怎么委托的")]
    )
    mandate_on = DateField(_("哪天签的委托书"), validators=[Optional()], description=_("没签就不填"))
    agent_id = SelectField(_("谁来代办"), coerce=optional_id, validators=[Need("请选谁来代办")])

    def offer(self, agents: list[tuple[str, str]]) -> None:
        self.kind.choices = choices(MANDATE_LABELS)
        self.agent_id.choices = [("", _("请选")), *agents]


class OriginalForm(HouseForm):
    """Which originals: those of the guide, or one more by its name."""

    names = SelectMultipleField(_("收了哪些原件"), **TICKS)
    more = StringField(_("指南以外的一件，写明名称"), filters=[clean], validators=[AtMost(60)])
    copies = IntegerField(
        _("每样几份"), default=1,
        validators=[Need("请写每样几份"), NumberRange(1, 20, _("应在 1 到 20 份之间"))],
    )

    def offer(self, names: list[str]) -> None:
        self.names.choices = [(name, name) for name in names]
        if not names:
            del self.names

    @property
    def all_names(self) -> list[str]:
        ticked = self.names.data if "names" in self else []
        return [*ticked, *([self.more.data] if self.more.data else [])]


class ReturnForm(HouseForm):
    original_ids = SelectMultipleField(_("交还了哪些原件"), coerce=int, **TICKS)

    def offer(self, originals: list[tuple[int, str]]) -> None:
        self.original_ids.choices = originals
        if not originals:
            del self.original_ids

    @property
    def given_back(self) -> list[int]:
        return self.original_ids.data if "original_ids" in self else []


class HandBackForm(ReturnForm):
    """The result in the resident's hands."""

    returned_to = StringField(
        _("谁签收的"), filters=[clean], validators=[Need("请写谁签收的，例如本人、家属王强"), AtMost(40)]
    )


class ReportUpForm(HouseForm):
    """One step at a department of the county."""

    department = StringField(
        _("送到哪个部门"), filters=[clean], validators=[Need("请写送到哪个部门，例如县民政局"), AtMost(80)]
    )
    what = StringField(
        _("办什么"), filters=[clean], validators=[Need("请写在那里办什么，例如审核"), AtMost(200)]
    )
    sent_on = DateField(_("哪天送去的"), validators=[Need("请选哪天送去的")])
    taken_by = StringField(_("对方谁收的（知道就写）"), filters=[clean], validators=[AtMost(40)])
    promised_workdays = IntegerField(
        _("对方答应几个工作日办好（没说就不填）"),
        validators=[Optional(), NumberRange(0, LONGEST_COUNTY, _("应在 0 到 400 个工作日之间"))],
    )


class BringBackForm(HouseForm):
    step_id = SelectField(_("哪个部门办回来了"), coerce=optional_id, validators=[Need("请选是哪个部门")])
    back_on = DateField(_("哪天办回来的"), validators=[Need("请选哪天办回来的")])
    result = StringField(
        _("办成什么样"), filters=[clean], validators=[Need("请写办成什么样，例如审核通过"), AtMost(200)]
    )

    def offer(self, steps: list[tuple[str, str]]) -> None:
        self.step_id.choices = steps


class OfferForm(HouseForm):
    receiver = SelectField(_("交给谁"), validators=[Need("请选交给谁")])
    reason = TextAreaField(
        _("为什么交给他"), filters=[clean], validators=[Need("请写为什么交给他"), AtMost(500)]
    )

    def offer(self, receivers: list[tuple[str, str]]) -> None:
        self.receiver.choices = [("", _("请选")), *receivers]


class ReturnOfferForm(HouseForm):
    answer = TextAreaField(
        _("为什么退回"), filters=[clean], validators=[Need("请写为什么退回"), AtMost(500)]
    )
