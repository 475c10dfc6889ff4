"""Desk pages of residents' matters (民意): the list, registering, one matter."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Response, g, redirect, request, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.text import _ as N_
from tracker.opinions import queries, rules, service
from tracker.opinions.forms import RegisterForm, keep_form_key, kept_form_key
from tracker.opinions.models import Opinion
from tracker.opinions.queries import Filters
from tracker.opinions.views.frame import Answer, bp
from tracker.people.queries import names_of as person_names
from tracker.sealed.rules import Way
from tracker.township import queries as town
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import Page, record_page, render, text_arg


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
    rows, has_more = queries.inbox(current_actor, filters, clock.mark_of(text_arg("after")))
    totals = queries.totals(current_actor, filters)
    last = rows[-1] if rows and has_more else None
    pager = Page(
        rows, count=min(totals.found, queries.COUNT_UP_TO), is_capped=totals.is_capped,
        next_after=f"{last.created_at.isoformat()}~{last.id}" if last else None,
        has_previous="after" in request.args,
    )
    places = town.places(current_actor.town_code)
    return render(
        "opinions/index.html", page=pager, filters=filters, totals=totals, standing=_standing(with_sum=False),
        names=queries.names_beside(rows, {**places.names, current_actor.town_code: g.town_name}),
        excerpt=_excerpt, labels=rules.LABELS, villages=places.villages, offices=places.offices,
        categories=queries.category_filter(current_actor.town_code),
    )


def _excerpt(opinion: Opinion) -> str:
    """What the list shows of a matter: never somebody's telephone or identity number."""
    return rules.redacted(opinion.title or rules.title_of(opinion.text))


def _standing(*, with_sum: bool = True) -> Callable[[Opinion], rules.Standing]:
    """How the deadlines of a page stand: one calendar for all its rows."""
    calendar, today = town.work_calendar(), clock.today()
    return lambda one: rules.standing(
        one.status, one.clock_kind, one.clock_from, one.replied_on, today, calendar, with_sum=with_sum
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
        {
            "label": _(move.button), "url": url_for(f".{move.name}", ref=ref),
            "kind": "secondary" if move.name in rules.ASIDE else "",
        }
        for move in rules.FLOW.open_moves(opinion.status) if can(f"opinion.{move.name}", opinion)
    ]
    return render(
        "opinions/detail.html", opinion=opinion, moves=moves, standing=_standing()(opinion), words=rules,
        names=queries.names_beside([opinion]), steps=timeline(opinion),
        shows_name=_shows_name(opinion), path=rules.right_path(opinion.declined_for),
    )


def _shows_name(opinion: Opinion) -> bool:
    """实名但请保密: only those who took it in or call back see who it was."""
    return rules.is_open_name(opinion.contact) or can("opinion.identity", opinion)


SETBACKS = ("opinion.return_unit", "opinion.reopen")
BY_RESIDENTS = ("opinion.submit", "opinion.rate")
OTHER_DEEDS = {
    "opinion.register": N_("登记"), "opinion.import": N_("导入"), "opinion.release": N_("收到"),
    "opinion.supplement": N_("群众补充了情况"),
}
"""Deeds of the timeline that are no moves; what residents did otherwise stands on the page itself."""


@dataclass(frozen=True)
class Step:
    """One line of the timeline: what, by whom, when, and the reason that was written."""

    what: str
    who: str
    when: str
    note: str = ""
    kind: str = ""


def timeline(opinion: Opinion) -> list[Step]:
    """经过: from the audit log in words, with the reasons beside; the newest last."""
    entries = [one for one in queries.history(opinion) if one.action not in BY_RESIDENTS]
    names = person_names({one.user_id for one in entries})
    reasons: dict[str, list[str]] = {}
    for note in opinion.notes:
        reasons.setdefault(f"opinion.{note.move}", []).append(note.text)
    buttons = {f"opinion.{move.name}": move.button for move in reversed(rules.FLOW.moves)}
    steps = [] if opinion.author_id else [Step(_("收到"), "", half_day(opinion.created_at))]
    for one in entries:
        waiting = reasons.get(one.action, [])
        steps.append(
            Step(
                what=_(OTHER_DEEDS.get(one.action) or buttons.get(one.action, "-")),
                who=names.get(one.user_id, ""),
                when=f"{clock.local(one.at):%Y-%m-%d %H:%M}" if one.user_id else half_day(one.at),
                note=waiting.pop(0) if waiting else "",
                kind="warning" if one.action in SETBACKS else "",
            )
        )
    return steps


def half_day(instant: datetime) -> str:
    """2026-11-23 上午: all we know of when a resident did something."""
    here = clock.local(instant)
    return f"{here:%Y-%m-%d} {_('下午') if here.hour >= 12 else _('上午')}"
