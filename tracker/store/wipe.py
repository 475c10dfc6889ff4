"""抹掉: what was deleted or overwritten leaves the files of the database as well, not only its tables."""

import time
from typing import Any

from tracker.store.db import SQLITE_PRAGMAS, db

TRIES, PAUSE_SECONDS = 50, 0.2


def wipe(*tables: str) -> None:
    """SQLite: overwritten pages leave the journal (the file itself is overwritten by secure_delete).

    PostgreSQL: VACUUM frees the old rows of these tables. Call it between two acts; a reader that is under
    way may hold it up until the next time.
    """
    db.session.rollback()
    raw = db.engine.raw_connection()
    try:
        if db.engine.dialect.name == "sqlite":
            _empty_journal(raw.cursor())
        else:
            raw.driver_connection.autocommit = True  # type: ignore[union-attr]  # psycopg's connection
            raw.cursor().execute(f"VACUUM {', '.join(tables)}")
    finally:
        if db.engine.dialect.name != "sqlite":
            raw.driver_connection.autocommit = False  # type: ignore[union-attr]
        raw.close()


def _empty_journal(cursor: Any) -> None:
    """Many short tries: one that waits for the last reader would keep every writer out meanwhile."""
    usual = next(one for one in SQLITE_PRAGMAS if "busy_timeout" in one)
    cursor.execute("PRAGMA busy_timeout=50")
    try:
        for _turn in range(TRIES):
            is_busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            if not is_busy:
                return
            time.sleep(PAUSE_SECONDS)
    finally:
        cursor.execute(usual)
