"""凭证: what the resident takes home, with the squares to point a phone at; the receipt stands on it once."""

import segno
from flask import g, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.roles import TOWN_CODE_LENGTH
from tracker.hall import rules, service
from tracker.hall.models import Task
from tracker.hall.queries import visitors
from tracker.hall.views.frame import View, bp, has_code
from tracker.people.queries import names_of as people_names
from tracker.store import receipts
from tracker.store.access import fetch_where
from tracker.township import queries as town
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can, moment
from tracker.web.pages import render, side_served


@bp.get("/tasks/<ref>/voucher")
@page("task.view")
def voucher(ref: str) -> View:
    """收件、受理凭证 to print; the receipt stands on it while this session remembers having made it."""
    task = fetch_where(current_actor, "task.view", Task, Task.ref == ref)
    remembered = g.session_row.data.get("voucher") or {}
    key = remembered.get("key") if remembered.get("task") == task.id else None
    token = service.rate_token(key) if key else None
    is_public, calendar = side_served("public"), town.work_calendar()
    return render(
        "hall/voucher.html", task=task, town_name=town.town_name(task.unit_code[:TOWN_CODE_LENGTH]),
        sheet=_(rules.SHEETS[task.status]),
        code=receipts.issued(key) if key else None, is_given=key is not None or has_code(task),
        qr=_qr(token) if token and is_public else None,
        blocked=_blocked(task) if is_public and task.item.is_published else None,
        back_url=url_for("hall.detail", ref=ref),
        village=town.names_of({task.village_code}).get(task.village_code, ""),
        handler=_handler(task), now_text=moment(clock.now()),
        materials=[one for one in task.item.materials if one.name in task.handed_in],
        how_counted=task.times.explain(calendar), pause_labels=rules.PAUSE_LABELS,
        owes_card=task.item.asks_id and not task.id_number and task.done_on is None,
        together=[
            one for one in visitors.of_coming(current_actor, task.coming_id) if one.id != task.id
        ],
        is_desk=can("task.receive"),
    )


def _handler(task: Task) -> str:
    """Who has it; before a window has it, who took it in (an agent in the village)."""
    who = task.assignee_id or task.author_id
    return people_names([who]).get(who, "")


def _qr(token: str) -> dict[str, str]:
    """Two squares to point a phone at: progress, and the rating."""
    pages = {"progress": url_for("hall_public.progress", _external=True),
             "rate": url_for("hall_public.rate", token=token, _external=True)}
    return {name: segno.make(url, error="m").svg_data_uri(scale=3) for name, url in pages.items()}


def _blocked(task: Task) -> str:
    """办不成事: a square that leads past the window; there is nothing in it but the service."""
    url = url_for("opinions_public.about", code=task.item.code, _external=True)
    return segno.make(url, error="m").svg_data_uri(scale=3)
