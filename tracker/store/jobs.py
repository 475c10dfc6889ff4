"""The job row (后台任务): the truth about work that takes long.

A worker claims a row, beats while it works, and says how it ended; a row without a worker is queued again.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain import clock
from tracker.domain.errors import TrackerError
from tracker.domain.text import _
from tracker.store.base import Base, Owned, UtcDateTime, enum_column
from tracker.store.db import db, writing
from tracker.store.queue import queue
from tracker.store.secrets import SECRET

BEAT_SECONDS = 2
DEAD_AFTER_SECONDS = 15
MOST_ATTEMPTS = 3
"""Work that killed three workers would kill the fourth as well."""
GIVEN_UP = _("做了 {n} 次都在中途停下，请联系管理员").format(n=MOST_ATTEMPTS)


class Status(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Owned, Base):
    """One piece of work. `args` holds ids and choices, never personal data; `token` names the one run that
    may write; `post_id`: the post in which its person acts. `title` may quote what a person calls a file."""

    kind: Mapped[str] = mapped_column(sa.String(30))
    title: Mapped[str] = mapped_column(sa.String(200), info=SECRET)
    args: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    post_id: Mapped[int | None]
    status: Mapped[Status] = mapped_column(enum_column(Status), default=Status.QUEUED, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    token: Mapped[str] = mapped_column(sa.String(32), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    message: Mapped[str] = mapped_column(sa.String(500), default="")
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Lost(TrackerError):
    """Another run has taken this job over: whatever this one still does must not count."""


class Cancelled(TrackerError):
    """The person who ordered the job has taken it back."""


class Stopping(TrackerError):
    """The worker is being shut down; the job waits for the next one."""


@dataclass(frozen=True)
class Progress:
    """How far a job is: `done` of `total` (None: unknown) rows after `seconds` of work."""

    done: int
    total: int | None
    seconds: float


class Run:
    """One attempt at a job, the only one that may write while it holds the token."""

    stopping = threading.Event()
    """Set when the worker's process is about to end."""

    def __init__(self, job: Job, token: str) -> None:
        self.job_id, self.kind, self.args, self.token = job.id, job.kind, dict(job.args), token
        self.author_id, self.post_id, self.created_at = job.author_id, job.post_id, job.created_at
        self.done, self.total = 0, job.total
        self._began = self._told = clock.real_seconds()

    def progress(self, done: int, total: int | None = None) -> None:
        """Tell how far the work is; raises Cancelled or Stopping. Costs next to nothing: call it often."""
        self.done, self.total = done, total or self.total
        if self.stopping.is_set():
            raise Stopping
        now = clock.real_seconds()
        if now - self._told < 0.5:
            return
        self._told = now
        queue().tell(self.job_id, "progress", [self.done, self.total, now - self._began])
        if queue().told(self.job_id, "cancel"):
            raise Cancelled

    def hold(self) -> None:
        """Inside the act that makes the result: is this run still the one that counts? Lost if not."""
        found = sa.select(Job.token).where(Job.id == self.job_id, Job.status == Status.RUNNING)
        if db.session.scalar(found) != self.token:
            raise Lost

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Show a sign of life every other second, whatever the work itself is doing."""
        over = threading.Event()

        def beat() -> None:
            while not over.wait(BEAT_SECONDS):
                with suppress(Exception):  # a queue that is busy for once hears the next beat
                    queue().tell(self.job_id, "beat", clock.real_seconds())

        queue().tell(self.job_id, "beat", clock.real_seconds())
        thread = threading.Thread(target=beat, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def claim(job_id: int, token: str) -> Run | None:
    """Take a queued job; None when somebody else has it, or it is over."""
    now = clock.now()
    taken = _change(
        sa.and_(Job.id == job_id, Job.status == Status.QUEUED),
        status=Status.RUNNING, token=token, attempts=Job.attempts + 1, started_at=now, finished_at=None,
        message="", done=0,
    )
    if not taken:
        return None
    queue().forget(job_id, "progress", "cancel")
    job = db.session.get(Job, job_id, populate_existing=True)
    return Run(job, token) if job else None


def end(run: Run, status: Status, message: str) -> bool:
    """Say how this run ended; False when it was no longer the one that counts."""
    finished = None if status is Status.QUEUED else clock.now()
    attempts = Job.attempts - 1 if status is Status.QUEUED else Job.attempts
    ended = _change(
        sa.and_(Job.id == run.job_id, Job.token == run.token, Job.status == Status.RUNNING),
        status=status, message=message[:500], done=run.done, total=run.total, finished_at=finished,
        attempts=attempts,
    )
    queue().forget(run.job_id, "progress", "cancel", "beat")
    return bool(ended)


def requeue_orphans() -> list[Run]:
    """Running jobs whose worker shows no sign of life go back into the queue; answers those that had their
    last try, failed now."""
    orphans = [(job, Run(job, job.token)) for job in _with_status(Status.RUNNING) if _is_dead(job)]
    given_up = []
    for job, run in orphans:
        again = job.attempts < MOST_ATTEMPTS
        changed = _change(
            sa.and_(Job.id == run.job_id, Job.token == run.token, Job.status == Status.RUNNING),
            status=Status.QUEUED if again else Status.FAILED, token="", message="" if again else GIVEN_UP,
            finished_at=None if again else clock.now(),
        )
        if changed:
            queue().forget(run.job_id, "beat")  # the next run must not be judged by the last one's beat
        given_up += [run] if changed and not again else []
    return given_up


def waiting_ids() -> list[int]:
    """Jobs in the queue; the worker is called for each again, since a call may have been lost."""
    return [job.id for job in _with_status(Status.QUEUED)]


def progress_of(job: Job) -> Progress:
    """How far it is now: as its run last told, else as the row says."""
    if job.status is Status.RUNNING and (told := queue().told(job.id, "progress")):
        return Progress(*told)
    return Progress(job.done, job.total, 0)


def _with_status(status: Status) -> list[Job]:
    found = sa.select(Job).where(Job.status == status).order_by(Job.id)
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def _is_dead(job: Job) -> bool:
    beat = queue().told(job.id, "beat")
    if beat is None:
        return job.started_at is None or clock.now() - job.started_at > timedelta(seconds=DEAD_AFTER_SECONDS)
    # a beat from the future is one from before the clock was set back: whoever lives beats anew
    return bool(abs(clock.real_seconds() - beat) > DEAD_AFTER_SECONDS)


def _change(condition: sa.ColumnElement[bool], **values: Any) -> int:
    """One step of the machinery, in a transaction of its own; answers the number of rows it fitted."""
    with writing(db.session()):
        result = db.session.execute(
            sa.update(Job).where(condition).values(**values).execution_options(synchronize_session=False)
        )
        db.session.commit()
    return int(result.rowcount)  # type: ignore[attr-defined]  # an UPDATE gives a cursor result
