"""联系卡: what a card says, cards and village posters on A4, which contact points were given theirs."""

from flask import abort, flash, request, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.opinions.views.frame import set_address
from tracker.opinions.views.posters import A_SHEET, printed_address, qr_of
from tracker.people.queries import names_of, staff_choices
from tracker.visits import queries, service
from tracker.visits.forms import CardForm, IssueForm
from tracker.visits.models import ContactCard
from tracker.visits.queries import Face
from tracker.visits.rules import LEVEL_LABELS, TARGET_LABELS
from tracker.visits.views.frame import View, bp
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import id_arg, record_page, render, text_arg, to

ONE, SHEET = "one", "sheet"
"""One card of each cadre, or a whole sheet of the same card."""

record_page("contact_card", lambda _card_id: url_for("visits.cards"))


@bp.get("/contacts/cards")
@page("contact.print")
def cards() -> View:
    """Who contacts a village, and what can be printed of it; without a village my own cards."""
    village = text_arg("village")
    own = current_actor.user_id
    found = queries.faces(current_actor, village) if village else queries.faces(current_actor, user_id=own)
    return render(
        "visits/cards.html", faces=found, village=village, villages=queries.places(current_actor), me=own,
        levels=LEVEL_LABELS, address=set_address() or request.host_url.rstrip("/"),
        is_set=bool(set_address()),
    )


@bp.route("/contacts/cards/write", methods=["GET", "POST"])
@page("contact_card.write")
def card_write() -> View:
    """My own card; whoever arranges the contact points writes anybody's."""
    user_id = id_arg("user") or current_actor.user_id or 0
    names = names_of([user_id])
    if user_id != current_actor.user_id and str(user_id) not in dict(staff_choices(current_actor.town_code)):
        abort(404)
    card = queries.card_of(user_id) or ContactCard(
        assignee_id=user_id, author_id=current_actor.user_id, unit_code=queries.unit_of_person(user_id)
    )
    if not can("contact_card.write", card):
        abort(404)
    form = CardForm(record=card)
    back = text_arg("village")
    if form.sent_well():
        try:
            service.write_card(
                current_actor, card, phone=form.phone.data or "", promise=form.promise.data or ""
            )
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("卡片上的话记下了"), "success")
            return to("visits.cards", village=back)
    return render(
        "visits/card_write.html", form=form, name=names.get(user_id, ""),
        is_own=user_id == current_actor.user_id, back=url_for("visits.cards", village=back),
    )


@bp.get("/contacts/cards/print")
@page("contact.print")
def cards_print() -> View:
    """Ten cards to a sheet of A4, with marks to cut along."""
    found = queries.faces(current_actor, text_arg("village"), id_arg("user"))
    pages = [[one] * A_SHEET for one in found] if text_arg("kind") == SHEET else [
        found[start:start + A_SHEET] for start in range(0, len(found), A_SHEET)
    ]
    return _printed("print/contact_cards.html", found, pages=pages)


@bp.get("/contacts/cards/poster")
@page("contact.print")
def cards_poster() -> View:
    """One sheet of A4 for each village: who contacts it."""
    found = [one for one in queries.faces(current_actor, text_arg("village")) if one.is_of_village]
    by_village: dict[str, list[Face]] = {}
    for one in found:
        by_village.setdefault(one.village_code, []).append(one)
    return _printed("print/contact_poster.html", found, sheets=list(by_village.values()))


def _printed(template: str, found: list[Face], **context: object) -> View:
    address, village = printed_address(), text_arg("village")
    if not address or not found:
        flash(_("网址应写成 https://www.example.cn 这样") if found else _("还没有可以打印的卡片"), "warning")
        return to("visits.cards", village=village)
    return render(
        template, codes={one.village_code: qr_of(address, one.village_code) for one in found},
        printed_on=clock.today(), unset_address="" if set_address() else address, levels=LEVEL_LABELS,
        address=address.partition("://")[2], back_url=url_for("visits.cards", village=village), **context,
    )


@bp.route("/contacts/cards/issued", methods=["GET", "POST"])
@page("contact.issue")
def cards_issued() -> View:
    """Which contact points of a village were given their card, and when."""
    villages, village = queries.places(current_actor), text_arg("village")
    if village not in dict(villages):
        village = villages[0][0] if villages else ""
    rows = queries.links_to_issue(current_actor, village) if village else []
    form = IssueForm(issued_on=clock.today())
    form.links.choices = [(str(row.link.id), row.name) for row in rows]
    if form.sent_well():
        ticked = [row.link for row in rows if str(row.link.id) in (form.links.data or [])]
        try:
            count = service.issue_cards(current_actor, ticked, issued_on=form.issued_on.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("记下了，%(n)s 处发了卡", n=count), "success")
            return to("visits.cards_issued", village=village)
    return render(
        "visits/cards_issued.html", form=form, village=village, villages=villages, targets=TARGET_LABELS,
        rows=rows,
    )
