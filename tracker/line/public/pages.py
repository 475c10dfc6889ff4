"""取号 at the machine, the screen of the hall, and the slip with the number (who is before me)."""

import segno
from flask import Response, redirect, url_for

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.line import queries, rules, service
from tracker.line.forms import TakeForm
from tracker.line.models import Coming
from tracker.line.public.frame import bp
from tracker.township import queries as town
from tracker.web.guard import current_actor, public_page
from tracker.web.pages import render

View = Response | tuple[str, int]
NEXT_SHOWN = 12


def _hall(key: str) -> str:
    """The hall of this address; NotFound for one that somebody made up."""
    found = queries.hall_of_key(current_actor, key)
    if found is None:
        raise NotFound("hall")
    return found


@bp.route("/line/number/<hall>", methods=["GET", "POST"])
@public_page("coming.take")
def number(hall: str) -> View:
    """The machine: one press when there is one kind of number and no reason to go first."""
    unit_code = _hall(hall)
    form = TakeForm()
    form.offer(queries.letters(unit_code), asks_name=False)
    if form.sent_well():
        try:
            coming = service.take(
                current_actor, unit_code=unit_code, source=rules.Source.MACHINE, priority=form.priority.data,
                letter=form.letter.data if form.letter else "",
            )
        except RuleBroken as broken:
            form.show(broken)
        else:
            token = queries.token_of(coming)
            return redirect(url_for("line_public.taken", hall=hall, token=token), 303)  # type: ignore[return-value]
    return render("line/number.html", form=form, hall=hall)


def _by_token(token: str) -> Coming:
    coming = queries.by_token(current_actor, token)
    if coming is None:
        raise NotFound("coming")
    return coming


@bp.get("/line/number/<hall>/<token>")
@public_page("coming.read")
def taken(hall: str, token: str) -> View:
    """What the machine shows and prints; after a while it stands ready for the next one by itself."""
    unit_code = _hall(hall)
    coming = _by_token(token)
    if coming.unit_code != unit_code:
        raise NotFound("coming")
    slip_url = url_for("line_public.slip", token=token, _external=True)
    return render(
        "line/taken.html", coming=coming, ahead=queries.ahead_of(current_actor, coming), hall=hall,
        qr=segno.make(slip_url, error="m").svg_data_uri(scale=4), priority_words=rules.PRIORITY_LABELS,
        time=f"{clock.local(coming.created_at):%H:%M}",
    )


@bp.get("/line/slip/<token>")
@public_page("coming.read")
def slip(token: str) -> View:
    """My number on my own telephone: how many are before me, and where I am called to."""
    coming = _by_token(token)
    return render(
        "line/slip.html", coming=coming, ahead=queries.ahead_of(current_actor, coming),
        is_over=coming.status in rules.FLOW.terminal(), now_text=f"{clock.local(clock.now()):%H:%M}",
    )


@bp.get("/line/screen/<hall>")
@public_page("coming.read")
def screen(hall: str) -> View:
    """The screen of the hall: nothing of it lives in the server's memory, so a restart changes nothing."""
    unit_code = _hall(hall)
    shown, waiting = queries.screen(current_actor, unit_code)
    unit = town.unit_of(unit_code)
    return render(
        "line/screen.html", shown=shown, waiting=waiting[:NEXT_SHOWN], more=len(waiting) - NEXT_SHOWN,
        hall_name=unit.name if unit else "", now_text=f"{clock.local(clock.now()):%H:%M}",
    )
