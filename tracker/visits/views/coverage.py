"""覆盖和重点村: key villages with their cadre and visit, households nobody has seen this quarter."""

from flask import abort, flash, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.households.queries import COUNT_UP_TO
from tracker.township.rules import KEY_LABELS
from tracker.township.service import mark_key_village
from tracker.visits import queries
from tracker.visits.forms import KeyVillageForm
from tracker.visits.rules import quarter_start
from tracker.visits.views.frame import View, bp, page_of
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import render, text_arg, to


@bp.get("/contacts/coverage")
@page("contact.list")
def coverage() -> View:
    """Where somebody is needed: a list to act on, without a score and without names of who should have."""
    village = text_arg("village")
    sees = can("household.list")
    found = queries.unseen_households(current_actor, village, text_arg("after")) if sees else None
    looks_after = can("contact.gaps")
    return render(
        "visits/coverage.html", kinds=KEY_LABELS,
        key_villages=queries.key_villages(current_actor) if looks_after else None,
        found=found, village=village, villages=queries.places(current_actor),
        since=quarter_start(clock.today()), most=COUNT_UP_TO,
        page=page_of(found, text_arg("after")) if found else None,
    )


@bp.get("/contacts/villages")
@page("unit.mark_key")
def key_villages() -> View:
    """Every village, and why it is a key village where it is one."""
    return render(
        "visits/key_villages.html", villages=queries.villages_to_mark(current_actor), kinds=KEY_LABELS
    )


@bp.route("/contacts/villages/<int:village_id>", methods=["GET", "POST"])
@page("unit.mark_key")
def key_village(village_id: int) -> View:
    village = queries.village_to_mark(current_actor, village_id)
    if village is None:
        abort(404)
    form = KeyVillageForm(record=village, kinds=[one.value for one in village.key_kinds])
    if form.sent_well():
        try:
            mark_key_village(current_actor, village, form.kinds.data or [])
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("记下了"), "success")
            return to("visits.key_villages")
    return render(
        "visits/key_village.html", form=form, village=village, back=url_for("visits.key_villages")
    )
