"""One matter (诉求处理单): the resident's words, what comes next, how each limit was counted, its way."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.deadline import Unit
from tracker.domain.flow import Move
from tracker.domain.text import _ as N_
from tracker.domain.workdays import WorkCalendar, spoken
from tracker.opinions import queries, rules, service
from tracker.opinions.models import Opinion
from tracker.opinions.queries.desk import without_code
from tracker.opinions.queries.merging import family_of
from tracker.opinions.queries.similar import like_opinion
from tracker.opinions.rules import OPEN, ClockKind, RequestKind, Standing, Status
from tracker.opinions.rules.reviews import decide_standing
from tracker.opinions.service.clocks import days_of, hours_of
from tracker.opinions.views.frame import Answer, bp
from tracker.opinions.views.history import timeline
from tracker.opinions.views.move import wish
from tracker.opinions.views.plain import plain_copy
from tracker.opinions.views.presence import presence_of
from tracker.opinions.views.prints import papers_of
from tracker.people.queries import names_of as person_names
from tracker.pictures.queries import of as pictures_of
from tracker.rulings.queries import of as rulings_of
from tracker.township import queries as town
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import record_page, render


def _page_of(opinion_id: int) -> str:
    """Where a matter is shown: to a resident behind the receipt, to staff at the desk."""
    if g.side == "public":
        return url_for("opinions_public.progress")
    return url_for("opinions.detail", ref=queries.ref_of(opinion_id) or "-")


record_page("opinion", _page_of)


def standing() -> Callable[[Opinion], Standing]:
    """How the deadlines of a page stand: one calendar for all its rows."""
    calendar, today = town.work_calendar(), clock.today()
    return lambda one: rules.standing(
        one.status, one.last_on, one.due_on, one.replied_on, today, calendar
    )


@bp.get("/<ref>")
@page("opinion.view")
def detail(ref: str) -> Answer:
    opinion = queries.by_ref(current_actor, "opinion.view", ref)
    calendar, today = town.work_calendar(), clock.today()
    stands = rules.standing(
        opinion.status, opinion.last_on, opinion.due_on, opinion.replied_on, today, calendar
    )
    names, shows_name = queries.names_beside([opinion]), _shows_name(opinion)
    moves, rare = _buttons(opinion)
    return render(
        "opinions/detail.html", opinion=opinion, words=rules, moves=moves, rare=rare, standing=stands,
        names=names, shows_name=shows_name, steps=timeline(opinion), due_said=_due_said(opinion),
        limits=limits(opinion, calendar), missing_years=missing_years(opinion, calendar),
        asked=_requests(opinion), coordinator=_coordinator(opinion),
        is_urgent=opinion.urgency is rules.Urgency.FAST and opinion.status in OPEN,
        path=rules.right_path(opinion.declined_for),
        basis=rules.BASES[opinion.declined_for] if opinion.declined_for else "",
        similar=like_opinion(current_actor, opinion) if opinion.status in OPEN else [],
        kin=family_of(current_actor, opinion), papers=papers_of(opinion), presence=presence_of(opinion),
        pictures=pictures_of("opinion", opinion.id), rulings=rulings_of(opinion),
        copy=plain_copy(opinion, names, stands.text), owes_code=bool(without_code(current_actor, [opinion])),
    )


RARE = frozenset(
    {"hand_over", "return_unit", "whistle", "object", "transfer", "merge", "seal", "withdraw", "decline",
     "restart", "ask_review"}
)
"""Moves that are folded away: the others stand beside the one main button."""
NO_PAGE = frozenset({"unroute", "clear_suspect"})
"""撤销交办 is offered for ten minutes where it was just done; 待辨认 has a page for many at once."""


def _buttons(opinion: Opinion) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """What this person may do now: the main button first, what is seldom wanted apart."""
    found = [
        move for move in service.open_moves(opinion, clock.today())
        if move.name not in NO_PAGE and can(f"opinion.{move.name}", opinion)
    ]
    main = rules.main_move([move.name for move in found], opinion.status)
    found.sort(key=lambda move: move.name != main)
    shown = [_button(move, opinion, main) for move in found if move.name == main or move.name not in RARE]
    rare = [_button(move, opinion, main) for move in found if move.name != main and move.name in RARE]
    return shown, rare


def _button(move: Move[Status], opinion: Opinion, main: str | None) -> dict[str, str]:
    kind = "primary" if move.name == main else "secondary"
    return {"label": _(move.button), "url": url_for(f".{move.name}", ref=opinion.ref), "kind": kind}


def _shows_name(opinion: Opinion) -> bool:
    """实名但请保密: only those who took it in or call back see who it was."""
    return rules.is_open_name(opinion.contact) or can("opinion.identity", opinion)


def _due_said(opinion: Opinion) -> str:
    """，12 月 1 日到期: beside how many workdays are left."""
    today = clock.today()
    if opinion.due_on is None or opinion.status not in OPEN or today >= opinion.due_on:
        return ""
    return str(_("，%(day)s到期", day=spoken(opinion.due_on, today.year)))


def limits(opinion: Opinion, calendar: WorkCalendar) -> list[Standing]:
    """Every clock with its sum, the running ones first; what was ours needs no word about objecting."""
    today, now = clock.today(), clock.now()
    was_ours = all(one.kind is not RequestKind.OBJECT for one in opinion.requests)
    rows = [
        one for one in opinion.clocks
        if one.kind is not ClockKind.OBJECTION or one.stopped_on is None or not was_ours
    ]
    rows.sort(key=lambda one: (one.stopped_on is not None, one.id))
    told = [
        rules.hours_standing(one.kind, hours_of(one), one.stopped_at, now) if one.unit is Unit.HOUR
        else rules.clock_standing(one.kind, days_of(opinion, one), one.stopped_on, today, calendar)
        for one in rows
    ]
    if opinion.status is not Status.WITHDRAWN:
        return [*_reviews_running(opinion, today, calendar), *told]
    withdrawn = str(_("本人撤回了"))  # its clocks run on for the case that it is reinstated; nobody is late
    return [
        said if one.stopped_on or one.stopped_at else replace(said, text=withdrawn, light="")
        for one, said in zip(rows, told, strict=True)
    ]


def _reviews_running(opinion: Opinion, today: date, calendar: WorkCalendar) -> list[Standing]:
    """复查、复核 that the higher organ has not decided yet."""
    return [
        decide_standing(one.level, one.asked_on, today, calendar)
        for one in opinion.reviews if one.decided_on is None
    ]


def missing_years(opinion: Opinion, calendar: WorkCalendar) -> list[int]:
    """The years whose holidays are not in yet, as far as running limits reach into them."""
    running = [one for one in opinion.clocks if one.unit is not Unit.HOUR and one.stopped_on is None]
    days = [days_of(opinion, one) for one in running]
    found = {
        due.year for one in days
        if one.is_provisional(calendar) and (due := one.due_on(calendar)) is not None
    }
    return sorted(found)


WHO_DECIDES = {
    RequestKind.RETURN: N_("受理员或分管领导定，24 小时内"), RequestKind.HAND_OVER: N_("那边的负责人定"),
    RequestKind.DEFER: N_("分管领导或主要负责人定，不能是承办人"),
    RequestKind.EXTEND: N_("主要负责人定"), RequestKind.OBJECT: N_("上级定，结果由受理员记"),
}


def _requests(opinion: Opinion) -> list[dict[str, Any]]:
    """What somebody asked for and nobody has decided yet."""
    waiting = [one for one in opinion.requests if one.is_agreed is None]
    if not waiting:
        return []
    people = person_names({one.asked_by for one in waiting})
    offices = town.names_of({one.office_code for one in waiting if one.office_code})
    return [
        {
            "what": _(rules.REQUEST_LABELS[one.kind]), "who": people.get(one.asked_by, ""),
            "at": one.asked_at, "reason": one.reason, "wish": wish(one, offices),
            "decides": _(WHO_DECIDES[one.kind]),
        }
        for one in waiting
    ]


def _coordinator(opinion: Opinion) -> bool:
    """首接负责: was it sent back or handed on, and has no other office named anybody yet?"""
    moved = {RequestKind.RETURN, RequestKind.HAND_OVER}
    was_moved = any(one.kind in moved and one.is_agreed for one in opinion.requests)
    return was_moved and opinion.unit_code != opinion.office_code
