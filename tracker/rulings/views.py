"""What the rooms above answer with (处置记录): the page that writes one down."""

from typing import Any

from flask import Response, flash, redirect
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.people.queries import staff_choices
from tracker.rulings import service
from tracker.rulings.forms import RulingForm
from tracker.rulings.service import Decided
from tracker.web.guard import current_actor
from tracker.web.pages import render


def ruling_page(record: Any, name: str, back: tuple[str, str]) -> Response | tuple[str, int]:
    """记处置: `name` is the policy row of the room; `back`: (words, address) of the record's page."""
    now = clock.local(clock.now())
    form = RulingForm(decided_on=now.date(), decided_time=now.time(), decider_id=current_actor.user_id)
    form.decider_id.choices = [("", _("（还没选）")), *staff_choices(current_actor.town_code)]
    if form.sent_well():
        try:
            service.rule(current_actor, record, name, Decided(
                form.decision.data, form.basis.data, form.decider_id.data, form.decided_at,
                form.result.data or "",
            ))
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("记下了"), "success")
            return redirect(back[1], 303)  # type: ignore[return-value]
    return render("rulings/new.html", form=form, back=back)
