"""记处置 (动) on a problem: what was decided on the spot, with its legal basis."""

from flask import url_for
from flask_babel import gettext as _

from tracker.problems import queries
from tracker.rulings.views import ruling_page
from tracker.visits.views.frame import View, bp
from tracker.web.guard import current_actor, page


@bp.route("/problems/<ref>/ruling", methods=["GET", "POST"])
@page("problem.rule")
def ruling(ref: str) -> View:
    problem = queries.problem(current_actor, "problem.rule", ref)
    back = (_("问题 %(ref)s", ref=ref), url_for("visits.problem", ref=ref))
    return ruling_page(problem, "problem.rule", back)
