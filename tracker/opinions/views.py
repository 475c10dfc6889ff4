"""Desk pages of residents' matters (民意): the list, registering, one matter, and a page for each move."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, request, url_for
from flask_babel import gettext as _

from tracker.domain.errors import RuleBroken
from tracker.opinions import queries, rules, service
from tracker.opinions.forms import (
    AcceptForm,
    AssignForm,
    CallForm,
    DeclineForm,
    ReasonForm,
    RegisterForm,
    ReplyForm,
    RouteForm,
    SealForm,
    drop_form_key,
    keep_form_key,
    kept_form_key,
)
from tracker.opinions.models import Opinion
from tracker.opinions.queries import Filters
from tracker.opinions.rules import ClockKind, Decline, Outcome, Satisfaction, Urgency
from tracker.sealed.rules import Way
from tracker.township import queries as town
from tracker.web.forms import HouseForm, PressForm
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import Page, record_page, render, text_arg

bp = Blueprint("opinions", __name__, url_prefix="/opinions")

Answer = Response | tuple[str, int]


def _page_of(opinion_id: int) -> str:
    """Where a matter is shown: to a resident behind the receipt, to staff at the desk."""
    if g.side == "public":
        return url_for("opinions_public.progress")
    return url_for("opinions.detail", ref=queries.ref_of(opinion_id) or "-")


record_page("opinion", _page_of)


@bp.get("")
@page("opinion.list")
def index() -> Answer:
    filters = Filters(**{name: text_arg(name) for name in Filters.__dataclass_fields__})
    rows, has_more = queries.inbox(current_actor, filters, _after())
    totals = queries.totals(current_actor, filters)
    last = rows[-1] if rows and has_more else None
    pager = Page(
        rows, count=min(totals.found, queries.COUNT_UP_TO), is_capped=totals.is_capped,
        next_after=f"{last.created_at.isoformat()}~{last.id}" if last else None,
        has_previous="after" in request.args,
    )
    town_code = current_actor.town_code
    return render(
        "opinions/index.html", page=pager, filters=filters, totals=totals, names=queries.names_beside(rows),
        standing=_standing, labels=rules.LABELS, villages=town.village_choices(town_code),
        offices=town.office_choices(town_code), categories=queries.category_filter(town_code),
    )


def _after() -> tuple[datetime, int] | None:
    """Where the page before ended; anything that is no such mark shows the first page."""
    instant, _tilde, number = text_arg("after").partition("~")
    try:
        when = datetime.fromisoformat(instant)
    except ValueError:
        return None
    return (when, int(number)) if when.tzinfo and number.isdecimal() and len(number) < 16 else None


def _standing(opinion: Opinion) -> tuple[str, str, str]:
    """(sentence, light, how it was counted) of the deadline; empty when no clock runs."""
    return rules.standing(
        opinion.status, opinion.clock_kind, opinion.clock_from, opinion.replied_on, g.setdefault(
            "work_calendar", town.work_calendar()
        ) if "work_calendar" not in g else g.work_calendar,
    )


@bp.route("/new", methods=["GET", "POST"])
@page("opinion.register")
def register() -> Answer:
    form = RegisterForm(village_code=text_arg("village"))
    form.village_code.choices = [("", _("不知道")), *town.village_choices(current_actor.town_code)]
    form.category_id.choices = [("", _("先不分")), *queries.category_choices(current_actor.town_code)]
    if form.sent_well():
        try:
            sent = service.register(current_actor, form.draft(), form.form_key.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            return _registered(sent, form.form_key.data)
    return render("opinions/new.html", form=form)


def _registered(sent: service.Sent, form_key: str) -> Answer:
    if sent.way is Way.COUNTY:
        return render("opinions/handed_over.html", is_county=True)
    if sent.way is Way.SEALED:
        return redirect(url_for(".handed_over"), 303)  # type: ignore[return-value]
    response: Response = redirect(url_for(".receipt", ref=sent.ref), 303)  # type: ignore[assignment]
    keep_form_key(response, form_key, url_for(".index"))
    return response


@bp.get("/handed-over")
@page("opinion.register")
def handed_over() -> Answer:
    """已转有权机关: all that the desk learns of a sealed matter."""
    return render("opinions/handed_over.html", is_county=False)


@bp.get("/<ref>/receipt")
@page("opinion.view")
def receipt(ref: str) -> Answer:
    """Right after registering, for ten minutes: the receipt to read out or print for the resident."""
    opinion = queries.by_ref(current_actor, "opinion.view", ref)
    key = kept_form_key()
    sent = service.sent_with(key) if key else None
    if sent is None or sent.ref != opinion.ref:
        return redirect(url_for(".detail", ref=ref), 303)  # type: ignore[return-value]
    told_by = rules.notice_clock(opinion.submitted_on).due_on(town.work_calendar())
    return render("opinions/receipt.html", opinion=opinion, sent=sent, told_by=told_by)


@bp.get("/<ref>")
@page("opinion.view")
def detail(ref: str) -> Answer:
    opinion = queries.by_ref(current_actor, "opinion.view", ref)
    moves = [
        {"label": _(move.button), "url": url_for(f".{move.name}", ref=ref)}
        for move in rules.FLOW.open_moves(opinion.status) if can(f"opinion.{move.name}", opinion)
    ]
    answer = render(
        "opinions/detail.html", opinion=opinion, moves=moves, standing=_standing(opinion),
        names=queries.names_beside([opinion]), steps=queries.timeline(opinion), shows_name=_shows_name(opinion),
        words=rules, path=rules.right_path(opinion.declined_for),
    )
    return answer


def _shows_name(opinion: Opinion) -> bool:
    """实名但请保密: only those who took it in or call back see who it was."""
    return rules.is_open_name(opinion.contact) or can("opinion.identity", opinion)


# a page for each move: what will happen, then the form; one service function each


def _move(
    action: str, ref: str, make: Callable[[Opinion], HouseForm], deed: Callable[[Opinion, Any], None],
    done: str, **context: Any,
) -> Answer:
    """The shape all move pages share: fetch by right, show the form, do the deed, say so."""
    opinion = queries.by_ref(current_actor, f"opinion.{action}", ref)
    form = make(opinion)
    if form.sent_well():
        try:
            deed(opinion, form)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(done, "success")
            target = url_for(".detail", ref=ref) if can("opinion.view", opinion) else url_for(".index")
            return redirect(target, 303)  # type: ignore[return-value]
    button = next(move.button for move in rules.FLOW.moves if move.name == action)
    return render(
        "opinions/move.html", form=form, opinion=opinion, action=action, button=_(button),
        names=queries.names_beside([opinion]), **context,
    )


@bp.route("/<ref>/accept", methods=["GET", "POST"])
@page("opinion.accept")
def accept(ref: str) -> Answer:
    def make(opinion: Opinion) -> HouseForm:
        form = AcceptForm(
            record=opinion, title=opinion.title or rules.title_of(opinion.text),
            clock_kind=rules.usual_clock(opinion.channel).value,
        )
        form.village_code.choices = [("", _("不知道")), *town.village_choices(opinion.town_code)]
        form.category_id.choices = [("", _("请选")), *queries.category_choices(opinion.town_code)]
        form.about_unit.choices = [("", _("没有反映哪个单位")), *town.office_choices(opinion.town_code)]
        return form

    def deed(opinion: Opinion, form: AcceptForm) -> None:
        service.accept(
            current_actor, opinion, title=form.title.data, category_id=form.category_id.data,
            clock_kind=ClockKind(form.clock_kind.data), urgency=Urgency(form.urgency.data),
            village_code=form.village_code.data, about_unit=form.about_unit.data or None,
            calendar=town.work_calendar(),
        )

    return _move("accept", ref, make, deed, _("已受理，期限从今天起算"))


@bp.route("/<ref>/route", methods=["GET", "POST"])
@page("opinion.route")
def route(ref: str) -> Answer:
    def make(opinion: Opinion) -> HouseForm:
        form = RouteForm(record=opinion)
        form.office_code.choices = queries.office_choices(opinion)
        form.assignee_id.choices = [("", _("由部门负责人指派")), *queries.handlers_in_town(opinion)]
        return form

    def deed(opinion: Opinion, form: RouteForm) -> None:
        service.route(
            current_actor, opinion, office_code=form.office_code.data, assignee_id=form.assignee_id.data
        )

    return _move("route", ref, make, deed, _("已交办"))


@bp.route("/<ref>/assign", methods=["GET", "POST"])
@page("opinion.assign")
def assign(ref: str) -> Answer:
    def make(opinion: Opinion) -> HouseForm:
        form = AssignForm(record=opinion)
        form.assignee_id.choices = queries.handler_choices(opinion, opinion.unit_code)
        return form

    def deed(opinion: Opinion, form: AssignForm) -> None:
        service.assign(current_actor, opinion, assignee_id=form.assignee_id.data)

    return _move("assign", ref, make, deed, _("已指派"))


@bp.route("/<ref>/return", methods=["GET", "POST"])
@page("opinion.return_unit")
def return_unit(ref: str) -> Answer:
    def deed(opinion: Opinion, form: ReasonForm) -> None:
        service.return_unit(current_actor, opinion, reason=form.reason.data)

    return _move("return_unit", ref, ReasonForm, deed, _("已退回受理，新的部门接手以前仍由本部门负责"))


@bp.route("/<ref>/reply", methods=["GET", "POST"])
@page("opinion.reply")
def reply(ref: str) -> Answer:
    def deed(opinion: Opinion, form: ReplyForm) -> None:
        service.reply(
            current_actor, opinion, outcome=Outcome(form.outcome.data), text=form.answer.data,
            basis=form.basis.data or "",
        )

    return _move("reply", ref, ReplyForm, deed, _("已答复，群众凭查询码可以看到"))


@bp.route("/<ref>/call-back", methods=["GET", "POST"])
@page("opinion.call_back")
def call_back(ref: str) -> Answer:
    def deed(opinion: Opinion, form: CallForm) -> None:
        service.call_back(
            current_actor, opinion, is_solved=form.is_solved.data == "yes",
            satisfaction=Satisfaction(form.satisfaction.data), text=form.words.data or "",
        )

    return _move("call_back", ref, CallForm, deed, _("回访记下了"))


@bp.route("/<ref>/miss-call", methods=["GET", "POST"])
@page("opinion.miss_call")
def miss_call(ref: str) -> Answer:
    def deed(opinion: Opinion, _form: PressForm) -> None:
        service.miss_call(current_actor, opinion)

    return _move("miss_call", ref, PressForm, deed, _("记下了一次没联系上"))


@bp.route("/<ref>/close", methods=["GET", "POST"])
@page("opinion.close")
def close(ref: str) -> Answer:
    def deed(opinion: Opinion, _form: PressForm) -> None:
        service.close(current_actor, opinion)

    return _move("close", ref, PressForm, deed, _("已办结"))


@bp.route("/<ref>/reopen", methods=["GET", "POST"])
@page("opinion.reopen")
def reopen(ref: str) -> Answer:
    def deed(opinion: Opinion, form: ReasonForm) -> None:
        service.reopen(current_actor, opinion, reason=form.reason.data, calendar=town.work_calendar())

    return _move("reopen", ref, ReasonForm, deed, _("已退给原承办人重办，期限从今天重新起算"))


@bp.route("/<ref>/decline", methods=["GET", "POST"])
@page("opinion.decline")
def decline(ref: str) -> Answer:
    def deed(opinion: Opinion, form: DeclineForm) -> None:
        service.decline(
            current_actor, opinion, ground=Decline(form.ground.data), text=form.advice.data or ""
        )

    return _move("decline", ref, DeclineForm, deed, _("已告知不予受理和该找谁"), paths=rules.RIGHT_PATHS)


@bp.route("/<ref>/seal", methods=["GET", "POST"])
@page("opinion.seal")
def seal(ref: str) -> Answer:
    def deed(opinion: Opinion, form: SealForm) -> None:
        service.seal(current_actor, opinion, whom=form.whom.data or "")

    return _move("seal", ref, SealForm, deed, _("已转有权机关"))


@bp.route("/<ref>/withdraw", methods=["GET", "POST"])
@page("opinion.withdraw")
def withdraw(ref: str) -> Answer:
    def deed(opinion: Opinion, form: ReasonForm) -> None:
        service.withdraw(current_actor, opinion, reason=form.reason.data)

    return _move("withdraw", ref, ReasonForm, deed, _("已撤回"))
