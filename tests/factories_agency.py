"""代办 and 移交 in every stage, made by the real services."""

from typing import Any

from factories import HALL, make_actor, make_user
from factories_hall import actor_for, make_item, make_task

from tracker.domain.roles import Role
from tracker.hall import service
from tracker.hall.models import Task
from tracker.hall.rules import Outcome

PAPERS = ["身份证", "户口簿"]


def make_errand(by: Any = None, **facts: Any) -> Task:
    """What an agent of the village brought to the hall, accepted there."""
    task = make_task(make_item(**facts), by=by or make_user(Role.AGENT))
    service.accept(make_actor(Role.WINDOW), task, handed_in=PAPERS)
    return task


def make_laden_errand() -> Task:
    """With an original of the resident in our hands."""
    task = make_errand()
    service.take_original(make_actor(Role.WINDOW), task, names=["存折"])
    return task


def make_done_errand() -> Task:
    task = make_laden_errand()
    service.finish(make_actor(Role.WINDOW), task, outcome=Outcome.GRANTED)
    return task


def make_reported(**facts: Any) -> Task:
    """At a department of the county."""
    task = make_errand(**facts)
    service.report_up(
        make_actor(Role.WINDOW), task, department="县民政局", what="审核", taken_by="老周",
        promised_workdays=3,
    )
    return task


def make_offered(receiver: Any = None, giver: Any = None) -> Task:
    """Waits to be taken by a colleague of the hall."""
    giver = giver or make_user(Role.WINDOW, unit=HALL)
    receiver = receiver or make_user(Role.WINDOW, unit=HALL)
    task = make_task(by=giver, then="accept")
    service.offer(actor_for(giver), task, receiver=f"u{receiver.id}", reason="我明天不在")
    return task
