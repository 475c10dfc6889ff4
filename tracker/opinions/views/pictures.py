"""照片 of a residents' matter, for whoever may read it; the original for two persons with a reason."""

from flask import Response, url_for

from tracker.opinions import queries
from tracker.opinions.views.frame import Answer, bp
from tracker.pictures import views as pictures
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can

ORIGINAL = {
    "ask": "opinion.ask_original", "allow": "opinion.allow_original", "open": "opinion.open_original",
}


@bp.get("/<ref>/pictures/<picture>.jpg")
@page("opinion.view")
def picture(ref: str, picture: str) -> Response:
    opinion = queries.by_ref(current_actor, "opinion.view", ref)
    return pictures.shown(pictures.picture_of(opinion, picture))


@bp.route("/<ref>/pictures/<picture>/original", methods=["GET", "POST"])
@page("opinion.view")
def picture_original(ref: str, picture: str) -> Answer:
    """看原件: asked for, agreed to, opened; each step has a policy row of its own."""
    opinion = queries.by_ref(current_actor, "opinion.view", ref)
    return pictures.original_page(
        opinion, picture, ORIGINAL, can, (opinion.ref, url_for(".detail", ref=ref))
    )
