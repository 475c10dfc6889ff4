"""Who is to be told (要告诉他们的): the list, one person, the list on paper, listing them now."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.outreach import queries, service
from tracker.outreach.models import Outreach
from tracker.outreach.queries import STATES, Wanted
from tracker.outreach.rules import (
    FLOW,
    HOW_LABELS,
    OCCASION_LABELS,
    STATUS_LABELS,
    STATUS_TAGS,
    WAITING,
    Status,
)
from tracker.outreach.views.frame import View, bp
from tracker.people.queries import names_of as people_names
from tracker.store.access import allows
from tracker.township import queries as town
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, page
from tracker.web.jinja import moment
from tracker.web.pages import Page, here, id_arg, render, text_arg, to


def _wanted() -> Wanted:
    state = text_arg("state")
    return Wanted(
        village=text_arg("village"), item_id=id_arg("item"), state=state if state in STATES else "waiting",
        after=text_arg("after"),
    )


def _words() -> dict[str, Any]:
    return {"statuses": STATUS_LABELS, "tags": STATUS_TAGS, "occasions": OCCASION_LABELS, "hows": HOW_LABELS}


@bp.get("")
@page("outreach.list")
def index() -> View:
    wanted = _wanted()
    found = queries.page(current_actor, wanted)
    places = town.places(current_actor.town_code)
    village = wanted.village or None
    return render(
        "outreach/index.html", rows=found.rows, wanted=wanted, counts=found.counts, states=Status,
        page=Page(found.rows, next_after=found.next_after, has_previous=bool(wanted.after)),
        people=people_names(one.assignee_id for one in found.rows), units=places.names,
        villages=[pair for pair in places.villages if pair[0].startswith(current_actor.unit_code[:12])],
        items=queries.items_listed(current_actor), press=PressForm(),
        paper=url_for("outreach.paper", village=village, item=wanted.item_id), **_words(),
    )


@bp.post("/gather")
@page("outreach.gather")
def gather() -> View:
    """现在列出: the same as each night."""
    if PressForm().sent_well():
        listed = service.gather(current_actor)
        flash(
            _("新列出 %(n)s 人", n=listed) if listed else _("没有新的人要告诉。列过的不会再列"), "success"
        )
    return to("outreach.index")


@bp.get("/<int:outreach_id>")
@page("outreach.view")
def detail(outreach_id: int) -> View:
    one = queries.outreach(current_actor, "outreach.view", outreach_id)
    return render(
        "outreach/detail.html", one=one, moves=_buttons(one), may_contact=_may(one, "contact"),
        village=town.town_name(one.unit_code), people=people_names([one.assignee_id, one.told_by]),
        task_ref=queries.ref_of(one.task_id), **_words(),
    )


def _may(one: Outreach, deed: str) -> bool:
    return allows(current_actor, f"outreach.{deed}", one)


def _buttons(one: Outreach) -> list[dict[str, str]]:
    open_moves = [move for move in FLOW.open_moves(one.status) if _may(one, move.name)]
    found = [
        {
            "label": _(move.button), "kind": "secondary",
            "url": url_for(f"outreach.{move.name}", outreach_id=one.id),
        }
        for move in open_moves
    ]
    if found and one.status in WAITING:
        found[0]["kind"] = "primary"
    return found


@bp.get("/paper")
@page("outreach.contact")
def paper() -> View:
    """The list on paper, by village, with room for what came of it."""
    wanted = _wanted()
    return render(
        "print/outreach.html", rows=queries.on_paper(current_actor, wanted),
        units=town.places(current_actor.town_code).names, most=queries.ON_PAPER, occasions=OCCASION_LABELS,
        back_url=here(after=None).replace("/outreach/paper", "/outreach"), now_text=moment(clock.now()),
    )
