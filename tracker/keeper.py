"""Keeps the worker (后台进程) alive beside the server: killed at any moment, it is started again."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tracker.config import ROOT

LOOK_EVERY_SECONDS = 1
REST_SECONDS = 5
"""Between an end and the next start: a worker that cannot start must not take the whole machine."""
STOP_SECONDS = 10


@contextmanager
def worker_beside() -> Iterator[None]:
    """A worker's process runs while the block does, another one in its place whenever it ends."""
    over = threading.Event()
    keeper = threading.Thread(target=_keep, args=(over,), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join(STOP_SECONDS + LOOK_EVERY_SECONDS)


def _keep(over: threading.Event) -> None:
    while not over.is_set():
        worker = _start()
        while worker.poll() is None and not over.wait(LOOK_EVERY_SECONDS):
            pass
        if not over.is_set():
            over.wait(REST_SECONDS)
        elif worker.poll() is None:
            _stop(worker)


def _start() -> "subprocess.Popen[bytes]":
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-P", "-m", "tracker", "worker"], env=env)


def _stop(worker: "subprocess.Popen[bytes]") -> None:
    """Its job goes back into the queue; one that does not end by itself is left to the next worker."""
    worker.terminate()
    try:
        worker.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
