"""办理 page by page: 交办, 指派, 联系本人, 退单, 移交, 吹哨."""

from collections.abc import Callable

from flask_babel import gettext as _

from tracker.domain import clock
from tracker.opinions import queries, service
from tracker.opinions.forms.moves import (
    ArriveForm,
    AssignForm,
    EndWhistleForm,
    HandOverForm,
    ReasonForm,
    ReturnForm,
    RouteForm,
    WhistleForm,
)
from tracker.opinions.models import Opinion, Whistle
from tracker.opinions.rules import RequestKind
from tracker.opinions.views.frame import Answer, bp
from tracker.opinions.views.move import asked_for, move_page, with_reason
from tracker.web.forms import HouseForm, PressForm
from tracker.web.guard import current_actor, page


@bp.route("/<ref>/route", methods=["GET", "POST"])
@page("opinion.route")
def route(ref: str) -> Answer:
    def make(opinion: Opinion) -> HouseForm:
        form = RouteForm(record=opinion, office_code=_wanted_office(opinion))
        form.office_code.choices = queries.office_choices(opinion)
        form.assignee_id.choices = [("", _("由部门负责人指派")), *queries.handlers_in_town(opinion)]
        return form

    def deed(opinion: Opinion, form: RouteForm) -> None:
        service.route(
            current_actor, opinion, office_code=form.office_code.data, assignee_id=form.assignee_id.data
        )

    return move_page("route", ref, make, deed, _("已交办"))


def _wanted_office(opinion: Opinion) -> str | None:
    """The office that whoever sent it back had proposed."""
    back = [one for one in opinion.requests if one.kind is RequestKind.RETURN and one.is_agreed]
    return back[-1].office_code if back else None


@bp.route("/<ref>/assign", methods=["GET", "POST"])
@page("opinion.assign")
def assign(ref: str) -> Answer:
    def make(opinion: Opinion) -> HouseForm:
        form = AssignForm(record=opinion)
        form.assignee_id.choices = queries.handler_choices(opinion, opinion.unit_code)
        return form

    def deed(opinion: Opinion, form: AssignForm) -> None:
        service.assign(current_actor, opinion, assignee_id=form.assignee_id.data)

    return move_page("assign", ref, make, deed, _("已指派"))


@bp.route("/<ref>/contact", methods=["GET", "POST"])
@page("opinion.contact")
def contact(ref: str) -> Answer:
    def deed(opinion: Opinion, form: ReasonForm) -> None:
        service.contact(current_actor, opinion, text=form.reason.data)

    make = with_reason(_("怎么联系的，说了什么"), _("请写怎么联系的，说了什么"))
    return move_page("contact", ref, make, deed, _("记下了，答复的期限照走"))


@bp.route("/<ref>/return", methods=["GET", "POST"])
@page("opinion.return_unit")
def return_unit(ref: str) -> Answer:
    def make(opinion: Opinion) -> HouseForm:
        form = ReturnForm(opinion, office_code="")
        form.office_code.choices = [("", _("不清楚")), *_other_offices(opinion)]
        return form

    def deed(opinion: Opinion, form: ReturnForm) -> None:
        service.return_unit(
            current_actor, opinion, reason=form.reason.data, office_code=form.office_code.data or None
        )

    return move_page("return_unit", ref, make, deed, _("已申请退单，受理员 24 小时内定"))


def _other_offices(opinion: Opinion) -> list[tuple[str, str]]:
    return [one for one in queries.office_choices(opinion) if one[0] != opinion.unit_code]


@bp.route("/<ref>/allow_return", methods=["GET", "POST"])
@page("opinion.allow_return")
def allow_return(ref: str) -> Answer:
    def deed(opinion: Opinion, _form: PressForm) -> None:
        service.allow_return(current_actor, opinion)

    return move_page(
        "allow_return", ref, PressForm, deed, _("已同意退单，请改派"), more=asked_for(RequestKind.RETURN)
    )


