"""The page that all moves of a matter (受理、交办、答复、回访 …) share: fetch by right, ask, do, say so."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.deadline import LENGTHS
from tracker.domain.errors import RuleBroken
from tracker.domain.workdays import spoken
from tracker.opinions import queries, rules, service
from tracker.opinions.forms.moves import ReasonForm
from tracker.opinions.models import Opinion, Request
from tracker.opinions.rules import RequestKind
from tracker.opinions.views.frame import Answer
from tracker.township import queries as town
from tracker.web.forms import HouseForm
from tracker.web.guard import current_actor
from tracker.web.jinja import can
from tracker.web.pages import render


def move_page(
    action: str, ref: str, make: Callable[[Opinion], HouseForm], deed: Callable[[Opinion, Any], str | None],
    done: str, *, template: str = "opinions/move.html",
    more: Callable[[Opinion], dict[str, Any]] | None = None, **context: Any,
) -> Answer:
    """One move: `make` builds its form, `deed` does it; what it answers is said instead of `done`.

    `more`: what else the template needs of this matter. A move that is impossible now says why instead.
    """
    opinion = queries.by_ref(current_actor, f"opinion.{action}", ref)
    button = next(move.button for move in rules.FLOW.moves if move.name == action)
    told = "" if request.method == "POST" else service.obstacle(opinion, action, clock.today())
    if told:  # what was sent meets whoever was faster first
        return render("opinions/not_now.html", opinion=opinion, button=_(button), told=_(told))
    form = make(opinion)
    if form.sent_well():
        try:
            said = deed(opinion, form)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(said or done, "success")
            target = url_for(".detail", ref=ref) if can("opinion.view", opinion) else url_for(".index")
            return redirect(target, 303)  # type: ignore[return-value]
    return render(
        template, form=form, opinion=opinion, action=action, button=_(button),
        names=queries.names_beside([opinion]), **(more(opinion) if more else {}), **context,
    )


def with_reason(label: str, need: str) -> Callable[[Opinion], HouseForm]:
    """`make` of a move that asks for one text only, under this label; `need`: said when it stays empty."""
    return lambda opinion: ReasonForm(opinion, label=label, need=need)


def asked_for(kind: RequestKind) -> Callable[[Opinion], dict[str, Any]]:
    """`more` of a move that decides: what was asked for, shown above the form."""
    def told(opinion: Opinion) -> dict[str, Any]:
        one = service.waiting_request(opinion, kind)
        offices = town.names_of({one.office_code}) if one and one.office_code else {}
        return {"asked": one, "wish": wish(one, offices) if one else ""}

    return told


def wish(one: Request, offices: dict[str, str]) -> str:
    """Until when, by how much, to whom."""
    if one.kind is RequestKind.EXTEND and one.clock_kind is not None:
        length = _(LENGTHS[rules.LIMITS[one.clock_kind][1]]).format(n=one.length)
        said = _("%(clock)s延 %(length)s", clock=_(rules.SHORT_LABELS[one.clock_kind]), length=length)
        return str(said)
    if one.until is not None:
        return str(_("%(day)s再看", day=spoken(one.until, clock.today().year)))
    office = offices.get(one.office_code or "", "")
    return str(_("给%(office)s", office=office)) if office else ""
