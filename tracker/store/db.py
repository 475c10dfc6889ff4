"""The database: one `db`, engine profiles for SQLite and PostgreSQL, and the turn a writer waits for."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Session

from tracker.store.base import Base

db = SQLAlchemy(model_class=Base)

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # power cuts are real: what was acknowledged is on the disk
    "PRAGMA busy_timeout=10000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cell_size_check=ON",
)
POSTGRES_SETTINGS = (
    "SET lock_timeout = '4s'",
    "SET statement_timeout = '15s'",
    "SET idle_in_transaction_session_timeout = '30s'",
)
POSTGRES_LONG_WORK = (
    "SET statement_timeout = '10min'",
    "SET idle_in_transaction_session_timeout = '10min'",
)
ONE_WRITER = 7_204_110
"""Key of PostgreSQL's advisory lock: writers take turns, because the audit chain has one end."""


def sqlite_url(instance: Path) -> str:
    return f"sqlite:///{(instance / 'tracker.db').resolve()}"


def engine_options(url: str) -> dict[str, Any]:
    """SQLite through pysqlite3 where it is installed: Debian's own library has the WAL-reset bug.

    Parameters never reach a log: they are names, phones and what residents said.
    """
    if not url.startswith("sqlite"):
        return {"pool_pre_ping": True, "hide_parameters": True}
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        return {"hide_parameters": True}
    return {"module": dbapi2, "hide_parameters": True}


def prepare_engine(engine: sa.Engine) -> None:
    """Hang the profile on an engine: pragmas or settings on connect, and how a transaction begins."""
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _sqlite_connect)
        sa.event.listen(engine, "begin", _sqlite_begin)
    else:
        sa.event.listen(engine, "connect", _postgres_connect)


def _sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in SQLITE_PRAGMAS:
        connection.execute(pragma)


def _sqlite_begin(connection: sa.Connection) -> None:
    """A writer takes the write lock at once; a deferred upgrade would fail with SQLITE_BUSY_SNAPSHOT."""
    writing = connection.get_execution_options().get("tracker_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _postgres_connect(connection: Any, _record: Any) -> None:
    _set(connection, POSTGRES_SETTINGS)


def _postgres_connect_for_long(connection: Any, _record: Any) -> None:
    _set(connection, POSTGRES_LONG_WORK)


def _set(connection: Any, settings: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for setting in settings:
            cursor.execute(setting)
    connection.commit()


def allow_long_work(engine: sa.Engine) -> None:
    """For the worker and the commands: between two of their statements a whole file is read or written."""
    if engine.dialect.name == "postgresql":
        sa.event.listen(engine, "connect", _postgres_connect_for_long)
        engine.dispose()


class FairLock:
    """A lock taken in the order of arrival; Python's own lets a late comer overtake for seconds."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._held = False

    def acquire(self) -> None:
        with self._mutex:
            if not self._held:
                self._held = True
                return
            gate = threading.Lock()
            gate.acquire()
            self._waiting.append(gate)
        gate.acquire()

    def release(self) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


_turn = FairLock()


@contextmanager
def writing(session: Session) -> Iterator[None]:
    """Start a writing transaction; whatever was read before is read anew, under the write lock."""
    session.rollback()
    _turn.acquire()
    try:
        connection = session.connection(execution_options={"tracker_writes": True})
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(ONE_WRITER)))
        yield
    finally:
        if session.in_transaction():
            session.rollback()
        _turn.release()


def answers() -> bool:
    """Does the database answer? (/healthz)"""
    try:
        return bool(db.session.scalar(sa.select(1)) == 1)
    except sa.exc.SQLAlchemyError:
        return False
