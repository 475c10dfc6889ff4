"""Alembic's entrance: runs the numbered migrations on the application's own engine."""

from alembic import context

from tracker.store.base import Base
from tracker.store.db import db


def run() -> None:
    with db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        raw = connection.connection.dbapi_connection
        if is_sqlite and raw is not None:
            # a table is rebuilt by copy and rename; its references must not be chased meanwhile
            raw.execute("PRAGMA foreign_keys=OFF")  # before any BEGIN
        context.configure(
            connection=connection, target_metadata=Base.metadata, render_as_batch=is_sqlite, compare_type=True
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        if is_sqlite and raw is not None:
            raw.execute("PRAGMA foreign_keys=ON")


run()
