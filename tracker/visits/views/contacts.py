"""联系点: my contact points, arranging and ending them."""

from flask import flash, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.households import queries as roll
from tracker.people.queries import staff_choices
from tracker.visits import queries, service
from tracker.visits.forms import ContactForm, EndForm
from tracker.visits.rules import LEVEL_LABELS, TARGET_LABELS, Target
from tracker.visits.service import Arrangement
from tracker.visits.views.frame import View, bp
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import id_arg, render, text_arg, to


@bp.get("/contacts")
@page("contact.list")
def contacts() -> View:
    """My contact points; a village in the address shows who contacts it; leaders see where somebody lacks."""
    village = text_arg("village")
    mine = queries.my_contacts(current_actor)
    return render(
        "visits/contacts.html", mine=mine, waiting=queries.waiting_households(mine, clock.today()),
        gaps=queries.key_village_gaps(current_actor) if can("contact.gaps") else [], village=village,
        of_village=queries.town_contacts(current_actor, village) if village else [],
        villages=queries.places(current_actor), targets=TARGET_LABELS, levels=LEVEL_LABELS,
        me=current_actor.user_id,
    )


@bp.route("/contacts/new", methods=["GET", "POST"])
@page("contact.add")
def contact_new() -> View:
    """First the village, then who contacts what in it."""
    villages, village = queries.places(current_actor), text_arg("village")
    if village not in dict(villages):
        return render("visits/contact_village.html", villages=villages)
    free = {household.id: household for household in roll.unlinked(current_actor, village)}
    wanted = id_arg("household")
    form = ContactForm(
        since=clock.today(), household_id=wanted,
        target=(Target.HOUSEHOLD if wanted in free else Target.VILLAGE).value,
    )
    staff = staff_choices(current_actor.town_code)
    form.assignee_id.choices = [("", _("（还没选）")), *staff]
    form.backup_id.choices = [("", _("（没有）")), *staff]
    form.household_id.choices = [
        ("", _("（不是联系户）")),
        *((str(one.id), roll.label_of(one, "")) for one in free.values()),
    ]
    if form.sent_well():
        try:
            service.add_contact(current_actor, Arrangement(
                cadre_id=form.assignee_id.data, unit_code=village, target=form.target.data,
                level=form.level.data, household=free.get(form.household_id.data), since=form.since.data,
                target_name=form.target_name.data or "", basis=form.basis.data or "",
                backup_id=form.backup_id.data,
            ))
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("安排好了"), "success")
            return to("visits.contacts", village=village)
    return render("visits/contact_new.html", form=form, village=dict(villages)[village])


@bp.route("/contacts/<int:link_id>/end", methods=["GET", "POST"])
@page("contact.end")
def contact_end(link_id: int) -> View:
    link = queries.contact(current_actor, "contact.end", link_id)
    form = EndForm(record=link, until=clock.today())
    if form.sent_well():
        try:
            service.end_contact(current_actor, link, until=form.until.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("这个安排结束了，走访记录都还在"), "success")
            return to("visits.contacts", village=link.village_code)
    return render(
        "visits/contact_end.html", form=form, row=queries.contact_row(link),
        back=url_for("visits.contacts", village=link.village_code),
    )