@bp.route("/<ref>/refuse_return", methods=["GET", "POST"])
@page("opinion.refuse_return")
def refuse_return(ref: str) -> Answer:
    def deed(opinion: Opinion, form: ReasonForm) -> None:
        service.refuse_return(current_actor, opinion, answer=form.reason.data)

    return move_page(
        "refuse_return", ref, ReasonForm, deed, _("没有同意退单，仍由原部门办"),
        more=asked_for(RequestKind.RETURN),
    )


@bp.route("/<ref>/hand_over", methods=["GET", "POST"])
@page("opinion.hand_over")
def hand_over(ref: str) -> Answer:
    def make(opinion: Opinion) -> HouseForm:
        form = HandOverForm(opinion, office_code="")
        form.office_code.choices = _other_offices(opinion)
        return form

    def deed(opinion: Opinion, form: HandOverForm) -> None:
        service.hand_over(
            current_actor, opinion, office_code=form.office_code.data, reason=form.reason.data
        )

    return move_page("hand_over", ref, make, deed, _("等那边的负责人接手；接手以前仍由本部门负责"))


@bp.route("/<ref>/take_over", methods=["GET", "POST"])
@page("opinion.take_over")
def take_over(ref: str) -> Answer:
    def deed(opinion: Opinion, _form: PressForm) -> None:
        service.take_over(current_actor, opinion)

    more = asked_for(RequestKind.HAND_OVER)
    return move_page("take_over", ref, PressForm, deed, _("已接手，请指派承办人"), more=more)


@bp.route("/<ref>/refuse_over", methods=["GET", "POST"])
@page("opinion.refuse_over")
def refuse_over(ref: str) -> Answer:
    def deed(opinion: Opinion, form: ReasonForm) -> None:
        service.refuse_over(current_actor, opinion, answer=form.reason.data)

    more = asked_for(RequestKind.HAND_OVER)
    return move_page("refuse_over", ref, ReasonForm, deed, _("没有接，还由原部门办"), more=more)


@bp.route("/<ref>/whistle", methods=["GET", "POST"])
@page("opinion.whistle")
def whistle(ref: str) -> Answer:
    def deed(opinion: Opinion, form: WhistleForm) -> None:
        service.whistle(
            current_actor, opinion, departments=(form.departments.data or "").splitlines(),
            text=form.text.data,
        )

    def make(opinion: Opinion) -> HouseForm:
        return WhistleForm(record=opinion, text="")

    return move_page("whistle", ref, make, deed, _("吹哨记下了，到场和结果请接着记"))


@bp.route("/<ref>/arrive", methods=["GET", "POST"])
@page("opinion.arrive")
def arrive(ref: str) -> Answer:
    def make(opinion: Opinion) -> HouseForm:
        form = ArriveForm(opinion, arrived_on=clock.today())
        form.whistle_id.choices = _departments(opinion, lambda one: one.arrived_on is None)
        return form

    def deed(opinion: Opinion, form: ArriveForm) -> None:
        service.arrive(
            current_actor, opinion, whistle_id=form.whistle_id.data, arrived_on=form.arrived_on.data
        )

    return move_page("arrive", ref, make, deed, _("到场记下了"))


@bp.route("/<ref>/end_whistle", methods=["GET", "POST"])
@page("opinion.end_whistle")
def end_whistle(ref: str) -> Answer:
    def make(opinion: Opinion) -> HouseForm:
        form = EndWhistleForm(opinion)
        form.whistle_id.choices = _departments(opinion, lambda _one: True)
        return form

    def deed(opinion: Opinion, form: EndWhistleForm) -> None:
        service.end_whistle(
            current_actor, opinion, whistle_id=form.whistle_id.data, result=form.result.data
        )

    return move_page("end_whistle", ref, make, deed, _("结果记下了"))


def _departments(opinion: Opinion, wanted: Callable[[Whistle], bool]) -> list[tuple[str, str]]:
    out = [one for one in opinion.whistles if one.ended_on is None and wanted(one)]
    return [(str(one.id), one.department) for one in out]
