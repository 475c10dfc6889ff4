"""The blueprint of proactive service (主动服务), and where its records are shown."""

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _

from tracker.domain.roles import Actor
from tracker.outreach import queries
from tracker.web.pages import Thread, record_page, related

bp = Blueprint("outreach", __name__, url_prefix="/outreach")
View = Response | tuple[str, int]

record_page("outreach", lambda outreach_id: url_for("outreach.detail", outreach_id=outreach_id))
record_page("outreach_rule", lambda _rule_id: url_for("outreach.rules"))
record_page("roll_entry", lambda _entry_id: url_for("outreach.roll"))


def _led_to_task(actor: Actor, task_id: int) -> list[Thread]:
    return [
        Thread(_("主动告知 %(item)s", item=one.item.name), url_for("outreach.detail", outreach_id=one.id))
        for one in queries.behind_task(actor, task_id)
    ]


related("task", _led_to_task)
