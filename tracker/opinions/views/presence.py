"""谁正开着这件事: told once a minute by the open page, shown to whoever else has it open."""

from flask import Response, abort, jsonify, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.opinions import queries
from tracker.opinions.models import Opinion
from tracker.opinions.views.frame import bp
from tracker.people.queries import names_of
from tracker.store import presence
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, page

KIND = Opinion.__tablename__


@bp.post("/<ref>/here")
@page("opinion.view")
def here(ref: str) -> Response:
    opinion = queries.by_ref(current_actor, "opinion.view", ref)
    if not PressForm().sent_well():
        abort(400)
    presence.arrive(KIND, opinion.id, current_actor.user_id)
    return jsonify(text=who_else(opinion.id))


def who_else(opinion_id: int) -> str:
    """王芳 2 分钟前打开了这件事; empty when nobody else has it open."""
    rows = presence.others(KIND, opinion_id, current_actor.user_id)
    names, now = names_of(user_id for user_id, _since in rows), clock.now()
    minutes = {user_id: int((now - since).total_seconds() // 60) for user_id, since in rows}
    told = {True: _("%(who)s %(n)s 分钟前打开了这件事"), False: _("%(who)s 刚打开了这件事")}
    return "；".join(told[n > 0] % {"who": names.get(user_id, ""), "n": n} for user_id, n in minutes.items())


def presence_of(opinion: Opinion) -> dict[str, str]:
    """What templates/workbench/_presence.html asks for."""
    return {"url": url_for(".here", ref=opinion.ref), "text": who_else(opinion.id)}
