"""等 page by page: 问本人, 等材料, 暂缓, 延期; each says what it does to the limits."""

from typing import Any

from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.workdays import spoken
from tracker.opinions import rules, service
from tracker.opinions.forms.moves import AskForm, DeferForm, ExtendForm, PapersForm, ReasonForm
from tracker.opinions.models import Opinion
from tracker.opinions.rules import ClockKind, RequestKind
from tracker.opinions.views.frame import Answer, bp
from tracker.opinions.views.move import asked_for, move_page
from tracker.township import queries as town
from tracker.web.forms import HouseForm, PressForm
from tracker.web.guard import current_actor, page


@bp.route("/<ref>/ask", methods=["GET", "POST"])
@page("opinion.ask")
def ask(ref: str) -> Answer:
    def deed(opinion: Opinion, form: AskForm) -> None:
        service.ask_question(current_actor, opinion, text=form.text.data)

    def make(opinion: Opinion) -> HouseForm:
        return AskForm(record=opinion, text="")

    return move_page("ask", ref, make, deed, _("问了，他凭查询码能看到；期限照走"))


@bp.route("/<ref>/ask_more", methods=["GET", "POST"])
@page("opinion.ask_more")
def ask_more(ref: str) -> Answer:
    def make(opinion: Opinion) -> HouseForm:
        latest = town.work_calendar().add(clock.today(), rules.PAPERS_WORKDAYS)
        return PapersForm(record=opinion, text="", until=latest)

    def deed(opinion: Opinion, form: PapersForm) -> None:
        service.ask_more(current_actor, opinion, text=form.text.data, until=form.until.data)

    return move_page("ask_more", ref, make, deed, _("等他补材料，到期没来也接着办"), more=_what_stands_still)


def _what_stands_still(opinion: Opinion) -> dict[str, Any]:
    """Said before it is pressed: which clock waits, and that the others do not."""
    kinds = {one.kind for one in opinion.clocks if one.stopped_on is None}
    held = kinds & rules.HELD_BY_PAPERS
    most = _("等材料的日子，热线工单的期限停着；最多等 %(n)s 个工作日。", n=rules.PAPERS_WORKDAYS)
    said = [most] if held else []
    if ClockKind.PETITION in kinds:
        said.append(_("信访事项的期限不停，照样走。"))
    return {"lead": "".join(said)}


@bp.route("/<ref>/resume", methods=["GET", "POST"])
@page("opinion.resume")
def resume(ref: str) -> Answer:
    def deed(opinion: Opinion, _form: PressForm) -> None:
        service.resume(current_actor, opinion)

    return move_page("resume", ref, PressForm, deed, _("接着办，期限接着算"))


@bp.route("/<ref>/ask_defer", methods=["GET", "POST"])
@page("opinion.ask_defer")
def ask_defer(ref: str) -> Answer:
    def make(opinion: Opinion) -> HouseForm:
        return DeferForm(opinion, label=_("为什么要缓（批了以后群众会看到）"))

    def deed(opinion: Opinion, form: DeferForm) -> None:
        service.ask_defer(current_actor, opinion, until=form.until.data, reason=form.reason.data)

    return move_page("ask_defer", ref, make, deed, _("已申请暂缓，等分管领导定"), more=_latest_day)


def _latest_day(opinion: Opinion) -> dict[str, Any]:
    if opinion.due_on is None:
        return {}
    return {"latest": spoken(opinion.due_on, clock.today().year)}


@bp.route("/<ref>/defer", methods=["GET", "POST"])
@page("opinion.defer")
def defer(ref: str) -> Answer:
    def deed(opinion: Opinion, _form: PressForm) -> None:
        service.defer(current_actor, opinion)

    done = _("批了，到那一天自动接着办；期限照走")
    return move_page("defer", ref, PressForm, deed, done, more=asked_for(RequestKind.DEFER))


@bp.route("/<ref>/refuse_defer", methods=["GET", "POST"])
@page("opinion.refuse_defer")
def refuse_defer(ref: str) -> Answer:
    def deed(opinion: Opinion, form: ReasonForm) -> None:
        service.refuse_defer(current_actor, opinion, answer=form.reason.data)

    more = asked_for(RequestKind.DEFER)
    return move_page("refuse_defer", ref, ReasonForm, deed, _("没有批，请接着办"), more=more)


@bp.route("/<ref>/end_defer", methods=["GET", "POST"])
@page("opinion.end_defer")
def end_defer(ref: str) -> Answer:
    def deed(opinion: Opinion, _form: PressForm) -> None:
        service.end_defer(current_actor, opinion)

    return move_page("end_defer", ref, PressForm, deed, _("接着办"))


@bp.route("/<ref>/ask_extend", methods=["GET", "POST"])
@page("opinion.ask_extend")
def ask_extend(ref: str) -> Answer:
    def make(opinion: Opinion) -> HouseForm:
        kinds = [one.kind for one in service.extendable(opinion, clock.today())]
        usual = kinds[0] if kinds else ClockKind.HOTLINE
        form = ExtendForm(
            opinion, label=_("为什么要延（批了以后群众会看到）"), clock_kind=usual.value,
            length=rules.EXTENSIONS.get(usual),
        )
        form.clock_kind.choices = [(kind.value, _longest(kind)) for kind in kinds]
        return form

    def deed(opinion: Opinion, form: ExtendForm) -> None:
        service.ask_extend(
            current_actor, opinion, clock_kind=ClockKind(form.clock_kind.data), length=form.length.data or 0,
            reason=form.reason.data,
        )

    return move_page("ask_extend", ref, make, deed, _("已申请延期，等主要负责人定"))


def _longest(kind: ClockKind) -> str:
    n = rules.EXTENSIONS[kind]
    most = _("最多延 %(n)s 日", n=n) if kind is ClockKind.PETITION else _("最多延 %(n)s 个工作日", n=n)
    return f"{_(rules.SHORT_LABELS[kind])}：{most}"


@bp.route("/<ref>/extend", methods=["GET", "POST"])
@page("opinion.extend")
def extend(ref: str) -> Answer:
    def deed(opinion: Opinion, _form: PressForm) -> None:
        service.extend(current_actor, opinion)

    done = _("批了，群众凭查询码能看到为什么延")
    return move_page("extend", ref, PressForm, deed, done, more=asked_for(RequestKind.EXTEND))


@bp.route("/<ref>/refuse_extend", methods=["GET", "POST"])
@page("opinion.refuse_extend")
def refuse_extend(ref: str) -> Answer:
    def deed(opinion: Opinion, form: ReasonForm) -> None:
        service.refuse_extend(current_actor, opinion, answer=form.reason.data)

    more = asked_for(RequestKind.EXTEND)
    return move_page("refuse_extend", ref, ReasonForm, deed, _("没有批，期限照旧"), more=more)
