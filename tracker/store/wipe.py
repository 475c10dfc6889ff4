"""抹掉: what was deleted or overwritten leaves the files of the database as well, not only its tables."""

from tracker.store.db import db


def wipe(*tables: str) -> None:
    """SQLite: overwritten pages leave the journal (the file itself is overwritten by secure_delete).

    PostgreSQL: VACUUM frees the old rows of these tables. Call it between two acts; a reader that is under
    way may hold it up until the next time.
    """
    db.session.rollback()
    raw = db.engine.raw_connection()
    try:
        if db.engine.dialect.name == "sqlite":
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            raw.driver_connection.autocommit = True  # type: ignore[union-attr]  # psycopg's connection
            raw.cursor().execute(f"VACUUM {', '.join(tables)}")
    finally:
        if db.engine.dialect.name != "sqlite":
            raw.driver_connection.autocommit = False  # type: ignore[union-attr]
        raw.close()
