"""The queue (后台队列) that wakes the worker: huey, in a file beside SQLite or in PostgreSQL.

It may lose a call, never a job: the job row is the truth (store/jobs.py). How far a job is stands here too,
so that a job which holds the database's write lock can still tell it, and be told to stop.
"""

import json
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from huey import Huey, PostgresHuey, SqliteHuey
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer

NAME = "tracker"


class PlainSerializer(Serializer):  # type: ignore[misc]  # huey ships no types
    """JSON instead of pickle: nobody who can write the queue can run code through it."""

    def _serialize(self, data: Any) -> bytes:
        message = ["call", list(data)] if isinstance(data, Message) else ["value", data]
        return json.dumps(message).encode()

    def _deserialize(self, data: bytes) -> Any:
        kind, content = json.loads(bytes(data))
        return Message(*content) if kind == "call" else content


class Queue:
    """One queue: `call(job_id)` from any process, `run` in the worker's. Opened when first used."""

    def __init__(self, url: str, instance: Path, run: Callable[[int], None], *, at_once: bool) -> None:
        self.url, self.instance, self.run, self.at_once = url, instance, run, at_once

    @cached_property
    def huey(self) -> Huey:
        return _huey(self.url, self.instance, self.at_once)

    @cached_property
    def task(self) -> Any:
        return self.huey.task(name="run_job")(self.run)

    def call(self, job_id: int) -> None:
        """Wake the worker for this job; after the commit that made the row."""
        self.task(job_id)

    def call_if_idle(self, job_ids: Iterable[int]) -> None:
        """Wake the worker for jobs whose call may have been lost; while calls wait, none is lost."""
        if not self.huey.storage.queue_size():
            for job_id in job_ids:
                self.call(job_id)

    def consumer(self) -> Consumer:
        """What takes the calls, in the worker's process: one job at a time."""
        _known = self.task  # the consumer knows a task when it is registered
        return Consumer(
            self.huey, workers=1, periodic=False, initial_delay=0.05, max_delay=0.5, check_worker_health=False
        )

    def tell(self, job_id: int, what: str, value: Any) -> None:
        self.huey.put(_key(job_id, what), value)

    def told(self, job_id: int, what: str) -> Any:
        """None when nothing was told."""
        return self.huey.get(_key(job_id, what), peek=True)

    def forget(self, job_id: int, *whats: str) -> None:
        for what in whats:
            self.huey.delete(_key(job_id, what))


def _key(job_id: int, what: str) -> str:
    return f"{what}:{job_id}"


def _huey(url: str, instance: Path, at_once: bool) -> Huey:
    shared = {"results": False, "serializer": PlainSerializer(), "immediate": at_once}
    if url.startswith("postgresql"):
        plain = sa.make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        return PostgresHuey(NAME, dsn=plain, blocking=False, **shared)
    # no WAL: huey uses Python's own SQLite, which has the WAL-reset bug
    return SqliteHuey(
        NAME, filename=str(instance / "queue.db"), journal_mode="truncate", fsync=False, **shared
    )


_queue: Queue | None = None


def use_queue(queue: Queue) -> None:
    global _queue
    _queue = queue


def queue() -> Queue:
    if _queue is None:
        raise RuntimeError("the queue is not open yet")
    return _queue
