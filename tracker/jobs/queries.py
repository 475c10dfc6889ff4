"""Every select() about background work (后台任务): always one's own."""

from collections.abc import Sequence

from tracker.domain.roles import Actor
from tracker.store.access import fetch, visible
from tracker.store.db import db
from tracker.store.jobs import Job, Progress, progress_of

__all__ = ["Job", "Progress", "job_of", "jobs_of", "progress_of"]

SHOWN = 50


def jobs_of(actor: Actor) -> Sequence[Job]:
    """The latest jobs of this person, the newest first."""
    query = visible(actor, "job.list", Job).order_by(Job.id.desc()).limit(SHOWN)
    return db.session.scalars(query).all()


def job_of(actor: Actor, job_id: int) -> Job:
    """One of the actor's own jobs, or NotFound."""
    return fetch(actor, "job.view", Job, job_id)
