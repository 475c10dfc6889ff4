"""A worker killed at any moment of an import: the job runs again, and comes to exactly one result."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from factories import make_user
from factories_imports import waiting_roll

from tracker.domain.roles import Role

ROOT = Path(__file__).resolve().parents[2]
ROWS = 2_000
WORK = """
import sys
from tracker.app import create_app
from tracker.jobs import service as jobs
app = create_app({"INSTANCE": sys.argv[1], "TESTING": True})
with app.app_context():
    sys.stdin.readline()
    print("go", flush=True)
    jobs.run(int(sys.argv[2]))
"""
MOMENTS = (0.02, 0.2, 0.4, 0.6, 0.8, None)
"""Seconds after which a worker is killed; the last one may finish."""


def worker_of(instance, job_id):
    """A worker's process that has loaded everything and waits for a line."""
    command = [sys.executable, "-c", WORK, str(instance), str(job_id)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT, env=env)


def work(worker, seconds):
    with worker:
        worker.stdin.write(b"\n")
        worker.stdin.flush()
        assert worker.stdout.readline() == b"go\n"
        try:
            worker.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            worker.send_signal(signal.SIGKILL)


@pytest.fixture
def other(app, tmp_path):
    """An instance of its own on the disk, for workers of their own."""
    from tracker.app import create_app, settle_in
    from tracker.store.base import Base
    from tracker.store.db import db

    made = create_app({"INSTANCE": str(tmp_path), "TESTING": True})
    with made.app_context():
        Base.metadata.create_all(db.engine)
        yield made
        db.session.remove()
        db.engine.dispose()
    settle_in(app)


def test_killed_at_five_moments_an_import_still_comes_to_one_result(other, tmp_path, monkeypatch):
    from tracker.households.models import Household
    from tracker.imports.rules import Status
    from tracker.people.queries import actor_of
    from tracker.store import jobs
    from tracker.store.audit import AuditEntry, verify
    from tracker.store.db import db

    monkeypatch.setattr(jobs, "DEAD_AFTER_SECONDS", 0)
    monkeypatch.setattr(jobs, "MOST_ATTEMPTS", 99)
    clerk = actor_of(make_user(Role.CLERK).id)
    batch = waiting_roll(clerk, ROWS)
    job_id, batch_id = batch.job_id, batch.id
    workers = [worker_of(tmp_path, job_id) for _moment in MOMENTS]
    for worker, moment in zip(workers, MOMENTS, strict=True):
        work(worker, moment)
        db.session.rollback()
        count = db.session.scalar(sa.select(sa.func.count()).select_from(Household))
        assert count in (0, ROWS), f"{count} rows after a kill at {moment}"
        time.sleep(0.01)
        jobs.requeue_orphans()
    batch = db.session.get(type(batch), batch_id, populate_existing=True)
    job = db.session.get(jobs.Job, job_id, populate_existing=True)
    names = db.session.scalars(sa.select(Household.number)).all()
    told = db.session.scalars(sa.select(AuditEntry.action)).all()
    assert sorted(names) == list(range(1, ROWS + 1))
    assert (batch.status, batch.new_count, job.status) == (Status.IMPORTED, ROWS, jobs.Status.DONE)
    assert told.count("import.finish") == 1 and told.count("household.import") == ROWS
    assert verify().first_bad is None and job.message == batch.message
