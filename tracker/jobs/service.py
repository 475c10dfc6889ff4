"""Deeds on background work (后台任务): order it, take it back, do it again; and the run in the worker."""

import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from tracker.domain.errors import Forbidden, NotFound, RuleBroken
from tracker.domain.roles import SYSTEM, Actor
from tracker.domain.text import _
from tracker.people.queries import actor_of
from tracker.store import files
from tracker.store.action import Act, action
from tracker.store.db import db
from tracker.store.jobs import (
    GIVEN_UP,
    Cancelled,
    Job,
    Lost,
    Run,
    Status,
    Stopping,
    claim,
    end,
    requeue_orphans,
    waiting_ids,
)
from tracker.store.queue import queue

log = logging.getLogger("tracker")


@dataclass(frozen=True)
class Kind:
    """What one kind of job does: `work(actor, run)` answers the sentence that its page ends with. `dropped`
    hears that the job was taken back or failed, with the sentence why, in an act of its own."""

    name: str
    work: Callable[[Actor, Run], str]
    dropped: Callable[[Actor, Run, str], None] | None = None


CANCELLED = _("您取消了，什么都没有留下")
_kinds: dict[str, Kind] = {}


def use_kinds(kinds: Iterable[Kind]) -> None:
    """The rooms above hang their kinds in here when the application is made."""
    _kinds.update({kind.name: kind for kind in kinds})


def order(act: Act, kind: str, title: str, args: dict[str, Any], total: int | None = None) -> Job:
    """Step: queue a job in the running act; the worker is called once the act is committed."""
    actor = act.actor
    job = Job(
        unit_code=actor.unit_code or actor.town_code, author_id=actor.user_id, kind=kind, title=title,
        args=args, post_id=actor.post_id, total=total, status=Status.QUEUED,
    )
    act.on("job.order", job)
    db.session.flush()
    job_id = job.id
    act.after_commit.append(lambda: queue().call(job_id))
    return job


def cancel(actor: Actor, job: Job) -> None:
    """Take a job back: one that waits is over at once, one that runs stops at its next row.

    It is told before, since an import lets nobody write until it stops, and after: a worker that takes the
    job in between forgets what it was told.
    """
    job_id = job.id
    queue().tell(job_id, "cancel", True)
    with action(actor, "job.cancel", job) as act:
        waited = job.status is Status.QUEUED
        if waited:
            job.status, job.finished_at, job.message = Status.CANCELLED, act.now, CANCELLED
        elif job.status is not Status.RUNNING:
            raise RuleBroken(_("这项任务已经结束，不用取消"))
    if waited:
        _tell_dropped(Run(job, ""), CANCELLED)
    else:
        queue().tell(job_id, "cancel", True)


def again(actor: Actor, job: Job) -> None:
    """Do a failed or cancelled job once more; what it had finished is not done twice."""
    job_id = job.id
    with action(actor, "job.again", job) as act:
        if job.status not in (Status.FAILED, Status.CANCELLED):
            raise RuleBroken(_("这项任务没有停下，不用再做"))
        job.status, job.attempts, job.message = Status.QUEUED, 0, ""
        job.done, job.finished_at = 0, None
        act.after_commit.append(lambda: queue().call(job_id))


def run(job_id: int) -> None:
    """One attempt at one job, in the worker. Never raises: how it ended stands in the row."""
    attempt = claim(job_id, secrets.token_hex(16))
    if attempt is None:
        return
    with attempt.beating():
        status, message = _attempt(attempt)
    if end(attempt, status, message) and status in (Status.FAILED, Status.CANCELLED):
        _tell_dropped(attempt, message)


def look_after() -> None:
    """Every few seconds in the worker: jobs whose worker died, and calls that were lost, come again; files
    that are a day old go."""
    files.sweep()
    for given_up in requeue_orphans():
        _tell_dropped(given_up, GIVEN_UP)
    queue().call_if_idle(waiting_ids())
    db.session.rollback()


def _attempt(attempt: Run) -> tuple[Status, str]:
    try:
        actor = _person_of(attempt)
        return Status.DONE, _kinds[attempt.kind].work(actor, attempt)
    except Stopping:
        return Status.QUEUED, ""
    except Cancelled:
        return Status.CANCELLED, CANCELLED
    except Lost:
        return Status.FAILED, ""  # of no effect: the row belongs to another run
    except (Forbidden, NotFound):
        return Status.FAILED, _("您现在的岗位做不了这件事")
    except RuleBroken as broken:
        return Status.FAILED, str(broken)
    except Exception:
        number = secrets.token_hex(4)
        log.exception("job %s failed: %s", attempt.job_id, number)
        where = _("处理到第 {n} 行时").format(n=attempt.done + 1) if attempt.done else ""
        return Status.FAILED, _("{where}程序出错了，编号 {number}").format(where=where, number=number)
    finally:
        db.session.rollback()


def _person_of(attempt: Run) -> Actor:
    """Whoever ordered the job, with the rights of today: a post given up meanwhile gives none."""
    if attempt.author_id is None:
        return SYSTEM
    actor = actor_of(attempt.author_id, attempt.post_id)
    if actor is None or actor.post_id != attempt.post_id:
        raise Forbidden(attempt.kind)
    return actor


def _tell_dropped(attempt: Run, message: str) -> None:
    kind = _kinds[attempt.kind]
    if kind.dropped is not None:
        kind.dropped(SYSTEM, attempt, message)
