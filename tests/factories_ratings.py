"""Ratings (好差评) and their cases, said and dealt with through the real services."""

from typing import Any

from factories import HALL, TOWN, make_actor, make_user
from factories_hall import make_item, make_task

from tracker.catalogue.rules import Kind
from tracker.domain.roles import Actor, Role
from tracker.hall import service
from tracker.hall.models import RatingCase, Task, TaskRating
from tracker.hall.rules import CaseStatus, Level, RatingChannel
from tracker.store.db import db


def make_done(**changes: Any) -> Task:
    """A task that was finished while the resident waited."""
    item = changes.pop("item", None) or make_item(kind=Kind.INSTANT, promised_workdays=0)
    return make_task(item, then="spot", **changes)


def holder(task: Task) -> Actor:
    """The resident who holds the receipt."""
    return Actor(user_id=None, role=Role.PUBLIC, unit_code=TOWN, task_id=task.id)


def rate(task: Task, level: Level = Level.BAD, words: str = "等了半天", phone: str = "") -> TaskRating:
    service.rate(holder(task), task, level=level, words=words, phone=phone, channel=RatingChannel.SLIP)
    return db.session.query(TaskRating).filter_by(task_id=task.id).one()


def make_case(status: CaseStatus = CaseStatus.OPEN, *, by: Any = None, phone: str = "") -> RatingCase:
    """A bad rating of a window clerk, dealt with so far."""
    task = make_done(by=by or make_user(Role.WINDOW, unit=HALL))
    case = db.session.query(RatingCase).filter_by(rating_id=rate(task, phone=phone).id).one()
    head, deputy = make_actor(Role.WINDOW_HEAD), make_actor(Role.DEPUTY)
    if status in (CaseStatus.APPEALED, CaseStatus.EXCLUDED):
        service.appeal(head, case, appeal="评错了窗口")
        if status is CaseStatus.EXCLUDED:
            service.grant_appeal(deputy, case, appeal_words="查过，是隔壁窗口的事")
        return case
    steps = (
        (CaseStatus.VERIFIED, lambda: service.verify(head, case, finding="确实让人多跑了一趟")),
        (CaseStatus.MENDED, lambda: service.mend(head, case, mended="补上了材料清单")),
        (CaseStatus.CALLED, lambda: call(case)),
        (CaseStatus.CLOSED, lambda: service.publish(head, case, public_words="清单不全，已经补上")),
    )
    for reached, deed in steps:
        if case.status is status:
            break
        deed()
        assert case.status is reached
    return case


def call(case: RatingCase) -> None:
    service.call_back(make_actor(Role.CALLBACK), case, call_words="这回清楚了")
