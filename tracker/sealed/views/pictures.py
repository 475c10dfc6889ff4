"""原件 of a photograph that came with an accusation: for two persons of discipline, while it stands open."""

from flask import url_for

from tracker.pictures.views import original_page
from tracker.sealed import queries, service
from tracker.sealed.views.frame import Answer, bp
from tracker.sealed.views.opening import keys_now
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import to

ORIGINAL = {"ask": "sealed.ask_original", "allow": "sealed.allow_original", "open": "sealed.open_original"}


@bp.route("/<ref>/photos/<picture>/original", methods=["GET", "POST"])
@page("sealed.view")
def picture_original(ref: str, picture: str) -> Answer:
    record = queries.by_ref(current_actor, "sealed.view", ref)
    if service.content_of(record, keys_now()) is None:
        return to(".unlock", next=url_for(".detail", ref=ref))
    return original_page(record, picture, ORIGINAL, can, (record.ref, url_for(".detail", ref=ref)))
