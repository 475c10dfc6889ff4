"""岗位交接 on one page: from whom, what is in hand, to whom; the result of each; the 移交清单 on paper."""

from flask import abort, flash, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.people.queries import names_of, staff_choices
from tracker.visits import queries, service
from tracker.visits.forms import HandoverForm
from tracker.visits.rules import THING_LABELS
from tracker.visits.service import Handover
from tracker.visits.views.frame import View, bp
from tracker.web.guard import current_actor, page
from tracker.web.pages import id_arg, record_page, render, to

record_page("contact_handover", lambda record_id: url_for("visits.handover_detail", handover_id=record_id))


@bp.route("/contacts/handover", methods=["GET", "POST"])
@page("handover.make")
def handover() -> View:
    """First whose things, then what of them goes to whom."""
    people, giver_id = queries.givers(current_actor), id_arg("from")
    if giver_id is None:
        return render(
            "visits/handover_from.html", people=people, latest=queries.handovers(current_actor)
        )
    if str(giver_id) not in dict(people):
        abort(404)
    held = queries.held_by(current_actor, giver_id)
    form = HandoverForm(on_day=clock.today(), picked=[one.key for one in held])
    form.picked.choices = [(one.key, one.title) for one in held]
    form.receiver_id.choices = [
        ("", _("（还没选）")),
        *(one for one in staff_choices(current_actor.town_code) if one[0] != str(giver_id)),
    ]
    if form.sent_well():
        try:
            record = service.hand_over(current_actor, Handover(
                giver_id=giver_id, receiver_id=form.receiver_id.data, on_day=form.on_day.data,
                reason=form.reason.data, picked=form.picked.data or [],
            ))
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("交接记下了，每一件的结果在下面"), "success")
            return to("visits.handover_detail", handover_id=record.id)
    return render(
        "visits/handover.html", form=form, held=held, things=THING_LABELS,
        giver=names_of([giver_id]).get(giver_id, ""), drafts=queries.drafts_of(giver_id),
        waiting=queries.waiting_on_phone(giver_id),
    )


@bp.get("/contacts/handover/<int:handover_id>")
@page("handover.view")
def handover_detail(handover_id: int) -> View:
    record = queries.handover(current_actor, "handover.view", handover_id)
    return render(
        "visits/handover_detail.html", paper=queries.paper_of(current_actor, record), things=THING_LABELS
    )


@bp.get("/contacts/handover/<int:handover_id>/print")
@page("handover.view")
def handover_print(handover_id: int) -> View:
    """The 移交清单 for both signatures and that of whoever stands by."""
    record = queries.handover(current_actor, "handover.view", handover_id)
    paper = queries.paper_of(current_actor, record)
    return render(
        "print/handover.html", paper=paper, things=THING_LABELS,
        back_url=url_for("visits.handover_detail", handover_id=record.id), unit_name=paper.unit,
    )
