"""谁正开着这件办件: two clerks on one task; whoever came second reads first and may then take it up."""

from flask import Response, abort, jsonify, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.hall.models import Task
from tracker.hall.views.frame import bp
from tracker.people.queries import names_of
from tracker.store import presence
from tracker.store.access import fetch_where
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import text_arg

KIND = Task.__tablename__
DECISIONS = frozenset(
    {"pause", "refuse_pause", "grant_extension", "refuse_extension", "decline", "refuse_decline"}
)


@bp.post("/tasks/<ref>/here")
@page("task.view")
def here(ref: str) -> Response:
    task = fetch_where(current_actor, "task.view", Task, Task.ref == ref)
    if not PressForm().sent_well():
        abort(400)
    presence.arrive(KIND, task.id, current_actor.user_id)
    return jsonify(text="")


def busy_with(task: Task, move: str = "") -> dict[str, str]:
    """What templates/hall/_busy.html asks for: who is ahead, and where an open page tells that it is open.

    Among the windows only: an agent or an office that looks on keeps nobody from the work, and a head
    decides what the clerk who has it open waits for.
    """
    if move in DECISIONS or not can("task.accept", task):
        return {"busy": "", "here_url": ""}
    return {"busy": _ahead(task), "here_url": url_for("hall.here", ref=task.ref)}


def _ahead(task: Task) -> str:
    """李晓梅 2 分钟前打开了这件办件; empty when nobody was here before or this person takes it up.

    Decided when the page is opened: it does not change under the hand of who works on it.
    """
    if text_arg("over"):
        return ""
    row = presence.ahead_of(KIND, task.id, current_actor.user_id)
    if row is None:
        return ""
    user_id, since = row
    minutes, who = int((clock.now() - since).total_seconds() // 60), names_of([user_id]).get(user_id, "")
    if minutes:
        return str(_("%(who)s %(n)s 分钟前打开了这件办件", who=who, n=minutes))
    return str(_("%(who)s 刚打开了这件办件", who=who))
