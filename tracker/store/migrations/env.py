"""Alembic's entrance: runs the numbered migrations on the application's own engine."""

from typing import Any, Literal

from alembic import context

from tracker.store.base import Base, UtcDateTime
from tracker.store.db import db
from tracker.store.search import is_index_table
from tracker.store.secrets import Encrypted, EncryptedBytes

PLAIN: dict[type, str] = {
    UtcDateTime: "sa.DateTime()", Encrypted: "sa.LargeBinary()", EncryptedBytes: "sa.LargeBinary()"
}


def plain_type(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Our own column types are written as what the database holds: a migration outlives the classes."""
    return PLAIN.get(type(item), False) if kind == "type" else False


def run() -> None:
    with db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        raw = connection.connection.dbapi_connection
        if is_sqlite and raw is not None:
            # a table is rebuilt by copy and rename; its references must not be chased meanwhile
            raw.execute("PRAGMA foreign_keys=OFF")  # before any BEGIN
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=is_sqlite,
            compare_type=True,
            render_item=plain_type,
            include_name=lambda name, kind, _parents: kind != "table" or not is_index_table(name),
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        if is_sqlite and raw is not None:
            raw.execute("PRAGMA foreign_keys=ON")


run()
