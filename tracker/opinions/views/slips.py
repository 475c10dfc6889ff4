"""意见箱纸条: print numbered slips, each with a receipt on the half that the resident keeps."""

import segno
from flask import Response, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.opinions.forms.register import SlipsForm
from tracker.opinions.forms.say import keep_form_key, kept_form_key
from tracker.opinions.rules.slips import SLIPS_A_PAGE
from tracker.opinions.service import slips as service
from tracker.opinions.views.frame import Answer, bp, set_address
from tracker.web.guard import current_actor, page
from tracker.web.jinja import moment
from tracker.web.pages import render, side_served, to


@bp.route("/slips", methods=["GET", "POST"])
@page("slip.print")
def slips() -> Answer:
    form = SlipsForm()
    if form.sent_well():
        try:
            service.print_slips(current_actor, form.form_key.data, form.pages.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            response: Response = to(".slip_sheet")
            keep_form_key(response, form.form_key.data, url_for(".slips"))
            return response
    return render("opinions/slips.html", form=form)


@bp.get("/slips/sheet")
@page("slip.print")
def slip_sheet() -> Answer:
    """The pages to cut, for ten minutes after they were made: the receipts are nowhere else."""
    key = kept_form_key()
    made = service.printed(current_actor, key) if key else []
    if not made:
        return to(".slips")
    pages = [made[at : at + SLIPS_A_PAGE] for at in range(0, len(made), SLIPS_A_PAGE)]
    address = _progress_address()
    return render(
        "print/slips.html", pages=pages, back_url=url_for(".slips"), now_text=moment(clock.now()),
        qr=segno.make(address, error="m").svg_data_uri(scale=2, border=1) if address else "",
        title=_("意见箱纸条"),
    )


def _progress_address() -> str:
    """What the QR of a slip leads to; empty when this process does not know where residents are served."""
    if set_address():
        return f"{set_address()}/progress"
    return url_for("opinions_public.progress", _external=True) if side_served("public") else ""
