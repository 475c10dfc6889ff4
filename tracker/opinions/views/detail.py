"""One matter (诉求处理单): the resident's words, what comes next, what was done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, g, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.text import _ as N_
from tracker.opinions import queries, rules
from tracker.opinions.models import Opinion
from tracker.opinions.views.frame import Answer, bp
from tracker.people.queries import names_of as person_names
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


def standing() -> Callable[[Opinion], rules.Standing]:
    """How the deadlines of a page stand: one calendar for all its rows."""
    calendar, today = town.work_calendar(), clock.today()
    return lambda one: rules.standing(
        one.status, one.last_on, one.due_on, one.replied_on, today, calendar
    )


@bp.get("/<ref>")
@page("opinion.view")
def detail(ref: str) -> Answer:
    opinion = queries.by_ref(current_actor, "opinion.view", ref)
    moves = [
        {
            "label": _(move.button), "url": url_for(f".{move.name}", ref=ref),
            "kind": "" if move.name in rules.MAIN else "secondary",
        }
        for move in rules.FLOW.open_moves(opinion.status)
        if _has_page(move.name) and can(f"opinion.{move.name}", opinion)
    ]
    return render(
        "opinions/detail.html", opinion=opinion, moves=moves, standing=standing()(opinion), words=rules,
        names=queries.names_beside([opinion]), steps=timeline(opinion),
        shows_name=_shows_name(opinion), path=rules.right_path(opinion.declined_for),
    )


def _has_page(move: str) -> bool:
    return f"opinions.{move}" in current_app.view_functions


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
