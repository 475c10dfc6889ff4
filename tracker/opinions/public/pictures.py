"""照片 of the matter whose receipt was entered: the resident sees what was kept of them."""

from flask import Response

from tracker.domain.errors import NotFound
from tracker.opinions import queries
from tracker.opinions.public.frame import bp
from tracker.pictures import views as pictures
from tracker.web.guard import current_actor, public_page


@bp.get("/progress/pictures/<picture>.jpg")
@public_page("opinion.progress")
def picture(picture: str) -> Response:
    if current_actor.opinion_id is None:
        raise NotFound("picture")
    opinion = queries.opened_by_receipt(current_actor)
    return pictures.shown(pictures.picture_of(opinion, picture))
