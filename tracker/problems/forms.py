"""Forms about problems (问题): each move has its own."""

from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from tracker.domain.text import _
from tracker.opinions.rules import CONTACT_CHOICES, Contact
from tracker.problems.rules import (
    AT_REGISTRATION,
    CONFIRMER_LABELS,
    HOW_LABELS,
    LONGEST_CATEGORY,
    LONGEST_CONTENT,
    LONGEST_NOTE,
    MEANT_LABELS,
    SOURCE_LABELS,
    URGENCY_HINTS,
    URGENCY_LABELS,
    Confirmer,
    How,
    Meant,
    Source,
    Urgency,
)
from tracker.web.forms import AtMost, HouseForm, Need, choices, clean, coerce_to, optional_id

LONGEST_NAME, LONGEST_TITLE = 40, 60


def at_registration() -> list[tuple[str, str]]:
    """快 or not: all that is asked of who registers it."""
    return choices({one: URGENCY_LABELS[one] for one in AT_REGISTRATION})


def at_assignment() -> list[tuple[str, str]]:
    """快、动、静, each with what it means."""
    return choices({one: f"{URGENCY_LABELS[one]}：{told}" for one, told in URGENCY_HINTS.items()})


def some_text(label: str, need: str = "", most: int = LONGEST_NOTE) -> TextAreaField:
    """A few sentences; `need`: the question put again, empty when it may stay empty."""
    return TextAreaField(label, filters=[clean], validators=[*([Need(need)] if need else []), AtMost(most)])


def meant_field() -> RadioField:
    """Asked only of words that name somebody of the staff."""
    return RadioField(
        _("提到的干部"), choices=lambda: choices(MEANT_LABELS), coerce=coerce_to(Meant),
        validators=[Optional()], validate_choice=False,
    )


class ProblemForm(HouseForm):
    place = SelectField(_("哪个村"), validators=[Need(_("请选是哪个村的事"))])
    content = some_text(_("要解决什么事"), _("请写下要解决什么事"), LONGEST_CONTENT)
    source = RadioField(
        _("从哪里来的"), choices=lambda: choices(SOURCE_LABELS), coerce=coerce_to(Source),
        default=Source.VISIT, validators=[Need(_("请选问题从哪里来"))],
    )
    urgency = RadioField(
        _("急不急"), choices=at_registration, coerce=coerce_to(Urgency), default=Urgency.USUAL,
        validators=[Need(_("请选急不急"))],
    )
    category = StringField(_("类别"), filters=[clean], validators=[AtMost(LONGEST_CATEGORY)])
    meant = meant_field()


class AssignForm(HouseForm):
    assignee = SelectField(_("交给谁"), validators=[Need(_("请选交给谁办"))])
    promised_on = DateField(_("哪天前解决"), validators=[Need(_("请选哪天前解决"))])
    urgency = RadioField(
        _("快、动、静"), choices=at_assignment, coerce=coerce_to(Urgency),
        validators=[Need(_("请选快、动、静"))],
    )
    measure = some_text(_("怎么办"))
    leader_id = SelectField(_("责任领导"), coerce=optional_id)

    @property
    def post(self) -> tuple[int, str]:
        """(user id, unit code) of the chosen post: one choice says who and in which office."""
        user_id, _at, unit_code = str(self.assignee.data).partition("@")
        return int(user_id), unit_code


class ProgressForm(HouseForm):
    text = some_text(_("办到哪一步了"), _("请写下办到哪一步了"))
    measure = some_text(_("怎么办"))


class ResultForm(HouseForm):
    result = some_text(_("怎么解决的"), _("请写下是怎么解决的"))


class CheckForm(HouseForm):
    text = some_text(_("看到的情况"))


class StrikeOffForm(HouseForm):
    confirmed_by = RadioField(
        _("谁确认解决了"), choices=lambda: choices(CONFIRMER_LABELS), coerce=coerce_to(Confirmer),
        validators=[Need(_("请选是谁确认的"))],
    )
    confirmed_how = RadioField(
        _("怎么问的"), choices=lambda: choices(HOW_LABELS), coerce=coerce_to(How), default=How.PHONE,
        validators=[Need(_("请选怎么问的"))],
    )
    asked_by = SelectField(_("谁去问的"), coerce=optional_id, validators=[Need(_("请选是谁去问的"))])
    confirmed_on = DateField(_("哪天确认的"), validators=[Need(_("请选哪天确认的"))])
    confirmed_words = some_text(_("他怎么说"))


class RehangForm(HouseForm):
    reason = some_text(_("哪里还没解决"), _("请写下哪里还没解决"))


class DeferForm(HouseForm):
    until = DateField(_("哪一天再看"), validators=[Need(_("请选哪一天再看"))])
    reason = some_text(_("为什么要缓"), _("请写下为什么要缓"))
    told = some_text(_("怎么跟群众说的"), _("请写下怎么跟群众说的"))


class RefuseForm(HouseForm):
    answer = some_text(_("为什么不批"), _("请写下为什么不批"))


class WhistleForm(HouseForm):
    departments = some_text(_("叫哪些部门"), _("请写叫哪个部门来"), 400)
    text = some_text(_("请他们来办什么"), _("请写请他们来办什么"))


class DepartmentForm(HouseForm):
    """Which of the departments that were called."""

    whistle_id = RadioField(_("哪个部门"), coerce=optional_id, validators=[Need(_("请选是哪个部门"))])


class ArriveForm(DepartmentForm):
    arrived_on = DateField(_("哪天到的"), validators=[Need(_("请选哪天到的"))])


class EndWhistleForm(DepartmentForm):
    result = some_text(_("结果怎样"), _("请写下结果怎样，没有人来也写明"))


class MeetingForm(HouseForm):
    met_on = DateField(_("哪天开的会"), validators=[Need(_("请选哪天开的会"))])
    decision = some_text(_("会议定了什么"), _("请照会议纪要写会议定了什么"))


class ToOpinionForm(HouseForm):
    title = StringField(_("事由"), filters=[clean], validators=[AtMost(LONGEST_TITLE)])
    category_id = SelectField(_("类别"), coerce=optional_id)
    contact = RadioField(
        _("他留不留电话"), choices=lambda: choices(CONTACT_CHOICES), coerce=coerce_to(Contact),
        validators=[Need(_("请选他留不留电话"))],
    )
    name = StringField(_("姓名"), filters=[clean], validators=[AtMost(LONGEST_NAME)])
    phone = StringField(_("电话"), filters=[clean], validators=[AtMost(LONGEST_NAME)])


class ToTaskForm(HouseForm):
    item_code = SelectField(_("哪个事项"), validators=[Need(_("请选是哪个事项"))])
    applicant = StringField(_("谁要办"), filters=[clean], validators=[AtMost(LONGEST_NAME)])
    phone = StringField(_("电话"), filters=[clean], validators=[AtMost(LONGEST_NAME)])

