"""Tasks (办件): the list, one task, and what residents said of them."""

from flask import url_for
from flask_babel import gettext as _

from tracker.catalogue import queries as catalogue
from tracker.catalogue.rules import missing
from tracker.domain import clock
from tracker.hall import queries, rules
from tracker.hall.models import Task
from tracker.hall.views.frame import View, bp, one_of
from tracker.people.queries import names_of as people_names
from tracker.store.access import fetch_where
from tracker.township import queries as town
from tracker.web.forms import choices
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can, moment
from tracker.web.pages import PER_PAGE, Page, render, text_arg


@bp.get("/tasks")
@page("task.list")
def index() -> View:
    wanted = queries.Wanted(
        text=text_arg("q"), status=one_of(rules.Status, text_arg("status")), due=text_arg("due"),
        item_id=_number(text_arg("item")), village_code=text_arg("village"), after=text_arg("after"),
    )
    calendar, today = town.work_calendar(), clock.today()
    found = queries.tasks(current_actor, wanted, PER_PAGE, calendar)
    villages = town.village_choices(current_actor.town_code)
    return render(
        "hall/index.html", found=found, wanted=wanted, calendar=calendar, today=today,
        pager=Page(found.rows, found.count, found.is_capped, found.next_after, bool(wanted.after)),
        items=catalogue.item_choices(current_actor), villages=villages,
        village_names=dict(villages),
        statuses=rules.STATUS_LABELS, tags=rules.STATUS_TAGS, channels=rules.CHANNEL_LABELS,
        status_choices=choices(rules.STATUS_LABELS),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


@bp.get("/tasks/<ref>")
@page("task.view")
def detail(ref: str) -> View:
    task = fetch_where(current_actor, "task.view", Task, Task.ref == ref)
    calendar, today = town.work_calendar(), clock.today()
    deeds = queries.history(task)
    names = people_names([task.assignee_id, task.author_id, *(who for _deed, who, _at in deeds)])
    return render(
        "hall/detail.html", task=task, statuses=rules.STATUS_LABELS, tags=rules.STATUS_TAGS,
        channels=rules.CHANNEL_LABELS, outcomes=rules.OUTCOME_LABELS, names=names,
        standing=task.times.standing(today, calendar), light=task.times.light(today, calendar),
        explain=task.times.explain(calendar), moves=_buttons(task),
        steps=[
            {"what": _(deed), "who": names.get(who, _("系统")), "when": moment(at)} for deed, who, at in deeds
        ],
        village=town.names_of({task.village_code}).get(task.village_code, ""),
        missing=missing(task.item.materials, task.handed_in),
    )


def _buttons(task: Task) -> list[dict[str, str]]:
    """What may come next here, for this person; the item's own first move leads."""
    first = task.item.first_move
    moves = [move for move in rules.FLOW.open_moves(task.status) if can(f"task.{move.name}", task)]
    moves.sort(key=lambda move: move.name != first)
    return [{"label": _(m.button), "url": url_for(f"hall.{m.name}", ref=task.ref)} for m in moves]


@bp.get("/tasks/ratings")
@page("rating.list")
def ratings() -> View:
    words = queries.rating_words(current_actor) if can("rating.read") else None
    return render(
        "hall/ratings.html", ratings=queries.ratings(current_actor), words=words, levels=rules.LEVEL_LABELS,
        fewest=rules.FEWEST_RATINGS,
    )
