"""Tasks (办件): the list, one task, and what residents said of them."""

from flask import url_for
from flask_babel import gettext as _

from tracker.catalogue import queries as catalogue
from tracker.catalogue.rules import missing
from tracker.domain import clock
from tracker.hall import queries, rules
from tracker.hall.models import Task
from tracker.hall.queries.together import count_to
from tracker.hall.views.frame import View, bp, has_code, one_of
from tracker.hall.views.presence import busy_with
from tracker.line.queries.bookings import kinds_offered
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
        status_choices=choices(rules.STATUS_LABELS), books=kinds_offered(),
        waiting_for_me=count_to(current_actor),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


@bp.get("/tasks/<ref>")
@page("task.view")
def detail(ref: str) -> View:
    task = fetch_where(current_actor, "task.view", Task, Task.ref == ref)
    calendar, today = town.work_calendar(), clock.today()
    deeds = queries.history(task)
    names = people_names([
        task.assignee_id, task.author_id, *(who for _deed, who, _at in deeds),
        *(who for one in task.pauses for who in (one.asked_by, one.decided_by)),
        *(who for one in task.extensions for who in (one.asked_by, one.decided_by)),
        *(who for one in task.handovers for who in (one.from_id, one.to_id, one.answered_by)),
        task.first_asked_id, task.agency.agent_id if task.agency else None,
    ])
    units = town.names_of({task.village_code, *(one.to_unit for one in task.handovers)})
    return render(
        "hall/detail.html", task=task, statuses=rules.STATUS_LABELS, tags=rules.STATUS_TAGS,
        channels=rules.CHANNEL_LABELS, outcomes=rules.OUTCOME_LABELS, names=names,
        standing=task.times.standing(today, calendar), light=task.times.light(today, calendar),
        explain=task.times.explain(calendar), moves=_buttons(task),
        steps=[
            {"what": _(deed), "who": names.get(who, _("系统")), "when": moment(at)} for deed, who, at in deeds
        ],
        village=units.get(task.village_code, ""), offices=units, today=today,
        mandates=rules.MANDATE_LABELS, handover_states=rules.HANDOVER_LABELS,
        missing=missing(task.item.materials, task.handed_in),
        pause_labels=rules.PAUSE_LABELS, pause_states=rules.PAUSE_STATE_LABELS,
        owes_code=can("task.give_code", task) and not has_code(task), **busy_with(task),
    )


def _buttons(task: Task) -> list[dict[str, str]]:
    """What may come next here, for this person; the item's own first move leads."""
    first = task.item.first_move
    moves = [name for name in rules.open_deeds(_standing_of(task)) if can(f"task.{name}", task)]
    moves.sort(key=lambda name: name != first)
    return [
        {
            "label": _(rules.DEEDS[f"task.{name}"]), "url": url_for(f"hall.{name}", ref=task.ref),
            "kind": "quiet" if name in rules.GIVING_UP else "",
        }
        for name in moves
    ]


def _standing_of(task: Task) -> rules.Standing:
    return rules.Standing(
        task.status, pause_waits=task.asked_pause is not None,
        extension_waits=task.asked_extension is not None,
        was_extended=any(one.is_granted for one in task.extensions),
        decline_waits=task.decline_asked_by is not None,
        papers_owed=bool(task.follow_names) and task.followed_on is None,
        was_reminded=task.reminded_on is not None, is_agency=task.agency is not None,
    )
