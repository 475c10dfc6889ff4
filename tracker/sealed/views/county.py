"""What waits for the county (交县纪委监委的密封盒): how many, and one file to take away."""

import io

from flask import send_file
from flask_babel import gettext as _

from tracker.domain.errors import RuleBroken
from tracker.sealed import queries, service
from tracker.sealed.forms import TakeForm
from tracker.sealed.views.frame import Answer, bp
from tracker.web.guard import current_actor, page
from tracker.web.pages import render


@bp.route("/county", methods=["GET", "POST"])
@page("county_box.take")
def county() -> Answer:
    form = TakeForm()
    if form.sent_well():
        try:
            data = service.take(current_actor, is_again=bool(form.is_again.data))
        except RuleBroken as broken:
            form.show(broken)
        else:
            name = _("密封盒.json")
            kind = "application/json"
            return send_file(io.BytesIO(data), download_name=name, as_attachment=True, mimetype=kind)
    waiting, known = queries.county_counts(current_actor)
    return render("sealed/county.html", form=form, waiting=waiting, known=known)
