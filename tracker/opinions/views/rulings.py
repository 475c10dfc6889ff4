"""记处置 (动) on a matter: what was decided on the spot, with its legal basis."""

from flask import url_for
from flask_babel import gettext as _

from tracker.opinions import queries
from tracker.opinions.views.frame import Answer, bp
from tracker.rulings.views import ruling_page
from tracker.web.guard import current_actor, page


@bp.route("/<ref>/ruling", methods=["GET", "POST"])
@page("opinion.rule")
def ruling(ref: str) -> Answer:
    opinion = queries.by_ref(current_actor, "opinion.rule", ref)
    back = (_("诉求 %(ref)s", ref=ref), url_for("opinions.detail", ref=ref))
    return ruling_page(opinion, "opinion.rule", back)
